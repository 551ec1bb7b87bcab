"""AllegroGraph's groups and their centralities, and its nearest neighbours."""

from __future__ import annotations

from collections.abc import Mapping

from lark import Tree

from semkg.query import Node
from semkg.vendors.making import Made, as_made, fill, joined
from semkg.vendors.reading import NOTHING, Part, Statement, Text, members, refuse_shared

SNA = "http://franz.com/ns/allegrograph/4.11/sna/"
LLM = "http://franz.com/ns/allegrograph/8.0.0/llm/"
_KEYWORD = "http://franz.com/ns/keyword#"

CENTRALITIES: Mapping[str, str] = {
    "pageRankCentrality": "pageRank",
    "actorDegreeCentrality": "degree",
    "actorClosenessCentrality": "closeness",
    "actorBetweennessCentrality": "betweenness",
}
"""Centralities of AllegroGraph, and ours."""


_GROUPS = ("egoGroup", "members", "nodalNeighbors")
_FAR = "({node} sk:edges {predicate} sk:direction sk:both sk:maxLength {steps})"


def translate_centralities(text: Text, statements: list[Statement]) -> None:
    """``?g sna:egoGroup (gen node depth) . (?n ?c) sna:pageRankCentrality (gen ?g) . ?m sna:members ?g``."""
    egos = {text.of(one.subject): one for one in statements if one.iri == SNA + "egoGroup"}
    for one in statements:
        name = one.iri.removeprefix(SNA)
        if not one.iri.startswith(SNA) or name == "egoGroup":
            continue
        refuse_shared(text, one, statements)
        match name:
            case "members":
                made = _member(text, text.at(one.subject), one.verb, _ego(text, one.object, egos))
            case "nodalNeighbors":
                made = _neighbours(text, one)
            case _:
                made = _centrality(text, one, name, egos)
        text.replace(one.whole, made)
    for ego in egos.values():
        refuse_shared(text, ego, statements)
        text.replace(ego.whole, NOTHING)


def _ego(text: Text, group: Part, egos: Mapping[str, Statement]) -> Statement:
    """Return what makes a group."""
    ego = egos.get(text.of(group))
    if ego is None:
        text.refuse("AllegroGraph's groups are made here by sna:egoGroup in the same pattern", group)
    return ego


def _member(text: Text, member: Made | str, verb: Node, ego: Statement) -> Made:
    """Return what has something in the group of a node."""
    given = members(ego.object)
    if len(given) not in (2, 3):
        text.refuse("sna:egoGroup takes (generator node) or (generator node depth)", ego.verb)
    generator, node, *depth = given
    return fill(
        f"{{member}} {{verb}} {_FAR}",
        member=member,
        verb=text.instead(verb, "sk:reachable"),
        node=text.at(node),
        predicate=_predicate(text, generator),
        steps=text.at(depth[0]) if depth else "1",
    )


def _neighbours(text: Text, one: Statement) -> Made:
    """Return what has the neighbours of a node."""
    given = members(one.object)
    if len(given) != 2:
        text.refuse("sna:nodalNeighbors takes (generator node)", one.verb)
    return fill(
        f"{{ {{neighbour}} {{verb}} {_FAR} FILTER({{neighbour}} != {{node}}) }}",
        neighbour=text.at(one.subject),
        verb=text.instead(one.verb, "sk:reachable"),
        node=text.at(given[1]),
        predicate=_predicate(text, given[0]),
        steps="1",
    )


