"""An order of nodes that follows from the structure of a graph; numbers of nodes decide only where it cannot."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from semkg.graph import Graph

Colours = NDArray[np.uint64]
Nodes = NDArray[np.int64]

_BUDGET = 30_000_000
"""Edges that are looked at while ties are broken, at most; then numbers of nodes decide about what is still tied."""
_INWARD = np.uint64(0x9E3779B97F4A7C15)


def structural_order(graph: Graph, rank: Nodes | None = None, *, budget: int = _BUDGET) -> Nodes:
    """Order nodes by their surroundings.

    Nodes are coloured by their loops, then again and again by the colours of their neighbours, by direction and weight
    of the edges (Weisfeiler and Leman 1968). Where several nodes have a colour, the one with the least rank gets a
    colour of its own, and all are coloured again, until nothing is tied but twins: nodes with the same neighbours.

    Args:
        graph: the graph, without cliques.
        rank: what decides between nodes that the structure does not tell apart, shape ``(n_nodes,)``, no two equal;
            their numbers when not given.
        budget: how many edges to look at while ties are broken.

    Returns:
        The nodes in order, shape ``(n_nodes,)``: however they are numbered, the ordered graph is the same. (It may not
        be where the budget ends before the ties, and on some regular graphs, whose nodes keep one colour without an
        automorphism between them.)
    """
    links, rank = _links(graph), np.arange(graph.n_nodes) if rank is None else rank
    colours = _refine(links, _loops(graph))
    twins = _twins(links)
    spent, round_ = 0, 1
    while spent < budget and (tied := _first_tie(colours, twins, rank)) is not None:
        colours[tied] = _mix(colours[tied : tied + 1] + np.uint64(round_))[0]
        colours = _refine(links, colours)
        spent, round_ = spent + len(links.node) + graph.n_nodes, round_ + 1
    return np.lexsort((rank, colours))


@dataclass(frozen=True, slots=True, eq=False)
class _Links:
    """The links of each node that has any, to either side, loops left out.

    Attributes:
        n_nodes: number of nodes.
        owner: nodes that have links, ascending, shape ``(k,)``.
        begin: where the links of each of them begin, shape ``(k,)``.
        node: the other end of each link, shape ``(m,)``.
        colour: weight and direction of each link, shape ``(m,)``.
    """

    n_nodes: int
    owner: Nodes
    begin: Nodes
    node: Nodes
    colour: Colours

    def sums(self, shades: Colours) -> Colours:
        """Sum the shades of the links of each node, shape ``(n_nodes,)``."""
        total = np.zeros(self.n_nodes, dtype=np.uint64)
        if len(self.begin):
            total[self.owner] = np.add.reduceat(shades, self.begin)
        return total


def _links(graph: Graph) -> _Links:
    kept = graph.source != graph.target
    source, target, weight = graph.source[kept], graph.target[kept], _mix(graph.weight[kept].view(np.uint64))
    owner = np.concatenate([source, target])
    order = np.argsort(owner, kind="stable")
    begin = np.flatnonzero(np.diff(owner[order], prepend=-1))
    node = np.concatenate([target, source])[order].astype(np.int64)
    colour = np.concatenate([weight, _mix(weight ^ _INWARD)])[order]
    return _Links(graph.n_nodes, owner[order][begin].astype(np.int64), begin, node, colour)


def _loops(graph: Graph) -> Colours:
    kept = graph.source == graph.target
    colours = np.zeros(graph.n_nodes, dtype=np.uint64)
    colours[graph.source[kept]] = _mix(graph.weight[kept].view(np.uint64))
    return colours


def _refine(links: _Links, colours: Colours) -> Colours:
    """Colour nodes by their neighbours until no further ones are told apart."""
    known = -1
    while (told_apart := len(np.unique(colours))) > known:
        known = told_apart
        shades = _mix(_mix(colours)[links.node] ^ links.colour)
        colours = _mix(_mix(colours) * np.uint64(3) + links.sums(shades))
    return colours


def _first_tie(colours: Colours, twins: Nodes, rank: Nodes) -> int | None:
    """Return the least node, by rank, of the first colour that nodes have which are no twins; ``None`` without one."""
    order = np.lexsort((twins, colours))
    same = colours[order][1:] == colours[order][:-1]
    apart = np.flatnonzero(same & (twins[order][1:] != twins[order][:-1]))
    if not len(apart):
        return None
    tied = np.flatnonzero(colours == colours[order[apart[0]]])
    return int(tied[np.argmin(rank[tied])])


def _twins(links: _Links) -> Nodes:
    """Return a number for each node, equal for nodes with the same links, or with the same but for those between them.

    Whether nodes that are linked with each other are twins is found where all links of a node have one weight.
    """
    names = _mix(np.arange(links.n_nodes, dtype=np.uint64))
    apart = links.sums(_mix(names[links.node] ^ links.colour))
    # a link to itself, in all colours that a node has, makes the sums of linked twins equal
    owners = np.repeat(links.owner, np.diff(np.append(links.begin, len(links.node))))
    pairs = np.unique(np.stack([owners.astype(np.uint64), links.colour]), axis=1)
    linked = apart.copy()
    np.add.at(linked, pairs[0].astype(np.int64), _mix(names[pairs[0].astype(np.int64)] ^ pairs[1]))
    numbers = [np.unique(sums, return_inverse=True, return_counts=True)[1:] for sums in (apart, linked)]
    (first, count), (second, _) = numbers
    return np.where(count[first] > 1, first, len(count) + second)


def _mix(values: Colours) -> Colours:
    """Scramble 64-bit numbers, shape as given (the finaliser of SplitMix64: a bijection)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
