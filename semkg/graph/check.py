"""Checks of what callers hand in: each error names the first wrong value and where it stands."""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import ArrayLike, NDArray

MOST_NODES = 2**31 - 1
"""Node numbers are held as int32."""


def node_numbers(values: ArrayLike, name: str) -> NDArray[np.integer]:
    """Read node numbers: a flat array of non-negative integers, returned as it is.

    Args:
        values: integers, shape ``(n,)``; an empty list is fine.
        name: what the caller calls them, for the message.

    Raises:
        ValueError: another shape or dtype, or a number that is negative or above :data:`MOST_NODES`.
    """
    array = flat(values, name)
    if len(array) == 0:
        return np.empty(0, np.int64)
    if array.dtype.kind not in "iu":
        msg = f"{name} has dtype {array.dtype}, {name}[0] is {array[0]!r}: node numbers are integers"
        raise ValueError(msg)
    array = cast("NDArray[np.integer]", array)
    if int(array.min()) < 0 or int(array.max()) >= MOST_NODES:
        place = int(np.argmax((array < 0) | (array >= MOST_NODES)))
        msg = f"{name}[{place}] is {array[place]}: node numbers run from 0 to {MOST_NODES - 1}"
        raise ValueError(msg)
    return array


def weights(values: ArrayLike, name: str, *, length: int) -> NDArray[np.float64]:
    """Read weights: finite positive numbers, as many as ``length``.

    Args:
        values: numbers, shape ``(length,)``.
        name: what the caller calls them, for the message.
        length: how many there must be.

    Raises:
        ValueError: another shape, a dtype that is no number, or a weight that is not finite and positive.
    """
    array = numbers(values, name, length=length)
    wrong = ~(np.isfinite(array) & (array > 0))
    if wrong.any():
        place = int(np.argmax(wrong))
        msg = f"{name}[{place}] is {array[place]}: weights are finite and greater than 0"
        raise ValueError(msg)
    return array


def numbers(values: ArrayLike, name: str, *, length: int) -> NDArray[np.float64]:
    """Read real numbers as float64, shape ``(length,)``; another shape or dtype is a ``ValueError``."""
    array = flat(values, name)
    if array.dtype.kind not in "iuf" and len(array) > 0:
        msg = f"{name} has dtype {array.dtype}, {name}[0] is {array[0]!r}: real numbers are needed"
        raise ValueError(msg)
    if len(array) != length:
        msg = f"{name} has {len(array)} values: {length} are needed"
        raise ValueError(msg)
    return array.astype(np.float64, copy=False)


def flat(values: ArrayLike, name: str) -> NDArray[np.generic]:
    """Read a one-dimensional array; another shape is a ``ValueError``."""
    array: NDArray[np.generic] = np.asarray(values)
    if array.ndim != 1:
        msg = f"{name} has shape {array.shape}: one dimension is needed"
        raise ValueError(msg)
    return array
