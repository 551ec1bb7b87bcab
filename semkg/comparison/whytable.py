"""Why scores change, as aligned plain text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from semkg.comparison.names import readable, shorten
from semkg.comparison.table import align
from semkg.vocab import RDF_TYPE

if TYPE_CHECKING:
    from semkg.comparison.kinds import KindInfluence
    from semkg.comparison.why import Attribution, Influence

_EFFECT = ["lost without", "done alone", "moves most", "by"]


def render_why(why: Attribution, limit: int | None) -> str:
    """Return the axioms that do most, and the edges that change the score of the node."""
    parts = [_kinds(why, limit), _axioms(why, limit), _flows(why, limit)]
    return "\n\n".join(filter(None, parts)) + "\n"


_IRI = re.compile(r"<[^<>]*>")


def in_short(lines: Sequence[str], longest: int = 90) -> str:
    """Return triples as people say them: local names, ``a`` for the type, several parted by semicolons.

    >>> in_short(["<x:near> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <x:Symmetric> ."])
    'near a Symmetric'
    """
    names = {iri: name for line in lines for iri, name in readable(_IRI.findall(line)).items()} | {
        f"<{RDF_TYPE}>": "a"
    }
    text = "; ".join(_IRI.sub(lambda found: names[found[0]], line.removesuffix(" .")) for line in lines)
    return shorten(text, longest)


def _kinds(why: Attribution, limit: int | None) -> str:
    shown = why.kinds[:limit]
    if not shown:
        return ""
    names = readable(one.most_moved for one in shown if one.most_moved)
    kinds = readable(f"<{one.kind}>" for one in shown)
    head = ["axioms of a kind", "by rules", "triples", *_EFFECT]
    lines = [
        [
            kinds[f"<{one.kind}>"],
            shorten(" ".join(one.rules), 32),
            f"{one.triples:,}",
            *_effect(one, names),
        ]
        for one in shown
    ]
    title = f"what kinds of axioms do to the scores under {why.regime} (L1 distance)"
    return "\n".join([title, *align([head, *lines])])


def _effect(one: Influence | KindInfluence, names: Mapping[str, str]) -> list[str]:
    moved = names[one.most_moved] if one.most_moved else "-"
    return [f"{one.without:.4f}", f"{one.alone:.4f}", moved, f"{one.change:+.4f}"]


def _axioms(why: Attribution, limit: int | None) -> str:
    shown = why.axioms[:limit]
    names = readable(one.most_moved for one in shown if one.most_moved)
    head = ["axiom", *_EFFECT]
    lines = [[in_short(one.axiom), *_effect(one, names)] for one in shown]
    left = len(why.axioms) - len(shown)
    counts = [f"{why.idle:,} axioms do nothing", f"{why.closures:,} closures computed"]
    counts = [f"{left:,} more do something"] * bool(left) + counts
    counts += [f"{why.untried:,} not tried: a larger budget allows it"] * bool(why.untried)
    title = f"what axioms do to the scores under {why.regime} (L1 distance)"
    return "\n".join([title, *(align([head, *lines]) if lines else ()), f"({'; '.join(counts)})"])


def _flows(why: Attribution, limit: int | None) -> str:
    if why.node is None or not why.flows:
        return ""
    shown = why.flows[:limit]
    names = readable([why.node, *(flow.source for flow in shown)])
    head = ["from", "before", "after", "edge"]
    lines = [
        [
            names[flow.source],
            f"{flow.before:.4f}",
            f"{flow.after:.4f}",
            ("stays" if flow.after else "goes") if flow.asserted else "inferred",
        ]
        for flow in shown
    ]
    title = f"what carries the change of {names[why.node]}"
    left = len(why.flows) - len(shown)
    return "\n".join([title, *align([head, *lines]), *[f"({left:,} more)"] * bool(left)])
