"""Why scores change, as aligned plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from semkg.comparison.names import readable, shorten
from semkg.comparison.table import align
from semkg.vocab import RDF_TYPE

if TYPE_CHECKING:
    from semkg.comparison.why import Attribution


def render_why(why: Attribution, limit: int | None) -> str:
    """Return the axioms that do most, and the edges that change the score of the node."""
    parts = [_axioms(why, limit), _flows(why, limit)]
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


def _axioms(why: Attribution, limit: int | None) -> str:
    shown = why.axioms[:limit]
    names = readable(one.most_moved for one in shown if one.most_moved)
    head = ["axiom", "lost without", "done alone", "moves most", "by"]
    lines = [
        [
            in_short(one.axiom),
            f"{one.without:.4f}",
            f"{one.alone:.4f}",
            names[one.most_moved] if one.most_moved else "-",
            f"{one.change:+.4f}",
        ]
        for one in shown
    ]
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
