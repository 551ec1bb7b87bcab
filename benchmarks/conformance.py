"""Which engine passes which case of the public suites, and which rules of OWL 2 RL it has.

    python benchmarks/conformance.py [--engines semkg owlrl reasonable] [--resume] [--timeout 120] [--jobs 2] [--page]

Every case runs in a worker process that is ended when it takes too long; ``owlrl`` takes about ten minutes of CPU for
all. What was found is kept in ``docs/conformance.json``, engine by engine, and the page ``docs/conformance.md`` is
written from it (``--page`` writes only the page; ``--resume`` asks only what was not asked yet).
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import logging
import lzma
import multiprocessing
import os
import queue
import sys
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypedDict

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("SEMKG_TEST_DATA", ROOT.parent / "shared" / "data"))
CASES = DATA / "reasoning" / "entailment-cases.jsonl.xz"
MICRO = ROOT / "tests" / "reasoning" / "rules.cases"
RESULTS, PAGE = ROOT / "docs" / "conformance.json", ROOT / "docs" / "conformance.md"
PREFIXES = """
@prefix : <http://ex/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
ONTOLOGY = "http://www.w3.org/2002/07/owl#Ontology"


class Task(TypedDict):
    """One question: does the conclusion follow (``None``: is the premise consistent)?"""

    group: str
    id: str
    kind: str
    premise: str
    conclusion: str | None
    expected: bool
    regime: str


class Found(TypedDict):
    """What was found of one engine: its version, and what came of each task that it was asked, by key."""

    version: str
    outcomes: dict[str, str]


def suite_tasks() -> Iterator[Task]:
    """Yield the cases of the public suites."""
    for case in map(json.loads, lzma.decompress(CASES.read_bytes()).decode().splitlines()):
        group = case["suite"]
        if group == "schneider-owl2rl":
            group += next(f" {part}" for part in ("-sem-", "-xtr-", "-ont-", "-dat-") if part in case["id"])
        yield Task(
            group=group,
            id=case["id"],
            kind=case["type"],
            premise=case["premise"],
            conclusion=case["conclusion"] if case["type"].endswith("ENTAILMENT") else None,
            expected=case["type"] in ("POSITIVE_ENTAILMENT", "CONSISTENCY"),
            regime="rdfs" if group == "schneider-rdfs" else "rl",
        )


def rule_tasks() -> Iterator[Task]:
    """Yield the cases of the single rules of OWL 2 RL, as N-Triples."""
    import pyoxigraph as ox

    rule, given, number = "", "", 0
    for line in MICRO.read_text(encoding="utf-8").splitlines():
        word, _, text = line.partition(" ")
        if line.startswith("["):
            rule, number = line.strip("[]"), 0
        elif word == "given":
            given = text
        elif word in ("then", "never", "clash", "peace") and not rule.startswith(("plus", "rdfs")):
            number += 1
            graphs = [
                "".join(
                    f"{quad} .\n" for quad in ox.parse((PREFIXES + part).encode(), format=ox.RdfFormat.TURTLE)
                )
                for part in (given, text if word in ("then", "never") else "")
            ]
            yield Task(
                group="rules",
                id=f"{rule} {number}",
                kind=word,
                premise=graphs[0],
                conclusion=graphs[1] if word in ("then", "never") else None,
                expected=word in ("then", "peace"),
                regime="rl",
            )


def without_ontology_rows(ntriples: str) -> str:
    """Drop the rows that only say that something is an ontology."""
    return "".join(f"{line}\n" for line in ntriples.splitlines() if f"<{ONTOLOGY}>" not in line)


def ask_semkg(task: Task) -> bool:
    """Decide a task with this project."""
    import numpy as np
    import pyoxigraph as ox

    from semkg.reasoning import close, entails
    from semkg.store import Rows, TermDictionary

    terms = TermDictionary()

    def read(text: str) -> Rows:
        quads = ox.parse(
            without_ontology_rows(text).encode(), format=ox.RdfFormat.N_TRIPLES, rename_blank_nodes=True
        )
        ids = {(terms.add(quad.predicate), terms.add(quad.subject), terms.add(quad.object)) for quad in quads}
        p, s, o = np.array(sorted(ids), dtype=np.int32).reshape(-1, 3).T.copy()
        return Rows(s, p, o)

    rules = "rdfs" if task["regime"] == "rdfs" else "rl" if task["group"] == "rules" else "rl+"
    closure = close(read(task["premise"]), terms, rules=rules)
    if task["conclusion"] is None:
        return closure.consistent
    return entails(closure, read(task["conclusion"]), terms)


