"""What an update says about models: which to train, to train again, to drop.

::

    INSERT DATA { GRAPH sk:models { ex:m a sk:ComplEx ; sk:dim 100 } }
    INSERT { GRAPH sk:models { ex:m a sk:ComplEx ; sk:edges (?s ?p ?o) } } WHERE { ?s ?p ?o }
    INSERT DATA { GRAPH sk:models { ex:m sk:refresh true } }
    DELETE WHERE { GRAPH sk:models { ex:m ?p ?o } }

Nothing of it reaches Oxigraph. This file reads it into values; whoever runs the plan trains and drops.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn, Protocol

import pyoxigraph as ox

from semkg.query.arguments import REGIME, convert, show, with_defaults
from semkg.query.declaration import Parameter, Value
from semkg.query.names import short, suggestion
from semkg.store import Term
from semkg.vocab import RDF, RDF_TYPE, SK


class Refuse(Protocol):
    """Raises the error for what is wrong, at the place of the term that it is about, if there is one."""

    def __call__(self, message: str, about: Term | ox.Variable | None = None) -> NoReturn:
        """Raise the error."""


Edge = tuple[Term, Term, Term]

_FIRST, _REST, _NIL = (ox.NamedNode(RDF + name) for name in ("first", "rest", "nil"))
_VARIABLE = "urn:semkg:variable:"


@dataclass(frozen=True, slots=True)
class ModelLanguage:
    """What can be said of a model.

    Attributes:
        kinds: the classes, by local name, each with its doc.
        options: the properties, in addition to ``sk:regime`` and ``sk:refresh``.
        edges: the option whose value may be a list ``(?s ?p ?o)``.
    """

    kinds: Mapping[str, str]
    options: tuple[Parameter, ...]
    edges: str = "edges"


@dataclass(frozen=True, slots=True)
class Train:
    """A model is to be trained.

    Attributes:
        name: its IRI.
        kind: the local name of its class.
        options: its properties, by local name, defaults filled in.
        regime: ``asserted``, ``entailed`` or ``invariant``; ``None`` if the text does not say.
        edges: what to learn from, where the text gives edges by a pattern.
        text: the operation with its prologue: running it again trains the model again.
    """

    name: str
    kind: str
    options: Mapping[str, Any]
    regime: str | None
    edges: tuple[Edge, ...] | None
    text: str


@dataclass(frozen=True, slots=True)
class Refresh:
    """The model ``name`` is to be trained again, as it was trained before, from what is there now."""

    name: str


@dataclass(frozen=True, slots=True)
class Drop:
    """Models are to be dropped: one by its IRI, or all of them."""

    name: str | None


ModelOperation = Train | Refresh | Drop


@dataclass(frozen=True, slots=True)
class ModelReader:
    """Reads the triples of one operation on sk:models.

    Attributes:
        language: what can be said.
        text: the operation with its prologue.
        refuse: raises an error with the place of the operation.
        rows: answers the pattern of the operation for some of its variables; ``None`` where it has none.
    """

    language: ModelLanguage
    text: str
    refuse: Refuse
    rows: Callable[[Sequence[str]], Iterable[tuple[Term | None, ...]]] | None = None

    def inserted(self, triples: Iterable[ox.Triple]) -> list[ModelOperation]:
        """Return what triples that are written to sk:models ask for; variables are IRIs of :func:`variable_iri`."""
        told: dict[Term, dict[str, list[Term]]] = {}
        cells: dict[Term, dict[Term, Term]] = defaultdict(dict)
        for subject, predicate, value in triples:
            if predicate in (_FIRST, _REST):
                cells[subject][predicate] = value
            else:
                told.setdefault(subject, {}).setdefault(predicate.value, []).append(value)
        if not told:
            self.refuse("nothing is said of any model: write a class, sk:ComplEx for one, or sk:refresh true")
        return [self._operation(self._name(subject), said, cells) for subject, said in told.items()]

    def deleted(self, triples: Iterable[ox.Triple]) -> list[ModelOperation]:
        """Return what a pattern of triples that are deleted asks for."""
        asked = list(triples)
        if len(asked) != 1 or not _is_any(asked[0]):
            self.refuse(
                "a model is dropped as a whole: DELETE WHERE { GRAPH sk:models { <its IRI> ?p ?o } }, or with a "
                "variable for its IRI all of them"
            )
        subject = asked[0].subject
        if not _is_variable(subject):
            return [Drop(self._name(subject))]
        if self.rows is None:
            return [Drop(None)]
        names = (row[0] for row in self.rows([_variable(subject)]))
        return [Drop(name.value) for name in dict.fromkeys(names) if isinstance(name, ox.NamedNode)]

    def _name(self, subject: Term) -> str:
        if not isinstance(subject, ox.NamedNode) or _is_variable(subject):
            self.refuse("the name of a model must be an IRI, so that queries can name it", _written(subject))
        if subject.value.startswith(SK):
            self.refuse(
                f"a model cannot be called {short(subject.value)}: take an IRI outside our namespace", subject
            )
        return subject.value

    def _operation(
        self, name: str, said: Mapping[str, list[Term]], cells: Mapping[Term, Mapping[Term, Term]]
    ) -> ModelOperation:
        if SK + "refresh" in said:
            if len(said) > 1 or said[SK + "refresh"] != [ox.Literal(True)]:
                self.refuse(
                    "sk:refresh true stands alone: it trains a model again with the settings that it has",
                    ox.NamedNode(SK + "refresh"),
                )
            return Refresh(name)
        kind = self._kind(name, said.get(RDF_TYPE, []))
        edges: tuple[Edge, ...] | None = None
        options: dict[str, Any] = {}
        regime: str | None = None
        known = {parameter.name: parameter for parameter in (*self.language.options, REGIME)}
        for iri, values in said.items():
            if iri == RDF_TYPE:
                continue
            parameter = known.get(iri.removeprefix(SK)) if iri.startswith(SK) else None
            if parameter is None:
                valid = [f"sk:{option}" for option in known]
                self.refuse(
                    f"a model has no property {short(iri)}; {suggestion(short(iri), valid)}",
                    ox.NamedNode(iri),
                )
            if parameter.name == self.language.edges and any(v in cells or v == _NIL for v in values):
                edges = self._edges(values, cells)
            elif parameter is REGIME:
                regime = str(self._value(parameter, values))
            else:
                options[parameter.name] = self._value(parameter, values)
        if self.rows is not None and edges is None:
            self.refuse(
                "a model that is trained from a pattern says which edges: sk:edges (?s ?p ?o)",
                ox.NamedNode(name),
            )
        return Train(name, kind, with_defaults(self.language.options, options), regime, edges, self.text)

    def _kind(self, model: str, classes: Sequence[Term]) -> str:
        valid = [f"sk:{kind}" for kind in self.language.kinds]
        if len(classes) != 1:
            self.refuse(
                f"a model has one class: write a and one of {', '.join(valid)}",
                (*classes, ox.NamedNode(model))[-1],
            )
        [found] = classes
        iri = found.value if isinstance(found, ox.NamedNode) else ""
        name = iri.removeprefix(SK)
        if name not in self.language.kinds or not iri.startswith(SK):
            self.refuse(f"unknown class of models {show(found)}; {suggestion(show(found), valid)}", found)
        return name

    def _value(self, parameter: Parameter, values: Sequence[Term]) -> Any:
        if len(values) > 1 and not parameter.repeat:
            self.refuse(
                f"a model has one sk:{parameter.name}, not {len(values)}", ox.NamedNode(SK + parameter.name)
            )
        found = [self._converted(parameter, value) for value in values]
        return tuple(found) if parameter.repeat else found[0]

    def _converted(self, parameter: Parameter, value: Term) -> Value:
        if _is_variable(value):
            self.refuse(
                f"sk:{parameter.name} of a model must be a constant", ox.NamedNode(SK + parameter.name)
            )
        try:
            return convert(parameter, value, {})
        except ValueError as error:
            self.refuse(
                f"sk:{parameter.name} of a model cannot be this: {error}", ox.NamedNode(SK + parameter.name)
            )

    def _edges(self, values: Sequence[Term], cells: Mapping[Term, Mapping[Term, Term]]) -> tuple[Edge, ...]:
        members: list[Term] = []
        cell = values[0]
        while len(members) < 4 and {_FIRST, _REST} <= cells.get(cell, {}).keys():  # a list may lead to itself
            members.append(cells[cell][_FIRST])
            cell = cells[cell][_REST]
        if len(values) != 1 or len(members) != 3 or cell != _NIL:
            self.refuse(
                "sk:edges takes one list of three: (?s ?p ?o)", ox.NamedNode(SK + self.language.edges)
            )
        names = list(dict.fromkeys(_variable(member) for member in members if _is_variable(member)))
        if not names or self.rows is None:
            self.refuse(
                "sk:edges (?s ?p ?o) takes its values from a pattern: INSERT { ... } WHERE { ... }",
                ox.NamedNode(SK + self.language.edges),
            )
        places = [names.index(_variable(member)) if _is_variable(member) else None for member in members]
        found = dict.fromkeys(
            tuple([m if place is None else row[place] for m, place in zip(members, places, strict=True)])
            for row in self.rows(names)
        )
        return tuple(edge for edge in found if None not in edge)  # type: ignore[misc]  # three terms each


def variable_iri(name: str) -> ox.NamedNode:
    """Return the IRI that stands for a variable of a template."""
    return ox.NamedNode(_VARIABLE + name)


def _written(term: Term) -> Term | ox.Variable:
    return ox.Variable(_variable(term)) if _is_variable(term) else term


def _variable(term: Term) -> str:
    return str(term)[1 + len(_VARIABLE) : -1]


def _is_variable(term: Term) -> bool:
    return isinstance(term, ox.NamedNode) and term.value.startswith(_VARIABLE)


def _is_any(triple: ox.Triple) -> bool:
    """Return whether a triple of a template says ``?p ?o`` of its subject: whatever is there."""
    predicate, value = triple.predicate, triple.object
    return _is_variable(predicate) and _is_variable(value) and predicate != value
