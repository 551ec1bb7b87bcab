"""Functions that other packages bring: each is declared like one of ours and named by an entry point."""

from __future__ import annotations

import functools
from importlib.metadata import EntryPoint, entry_points

from semkg.errors import FunctionPackageError
from semkg.query import SparqlFunction
from semkg.vocab import SK

GROUP = "semkg.functions"
"""The group of entry points; each names a :class:`SparqlFunction` or a tuple of them."""


@functools.cache
def installed_functions() -> tuple[SparqlFunction, ...]:
    """Return the functions of all installed packages that declare some, by the names of their entry points.

    Raises:
        FunctionPackageError: one cannot be loaded, is no declaration, or has an IRI that is taken or in our namespace.
    """
    found: dict[str, SparqlFunction] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        for function in _load(point):
            if function.iri.startswith(SK):
                _refuse(point, f"declares <{function.iri}>, but {SK} is the namespace of semkg itself")
            if function.iri in found:
                _refuse(point, f"declares <{function.iri}>, which another package declares too")
            found[function.iri] = function
    return tuple(found.values())


def _load(point: EntryPoint) -> tuple[SparqlFunction, ...]:
    try:
        declared = point.load()
    except Exception as error:
        msg = _message(point, f"cannot be loaded: {type(error).__name__}: {error}")
        raise FunctionPackageError(msg) from error
    functions = declared if isinstance(declared, tuple) else (declared,)
    if not all(isinstance(function, SparqlFunction) for function in functions):
        _refuse(point, f"is {declared!r}, not a SparqlFunction or a tuple of them")
    return functions


def _refuse(point: EntryPoint, what: str) -> None:
    raise FunctionPackageError(_message(point, what))


def _message(point: EntryPoint, what: str) -> str:
    package = "unknown" if point.dist is None else point.dist.name
    return (
        f"the function {point.name} = {point.value!r} of the package {package} {what}; mend or uninstall it"
    )