def ask_owlrl(task: Task) -> bool:
    """Decide a task with owlrl; for the suites its axiomatic triples and datatype axioms are switched on."""
    import owlrl
    import rdflib

    graph = rdflib.Graph().parse(data=without_ontology_rows(task["premise"]), format="nt")
    semantics = owlrl.RDFS_Semantics if task["regime"] == "rdfs" else owlrl.OWLRL_Semantics
    axioms = task["group"] != "rules"
    closing = semantics(graph, axioms, axioms, axioms)
    closing.closure()
    if task["conclusion"] is None:
        return not closing.error_messages
    return matches(graph, task["conclusion"])


def ask_reasonable(task: Task) -> bool:
    """Decide a task with reasonable; it reports an inconsistency to Python as a member of owl:Nothing only."""
    import rdflib
    import reasonable

    graph = rdflib.Graph().parse(data=without_ontology_rows(task["premise"]), format="nt")
    reasoner = reasonable.PyReasoner()
    reasoner.from_graph(graph)
    for triple in reasoner.reason():
        graph.add(triple)
    if task["conclusion"] is None:
        return (None, rdflib.RDF.type, rdflib.OWL.Nothing) not in graph
    return matches(graph, task["conclusion"])


def matches(graph: Any, conclusion: str) -> bool:
    """Say whether a graph maps into a closure, its blank nodes being variables."""
    import rdflib

    wanted = rdflib.Graph().parse(data=without_ontology_rows(conclusion), format="nt")
    if not len(wanted):
        return True
    names: dict[Any, str] = {}

    def place(term: Any) -> str:
        return names.setdefault(term, f"?v{len(names)}") if isinstance(term, rdflib.BNode) else term.n3()

    pattern = " . ".join(" ".join(map(place, triple)) for triple in wanted)
    return bool(graph.query(f"ASK {{ {pattern} }}").askAnswer)


ENGINES: dict[str, Callable[[Task], bool]] = {
    "semkg": ask_semkg,
    "owlrl": ask_owlrl,
    "reasonable": ask_reasonable,
}


def work(engine: str, pipe: Connection) -> None:
    """Answer tasks until none comes."""
    logging.disable(logging.ERROR)
    warnings.simplefilter("ignore")
    ask = ENGINES[engine]
    while (task := pipe.recv()) is not None:
        try:
            pipe.send("pass" if ask(task) == task["expected"] else "fail")
        except Exception as error:  # noqa: BLE001 (an engine may fail in any way, and that is what is told)
            pipe.send(f"error: {type(error).__name__}")


class Worker:
    """A process that answers tasks, replaced when a task takes too long or kills it."""

    def __init__(self, engine: str, timeout_s: float) -> None:
        self._engine, self._timeout_s = engine, timeout_s
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, there = context.Pipe()
        self._process = context.Process(target=work, args=(self._engine, there), daemon=True)
        self._process.start()
        there.close()

    def ask(self, task: Task) -> str:
        """Return what came of a task: ``pass``, ``fail``, ``timeout``, ``died`` or ``error: ...``."""
        self._pipe.send(task)
        try:
            if self._pipe.poll(self._timeout_s):
                return str(self._pipe.recv())
            outcome = "timeout"
        except EOFError:
            outcome = "died"
        self._process.kill()
        self._start()
        return outcome

    def close(self) -> None:
        """End the process."""
        self._pipe.send(None)
        self._process.join(5)


def key(task: Task) -> str:
    """Return the name of a task."""
    return " ".join((task["group"].replace(" ", "/"), task["id"].replace(" ", "/"), task["kind"]))


def run(engine: str, tasks: list[Task], timeout_s: float, jobs: int) -> Iterator[tuple[str, str]]:
    """Ask an engine everything, with so many workers; yield the key of each task and what came of it."""
    with ThreadPoolExecutor(jobs) as pool:
        workers = queue.SimpleQueue[Worker]()
        for _ in range(jobs):
            workers.put(Worker(engine, timeout_s))

        def ask(task: Task) -> tuple[str, str]:
            worker = workers.get()
            outcome = worker.ask(task)
            workers.put(worker)
            return key(task), outcome

        yield from pool.map(ask, tasks)
        for _ in range(jobs):
            workers.get().close()


