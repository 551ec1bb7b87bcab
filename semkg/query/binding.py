"""Turning what was written around one of our predicates, or in the brackets of a function, into a checked call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import pyoxigraph as ox

from semkg.query.arguments import REGIME, convert, keywords, with_defaults
from semkg.query.declaration import Output, Parameter, SparqlFunction
from semkg.query.names import short, suggestion
from semkg.query.pattern import Argument
from semkg.query.source import Source
from semkg.vocab import SK

Place = Parameter | Output
_NEVER_OURS = ("node", "integer", "number", "boolean")
"""Kinds of places where an IRI in our namespace can only be a keyword that is wrong."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The arguments of one call, checked.

    Attributes:
        inputs: one for each declared input, ``None`` where it was left out.
        outputs: one for each output as far as any was written, ``None`` where it was left out.
        options: keyword options with defaults.
        regime: ``None`` if the call does not choose one.
        positional: names of the places that were filled by position.
    """

    inputs: tuple[Argument | None, ...]
    outputs: tuple[Argument | None, ...]
    options: dict[str, Any]
    regime: str | None
    positional: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Property:
    """One property of the node that describes a call.

    Attributes:
        name: its local name.
        position: where it stands.
        value: what it was given.
    """

    name: str
    position: int
    value: Argument


@dataclass(frozen=True, slots=True)
class Site:
    """Where a call stands.

    Attributes:
        source: the text.
        function: what is called.
        position: where its name stands.
    """

    source: Source
    function: SparqlFunction
    position: int

    def refuse(self, what: str, position: int | None = None) -> NoReturn:
        """Raise QueryError, saying what is wrong with the call."""
        message = f"{short(self.function.iri)} {what}"
        raise self.source.error(message, self.position if position is None else position)


def bind_magic(
    site: Site, subject: Sequence[Argument] | Argument, value: Sequence[Argument] | Argument
) -> Bound:
    """Bind ``subject sk:name value``; a sequence stands for a list, a single argument for the short form.

    Raises:
        QueryError: the arguments do not fit the declaration.
    """
    outputs = (subject,) if isinstance(subject, Argument) else tuple(subject)
    given = (value,) if isinstance(value, Argument) else tuple(value)
    if isinstance(value, Argument) and not site.function.inputs:
        if not isinstance(subject, Argument) or len(site.function.outputs) < 2:
            site.refuse("takes no input: write () on the right, or a list of its keywords", value.position)
        outputs, given = (subject, value), ()
    _count_outputs(site, outputs)
    return _Binder(site, site.function.inputs, constant_keywords=False).bind(given, outputs)


def bind_scalar(site: Site, given: Sequence[Argument]) -> Bound:
    """Bind ``sk:name(a, b, sk:option, value)``.

    Raises:
        QueryError: the arguments do not fit the declaration.
    """
    function = site.function
    if function.scalar is None:
        left = " ".join(f"?{output.name}" for output in function.outputs)
        site.refuse(f"is a predicate, not a function: write ({left}) {short(function.iri)} (...)")
    places: dict[str, Place] = {output.name: output for output in function.outputs}
    places.update({parameter.name: parameter for parameter in function.inputs})
    return _Binder(site, [places[name] for name in function.scalar], constant_keywords=True).bind(given, ())


def bind_properties(site: Site, properties: Sequence[Property]) -> Bound:
    """Bind ``[] sk:output ?o ; sk:input ?i ; sk:option value``.

    Raises:
        QueryError: the arguments do not fit the declaration.
    """
    function = site.function
    places = {output.name: output for output in function.outputs}
    known: dict[str, Place] = {**keywords(function), **places}
    binder = _Binder(site, function.inputs, constant_keywords=False)
    outputs: dict[str, Argument] = {}
    for given in properties:
        place = known.get(given.name)
        if place is None:
            shown = suggestion(f"sk:{given.name}", [f"sk:{name}" for name in known])
            site.refuse(f"has no property sk:{given.name}; {shown}", given.position)
        if isinstance(place, Parameter):
            binder.read_pair(place, Argument(given.position), given.value)
        elif outputs.setdefault(given.name, given.value) is not given.value:
            site.refuse(f"gets {given.name} twice", given.position)
    if not outputs:
        names = ", ".join(f"sk:{name}" for name in places)
        site.refuse(f"gives nothing here: name at least one of its outputs ({names})")
    return binder.finish(tuple(outputs.get(name) for name in places), ())


class _Binder:
    """Reads positional arguments, then keyword pairs."""

    def __init__(self, site: Site, places: Sequence[Place], *, constant_keywords: bool) -> None:
        self._site = site
        self._places = places
        self._constant_keywords = constant_keywords
        self._keywords = keywords(site.function)
        self._given: dict[str, Argument] = {}
        self._pairs: list[tuple[Parameter, Argument]] = []

    def bind(self, arguments: Sequence[Argument], outputs: Sequence[Argument]) -> Bound:
        count = next(
            (i for i, argument in enumerate(arguments) if _name(argument) in self._keywords), len(arguments)
        )
        self._read_positional(arguments[:count])
        positional = tuple(self._given)
        self._read_pairs(arguments[count:])
        return self.finish(outputs, positional)

    def finish(self, outputs: Sequence[Argument | None], positional: tuple[str, ...]) -> Bound:
        """Check everything that was read against the declaration."""
        self._check_required()
        function = self._site.function
        options, regime = self._read_options()
        for output, argument in zip(function.outputs, outputs, strict=False):
            if argument is not None:
                _checked(self._site, output, argument, options)
        places: tuple[Place, ...] = (*function.outputs, *function.inputs)
        for place in places:
            if place.name in self._given:
                self._given[place.name] = _checked(self._site, place, self._given[place.name], options)
        inputs = tuple(self._given.get(parameter.name) for parameter in function.inputs)
        return Bound(inputs, tuple(outputs), options, regime, positional)

    def _read_options(self) -> tuple[dict[str, Any], str | None]:
        """Return the options with their values, and the regime; what others decide about comes after them."""
        options = with_defaults(self._site.function.options, {})
        regime = None
        for parameter, argument in sorted(self._pairs, key=lambda pair: pair[0].literals_if is not None):
            value = _checked(self._site, parameter, argument, options).value
            if parameter is REGIME:
                regime = str(value)
            else:
                options[parameter.name] = (
                    (*options.get(parameter.name, ()), value) if parameter.repeat else value
                )
        return options, regime

    def _check_required(self) -> None:
        for place in self._places:
            if place.name not in self._given and (isinstance(place, Output) or place.required):
                self._site.refuse(f"needs {place.name}: {place.doc}")

    def _read_positional(self, arguments: Sequence[Argument]) -> None:
        places: list[Place | None] = [*self._places, *[None] * len(arguments)]
        for place, argument in zip(places, arguments, strict=False):
            if _name(argument) is not None and (place is None or place.kind in _NEVER_OURS):
                self._refuse_keyword(argument)
            if place is None:
                self._refuse_extra(argument)
            self._given[place.name] = argument

    def _refuse_extra(self, argument: Argument) -> NoReturn:
        names = ", ".join(place.name for place in self._places) or "none"
        what = (
            f"takes at most {len(self._places)} in a row ({names}); options come as keyword pairs after them"
        )
        self._site.refuse(what, argument.position)

    def _refuse_keyword(self, argument: Argument) -> NoReturn:
        shown = f"sk:{_name(argument)}"
        known = suggestion(shown, [f"sk:{name}" for name in self._keywords])
        self._site.refuse(f"has no keyword {shown}; {known}", argument.position)

    def _read_pairs(self, arguments: Sequence[Argument]) -> None:
        for key, value in zip(arguments[::2], arguments[1::2], strict=False):
            self.read_pair(self._keyword(key), key, value)
        if len(arguments) % 2:
            key = arguments[-1]
            self._site.refuse(f"has no value for the keyword sk:{self._keyword(key).name}", key.position)

    def _keyword(self, key: Argument) -> Parameter:
        name = _name(key)
        if name is None:
            self._site.refuse("needs a keyword here: after the first one come only pairs", key.position)
        if name not in self._keywords:
            self._refuse_keyword(key)
        return self._keywords[name]

    def read_pair(self, parameter: Parameter, key: Argument, value: Argument) -> None:
        """Take a keyword, given where ``key`` stands, with its value."""
        is_input = parameter in self._site.function.inputs
        taken = parameter.name in self._given or any(parameter is known for known, _ in self._pairs)
        if taken and not parameter.repeat:
            self._site.refuse(f"gets {parameter.name} twice", key.position)
        if value.term is None and (self._constant_keywords or not is_input):
            self._site.refuse(f"needs a constant for sk:{parameter.name}, not a variable", value.position)
        if is_input:
            self._given[parameter.name] = value
        else:
            self._pairs.append((parameter, value))


def _count_outputs(site: Site, outputs: Sequence[Argument]) -> None:
    places = site.function.outputs
    if not 0 < len(outputs) <= len(places):
        names = ", ".join(place.name for place in places)
        count = "1 output" if len(places) == 1 else f"1 to {len(places)} outputs"
        site.refuse(f"gives {count} on the left ({names}), not {len(outputs)}")


def _checked(site: Site, place: Place, argument: Argument, options: Mapping[str, Any]) -> Argument:
    """Return a constant with its value; a variable stays as it is."""
    if argument.term is None:
        return argument
    try:
        return Argument(argument.position, None, argument.term, convert(place, argument.term, options))
    except ValueError as error:
        site.refuse(f"cannot take this: {error}", argument.position)


def _name(argument: Argument) -> str | None:
    """Return the local name of an IRI in our namespace."""
    term = argument.term
    return (
        term.value.removeprefix(SK) if isinstance(term, ox.NamedNode) and term.value.startswith(SK) else None
    )
