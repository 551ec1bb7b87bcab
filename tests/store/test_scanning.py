"""What our own scanner makes of N-Triples and N-Quads is what pyoxigraph's parser makes of them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from semkg.errors import LoadError
from semkg.store import Store, TermDictionary, reading, spans
from semkg.store.plain import PLAIN_TERM
from semkg.store.reading import read_chunks
from semkg.store.scanning import Scanner
from semkg.store.source import find_inputs
from semkg.vocab import XSD
from tests.store.graphs import EX, asserted, canonical, in_oxigraph, rows_agree

FORMS = {"nt": ox.RdfFormat.N_TRIPLES, "nq": ox.RdfFormat.N_QUADS}
IRIS = (
    "<http://example.org/a>", "<x:b>", "<urn:a:b%41>", "<http://a:80/p?q?r#f?>", "<x:é/𝄞>", "<x:\\u00e9>", "<HTTP://A/../b>",
    "<mailto:a@b>", "<file:///x>", "<http://[::1]/>", "<x:'()*+,;=!$&>",
)  # fmt: skip
BAD_IRIS = (
    "<a>",
    "<>",
    "<x:a b>",
    "<x:%zz>",
    "<x:[>",
    "<http://a:b/>",
    "<x:a\\n>",
    "<x:{}>",
    "<http://a#b#c>",
    "<x:<>",
)
BLANKS = ("_:b0", "_:a.b", "_:1", "_:é", "_:b-", "_:_")
BAD_BLANKS = ("_:", "_:a.", "_:-a", "_:a:b", "_:a<x:b>")
LITERALS = (
    '""', '"a"', '"a b <x:y> ."', '"a <x:y>"', '"_:b _:c"', '"\\"q\\" \\\\ \\t\\n\\r\\b\\f"',
    '"\\u0041\\U0001F600"', '"é😀\u2028"',
    '"tab\there"', '"\\\'"', '"a"@en', '"a"@EN-GB', '"a"@de-1996', '"a"@ar--rtl', '"a"@en-US-x-private',
    f'"01"^^<{XSD}int>', f'"a"^^<{XSD}string>', '"a <x:y>"^^<x:d>', '"a _:b"@en', '"\x01\x7f\ufffe"', '"a" ',
)  # fmt: skip
BAD_LITERALS = (
    '"', '"a', 'a"', '"\\x"', '"\\uD800"', '"a"@', '"a"@abcdefghi', '"a"@en--LTR', '"a"^^<d>', '"a"^^x:d', '"a"^^',
    '"a""b"',
    '"a"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>', '"a"@1', '"a"@en-a',
)  # fmt: skip
TRIPLE_TERMS = ("<<( <x:a> <x:p> _:b0 )>>", '<<( _:n <x:p> <<( <x:a> <x:p> "1"@EN )>> )>>')
BAD_TRIPLE_TERMS = ("<<( <x:a> <x:p> )>>", '<<( "a" <x:p> <x:a> )>>', "<< <x:a> <x:p> <x:b> >>")

SUBJECTS = st.sampled_from(IRIS + BLANKS)
PREDICATES = st.sampled_from(IRIS)
OBJECTS = st.sampled_from(IRIS + BLANKS + LITERALS + TRIPLE_TERMS)
ANYTHING = st.sampled_from(
    IRIS
    + BAD_IRIS
    + BLANKS
    + BAD_BLANKS
    + LITERALS
    + BAD_LITERALS
    + TRIPLE_TERMS
    + BAD_TRIPLE_TERMS
    + (".", "#", "")
)
GAPS = st.sampled_from([" ", " ", " ", " ", "", "  ", "\t", " \t "])
ENDS = st.sampled_from(
    [" .\n", " .\n", " .\n", ".\n", " . \n", " .\r\n", " . # <x:c> .\n", " .\r", "  .\n", " .\n\n"]
)
OTHER_LINES = st.sampled_from(["\n", "# a comment\n", "   \n", "\r\n", "#\n"])
FAULTY_LINES = st.sampled_from(
    ["<x:a> <x:p> <x:b>\n", "<x:a>\n", ".\n", "<x:a> <x:p> <x:b> . <x:a> <x:p> <x:c> .\n", "VERSION\n"]
)


@st.composite
def usual_lines(draw: st.DrawFn, form: str) -> str:
    graph = f" {draw(SUBJECTS)}" if form == "nq" and draw(st.booleans()) else ""
    return f"{draw(SUBJECTS)} {draw(PREDICATES)} {draw(OBJECTS)}{graph} .\n"


@st.composite
def odd_lines(draw: st.DrawFn, form: str) -> str:
    graph = draw(GAPS) + draw(SUBJECTS) if form == "nq" and draw(st.booleans()) else ""
    return f"{draw(GAPS)}{draw(SUBJECTS)}{draw(GAPS)}{draw(PREDICATES)}{draw(GAPS)}{draw(OBJECTS)}{graph}{draw(ENDS)}"


@st.composite
def faulty_lines(draw: st.DrawFn, form: str) -> str:
    parts = [draw(ANYTHING) for _ in range(draw(st.integers(2, 5)))]
    return draw(st.one_of(FAULTY_LINES, st.just(f"{' '.join(parts)} .\n")))


@st.composite
def texts(draw: st.DrawFn, form: str) -> bytes:
    """Lines as usual, as allowed and (here and there) as not allowed; some with a byte that was changed."""
    sound = st.one_of(usual_lines(form), usual_lines(form), odd_lines(form), OTHER_LINES)
    lines = draw(st.lists(sound, min_size=1, max_size=12))
    if draw(st.booleans()):
        lines.insert(draw(st.integers(0, len(lines))), draw(faulty_lines(form)))
    text = "".join(lines).encode()
    text = text.rstrip(b"\n") if draw(st.booleans()) else text
    if draw(st.booleans()) and text:
        place = draw(st.integers(0, len(text) - 1))
        text = (
            text[:place]
            + draw(st.sampled_from([b"", b"\xff", b'"', b"<", b">", b"\\", b" ", b"\n", b"\x00"]))
            + text[place + 1 :]
        )
    return text


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Borders of pieces in the middle of everything."""
    monkeypatch.setattr(reading, "_PIECE", 50)


