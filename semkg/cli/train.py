"""``semkg train``: learn vectors, and measure how well they predict."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

import numpy as np

from semkg import embedding
from semkg.cli.benchmark import Benchmark, is_benchmark, read_benchmark
from semkg.cli.command import OK, Command
from semkg.cli.console import Console
from semkg.cli.data import add_data, is_one_store, open_data
from semkg.cli.formats import TEXT_FORMATS, render_report

Report = dict[str, object]


def _arguments(parser: ArgumentParser) -> None:
    add_data(parser)
    parser.add_argument("--model", default="complex", help="the scorer (default: complex)")
    dim = embedding.TrainingOptions().dim
    parser.add_argument("--dim", type=int, default=dim, help=f"numbers in a vector (default: {dim})")
    parser.add_argument(
        "--epochs", type=int, help="passes over the triples (by size, with early stopping, when left out)"
    )
    parser.add_argument("--seed", type=int, default=0, help="equal seeds give equal models (default: 0)")
    parser.add_argument("--name", metavar="IRI", help="keep the model under a name, beside the default one")
    parser.add_argument(
        "--regime",
        choices=("asserted", "entailed", "invariant"),
        default="invariant",
        help="what to learn from (default: invariant)",
    )


def _run(args: Namespace, console: Console) -> int:
    folder = Path(args.data[0])
    if len(args.data) == 1 and is_benchmark(folder):
        report = _train_benchmark(read_benchmark(folder), args, console)
    else:
        report = _train_graph(args, console)
    console.emit(render_report(report, console.choose(TEXT_FORMATS)))
    return OK


def _train_graph(args: Namespace, console: Console) -> Report:
    with open_data(args, console) as kg:
        learned = kg.train(args.model, regime=args.regime, name=args.name, options=_options(args))
    if not is_one_store(args.data):
        console.say(
            "the model is not kept: put the files into a store with `semkg load` to use it in queries"
        )
    metrics = learned.model.metrics
    return _report(learned.model, args, valid=metrics, test=None)


def _train_benchmark(data: Benchmark, args: Namespace, console: Console) -> Report:
    model = embedding.train(
        data.parts["train"],
        model=args.model,
        valid=data.parts["valid"] if len(data.parts["valid"]) else None,
        n_entities=len(data.entities),
        n_predicates=len(data.predicates),
        progress=console.progress,
        options=_options(args),
    )
    known = np.concatenate(list(data.parts.values()))
    measured = {
        part: embedding.evaluate(model, data.parts[part], known) if len(data.parts[part]) else None
        for part in ("valid", "test")
    }
    return _report(model, args, **measured)


def _options(args: Namespace) -> embedding.TrainingOptions:
    return embedding.TrainingOptions(dim=args.dim, epochs=args.epochs, seed=args.seed)


def _report(
    model: embedding.Model,
    args: Namespace,
    *,
    valid: embedding.Metrics | None,
    test: embedding.Metrics | None,
) -> Report:
    return {
        "model": model.name,
        "dim": model.options.dim,
        "epochs": model.epochs,
        "seed": args.seed,
        "entities": model.n_entities,
        "predicates": model.n_predicates,
        "valid": valid.as_dict() if valid else None,
        "test": test.as_dict() if test else None,
    }


TRAIN = Command(
    name="train",
    summary="learn vectors, and measure how well they predict",
    description=(
        "Train a model on the facts of the canonical graph, which synonyms and wider properties do not change\n"
        "(--regime entailed: on all that follows, asserted: on what was written). A store directory keeps it,\n"
        "for sk:plausibility, sk:similarTo and sk:predictObject. 'valid' are filtered ranks of triples that\n"
        "were held out.\n"
        "DATA may also be a folder with train.txt, valid.txt and test.txt (head, relation and tail in a\n"
        "line, between tabs): the model is trained on the first and measured on the other two."
    ),
    examples=(
        "semkg train my.store",
        "semkg train my.store --model complex --dim 200 --epochs 50 --seed 7",
        "semkg train FB15k-237 --format json -o result.json",
    ),
    formats=TEXT_FORMATS,
    arguments=_arguments,
    run=_run,
)
