"""A closure held against that of owlrl, row by row, with a reason for every difference.

Needs the extra ``verify``; owlrl and rdflib are loaded only when a verification runs. The rules are those of the
tables (``rl``), which is what owlrl knows.
"""

from __future__ import annotations

import logging
import warnings
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from semkg.errors import LimitError, MissingExtraError
from semkg.reasoning import Closure, Explainer, Proof, close, entails
from semkg.reasoning.values.datatypes import DATATYPES, value_of
from semkg.store import Rows, Snapshot, Store, TermDictionary, parse_term
from semkg.vocab import OWL, RDF, RDFS, SK

Row = tuple[str, str, str]
MOST = 50_000
"""The most triples that owlrl is asked to close; its time grows faster than their number."""
_BLANK = f"<{SK}blank-"

TAUTOLOGY = "left out here because it holds of everything"
GENERALISED = "left out here because it is no RDF triple (its subject is a literal)"
KEYS = "fault of owlrl: prp-key skips the last property of a key, so that it merges too much"
LITERALS = "fault of owlrl: literals are not compared by value"
VOCABULARY = (
    "about a term of the vocabulary itself: that it equals itself is said of the users' terms only here"
)
_W3C = "<http://www.w3.org/"
EXTRA_TYPES = "owlrl calls datatypes what OWL 2 RL does not list, such as xsd:date"
UNEXPLAINED = "unexplained"
_IS_DATATYPE = (f"<{RDF}type>", f"<{RDFS}Datatype>")
_LIST_RULES = {"eq-diff2", "eq-diff3", "prp-adp"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that only one of the two closures has.

    Attributes:
        row: the triple as N-Triples text.
        ours: whether only ours has it.
        cause: why.
        proof: for a row of ours, its proof.
    """

    row: Row
    ours: bool
    cause: str
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """Two closures compared.

    Attributes:
        asserted: number of triples given.
        common: number of rows that both have.
        differences: every other row.
        consistent: whether each found the data consistent, ours first.
        consistency: why both differ in this, or that they do not.
    """

    asserted: int
    common: int
    differences: tuple[Difference, ...]
    consistent: tuple[bool, bool]
    consistency: str

    @property
    def causes(self) -> dict[str, int]:
        """The number of differences by cause, the most frequent first."""
        return dict(Counter(difference.cause for difference in self.differences).most_common())

    @property
    def explained(self) -> bool:
        """Whether every difference has a reason."""
        return UNEXPLAINED not in {*self.causes, self.consistency}


def verify(snapshot: Snapshot) -> Verification:
    """Close a snapshot by the rules of the tables here and with owlrl, and explain every difference.

    Raises:
        LimitError: there are more than 50,000 triples.
        MissingExtraError: owlrl or rdflib is not installed.
    """
    if len(snapshot.rows) > MOST:
        msg = f"{len(snapshot.rows):,} triples are too many for owlrl; verify a part of up to {MOST:,}"
        raise LimitError(msg)
    terms = snapshot.terms
    closure = close(snapshot.rows, terms, rules="rl")
    given = _texts(snapshot.rows, terms)
    theirs, their_consistent = _close_by_owlrl(given)
    ours = {_by_value(row): row for row in _texts(closure.expanded(), terms)} | {
        _by_value(row): row for row in given
    }
    other = {_by_value(row): row for row in theirs}
    differences = [*_only_ours(closure, terms, [ours[key] for key in ours.keys() - other.keys()])]
    differences += _only_theirs(closure, terms, given, [other[key] for key in other.keys() - ours.keys()])
    return Verification(
        len(given),
        len(ours.keys() & other.keys()),
        tuple(sorted(differences, key=lambda difference: (difference.cause, difference.row))),
        (closure.consistent, their_consistent),
        _consistency(closure, their_consistent),
    )


def _texts(rows: Rows, terms: TermDictionary) -> list[Row]:
    columns = ([terms.text(number) for number in column.tolist()] for column in (rows.s, rows.p, rows.o))
    return list(zip(*columns, strict=True))


def _close_by_owlrl(given: list[Row]) -> tuple[set[Row], bool]:
    """Return owlrl's closure as N-Triples texts, and whether it reports no error."""
    try:
        import owlrl
        import rdflib
    except ImportError:
        extra = "verify"
        raise MissingExtraError(extra, "comparing with owlrl") from None
    # owlrl renames blank nodes; as IRIs they keep their names.
    text = "".join(f"{' '.join(map(_as_iri, row))} .\n" for row in given)
    graph = rdflib.Graph().parse(data=text, format="nt")
    semantics = owlrl.OWLRL_Semantics(graph, False, False, False)
    level = logging.root.manager.disable
    logging.disable(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            semantics.closure()
    finally:
        logging.disable(level)
    rows = {_row(triple) for triple in graph if not _is_message(triple)}
    return rows, not semantics.error_messages


def _as_iri(text: str) -> str:
    return f"{_BLANK}{text[2:]}>" if text.startswith("_:") else text


def _as_blank(text: str) -> str:
    return "_:" + text[len(_BLANK) : -1] if text.startswith(_BLANK) else text


def _row(triple: Iterable[Any]) -> Row:
    s, p, o = (_as_blank(_n3(term)) for term in triple)
    return s, p, o


def _n3(term: Any) -> str:
    """Return an rdflib term as N-Triples text."""
    from rdflib.plugins.serializers.nt import _quoteLiteral

    return str(_quoteLiteral(term)) if type(term).__name__ == "Literal" else str(term.n3())


def _is_message(triple: Iterable[Any]) -> bool:
    """Say whether a triple of rdflib is owlrl's own note about an error."""
    from owlrl.Namespaces import ERRNS

    return any(str(term).startswith(str(ERRNS)) for term in triple)


def _by_value(row: Row) -> tuple[object, ...]:
    """Return a row with its literals as values, so that ``01`` and ``1`` are one."""
    return tuple(_value(text) if text.startswith('"') else text for text in row)


def _value(text: str) -> object:
    literal: Any = parse_term(text)
    value = value_of(literal.value, literal.datatype.value, literal.language or "")
    return text if value is None else value


def _only_ours(closure: Closure, terms: TermDictionary, rows: list[Row]) -> list[Difference]:
    triples = [_numbers(row, terms) for row in rows]
    proofs = Explainer(closure, terms).explain(triples)
    return [
        Difference(row, True, UNEXPLAINED if proof is None else _cause(proof), proof)
        for row, proof in zip(rows, proofs, strict=True)
    ]


def _cause(proof: Proof) -> str:
    rules = sorted({step.rule for step in proof.steps if step.rule.startswith(("dt-", "prp-key"))})
    return f"owlrl does not derive it; we do, by {rules[0] if rules else proof.goal.rule}"


def _numbers(row: Row, terms: TermDictionary) -> tuple[int, int, int]:
    s, p, o = (terms.add(parse_term(text)) for text in row)
    return s, p, o


def _only_theirs(
    closure: Closure, terms: TermDictionary, given: list[Row], rows: list[Row]
) -> list[Difference]:
    found: list[Difference] = []
    left: list[Row] = []
    for row in rows:
        cause = _reason(closure, terms, row)
        if cause is None:
            left.append(row)
        else:
            found.append(Difference(row, False, cause))
    found += [Difference(row, False, VOCABULARY) for row in left if _is_reflexive_vocabulary(row)]
    left = [row for row in left if not _is_reflexive_vocabulary(row)]
    merged = _with_short_keys(given) if left else set()
    found.extend(Difference(row, False, KEYS if _by_value(row) in merged else UNEXPLAINED) for row in left)
    return found


def _is_reflexive_vocabulary(row: Row) -> bool:
    return row[0].startswith(_W3C) and row[0] == row[2]


def _reason(closure: Closure, terms: TermDictionary, row: Row) -> str | None:
    """Return why a row that follows is not among ours, ``None`` if it does not follow."""
    s, p, o = _numbers(row, terms)
    columns = (np.array([number], dtype=np.int32) for number in (s, p, o))
    follows = bool(closure.contains(s, p, o)[0]) or entails(closure, Rows(*columns), terms)
    if not follows:
        return EXTRA_TYPES if (row[1], row[2]) == _IS_DATATYPE and row[0][1:-1] not in DATATYPES else None
    return GENERALISED if row[0].startswith('"') else TAUTOLOGY


def _with_short_keys(given: list[Row]) -> set[tuple[object, ...]]:
    """Return what follows if every key lacks its last property, as owlrl reads keys."""
    keys = {o for _, p, o in given if p == f"<{OWL}hasKey>"}
    if not keys:
        return set()
    rest = {s: o for s, p, o in given if p == f"<{RDF}rest>"}
    store = Store()
    nil = f"<{RDF}nil>"
    heads = [(_before_last(head, rest, nil)) for head in sorted(keys)]
    shortened = {cell for cell in heads if cell is not None}
    kept = [(s, p, nil if p == f"<{RDF}rest>" and s in shortened else o) for s, p, o in given]
    store.load("".join(f"{' '.join(map(_as_iri, row))} .\n" for row in kept).encode(), format="nt")
    snapshot = store.snapshot()
    closed = close(snapshot.rows, snapshot.terms, rules="rl")
    rows = _texts(closed.expanded(), snapshot.terms)
    return {_by_value(tuple(map(_as_blank, row))) for row in rows}  # type: ignore[arg-type]  # three texts


def _before_last(cell: str, rest: dict[str, str], nil: str) -> str | None:
    """Return the last cell but one of a list, ``None`` if the list has fewer than two."""
    before = None
    for _ in range(len(rest)):
        following = rest.get(cell, nil)
        if following == nil:
            return before
        before, cell = cell, following
    return None


def _consistency(closure: Closure, theirs: bool) -> str:
    if closure.consistent == theirs:
        return "both say the same"
    rules = {clash.rule for clash in closure.clashes}
    if rules and rules <= _LIST_RULES:
        return (
            "fault of owlrl: its loops over lists leave out the last member, so that "
            + ", ".join(sorted(rules))
            + " do not fire"
        )
    if rules and rules <= _LIST_RULES | {"dt-diff", "dt-not-type"}:
        return LITERALS
    return UNEXPLAINED