def _centrality(text: Text, one: Statement, name: str, egos: Mapping[str, Statement]) -> Made:
    if name not in CENTRALITIES:
        valid = ", ".join(f"sna:{known}" for known in (*_GROUPS, *CENTRALITIES))
        text.refuse(f"sna:{name} of AllegroGraph does not run here; what does is: {valid}", one.verb)
    outputs, given = members(one.subject), members(one.object)
    if len(outputs) != 2 or not 2 <= len(given) <= 2 + (name == "pageRankCentrality"):
        text.refuse(f"sna:{name} takes (?actor ?centrality) and (generator ?group)", one.verb)
    generator, group, *more = given
    ego = _ego(text, group, egos)
    actor, centrality = map(text.at, outputs)
    predicate = _predicate(text, generator)
    both = fill("{ ?source {p} ?target } UNION { ?target {p} ?source }", p=predicate)
    return fill(
        "SERVICE {verb} { [] sk:node {actor} ; sk:score {centrality}{damping} . "
        "{ SELECT DISTINCT ?source ?target { {within} . {both} } } }",
        verb=text.instead(one.verb, f"sk:{CENTRALITIES[name]}"),
        actor=actor,
        centrality=centrality,
        damping=fill(" ; sk:damping {damping}", damping=text.at(more[0])) if more else "",
        within=_within(text, ego),
        both=both,
    )


def _within(text: Text, ego: Statement) -> Made:
    """Return what has ``?source`` and ``?target`` in the group of a node."""
    for node in members(ego.object)[1:2]:
        if text.of(node).startswith(("?", "$")):
            text.refuse("sna:egoGroup runs here around a constant node: name it", node)
    return joined(" . ", (_member(text, f"?{end}", ego.verb, ego) for end in ("source", "target")))


def _predicate(text: Text, generator: Part) -> Made:
    """Return the predicate that a generator is read as."""
    is_iri = isinstance(generator, Tree) and generator.data == "iri"
    if not (is_iri and text.is_predicate(text.names.iri(generator))):
        text.refuse(
            f"{text.of(generator)} is no predicate of this graph: generators are defined inside AllegroGraph, here the "
            f"name of one is read as the predicate whose edges are followed both ways",
            generator,
        )
    return text.at(generator)


def translate_neighbours(text: Text, statements: list[Statement]) -> None:
    """``(?uri ?score) llm:nearestNeighbor (node "store" 10 0.8)``, or with ``kw:topN 10 kw:minScore 0.8``."""
    for one in statements:
        if not one.iri.startswith(LLM):
            continue
        refuse_shared(text, one, statements)
        if one.iri != LLM + "nearestNeighbor":
            text.refuse(f"{text.of(one.verb)} of AllegroGraph does not run here", one.verb)
        outputs, given = members(one.subject), members(one.object)
        if not given:
            text.refuse(
                "llm:nearestNeighbor needs a node: (?uri ?score) llm:nearestNeighbor (node)", one.verb
            )
        node, *rest = given
        if isinstance(node, Tree) and node.data == "literal":
            text.refuse("there are no vectors of texts here: llm:nearestNeighbor starts from a node", node)
        if len(outputs) > 2:
            text.refuse("there are no texts here: (?uri ?score) llm:nearestNeighbor (...)", outputs[2])
        k, least = _numbers(text, rest)
        shown, verb = joined(" ", map(text.at, outputs)), text.instead(one.verb, "sk:similarTo")
        call = fill(
            "({shown}) {verb} ({node} {k}{least})",
            shown=shown,
            verb=verb,
            node=text.at(node),
            k=k,
            least=least,
        )
        text.replace(one.whole, call)


def _numbers(text: Text, rest: list[Part]) -> tuple[Made, Made]:
    """Read how many neighbours are wanted and how near, by position after the name of the store or by keyword."""
    values: dict[str, Part] = {}
    positional = ["store", "topN", "minScore"]
    parts = iter(rest)
    for part in parts:
        iri = text.names.iri(part) if isinstance(part, Tree) and part.data == "iri" else ""
        if iri.startswith(_KEYWORD):
            name, part = iri.removeprefix(_KEYWORD), next(parts, part)
        elif positional:
            name = positional.pop(0)
        else:
            text.refuse("a selector of AllegroGraph cannot be honoured here: filter what comes out", part)
        if name not in ("store", "topN", "minScore"):
            text.refuse(f"kw:{name} of AllegroGraph cannot be honoured here", part)
        values[name] = part
    least = fill(" {least}", least=text.at(values["minScore"])) if "minScore" in values else as_made("")
    return (text.at(values["topN"]) if "topN" in values else as_made("10")), least
