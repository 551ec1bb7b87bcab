"""``semkg compare``: the same analytic under several regimes."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from semkg.analytics import ANALYTICS
from semkg.cli.command import OK, Command, UsageError
from semkg.cli.console import Console
from semkg.cli.data import add_data, add_projection, add_strict, open_data, projection_of
from semkg.cli.formats import Format
from semkg.cli.terms import add_prefixes, with_iris
from semkg.comparison import (
    BUDGET,
    Attribution,
    Comparison,
    GroupComparison,
    NeighbourComparison,
    PathComparison,
    PredictionComparison,
    find_analytic,
    slope_picture,
    to_json,
)
from semkg.graph import Projection
from semkg.knowledge_graph import KnowledgeGraph
from semkg.vocab import REGIMES

_PATHS, _ALIKE, _LINKS = "shortestPath", "similarTo", "linkPrediction"
_OTHERS = (_PATHS, _ALIKE, _LINKS)
_ANALYTICS = (*(analytic.name for analytic in ANALYTICS), *_OTHERS)
_IRIS = {
    "edges": "--edges",
    "prefer": "--prefer",
    "source": "--from",
    "target": "--to",
    "node": "--node",
    "label": "--label",
}
_FORMATS: tuple[Format, ...] = ("table", "json", "png", "svg", "html")


def _arguments(parser: ArgumentParser) -> None:
    add_data(parser)
    add_strict(parser)
    parser.add_argument(
        "--analytic",
        default="pageRank",
        choices=_ANALYTICS,
        metavar="ANALYTIC",
        help=f"what to compute (default: pageRank): {', '.join(_ANALYTICS)}",
    )
    parser.add_argument(
        "--regimes",
        type=_regimes,
        default=REGIMES,
        metavar="A,B",
        help=f"what to compare, between commas (default: {','.join(REGIMES)})",
    )
    add_projection(parser)
    parser.add_argument("--from", dest="source", metavar="IRI", help=f"with {_PATHS}: where paths start")
    parser.add_argument("--to", dest="target", metavar="IRI", help=f"with {_PATHS}: where they end")
    parser.add_argument(
        "--why", action="store_true", help="which axioms change the scores, and which edges those of one node"
    )
    parser.add_argument(
        "--node",
        metavar="IRI",
        help="with --why or a page: the node to look at (default: whose score changes most)",
    )
    parser.add_argument(
        "--budget",
        type=int,
        help=f"with --why or a page: closures to compute at most (default: {BUDGET}; on a page fewer)",
    )
    parser.add_argument(
        "--label",
        metavar="IRI",
        action="append",
        default=[],
        help="with a page: a property that names things, beside rdfs:label and other usual ones; may repeat",
    )
    add_prefixes(parser)
    parser.add_argument("--top", type=int, default=20, help="nodes in the table or picture (default: 20)")


def _regimes(text: str) -> tuple[str, ...]:
    return tuple(text.split(","))


def _run(args: Namespace, console: Console) -> int:
    form = console.choose(_FORMATS)
    args = with_iris(args, _IRIS)
    if form in ("png", "svg") and console.output is None:
        msg = f"a picture needs a file: add -o FILE.{form}"
        raise UsageError(msg)
    if args.analytic in _OTHERS or find_analytic(args.analytic).gives == "groups":
        return _run_sets(args, console, form)
    with open_data(args, console) as kg:
        comparison = kg.compare(args.analytic, regimes=args.regimes, projection=projection_of(args))
        why = comparison.why(_node(args.node), budget=_budget(args)) if args.why and form != "html" else None
        result = _page(comparison, args) if form == "html" else _render(comparison, why, form, args.top)
    console.emit(result)
    return OK


def _run_sets(args: Namespace, console: Console, form: Format) -> int:
    """Compare what is no ranking: groups of nodes, paths, or models."""
    forms = ("table", "json") if args.analytic in _OTHERS else ("table", "json", "html")
    if args.why or form not in forms:
        msg = f"{args.analytic} gives no scores, so it is compared as {', '.join(forms)}, without --why"
        raise UsageError(msg)
    if args.analytic == _PATHS and not (args.source and args.target):
        msg = f"{_PATHS} needs the two ends: add --from IRI --to IRI"
        raise UsageError(msg)
    if args.analytic in (_ALIKE, _LINKS) and projection_of(args) != Projection():
        msg = f"{args.analytic} looks at models, which have edges of their own: leave the choice of edges out"
        raise UsageError(msg)
    with open_data(args, console) as kg:
        found = _compare_sets(kg, args)
        result = _group_page(found, args) if form == "html" and isinstance(found, GroupComparison) else None
    console.emit(result or (found.to_json() if form == "json" else found.to_table(args.top)))
    return OK


def _compare_sets(
    kg: KnowledgeGraph, args: Namespace
) -> GroupComparison | PathComparison | NeighbourComparison | PredictionComparison:
    if args.analytic == _ALIKE:
        return kg.compare_neighbours(args.regimes)
    if args.analytic == _LINKS:
        return kg.compare_predictions(args.regimes)
    if args.analytic == _PATHS:
        return kg.compare_paths(args.source, args.target, args.regimes, projection=projection_of(args))
    return kg.compare_groups(args.analytic, args.regimes, projection=projection_of(args))


def _group_page(found: GroupComparison, args: Namespace) -> str:
    return found.report(title=_title(args), labels=args.label)


def _title(args: Namespace) -> str:
    return ", ".join("standard input" if source == "-" else Path(source).name for source in args.data)


def _budget(args: Namespace) -> int:
    return BUDGET if args.budget is None else args.budget


def _page(comparison: Comparison, args: Namespace) -> str:
    return comparison.report(title=_title(args), node=_node(args.node), budget=args.budget, labels=args.label)


def _node(iri: str | None) -> str | None:
    return None if iri is None else f"<{iri}>"


def _render(comparison: Comparison, why: Attribution | None, form: Format, top: int) -> str | bytes:
    if form == "json":
        report = comparison.to_dict()
        return to_json(report if why is None else {**report, "why": why.to_dict()})
    if form == "table":
        return comparison.to_table(top) + ("" if why is None else "\n" + why.to_table(top))
    return slope_picture({"": comparison}, form, nodes=top)


COMPARE = Command(
    name="compare",
    summary="rank by what was written, what follows, what is meant",
    description=(
        "Compute the same analytic under several regimes, and compare them node by node (score, rank,\n"
        "change) and as a whole (Kendall's tau-b, Spearman's rho, rank-biased overlap, the top nodes, L1,\n"
        "largest movers): as a table, as JSON, as a picture, or as a page that explains the result to\n"
        "people who never heard of ontologies. Groups of nodes (component, strongComponent, community)\n"
        "are compared by adjusted Rand index, mutual and variation of information, shortest paths as sets,\n"
        "models by what is nearest to each thing (similarTo), or by how well they find what was held out\n"
        "(linkPrediction)."
    ),
    examples=(
        "semkg compare ontology.ttl data.ttl --analytic pageRank",
        "semkg compare my.store --regimes asserted,invariant --format json",
        "semkg compare my.store --analytic community",
        "semkg compare my.store --analytic community -o groups.html",
        "semkg compare my.store --analytic shortestPath --from http://example.org/Arica --to http://example.org/Lima",
        "semkg compare my.store --analytic linkPrediction",
        "semkg compare my.store -o ranks.svg",
        "semkg compare ontology.ttl data.ttl -o report.html",
        "semkg compare ontology.ttl data.ttl --why --node :Lima",
    ),
    formats=_FORMATS,
    arguments=_arguments,
    run=_run,
)
