"""The bilinear scorers as data: an interaction tensor omega says how blocks of vectors meet.

A vector is cut into equal blocks (real and imaginary part, say). The score of (s, p, o) is the sum, over the
entries ``omega[i, j, k] = weight``, of ``weight * <s_i, p_j, o_k>``, where ``<x, y, z>`` is the sum of the
elementwise product. So DistMult, CP, ComplEx, SimplE and the quaternion model differ by a table only.

Source: Tran and Takasu 2019, "Analyzing knowledge graph embedding methods from a multi-embedding interaction
perspective".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import torch

ArrayT = TypeVar("ArrayT", "torch.Tensor", NDArray[np.float32], NDArray[np.float64])

Term = tuple[int, int, int, float]
"""``(i, j, k, weight)``: blocks i and j of the two inputs meet, and the product goes to block k."""


@dataclass(frozen=True, slots=True)
class Interaction:
    """One scorer of the family.

    Attributes:
        name: how users ask for it.
        entity_blocks: number of blocks in an entity vector.
        predicate_blocks: number of blocks in a predicate vector.
        omega: the non-zero entries ``(subject block, predicate block, object block, weight)``.
        one_number: whether the blocks of an entity are parts of one number, whose modulus the regulariser
            takes; otherwise each block stands by itself.
    """

    name: str
    entity_blocks: int
    predicate_blocks: int
    omega: tuple[Term, ...]
    one_number: bool

    @property
    def to_object(self) -> tuple[Term, ...]:
        """Terms that take (subject, predicate) to what the object is multiplied with."""
        return self.omega

    @property
    def to_subject(self) -> tuple[Term, ...]:
        """Terms that take (object, predicate) to what the subject is multiplied with."""
        return tuple((k, j, i, weight) for i, j, k, weight in self.omega)

    @property
    def to_predicate(self) -> tuple[Term, ...]:
        """Terms that take (subject, object) to what the predicate is multiplied with."""
        return tuple((i, k, j, weight) for i, j, k, weight in self.omega)


INTERACTIONS: tuple[Interaction, ...] = (
    Interaction("distmult", 1, 1, ((0, 0, 0, 1.0),), one_number=False),
    Interaction("cp", 2, 1, ((0, 0, 1, 1.0),), one_number=False),
    Interaction(
        "complex", 2, 2, ((0, 0, 0, 1.0), (1, 1, 0, -1.0), (1, 0, 1, 1.0), (0, 1, 1, 1.0)), one_number=True
    ),
    Interaction("simple", 2, 2, ((0, 0, 1, 0.5), (1, 1, 0, 0.5)), one_number=False),
    Interaction(
        "quaternion",
        4,
        4,
        (
            *((0, 0, 0, 1.0), (1, 1, 0, -1.0), (2, 2, 0, -1.0), (3, 3, 0, -1.0)),
            *((0, 1, 1, 1.0), (1, 0, 1, 1.0), (2, 3, 1, 1.0), (3, 2, 1, -1.0)),
            *((0, 2, 2, 1.0), (1, 3, 2, -1.0), (2, 0, 2, 1.0), (3, 1, 2, 1.0)),
            *((0, 3, 3, 1.0), (1, 2, 3, 1.0), (2, 1, 3, -1.0), (3, 0, 3, 1.0)),
        ),
        one_number=True,
    ),
)

MODEL_NAMES = tuple(interaction.name for interaction in INTERACTIONS)


def interaction_named(name: str) -> Interaction:
    """Return the scorer of that name.

    Raises:
        ValueError: there is none; the message lists the valid names.
    """
    for interaction in INTERACTIONS:
        if interaction.name == name:
            return interaction
    msg = f"unknown model {name!r}; valid are: {', '.join(MODEL_NAMES)}"
    raise ValueError(msg)


def contract(terms: tuple[Term, ...], left: ArrayT, right: ArrayT, out: ArrayT) -> ArrayT:
    """Add to ``out`` what two batches of vectors give under the terms.

    Args:
        terms: which blocks meet; ``to_object`` makes queries, the other two make their gradients.
        left: shape ``(batch, left blocks, rank)``.
        right: shape ``(batch, right blocks, rank)``.
        out: shape ``(batch, out blocks, rank)``; changed in place and returned.
    """
    lefts, rights, outs = (tuple(array.swapaxes(0, 1)) for array in (left, right, out))  # views of blocks
    for i, j, k, weight in terms:
        product, block = lefts[i] * rights[j], outs[k]
        if weight == 1.0:
            block += product
        elif weight == -1.0:
            block -= product
        else:
            block += product * weight
    return out