def outcome(text: bytes, form: str) -> set[ox.Quad] | str:
    """Return what pyoxigraph's parser makes of a text: its quads, or the message of the error."""
    (source,) = find_inputs(text, form=form, base_iri=None)
    try:
        return canonical(quad for chunk in read_chunks(source, graph=ox.DefaultGraph()) for quad in chunk)
    except LoadError as error:
        return str(error)


@pytest.mark.usefixtures("small_pieces")
@pytest.mark.parametrize("form", FORMS)
@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_a_text_gives_the_quads_or_the_error_that_the_parser_gives(form: str, data: st.DataObject) -> None:
    text = data.draw(texts(form))
    expected = outcome(text, form)
    store = Store()

    if isinstance(expected, str):
        with pytest.raises(LoadError) as raised:
            store.load(text, format=form)
        assert str(raised.value) == expected
        assert (store.epoch, len(store.oxigraph)) == (0, 0)
    else:
        store.load(text, format=form)
        assert asserted(store) == expected
        assert rows_agree(store)


MISPLACED = [
    '"a" <x:p> <x:o>',
    '<x:s> "a" <x:o>',
    "<x:s> _:b <x:o>",
    "<<( <x:a> <x:p> <x:o> )>> <x:p> <x:o>",
    '<x:s> <x:p> <x:o> "g"',
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("statement", MISPLACED)
def test_a_term_that_is_known_is_refused_all_the_same_where_it_must_not_stand(
    statement: str, form: str
) -> None:
    text = f'<x:s> <x:p> "a" .\n<x:s> <x:p> "g" .\n_:b <x:p> <<( <x:a> <x:p> <x:o> )>> .\n{statement} .\n'.encode()
    expected = outcome(text, form)
    store = Store()

    with pytest.raises(LoadError) as raised:
        store.load(text, format=form)

    assert str(raised.value) == expected


@pytest.mark.parametrize("text", [*IRIS, *LITERALS, *BAD_IRIS, *BAD_LITERALS])
def test_what_counts_as_plain_is_what_the_parser_leaves_as_it_is(text: str) -> None:
    if PLAIN_TERM.fullmatch(text):
        quads: Iterator[ox.Quad] = ox.parse(f"<x:s> <x:p> {text} .", ox.RdfFormat.N_TRIPLES)
        assert [str(quad.object) for quad in quads] == [text]


def test_every_plain_character_stays_as_it_is_in_literals_and_iris() -> None:
    characters = [chr(code) for code in range(0x20000) if not 0xD800 <= code < 0xE000]
    in_literals = [c for c in characters if PLAIN_TERM.fullmatch(f'"{c}"')]
    in_iris = [
        iri
        for c in characters
        for iri in (f"x:{c}", f"http://a/{c}", f"http://a?{c}", f"x:#{c}", f"http://{c}")
        if PLAIN_TERM.fullmatch(f"<{iri}>")
    ]

    assert len(in_literals) > 100_000
    assert len(in_iris) > 100_000
    assert all(str(ox.Literal(c)) == f'"{c}"' for c in in_literals)
    assert all(str(ox.NamedNode(iri)) == f"<{iri}>" for iri in in_iris)


def test_blank_nodes_of_a_text_are_none_of_the_store_and_the_same_throughout_it() -> None:
    store = Store()
    store.add([ox.Quad(ox.BlankNode("b0"), ox.NamedNode("x:p"), ox.NamedNode("x:o"))])
    text = b"_:b0 <x:p> <x:o> .\n<x:r> <x:q> <<( _:b0 <x:p> _:c )>> .\n  <x:s> <x:q> _:b0 .\n"

    for _ in range(2):
        store.load(text, format="nt")

    assert len(store.snapshot().rows) == 7
    assert in_oxigraph(store) == set(ox.parse(store.dump(format="nq") or b"", ox.RdfFormat.N_QUADS))
    assert not [quad for quad in store.oxigraph if "label" in str(quad.predicate)]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("end", [" .\n", " .\r\n", "."], ids=repr)
def test_a_graph_for_triples_takes_every_line(form: str, end: str) -> None:
    store = Store()

    store.load(f'<x:a> <x:p> "x . y"{end}\n_:b <x:p> " .\\n"{end}'.encode(), format=form, graph=EX + "g")

    assert {quad.graph_name for quad in in_oxigraph(store)} == {ox.NamedNode(EX + "g")}
    assert len(in_oxigraph(store)) == 2
    assert rows_agree(store)


def test_a_graph_that_is_a_blank_node_keeps_its_label() -> None:
    store = Store()

    store.load(b"_:g <x:p> <x:o> .", format="nt", graph=ox.BlankNode("g"))

    (quad,) = in_oxigraph(store)
    assert quad.graph_name == ox.BlankNode("g") != quad.subject


def test_a_hash_that_two_terms_share_mixes_up_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spans, "_FACTOR", 0)
    monkeypatch.setattr(spans, "_SEED", 0)
    scanner = Scanner(TermDictionary(), ox.RdfFormat.N_TRIPLES)
    text = "".join(f"<x:s{i}> <x:p{i}> <x:{'o' * i}> .\n" for i in range(60))

    quads = scanner.scan(text.encode()).quads

    assert len({*quads[:3].ravel().tolist()}) == 180
    assert np.array_equal(scanner.scan(text.encode()).quads, quads)
