"""Shortest paths between two nodes under several regimes, compared as sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import combinations

from semkg.comparison.comparison import to_json
from semkg.comparison.names import readable
from semkg.comparison.table import align, as_html, note_lines

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paths:
    """All shortest paths under one regime.

    Attributes:
        length: number of edges of each, or their weight; ``None`` where there is no path.
        paths: names of the nodes of each, in the order of names.
        notes: what a reader should know of the graph, by name.
    """

    length: float | None
    paths: tuple[Path, ...]
    notes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PathPair:
    """The paths under two regimes.

    Attributes:
        before: the one regime.
        after: the other.
        common: number of paths under both.
        only_before: number of paths under the first alone.
        only_after: number of paths under the second alone.
        jaccard: paths under both as a part of all under either, in [0, 1]; 1 where there are none.
        nodes: likewise of the nodes that stand on paths.
        longer: how much longer the paths are after; ``None`` where one regime has none.
    """

    before: str
    after: str
    common: int
    only_before: int
    only_after: int
    jaccard: float
    nodes: float
    longer: float | None


@dataclass(frozen=True, slots=True)
class PathComparison:
    """All shortest paths between two nodes under several regimes.

    Attributes:
        source: where they start.
        target: where they end.
        found: the paths under each regime.
        pairs: summaries of every two regimes.
    """

    source: str
    target: str
    found: Mapping[str, Paths]
    pairs: tuple[PathPair, ...]

    def __repr__(self) -> str:
        return f"<shortest paths from {self.source} to {self.target}: {', '.join(self.found)}>"

    def _repr_html_(self) -> str:
        return as_html(self.to_table(10))

    def to_table(self, limit: int | None = 20) -> str:
        """Return the first paths of each regime (all for ``None``) and the summaries as aligned plain text."""
        names = readable({node for one in self.found.values() for path in one.paths for node in path})
        ends = readable([self.source, self.target])
        parts = [f"shortest paths from {ends[self.source]} to {ends[self.target]}"]
        for regime, one in self.found.items():
            length = "none" if one.length is None else f"{len(one.paths):,} of length {one.length:g}"
            lines = [" - ".join(names[node] for node in path) for path in one.paths[:limit]]
            left = len(one.paths) - len(lines)
            parts.append("\n".join([f"{regime}: {length}", *lines, *[f"({left:,} more)"] * bool(left)]))
        head = ["regimes", "Jaccard", "of nodes", "longer by", "in both", "only first", "only second"]
        rows = [
            [
                f"{pair.before} -> {pair.after}",
                f"{pair.jaccard:.3f}",
                f"{pair.nodes:.3f}",
                "-" if pair.longer is None else f"{pair.longer:+g}",
                *(str(number) for number in (pair.common, pair.only_before, pair.only_after)),
            ]
            for pair in self.pairs
        ]
        notes = note_lines({regime: one.notes for regime, one in self.found.items()})
        return "\n\n".join(filter(None, [*parts, "\n".join(align([head, *rows])), notes])) + "\n"

    def to_dict(self) -> dict[str, object]:
        """Return plain dictionaries, lists, strings and finite numbers."""
        return {
            "source": self.source,
            "target": self.target,
            "regimes": [
                {
                    "name": regime,
                    "length": one.length,
                    "paths": [list(path) for path in one.paths],
                    "notes": dict(one.notes),
                }
                for regime, one in self.found.items()
            ],
            "pairs": [asdict(pair) for pair in self.pairs],
        }

    def to_json(self) -> str:
        """Return :meth:`to_dict` as JSON text: equal comparisons give equal bytes."""
        return to_json(self.to_dict())


def compare_paths(source: str, target: str, found: Mapping[str, Paths]) -> PathComparison:
    """Compare the shortest paths between two nodes under several regimes.

    Args:
        source: where they start.
        target: where they end.
        found: the paths under each regime, in the order in which to show them; at least two.

    Raises:
        ValueError: fewer than two regimes.
    """
    if len(found) < 2:
        msg = f"paths under {len(found)} regimes are given: a comparison needs at least two"
        raise ValueError(msg)
    pairs = [_pair(found[before], found[after], before, after) for before, after in combinations(found, 2)]
    return PathComparison(source, target, dict(found), tuple(pairs))


def _pair(first: Paths, second: Paths, before: str, after: str) -> PathPair:
    one, other = set(first.paths), set(second.paths)
    nodes = [{node for path in paths for node in path} for paths in (one, other)]
    known = first.length is not None and second.length is not None
    return PathPair(
        before=before,
        after=after,
        common=len(one & other),
        only_before=len(one - other),
        only_after=len(other - one),
        jaccard=_jaccard(len(one & other), len(one | other)),
        nodes=_jaccard(len(nodes[0] & nodes[1]), len(nodes[0] | nodes[1])),
        longer=(second.length or 0) - (first.length or 0) if known else None,
    )


def _jaccard(common: int, total: int) -> float:
    return common / total if total else 1.0
