"""What a closure says, as rows between names and blank nodes: comparable with that of any other graph."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.kernels import sort_unique
from semkg.reasoning.canonical.canonicalise import Closed
from semkg.reasoning.canonical.names import BlockNames
from semkg.reasoning.sameness import vocabulary as v
from semkg.reasoning.sameness.spelling import Place, Spelling, spell
from semkg.store import Rows, TermDictionary, TermKind

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Meaning:
    """Everything that follows from a graph, up to the ids of its terms and the spelling of its expressions.

    Attributes:
        names: name of each node: every IRI and value of a block of equal terms, a structural name for an expression
            or a list; an empty text for a blank node.
        ids: representative id of each node, shape ``(n_nodes,)``; names of structures are numbered beyond the ids.
        s: node of each row's subject, shape ``(n,)``; rows are distinct, sorted by (p, s, o).
        p: node of each row's predicate, likewise; it has a name.
        o: node of each row's object, likewise.
        axiom: whether each row is an axiom, shape ``(n,)``; all others are data.
    """

    names: tuple[str, ...]
    ids: Places
    s: Places
    p: Places
    o: Places
    axiom: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.s)

    def blank(self) -> NDArray[np.bool_]:
        """Return which nodes are blank, shape ``(len(names),)``."""
        return np.array([not name for name in self.names], dtype=bool)

    def masked(self, mask: NDArray[np.bool_]) -> Meaning:
        """Return a part of the rows over the same nodes."""
        return Meaning(self.names, self.ids, self.s[mask], self.p[mask], self.o[mask], self.axiom[mask])


def read_meaning(closure: Closed, terms: TermDictionary) -> Meaning:
    """Return what a closure says.

    What says nothing is left out: declarations, and that something is the same as or below itself. An equivalence is
    the two inclusions that it means; a list is a set, or a sequence where its order matters.

    Args:
        closure: everything that follows from a graph.
        terms: the dictionary behind its ids.
    """
    block_names = BlockNames(terms, closure.representative)
    n_terms = len(terms)  # another thread may add terms meanwhile
    spelling = spell(closure.rows, block_names)
    rows = closure.rows.part(spelling.kept & _says_something(closure.rows, closure.rules))
    columns, texts = _with_names(rows, spelling, n_terms)
    columns = columns[:, _is_rdf(columns, block_names, n_terms)]
    columns = _distinct(np.concatenate([columns, _blocks(closure.representative, block_names)], axis=1))
    nodes = sort_unique(columns.ravel())
    names = _names(nodes, block_names, texts, n_terms)
    columns = columns[:, np.isin(columns[1], nodes[[bool(name) for name in names]])]
    s, p, o = (np.searchsorted(nodes, column) for column in columns)
    return Meaning(tuple(names), nodes, s, p, o, _is_axiom(columns, texts, n_terms))


def _says_something(rows: Rows, rules: str) -> NDArray[np.bool_]:
    says: NDArray[np.bool_] = ~((rows.p == v.TYPE) & np.isin(rows.o, list(v.DECLARATIONS)))
    says &= (rows.s != rows.o) | ~np.isin(rows.p, list(v.REFLEXIVE))
    if rules in ("rl", "rl+"):
        says &= ~np.isin(rows.p, list(v.EQUIVALENCES))
    return says


def _with_names(rows: Rows, spelling: Spelling, n_terms: int) -> tuple[NDArray[np.int64], list[str]]:
    """Return the rows with expressions by name, and what they spell; names are numbered from ``n_terms`` on."""
    places = [place for row in spelling.further for place in row if isinstance(place, str)]
    texts = sorted({*spelling.names.values(), *places})
    number = {text: n_terms + at for at, text in enumerate(texts)}
    now = np.arange(n_terms, dtype=np.int64)
    for node, name in spelling.names.items():
        now[node] = number[name]

    def numbered(place: Place) -> int:
        return number[place] if isinstance(place, str) else int(now[place])

    further = np.array([[numbered(place) for place in row] for row in spelling.further], dtype=np.int64)
    columns = np.stack([now[column] for column in (rows.s, rows.p, rows.o)])
    return np.concatenate([columns, further.reshape(-1, 3).T], axis=1), texts


def _is_rdf(columns: NDArray[np.int64], names: BlockNames, n_terms: int) -> NDArray[np.bool_]:
    """Return which rows are RDF and say something: no literal is a subject, nothing is below itself."""
    subjects = sort_unique(columns[0])
    subjects = subjects[subjects < n_terms]
    literal = subjects[names.kinds(subjects) == TermKind.LITERAL]
    loop = (columns[0] == columns[2]) & np.isin(columns[1], list(v.REFLEXIVE))
    kept: NDArray[np.bool_] = ~(np.isin(columns[0], literal) | loop)
    return kept


def _blocks(representative: NDArray[np.int32], names: BlockNames) -> NDArray[np.int64]:
    """Return a row for each block of several names: that they are the same, which the name of its node says too."""
    aliases = np.flatnonzero(representative != np.arange(len(representative)))
    blocks = sort_unique(representative[aliases].astype(np.int64))
    several = [block for block in blocks.tolist() if len(names.all_names(block)) > 1]
    return np.array([[block, v.SAME_AS, block] for block in several], dtype=np.int64).reshape(-1, 3).T


def _distinct(columns: NDArray[np.int64]) -> NDArray[np.int64]:
    s, p, o = columns
    columns = columns[:, np.lexsort((o, s, p))]
    fresh = np.ones(columns.shape[1], dtype=bool)
    fresh[1:] = (columns[:, 1:] != columns[:, :-1]).any(axis=0)
    return columns[:, fresh]


def _names(nodes: Places, block_names: BlockNames, texts: list[str], n_terms: int) -> list[str]:
    own = nodes[nodes < n_terms]
    names = block_names.texts(own)
    for place in np.flatnonzero(block_names.have_aliases(own)).tolist():
        names[place] = "\n".join(block_names.all_names(int(own[place])))
    return [*names, *(texts[number - n_terms] for number in nodes[nodes >= n_terms].tolist())]


def _is_axiom(columns: NDArray[np.int64], texts: list[str], n_terms: int) -> NDArray[np.bool_]:
    _, p, o = columns
    members = {f"{v.spelled(predicate)} member" for predicate in v.AXIOMS}
    spelled = [n_terms + at for at, text in enumerate(texts) if text in members]
    axiom: NDArray[np.bool_] = np.isin(p, [*v.AXIOMS, *spelled])
    axiom |= (p == v.TYPE) & np.isin(o, list(v.CHARACTERISTICS))
    return axiom
