"""Ontologies from the wild close without trouble, and to what an independent reading expects."""

from __future__ import annotations

import tarfile
from collections.abc import Callable, Iterable
from itertools import chain

import pyoxigraph as ox
import pytest

from semkg.reasoning import Closure, close
from semkg.store import TermDictionary
from semkg.vocab import OWL, RDFS
from tests.data import require_data
from tests.reasoning.graphs import as_text, rows_of

Quads = Iterable[ox.Quad]


def pizza() -> Quads:
    return ox.parse(path=str(require_data("ontologies", "pizza.owl")), format=ox.RdfFormat.RDF_XML)


def wine() -> Quads:
    return ox.parse(path=str(require_data("ontologies", "wine-food-001.nt")))


def brick() -> Quads:
    files = (require_data("ontologies", name) for name in ("brick.n3", "soda_hall.n3"))
    return chain.from_iterable(ox.parse(path=str(file), format=ox.RdfFormat.TURTLE) for file in files)


def aifb() -> Quads:
    with tarfile.open(require_data("aifb", "aifb.tar.xz")) as archive:
        file = archive.extractfile("aifb/aifb_complete.nt")
        assert file is not None
        return list(ox.parse(file.read(), format=ox.RdfFormat.N_TRIPLES))


def closed(quads: Callable[[], Quads], rules: str = "rl+") -> tuple[Closure, TermDictionary]:
    terms = TermDictionary()
    return close(rows_of(quads(), terms), terms, rules=rules), terms


@pytest.mark.parametrize("quads", [pizza, wine, brick, aifb])
def test_it_closes_consistently_and_to_a_modest_size(quads: Callable[[], Quads]) -> None:
    closure, terms = closed(quads)

    assert closure.consistent, closure.clashes[:3]
    assert closure.ignored == ()
    assert len(closure.rows) < 6 * len(closure.asserted)
    assert not [
        o for _, p, o in as_text(closure.rows, terms) if p == f"<{RDFS}subClassOf>" and o == f"<{OWL}Thing>"
    ]


def test_wine_draws_its_known_conclusions() -> None:
    closure, terms = closed(wine)
    triples = as_text(closure.expanded(), terms)
    vin = "http://www.w3.org/2002/03owlt/miscellaneous/consistent001#"
    found = {(s, o) for s, p, o in triples if p.endswith("#locatedIn>")}

    regions = {s.rsplit("#")[-1] for s, o in found if o == f"<{vin}USRegion>"}
    assert {"NapaRegion>", "CaliforniaRegion>", "TexasRegion>"} <= regions


def test_brick_types_a_building_by_its_hierarchy() -> None:
    closure, terms = closed(brick)
    supers: dict[str, set[str]] = {}
    triples = as_text(closure.expanded(), terms)
    for s, p, o in triples:
        if p == f"<{RDFS}subClassOf>":
            supers.setdefault(s, set()).add(o)
    types = {(s, o) for s, p, o in triples if p.endswith("#type>")}

    assert all(
        (s, above) in types for s, o in types for above in supers.get(o, ()) if above != f"<{OWL}Thing>"
    )
