"""Planning a SPARQL update: what it may touch, and how its text must change so that our own graphs stay out of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox
from lark import Token, Tree

from semkg.query.analysis import Analysis
from semkg.query.dataset import (
    Clauses,
    Dataset,
    NamedGraph,
    function_regime,
    read_clauses,
    read_pragmas,
    resolve,
)
from semkg.query.edits import Edit, render_all
from semkg.query.equipment import Equipment
from semkg.query.execution import Execution
from semkg.query.groups import finish, read_group, read_scalars
from semkg.query.guard import Callback, Watch
from semkg.query.modelplan import ModelPlanner
from semkg.query.models import ModelOperation
from semkg.query.names import Names, short
from semkg.query.pattern import Group
from semkg.query.rows import Decoder, group_of_rows
from semkg.query.running import Runner
from semkg.query.scope import mentions, variable
from semkg.query.source import Source
from semkg.query.syntax import Node, Span, begin, child, children, end, parse, tokens
from semkg.query.table import Row
from semkg.query.validation import guard_service, validate_update
from semkg.vocab import HIDDEN_GRAPHS, INFERRED, PREFIXES, RDF_TYPE, SK

_HIDDEN = ", ".join(f"<{iri}>" for iri in sorted(HIDDEN_GRAPHS))
_ANY_GRAPH = frozenset({"NAMED", "ALL"})


@dataclass(frozen=True, slots=True)
class UpdatePlan:
    """An update that is safe to run as it is.

    Attributes:
        text: the update.
        touched: IRIs of all predicates that it can write; ``None`` means any.
        custom_functions: functions that its text needs, for Oxigraph.
        models: what is to be done to models first, in this order.
        writes: whether there is more than that.
    """

    text: str
    touched: frozenset[str] | None
    custom_functions: dict[ox.NamedNode, Callback] | None = None
    models: tuple[ModelOperation, ...] = ()
    writes: bool = True


class UpdatePlanner:
    """Plans one text; see :meth:`plan`."""

    def __init__(self, equipment: Equipment, source: Source, base_iri: str | None = None) -> None:
        """Take what :class:`semkg.query.QueryEngine` has, and the text."""
        self._equipment = equipment
        self._source = source
        self._base_iri = base_iri
        self._names = Names(source, base_iri)
        self._edits: list[Edit] = []
        self._touched: set[str] | None = set()
        self._custom: dict[ox.NamedNode, Callback] = {}
        self._prologue = ""
        self._pragma: str | None = None
        self._first = True
        self._models: list[ModelOperation] = []
        self._last_block: tuple[str, list[ox.Quad]] | None = None

    def plan(self) -> UpdatePlan:
        """Read the text and say how to run it.

        Raises:
            QueryError: a syntax error, LOAD, SERVICE, a write to a graph of ours, or a call in the wrong
                place.
            FunctionError: a function failed; nothing was written.
        """
        parsed = parse(self._source, "update_unit")
        self._pragma = read_pragmas(self._source, parsed.comments)
        validate_update(parsed, self._base_iri, self._guard(parsed.tree))
        for node in parsed.tree.children:
            if isinstance(node, Token):
                continue
            if node.data == "prologue":
                self._names.declare(node)
                self._prologue += f"{self._text(node)}\n" if node.children else ""
            else:
                self._plan_operation(node)
        known = "".join(f"PREFIX {prefix}: <{iri}> " for prefix, iri in PREFIXES.items())
        text = render_all(self._source.text, self._edits)
        touched = None if self._touched is None else frozenset(self._touched)
        return UpdatePlan(known + text, touched, self._custom or None, tuple(self._models), not self._first)

    def _plan_operation(self, node: Node) -> None:
        found = self._about_models(node)
        if found is None:
            self._operation(node)
            self._first = False
        elif not self._first:
            message = (
                "an operation on sk:models must come before those that write: to learn from what this request writes, "
                "train in a request of its own"
            )
            raise self._source.error(message, begin(node))
        else:
            self._models += found
            self._edits.append((begin(node), end(node), "INSERT DATA {}"))

    def _guard(self, tree: Node) -> list[Span]:
        names = Names(self._source, self._base_iri)
        for prologue in children(tree, "prologue"):
            names.declare(prologue)
        for node in tree.find_data("load"):
            message = "LOAD is refused, as it would call another machine; load the file by the load command or method"
            raise self._source.error(message, begin(node))
        return guard_service(self._source, names, tree, (), self._equipment.functions)

    def _operation(self, node: Node) -> None:
        match node.data:
            case "insert_data" | "delete_data":
                self._data(node)
            case "delete_where":
                self._delete_where(node)
            case "modify":
                self._modify(node)
            case "clear" | "drop":
                self._touched = None
                self._clear(node)
            case "create":
                self._check_graphs(node)
            case _:
                self._touched = None
                for reference in children(node, "graph_or_default"):
                    self._check_graphs(reference)

    # Graph names

    def _check_graphs(self, node: Node) -> None:
        """Refuse graph names of ours directly below a node."""
        for name in children(node, "iri"):
            iri = self._names.iri(name)
            if iri.startswith(SK):
                message = f"{short(iri)} is kept by the store itself; an update can neither read nor write it"
                raise self._source.error(message, begin(name))

    def _clear(self, node: Node) -> None:
        """Write CLEAR and DROP of NAMED and ALL out, for the user's graphs only."""
        reference = children(node, "graph_reference")[0]
        self._check_graphs(reference)
        if not _ANY_GRAPH & {str(part.type) for part in reference.children if isinstance(part, Token)}:
            return
        operations = [
            f"DELETE {{ GRAPH ?g {{ ?s ?p ?o }} }} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g NOT IN ({_HIDDEN})) }}"
        ]
        if node.data == "drop":
            operations += [
                f"DROP SILENT GRAPH {name}" for name in self._user_graphs() if isinstance(name, ox.NamedNode)
            ]
        if any(isinstance(part, Token) and part.type == "ALL" for part in reference.children):
            operations.append("CLEAR DEFAULT")
        self._edits.append((begin(node), end(node), " ; ".join(operations)))

    def _user_graphs(self) -> Sequence[NamedGraph]:
        return self._equipment.prepare("asserted").named_graphs

    # DATA

    def _data(self, node: Node) -> None:
        quads = self._quads(str(node.children[-1]))
        for graph in {quad.graph_name for quad in quads}:
            if isinstance(graph, ox.NamedNode) and graph.value.startswith(SK):
                message = f"{short(graph.value)} is kept by the store itself; an update can neither read nor write it"
                raise self._source.error(message, begin(node.children[-1]))
        predicates = {quad.predicate.value for quad in quads}
        for iri in sorted(predicates) if node.data == "insert_data" else ():
            self._refuse_predicate(iri, begin(node.children[-1]))
        self._touch(predicates)

    def _quads(self, block: str) -> list[ox.Quad]:
        """Let Oxigraph read a block of data into a store of its own, to see predicates and graphs.

        The last block is kept: the planner of models looks at it first, and it may be large.
        """
        text = f"{self._prologue} INSERT DATA {block}"
        if self._last_block is None or self._last_block[0] != text:
            scratch = ox.Store()
            scratch.update(text, base_iri=self._base_iri, prefixes=PREFIXES)
            self._last_block = text, list(scratch)
        return self._last_block[1]

    # Models

    def _about_models(self, node: Node) -> list[ModelOperation] | None:
        """Return what an operation asks to be done to models; see :class:`ModelPlanner`."""
        language = self._equipment.models
        if language is None:
            return None
        # made anew each time: kept here it would refer back, and this object would keep the store open
        planner = ModelPlanner(language, self._source, self._names, self._quads, self._solutions)
        return planner.read(node, self._prologue)

    def _solutions(self, node: Node, names: Sequence[str]) -> list[Row]:
        """Answer the WHERE of an operation, for some of its variables."""
        clauses = read_clauses(self._source, self._names, children(node, "using_clause"))
        analysis = self._analysis(node, clauses)
        rows, _ = self._answer(node, analysis, clauses, names)
        return rows

    def _refuse_predicate(self, iri: str, position: int) -> None:
        if iri.startswith(SK) or iri in self._equipment.functions:
            message = f"{short(iri)} cannot be written: it is computed, or unknown"
            raise self._source.error(message, position)

    def _touch(self, predicates: set[str] | None) -> None:
        if predicates is None or self._touched is None:
            self._touched = None
        else:
            self._touched |= predicates

    # Templates

    def _template(self, quads: Node, *, inserts: bool) -> set[str]:
        """Note what a template touches; return the variables it uses as graph names.

        Names of ours may be deleted, since a file that was loaded may have them, but not written.
        """
        for verb in quads.find_data("verb"):
            self._verb(verb, inserts=inserts)
        graphs: set[str] = set()
        for node in quads.find_data("quads_graph"):
            self._check_graphs(node)
            graphs |= {variable(token) for name in children(node, "var") for token in tokens(name)}
        return graphs

    def _verb(self, verb: Node, *, inserts: bool) -> None:
        iris = [self._names.iri(node) for node in verb.find_data("iri")]
        for iri in iris if inserts else ():
            self._refuse_predicate(iri, begin(verb))
        is_type = any(token.type == "A" for token in tokens(verb))
        self._touch({*iris, *([RDF_TYPE] if is_type else [])} if iris or is_type else None)

    def _delete_where(self, node: Node) -> None:
        quads = children(node, "quads")[0]
        if self._template(quads, inserts=False):
            text = self._text(quads)
            keyword = next(part for part in node.children if isinstance(part, Token))
            self._edits.append((end(keyword), end(keyword), f" {text}"))
            for graph in children(quads, "quads_graph"):
                self._hide(graph)

    def _hide(self, graph: Node) -> None:
        """Keep a ``GRAPH ?g { ... }`` of a pattern from seeing our graphs."""
        names = children(graph, "var")
        if names:
            name = self._text(names[0])
            self._edits.append((begin(graph), begin(graph), "{ "))
            self._edits.append((end(graph), end(graph), f" FILTER({name} NOT IN ({_HIDDEN})) }}"))

    # DELETE and INSERT with WHERE

    def _modify(self, node: Node) -> None:
        self._check_graphs(node)
        clauses = read_clauses(self._source, self._names, children(node, "using_clause"))
        parts = [part for part in node.children if isinstance(part, Tree)]
        templates = [quads for part in parts for quads in children(part, "quads")]
        graphs = {
            name
            for part in parts
            for quads in children(part, "quads")
            for name in self._template(quads, inserts=part.data == "insert_clause")
        }
        analysis = self._analysis(node, clauses)
        if (
            clauses.pseudo
            or INFERRED in clauses.named
            or analysis.calls
            or analysis.scalars
            or analysis.tables
        ):
            self._answer_first(node, analysis, clauses, templates)
        else:
            for group in analysis.groups:
                for graph in _graphs(group):
                    self._hide(graph)
        if graphs:
            self._hide_in_templates(node, templates, graphs, analysis.prefix)

    def _analysis(self, node: Node, clauses: Clauses) -> Analysis:
        analysis = Analysis(self._source, node, self._names, self._equipment.functions)
        analysis.shown = frozenset(clauses.named)
        analysis.virtual = frozenset(self._equipment.graphs)
        where = children(node, "group")[0]
        analysis.groups.append(read_group(analysis, where, None))
        read_scalars(analysis, where)
        finish(analysis)
        return analysis

    def _hide_in_templates(
        self, node: Node, templates: Sequence[Node], graphs: set[str], prefix: str
    ) -> None:
        """Leave the graph variable of a template unbound where it is a graph of ours, so that nothing is written."""
        where = children(node, "group")[0]
        safe = {name: f"{prefix}_graph{number}" for number, name in enumerate(sorted(graphs))}
        for quads in templates:
            for graph in quads.find_data("quads_graph"):
                for name in children(graph, "var"):
                    self._edits.append((begin(name), end(name), f"?{safe[variable(next(tokens(name)))]}"))
        binds = " ".join(
            f"BIND(IF(?{name} IN ({_HIDDEN}), ?{prefix}_none, ?{name}) AS ?{new})"
            for name, new in safe.items()
        )
        self._edits.append((begin(where), begin(where), "{ "))
        self._edits.append((end(where), end(where), f" {binds} }}"))

    # Updates that need functions or inferred triples

    def _answer_first(
        self, node: Node, analysis: Analysis, clauses: Clauses, templates: Sequence[Node]
    ) -> None:
        """Answer the WHERE as a query, and put its solutions in its place."""
        if not self._first:
            message = (
                "an operation with functions or inferred triples in its WHERE must be the first of its request: "
                "send it as a request of its own"
            )
            raise self._source.error(message, begin(node))
        names = sorted(frozenset().union(*map(mentions, templates)))
        rows, decoder = self._answer(node, analysis, clauses, names)
        where = analysis.groups[0].node
        for using in children(node, "using_clause"):
            self._edits.append((begin(using), end(using), ""))
        self._edits.append((begin(where), end(where), f"{{ {group_of_rows(names, rows, decoder)} }}"))
        self._custom |= decoder.functions()

    def _answer(
        self, node: Node, analysis: Analysis, clauses: Clauses, names: Sequence[str]
    ) -> tuple[list[Row], Decoder]:
        decoder = Decoder(analysis.prefix)
        runner = Runner(
            self._equipment.oxigraph,
            self._dataset(node, clauses),
            self._base_iri,
            Watch(),
            decoder,
            self._source.syntax_error,
        )
        execution = Execution(
            runner,
            analysis,
            context=self._equipment.context,
            graphs=self._equipment.graphs,
            regime=function_regime(clauses, self._pragma, None),
            prologue=self._prologue,
        )
        return execution.solutions(names, analysis.groups[0].node), decoder

    def _dataset(self, node: Node, clauses: Clauses) -> Dataset:
        if clauses.pseudo or clauses.default or clauses.named:
            return resolve(clauses, None, "asserted", self._equipment.prepare)
        graph = child(node, "iri")
        default = ox.DefaultGraph() if graph is None else ox.NamedNode(self._names.iri(graph))
        return Dataset([default], list(self._user_graphs()))

    def _text(self, node: Node) -> str:
        return self._source.text[begin(node) : end(node)]


def _graphs(group: Group) -> Iterator[Node]:
    for element in group.elements:
        if element.kind == "graph":
            yield element.node
        for inner in element.groups:
            yield from _graphs(inner)
