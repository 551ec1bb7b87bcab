"""Turning what was written around one of our predicates, or between the brackets of a function, into a call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from semkg.query.arguments import REGIME, convert, is_keyword, keywords, unknown_keyword, with_defaults
from semkg.query.declaration import Output, Parameter, SparqlFunction
from semkg.query.names import short
from semkg.query.pattern import Argument
from semkg.query.source import Source
from semkg.vocab import SK


@dataclass(frozen=True, slots=True)
class Bound:
    """The arguments of one call, checked.

    Attributes:
        inputs: one for each declared input, ``None`` where it was left out.
        outputs: one for each output that was written.
        options: keyword options with defaults.
        regime: ``None`` if the call does not choose one.
        positional: names of the places that were filled by position.
    """

    inputs: tuple[Argument | None, ...]
    outputs: tuple[Argument, ...]
    options: dict[str, Any]
    regime: str | None
    positional: tuple[str, ...]


def bind_magic(
    source: Source,
    function: SparqlFunction,
    position: int,
    subject: Sequence[Argument] | Argument,
    value: Sequence[Argument] | Argument,
) -> Bound:
    """Bind ``subject sk:name value``; a sequence stands for a list, a single argument for the short form.

    Raises:
        QueryError: the arguments do not fit the declaration.
    """
    outputs = [subject] if isinstance(subject, Argument) else list(subject)
    given = [value] if isinstance(value, Argument) else list(value)
    if isinstance(value, Argument) and not function.inputs:
        if not isinstance(subject, Argument) or len(function.outputs) < 2:
            message = f"{short(function.iri)} takes no input; write () or its keywords in a list on the right"
            raise source.error(message, value.position)
        outputs, given = [subject, value], []
    _check_outputs(source, function, position, outputs)
    binder = _Binder(source, function, position)
    binder.read(given)
    return binder.bound(tuple(outputs))


def bind_scalar(source: Source, function: SparqlFunction, position: int, given: Sequence[Argument]) -> Bound:
    """Bind the keyword pairs of ``sk:name(a, b, sk:option, value)`` and check the arguments before them.

    Raises:
        QueryError: the arguments do not fit the declaration.
    """
    names = function.scalar
    if names is None:
        example = (
            f"({' '.join(f'?{output.name}' for output in function.outputs)}) {short(function.iri)} (...)"
        )
        raise source.error(f"{short(function.iri)} is a predicate, not a function; write {example}", position)
    places: dict[str, Parameter | Output] = {
        place.name: place for place in (*function.outputs, *function.inputs)
    }
    binder = _Binder(source, function, position, [places[name] for name in names])
    binder.read(given)
    return binder.bound(())


class _Binder:
    """Reads positional arguments, then keyword pairs."""

    def __init__(
        self,
        source: Source,
        function: SparqlFunction,
        position: int,
        places: Sequence[Parameter | Output] | None = None,
    ) -> None:
        self._source = source
        self._function = function
        self._position = position
        self._places: Sequence[Parameter | Output] = function.inputs if places is None else places
        self._given: dict[str, Argument] = {}
        self._options: dict[str, Any] = {}
        self._regime: str | None = None
        self._filled: tuple[str, ...] = ()
        self._scalar = places is not None

    def read(self, arguments: Sequence[Argument]) -> None:
        count = next(
            (i for i, argument in enumerate(arguments) if self._starts_keywords(argument)), len(arguments)
        )
        self._read_positional(arguments[:count])
        self._read_pairs(arguments[count:])

    def bound(self, outputs: tuple[Argument, ...]) -> Bound:
        for place in self._places:
            required = place.required if isinstance(place, Parameter) else True
            if required and place.name not in self._given:
                message = f"{short(self._function.iri)} needs {place.name}: {place.doc}"
                raise self._source.error(message, self._position)
        inputs = tuple(self._given.get(parameter.name) for parameter in self._function.inputs)
        return Bound(
            inputs, outputs, with_defaults(self._function.options, self._options), self._regime, self._filled
        )

    def _starts_keywords(self, argument: Argument) -> bool:
        return isinstance(argument.term, ox.NamedNode) and is_keyword(self._function, argument.term.value)

    def _read_positional(self, arguments: Sequence[Argument]) -> None:
        for place, argument in zip(self._places, arguments, strict=False):
            self._refuse_foreign_keyword(place, argument)
            self._given[place.name] = self._checked(place, argument)
        self._filled = tuple(self._given)
        if len(arguments) > len(self._places):
            extra = arguments[len(self._places)]
            self._refuse_foreign_keyword(None, extra)
            raise self._source.error(self._too_many(), extra.position)

    def _too_many(self) -> str:
        names = ", ".join(place.name for place in self._places) or "none"
        count = len(self._places)
        return f"{short(self._function.iri)} takes at most {count} argument{'' if count == 1 else 's'} in a row ({names})"

    def _refuse_foreign_keyword(self, place: Parameter | Output | None, argument: Argument) -> None:
        ours = isinstance(argument.term, ox.NamedNode) and argument.term.value.startswith(SK)
        if ours and (place is None or place.kind in ("node", "integer", "number", "boolean")):
            iri = argument.term.value  # type: ignore[union-attr]  # ours says that it is an IRI
            raise self._source.error(unknown_keyword(self._function, iri), argument.position)

    def _read_pairs(self, arguments: Sequence[Argument]) -> None:
        for key, value in zip(arguments[::2], arguments[1::2], strict=False):
            self._read_pair(key, value)
        if len(arguments) % 2:
            key = arguments[-1]
            self._keyword(key)
            raise self._source.error(f"the keyword {_shown(key)} has no value after it", key.position)

    def _keyword(self, key: Argument) -> Parameter:
        if not isinstance(key.term, ox.NamedNode):
            message = (
                f"a keyword of {short(self._function.iri)} is due here, as keywords come in pairs at the end"
            )
            raise self._source.error(message, key.position)
        found = (
            keywords(self._function).get(key.term.value.removeprefix(SK))
            if key.term.value.startswith(SK)
            else None
        )
        if found is None:
            raise self._source.error(unknown_keyword(self._function, key.term.value), key.position)
        return found

    def _read_pair(self, key: Argument, value: Argument) -> None:
        parameter = self._keyword(key)
        is_input = parameter in self._function.inputs and parameter not in self._function.options
        taken = self._given if is_input else self._options
        repeated = parameter.name in taken or (parameter is REGIME and self._regime is not None)
        if repeated and not parameter.repeat:
            raise self._source.error(f"{parameter.name} is given twice", key.position)
        if is_input:
            if self._scalar:
                self._refuse_variable(parameter, value)
            self._given[parameter.name] = self._checked(parameter, value)
        else:
            self._take_option(parameter, value)

    def _take_option(self, parameter: Parameter, value: Argument) -> None:
        checked = self._checked(parameter, value)
        self._refuse_variable(parameter, value)
        if parameter is REGIME:
            self._regime = str(checked.value)
        elif parameter.repeat:
            self._options[parameter.name] = (*self._options.get(parameter.name, ()), checked.value)
        else:
            self._options[parameter.name] = checked.value

    def _refuse_variable(self, parameter: Parameter, value: Argument) -> None:
        if value.term is None:
            message = f"the keyword sk:{parameter.name} needs a constant, not a variable"
            raise self._source.error(message, value.position)

    def _checked(self, place: Parameter | Output, argument: Argument) -> Argument:
        if argument.term is None:
            return argument
        parameter = place if isinstance(place, Parameter) else Parameter(place.name, place.kind, place.doc)
        try:
            value = convert(parameter, argument.term)
        except ValueError as error:
            raise self._source.error(f"{short(self._function.iri)}: {error}", argument.position) from None
        return Argument(argument.position, None, argument.term, value)


def _check_outputs(
    source: Source, function: SparqlFunction, position: int, outputs: Sequence[Argument]
) -> None:
    names = ", ".join(output.name for output in function.outputs)
    if not 0 < len(outputs) <= len(function.outputs):
        message = f"{short(function.iri)} gives 1 to {len(function.outputs)} outputs on the left ({names}), not {len(outputs)}"
        raise source.error(message, position)
    for output, argument in zip(function.outputs, outputs, strict=False):
        if argument.term is None:
            continue
        try:
            convert(Parameter(output.name, output.kind, output.doc), argument.term)
        except ValueError as error:
            raise source.error(f"{short(function.iri)}: {error}", argument.position) from None


def _shown(argument: Argument) -> str:
    return short(argument.term.value) if isinstance(argument.term, ox.NamedNode) else "?"
