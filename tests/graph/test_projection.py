"""Which edges an analytic sees."""

from __future__ import annotations

import pytest

from semkg.graph import Projection


def test_equal_projections_have_equal_digests_and_any_other_choice_has_another() -> None:
    choices = [
        Projection(),
        Projection(edges=("http://example.org/bus",)),
        Projection(graphs=("http://example.org/bus",)),
        Projection(literals=True),
        Projection(types=True),
        Projection(direction="both"),
        Projection(parallel="count"),
    ]

    assert Projection(edges=("a", "b")).digest() == Projection(edges=("a", "b")).digest()
    assert len({choice.digest() for choice in choices}) == len(choices)
    assert len(set(choices)) == len(choices)


def test_the_digest_is_the_same_in_every_process() -> None:
    assert Projection().digest() == "44136fa355b3678a"


def test_the_order_of_predicates_makes_no_difference() -> None:
    assert Projection(edges=("b", "a", "b")) == Projection(edges=("a", "b"))


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"edges": "http://example.org/bus"}, "edges is the single string"),
        ({"direction": "up"}, "direction is 'up': it is one of natural, both, reversed"),
        ({"parallel": "two"}, "parallel is 'two': it is one of one, count"),
    ],
)
def test_wrong_choices_are_errors(choice: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Projection(**choice)  # type: ignore[arg-type]  # the wrong type is the point
