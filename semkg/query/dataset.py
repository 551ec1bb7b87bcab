"""Which graphs a query sees, and under which regime its functions run.

The order is: keyword of a call, FROM, pragma comment, parameter. ``asserted`` and ``entailed`` set both what
patterns see and the regime of functions; ``invariant`` sets functions alone, patterns see the closure.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pyoxigraph as ox
from lark import Token

from semkg.errors import QueryError
from semkg.query.names import Names, short, suggestion
from semkg.query.source import Source
from semkg.query.syntax import Node, Span, begin, name_of
from semkg.vocab import ASSERTED, ENTAILED, HIDDEN_GRAPHS, INFERRED, MIRROR, REGIMES, SK

Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph
NamedGraph = ox.NamedNode | ox.BlankNode

_PRAGMA = re.compile(r"#\s*pragma\s+(\S+)\s*(\S*)", re.IGNORECASE)
_PSEUDO = (ASSERTED, ENTAILED, INFERRED)


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs that patterns see.

    Attributes:
        default_graph: graphs whose union patterns outside GRAPH see; they must be disjoint, or triples count
            twice.
        named_graphs: graphs that GRAPH sees.
    """

    default_graph: list[Graph]
    named_graphs: list[NamedGraph]


Prepare = Callable[[str], Dataset]


@dataclass(slots=True)
class Clauses:
    """The dataset clauses of a text.

    Attributes:
        pseudo: sk:asserted, sk:entailed, sk:inferred as FROM names them.
        default: the user's FROM graphs.
        named: the FROM NAMED graphs; sk:inferred may be one.
    """

    pseudo: list[str] = field(default_factory=list)
    default: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)

    @property
    def regime(self) -> str | None:
        """The regime that FROM chooses, if it does."""
        if ENTAILED in self.pseudo or {ASSERTED, INFERRED} <= set(self.pseudo):
            return "entailed"
        return "asserted" if ASSERTED in self.pseudo else None


def read_clauses(source: Source, names: Names, clauses: list[Node]) -> Clauses:
    """Read FROM and FROM NAMED clauses (or USING and USING NAMED).

    Raises:
        QueryError: one of our hidden graphs, or an unknown name of ours.
    """
    found = Clauses()
    for clause in clauses:
        named = any(isinstance(part, Token) and part.type == "NAMED" for part in clause.children)
        node = name_of(clause)
        iri = names.iri(node)
        valid = (INFERRED,) if named else _PSEUDO
        if iri.startswith(SK) and iri not in valid:
            message = f"unknown graph {short(iri)}; {suggestion(short(iri), map(short, valid))}"
            raise source.error(message, begin(node))
        (found.named if named else found.pseudo if iri in _PSEUDO else found.default).append(iri)
    return found


def read_pragmas(source: Source, comments: tuple[Span, ...]) -> str | None:
    """Return the regime that a comment ``# pragma sk:regime sk:asserted`` chooses, if one does.

    Raises:
        QueryError: an unknown pragma of ours, or an unknown regime. Pragmas of others are left alone.
    """
    regime = None
    for start, stop in comments:
        found = _PRAGMA.match(source.text[start:stop])
        if found is None or not found[1].startswith("sk:"):
            continue
        if found[1] != "sk:regime":
            message = f"unknown pragma {found[1]}; {suggestion(found[1], ['sk:regime'])}"
            raise source.error(message, start + found.start(1))
        regime = found[2].removeprefix("sk:")
        if regime not in REGIMES or not found[2].startswith("sk:"):
            valid = [f"sk:{name}" for name in REGIMES]
            message = f"unknown regime {found[2] or '(none)'}; {suggestion(found[2], valid)}"
            raise source.error(message, start + found.start(2))
    return regime


def check_regime(regime: str | None) -> None:
    """Raise QueryError for an unknown regime given as a parameter."""
    if regime is not None and regime not in REGIMES:
        msg = f"unknown regime {regime!r}; {suggestion(regime, REGIMES)}"
        raise QueryError(msg)


def function_regime(clauses: Clauses, pragma: str | None, parameter: str | None) -> str:
    """Return the regime of calls that choose none themselves."""
    return clauses.regime or pragma or parameter or "invariant"


def resolve(clauses: Clauses, pragma: str | None, parameter: str | None, prepare: Prepare) -> Dataset:
    """Return the graphs that the patterns of a query see, made fresh.

    FROM clauses that only name sk:asserted, sk:entailed or sk:inferred choose what the default graph holds; GRAPH
    then sees the user's graphs as ever. FROM NAMED sk:inferred shows GRAPH that graph alone and leaves the default
    graph as it is. With a graph of the user's own the clauses mean exactly what they mean in SPARQL: patterns see what
    they name, nothing else.
    """
    own_named = [iri for iri in clauses.named if iri not in HIDDEN_GRAPHS]
    ordinary = "asserted" if (pragma or parameter) == "asserted" else "entailed"
    if not clauses.default and not own_named:
        base = _pseudo_dataset(clauses.pseudo, prepare) if clauses.pseudo else prepare(ordinary)
        return Dataset(base.default_graph, _shown(clauses, prepare) or base.named_graphs)
    base = _pseudo_dataset(clauses.pseudo, prepare)
    covered = set(base.named_graphs) if ox.NamedNode(MIRROR) in base.default_graph else set()
    users = [graph for graph in map(ox.NamedNode, clauses.default) if graph not in covered]
    named = [*map(ox.NamedNode, own_named), *_shown(clauses, prepare)]
    return Dataset(list(dict.fromkeys([*base.default_graph, *users])), list(named))


def _pseudo_dataset(pseudo: list[str], prepare: Prepare) -> Dataset:
    """Return the union of what sk:asserted, sk:entailed and sk:inferred stand for; empty if none is named."""
    default: list[Graph] = []
    named: list[NamedGraph] = []
    for iri in pseudo:
        dataset = prepare("asserted" if iri == ASSERTED else "entailed")
        default += [ox.NamedNode(INFERRED)] if iri == INFERRED else dataset.default_graph
        named = dataset.named_graphs
    return Dataset(list(dict.fromkeys(default)), named)


def _shown(clauses: Clauses, prepare: Prepare) -> list[NamedGraph]:
    """Return sk:inferred, made fresh, if FROM NAMED asks for it."""
    if INFERRED not in clauses.named:
        return []
    prepare("entailed")
    return [ox.NamedNode(INFERRED)]