def main() -> None:
    """Run the engines that were asked for and write the page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--engines", nargs="*", default=list(ENGINES), choices=list(ENGINES))
    parser.add_argument("--timeout", type=float, default=120.0, help="seconds for one case")
    parser.add_argument("--jobs", type=int, default=2, help="worker processes")
    parser.add_argument("--resume", action="store_true", help="ask only what was not asked yet")
    parser.add_argument("--page", action="store_true", help="only write the page from what was found before")
    options = parser.parse_args()
    tasks = [*rule_tasks(), *suite_tasks()]
    kept: dict[str, Found] = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    for engine in () if options.page else options.engines:
        version = "this version" if engine == "semkg" else importlib.metadata.version(engine)
        if not options.resume or engine not in kept:
            kept[engine] = Found(version=version, outcomes={})
        outcomes = kept[engine]["outcomes"]
        waiting = [task for task in tasks if key(task) not in outcomes]
        for number, (name, outcome) in enumerate(run(engine, waiting, options.timeout, options.jobs)):
            outcomes[name] = outcome
            if number % 25 == 24 or number == len(waiting) - 1:
                RESULTS.write_text(json.dumps(kept, indent=0, sort_keys=True) + "\n", encoding="utf-8")
                sys.stderr.write(f"{engine}: {number + 1} of {len(waiting)}\n")
    PAGE.write_text(page([key(task) for task in tasks], kept), encoding="utf-8")


def page(tasks: list[str], kept: dict[str, Found]) -> str:
    """Write down what was found, as Markdown."""
    engines = {engine: kept[engine]["outcomes"] for engine in ENGINES if engine in kept}
    return (
        "\n".join([*_head(kept), *_suites(tasks, engines), *_rules(tasks, engines), *_lists(tasks, engines)])
        + "\n"
    )


def _count(tasks: list[str], outcomes: dict[str, str]) -> str:
    """Return how many tasks pass, and of how many if not all were asked."""
    asked = [task for task in tasks if task in outcomes]
    passed = sum(outcomes[task] == "pass" for task in asked)
    return (
        str(passed)
        if len(asked) == len(tasks)
        else f"{passed} of {len(asked)} asked"
        if asked
        else "not asked"
    )


def _head(kept: dict[str, Found]) -> list[str]:
    versions = ", ".join(f"{engine} ({kept[engine]['version']})" for engine in ENGINES if engine in kept)
    return [
        "# Which engine passes which case",
        "",
        "Written by `python benchmarks/conformance.py` from `docs/conformance.json`; do not edit.",
        "",
        f'Engines: {versions}. semkg runs `rules="rl+"`, on the RDFS suite `rules="rdfs"` and on the single rules',
        '`rules="rl"`; owlrl runs with its axiomatic triples and datatype axioms, on the RDFS suite with its rules',
        "of RDFS.",
        "",
        "A positive entailment passes if the conclusion, its blank nodes as variables, maps into the closure; a",
        "negative one if it does not; an inconsistency if the engine reports one. reasonable reports none to Python,",
        "so consistency and negative cases are no achievement of its. Two numbers say two things: the table of rules",
        "is coverage, the suites are entailment, and some of their cases need more than rules (refutation).",
        "",
    ]


def _suites(tasks: list[str], engines: dict[str, dict[str, str]]) -> Iterator[str]:
    yield from ("## Suites", "", f"| suite | kind | cases | {' | '.join(engines)} |")
    yield "|---|---|---" + "|---" * len(engines) + "|"
    for group, kind in dict.fromkeys((task.split()[0], task.split()[2]) for task in tasks):
        here = [task for task in tasks if (task.split()[0], task.split()[2]) == (group, kind)]
        if group != "rules":
            counts = " | ".join(_count(here, outcomes) for outcomes in engines.values())
            yield f"| {group.replace('/', ' ')} | {kind.lower().replace('_', ' ')} | {len(here)} | {counts} |"
    yield from ("", "w3c-all-nonRL is for information: these ontologies are outside the profile.", "")


def _rules(tasks: list[str], engines: dict[str, dict[str, str]]) -> Iterator[str]:
    by_rule: dict[str, list[str]] = {}
    for task in tasks:
        if task.startswith("rules "):
            by_rule.setdefault(task.split()[1].split("/")[0], []).append(task)
    yield from ("## Single rules", "")
    yield from ("An engine has a rule if it passes all cases of it (`tests/reasoning/rules.cases`).", "")
    yield f"| rule | cases | {' | '.join(engines)} |"
    yield "|---|---" + "|---" * len(engines) + "|"
    has = {
        engine: [rule for rule, here in by_rule.items() if _has(here, engines[engine])] for engine in engines
    }
    for rule, here in by_rule.items():
        marks = ("yes" if rule in has[engine] else _count(here, engines[engine]) for engine in engines)
        yield f"| {rule} | {len(here)} | {' | '.join(marks)} |"
    yield f"| **rules in full** | {len(by_rule)} | {' | '.join(str(len(rules)) for rules in has.values())} |"
    yield ""


def _has(tasks: list[str], outcomes: dict[str, str]) -> bool:
    return all(outcomes.get(task) == "pass" for task in tasks)


def _lists(tasks: list[str], engines: dict[str, dict[str, str]]) -> Iterator[str]:
    for engine, outcomes in engines.items():
        yield from (f"## What {engine} does not pass", "")
        for task in tasks:
            group, case, kind = task.split()
            outcome = outcomes.get(task, "pass")
            if group != "rules" and outcome != "pass":
                instead = "" if outcome == "fail" else f": {outcome}"
                yield f"- {group.replace('/', ' ')}: {case} ({kind.lower().replace('_', ' ')}){instead}"
        yield ""


if __name__ == "__main__":
    main()
