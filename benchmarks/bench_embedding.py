"""How fast and how well ComplEx is trained, against the plain way to write the same training in torch.

Run as ``python benchmarks/bench_embedding.py`` for UMLS; ``--data FB15k-237``, ``WN18RR``, ``codex-s`` or ``WN18`` for
another set, ``--epochs``, ``--dim`` and ``--regularisation`` to train it otherwise. The baseline trains a few epochs of
the same model, loss and batches with autograd, ``CrossEntropyLoss`` and ``torch.optim.Adagrad``; the ratio is that of
examples a second in the same run.
"""

from __future__ import annotations

import argparse
import math
import os
import tarfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from semkg.embedding import Metrics, Model, TrainingOptions, evaluate, train
from semkg.embedding.triples import both_directions

DATA = Path(os.environ.get("SEMKG_TEST_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))

Triples = NDArray[np.int64]

SETTINGS = {
    "umls": TrainingOptions(dim=200, epochs=60, regularisation=0.01),
    "codex-s": TrainingOptions(dim=200, epochs=15, regularisation=0.01),
    "WN18": TrainingOptions(dim=200, epochs=3, regularisation=0.05),
    "WN18RR": TrainingOptions(dim=200, epochs=3, regularisation=0.1),
    "FB15k-237": TrainingOptions(dim=200, epochs=5, regularisation=0.05),
}


@dataclass(frozen=True)
class Benchmark:
    """Train, valid and test triples with their numbers of entities and predicates."""

    parts: dict[str, Triples]
    n_entities: int
    n_predicates: int


def read_benchmark(name: str) -> Benchmark:
    """Read the tab-separated parts of a set."""
    entities: dict[str, int] = {}
    predicates: dict[str, int] = {}
    parts = {}
    with tarfile.open(DATA / "linkpred" / f"{name}.tar.xz") as archive:
        folder = archive.getnames()[0].split("/")[0]
        for part in ("train", "valid", "test"):
            file = archive.extractfile(f"{folder}/{part}.txt")
            assert file is not None
            rows = [line.split("\t") for line in file.read().decode().splitlines() if line]
            parts[part] = np.array(
                [
                    (
                        entities.setdefault(s, len(entities)),
                        predicates.setdefault(p, len(predicates)),
                        entities.setdefault(o, len(entities)),
                    )
                    for s, p, o in rows
                ]
            )
    return Benchmark(parts, len(entities), len(predicates))


def plain_epochs(data: Benchmark, options: TrainingOptions) -> Iterator[None]:
    """Train epoch by epoch with autograd, as a tutorial would."""
    rank = options.dim // 2
    entities = torch.nn.Parameter(torch.randn(data.n_entities, 2 * rank) * 1e-2)
    predicates = torch.nn.Parameter(torch.randn(2 * data.n_predicates, 2 * rank) * 1e-2)
    optimiser = torch.optim.Adagrad([entities, predicates], lr=options.learning_rate)
    examples = torch.from_numpy(both_directions(data.parts["train"], data.n_predicates))
    batch_size = min(512, math.isqrt(len(examples)))
    while True:
        order = torch.randperm(len(examples))
        for first in range(0, len(examples), batch_size):
            batch = examples[order[first : first + batch_size]]
            s, p, o = entities[batch[:, 0]], predicates[batch[:, 1]], entities[batch[:, 2]]
            (s_re, s_im), (p_re, p_im) = s.chunk(2, dim=1), p.chunk(2, dim=1)
            query = torch.cat((s_re * p_re - s_im * p_im, s_re * p_im + s_im * p_re), dim=1)
            loss = torch.nn.functional.cross_entropy(query @ entities.T, batch[:, 2])
            cubes = sum((x.view(len(x), 2, rank).norm(dim=1) ** 3).sum() for x in (s, p, o))
            optimiser.zero_grad()
            torch.autograd.backward(loss + (options.regularisation or 0.0) / len(batch) * cubes)
            optimiser.step()
        yield


def seconds_per_plain_epoch(data: Benchmark, options: TrainingOptions, *, epochs: int) -> float:
    """Time the baseline, its first epoch left out, on one thread, as semkg's fits of small graphs run."""
    torch.set_num_threads(1)
    running = plain_epochs(data, options)
    next(running)
    start = time.perf_counter()
    for _ in range(epochs):
        next(running)
    return (time.perf_counter() - start) / epochs


def timed_training(data: Benchmark, options: TrainingOptions) -> tuple[Model, float]:
    """Train on the train part alone, and return the seconds it took."""
    start = time.perf_counter()
    model = train(
        data.parts["train"],
        options=options,
        valid=data.parts["valid"],
        n_entities=data.n_entities,
        n_predicates=data.n_predicates,
    )
    return model, time.perf_counter() - start


def timed_evaluation(model: Model, data: Benchmark) -> tuple[Metrics, float]:
    """Rank the test part, and return the seconds it took."""
    start = time.perf_counter()
    metrics = evaluate(model, data.parts["test"], np.concatenate((data.parts["train"], data.parts["valid"])))
    return metrics, time.perf_counter() - start


def parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", choices=sorted(SETTINGS), default="umls")
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--dim", type=int)
    parser.add_argument("--regularisation", type=float)
    parser.add_argument(
        "--seeds", type=int, default=1, help="train that many times, with the seeds 0, 1, ..."
    )
    return parser.parse_args()


def main() -> None:
    """Print one line for each seed, then the ratio to the baseline."""
    arguments = parse_arguments()
    data, usual = read_benchmark(arguments.data), SETTINGS[arguments.data]
    for seed in range(arguments.seeds):
        options = TrainingOptions(
            dim=arguments.dim or usual.dim,
            epochs=arguments.epochs or usual.epochs,
            regularisation=usual.regularisation
            if arguments.regularisation is None
            else arguments.regularisation,
            seed=seed,
        )
        model, seconds = timed_training(data, options)
        metrics, evaluation_seconds = timed_evaluation(model, data)
        figures = "  ".join(f"{name} {value:.3f}" for name, value in metrics.as_dict().items() if "@" in name)
        print(f"{arguments.data} complex dim {options.dim}, {model.epochs} epochs, seed {seed}: ", end="")
        print(f"{seconds:.1f} s; test mrr {metrics.mrr:.4f}  {figures} in {evaluation_seconds:.2f} s")
    plain = seconds_per_plain_epoch(data, options, epochs=2)
    rate = 2 * len(data.parts["train"]) * model.epochs / seconds
    plain_rate = 2 * len(data.parts["train"]) / plain
    print(f"{rate:,.0f} examples/s against {plain_rate:,.0f} of plain torch: {rate / plain_rate:.1f} times")


if __name__ == "__main__":
    main()
