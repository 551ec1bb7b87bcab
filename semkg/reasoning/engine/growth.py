"""How much was inferred, and a limit on it that holds before the memory for more is asked for.

What is counted are the facts over representatives that were not given. A step that is about to make more rows than
could be new is taken in parts, so that repeated rows never count, and the work ends as soon as the distinct ones are
too many. A closure is never cut off at the limit: either it is whole, or there is an error and no closure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from semkg.errors import LimitError

_SHOWN = 3


@dataclass(slots=True)
class Growth:
    """The count and the limit.

    Attributes:
        text: gives the text of a term.
        inferred: number of facts that were not given.
        limit: the most of them that are allowed, ``None`` for any number.
        by_predicate: number of facts that came, by predicate; negative ones are no triples.
    """

    text: Callable[[int], str]
    inferred: int = 0
    limit: int | None = None
    by_predicate: dict[int, int] = field(default_factory=dict)

    def note(self, predicate: int, n: int) -> None:
        """Count new facts of a predicate."""
        self.inferred += n if predicate >= 0 else 0
        self.by_predicate[predicate] = self.by_predicate.get(predicate, 0) + n

    def check(self) -> None:
        """Make sure that not more was inferred than is allowed.

        Raises:
            LimitError: it was; the message names the predicates that grew most.
        """
        if self.limit is not None and self.inferred > self.limit:
            raise self.error()

    def room(self, known: int) -> int | None:
        """Return how many distinct rows a step can make before the limit is surely passed; ``None`` without one.

        Args:
            known: number of facts that are there, since the rows may all be among them.
        """
        return None if self.limit is None else max(self.limit - self.inferred, 0) + known

    def error(self, more: Mapping[int, int] | None = None) -> LimitError:
        """Return the error that names the predicates that grow most.

        Args:
            more: numbers of triples that are about to come, by predicate.
        """
        coming = dict(more or {})
        grown = {p: self.by_predicate.get(p, 0) + coming.get(p, 0) for p in self.by_predicate | coming}
        most = sorted(((n, p) for p, n in grown.items() if p >= 0 and n), reverse=True)[:_SHOWN]
        names = ", ".join(f"{self.text(p)} ({n:,})" for n, p in most)
        return LimitError(
            f"more than {self.limit:,} triples would be inferred; those that grow most: {names}; nothing was kept: "
            "look at the axioms about these predicates, or allow more with max_inferred"
        )
