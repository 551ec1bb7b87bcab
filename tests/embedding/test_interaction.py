"""The scorers against their textbook formulas."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from semkg.embedding import MODEL_NAMES, Model, score, train
from semkg.embedding.interaction import interaction_named
from tests.embedding.models import blocks, random_model

Vector = NDArray[np.float64]


def distmult(s: Vector, p: Vector, o: Vector) -> float:
    return float((s[0] * p[0] * o[0]).sum())


def cp(s: Vector, p: Vector, o: Vector) -> float:
    return float((s[0] * p[0] * o[1]).sum())


def complex_(s: Vector, p: Vector, o: Vector) -> float:
    subject, predicate, object_ = s[0] + 1j * s[1], p[0] + 1j * p[1], o[0] + 1j * o[1]
    return float((subject * predicate * object_.conj()).sum().real)


def simple(s: Vector, p: Vector, o: Vector) -> float:
    return float(((s[0] * p[0] * o[1]).sum() + (o[0] * p[1] * s[1]).sum()) / 2)


def quaternion(s: Vector, p: Vector, o: Vector) -> float:
    a, b, c, d = s
    e, f, g, h = p
    product = (
        a * e - b * f - c * g - d * h,
        a * f + b * e + c * h - d * g,
        a * g - b * h + c * e + d * f,
        a * h + b * g - c * f + d * e,
    )
    return float(sum((left * right).sum() for left, right in zip(product, o, strict=True)))


TEXTBOOK: dict[str, Callable[[Vector, Vector, Vector], float]] = {
    "distmult": distmult,
    "cp": cp,
    "complex": complex_,
    "simple": simple,
    "quaternion": quaternion,
}


def textbook_score(model: Model, s: int, p: int, o: int) -> float:
    interaction = interaction_named(model.name)
    entities = blocks(model.entities, interaction.entity_blocks)
    predicates = blocks(model.predicates, interaction.predicate_blocks)
    return TEXTBOOK[model.name](entities[s], predicates[p], entities[o])


@pytest.mark.parametrize("name", MODEL_NAMES)
def test_scores_are_those_of_the_textbook(name: str) -> None:
    model = random_model(name)
    s, p, o = (np.array(column) for column in zip((0, 0, 1), (3, 2, 4), (11, 1, 11), (5, 0, 5), strict=True))

    scores = score(model, s, p, o)

    expected = [textbook_score(model, *row) for row in zip(s, p, o, strict=True)]
    np.testing.assert_allclose(scores, expected, rtol=1e-12)


def test_an_unknown_model_is_refused_with_the_valid_names() -> None:
    with pytest.raises(ValueError, match="unknown model 'transe'; valid are: distmult, cp, complex"):
        train([(0, 0, 1)], model="transe")


def test_a_dim_that_the_blocks_do_not_divide_is_refused() -> None:
    with pytest.raises(ValueError, match="dim must be a multiple of 4 for the model 'quaternion', not 30"):
        train([(0, 0, 1)], model="quaternion", dim=30)
