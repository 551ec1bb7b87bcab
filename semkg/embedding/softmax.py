"""The gradient of 1-vs-all softmax cross-entropy, by hand: autograd would keep every intermediate array.

For queries Q (batch, dim), objects E (n, dim) and the right answer of each query, the loss of a query is
``logsumexp(E q) - <E_target, q>``. With P the softmax of ``Q E^T`` minus one at the target, ``dQ = P E`` and
``dE = P^T Q``. Losses are summed over the batch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

LEAST_EXPONENT = -80.0
"""Shares below exp(-80) count as exp(-80): below 1e-38 numbers are denormal, and processors slow."""


def softmax_gradient(
    query: torch.Tensor, objects: torch.Tensor, target: torch.Tensor, grad: torch.Tensor, *, columns: int
) -> torch.Tensor:
    """Add the gradient by the objects to ``grad`` and return the gradient by the queries.

    Args:
        query: shape ``(batch, dim)``.
        objects: all candidates, shape ``(n, dim)``.
        target: the right candidate of each query, int64, shape ``(batch,)``.
        grad: changed in place, shape ``(n, dim)``.
        columns: candidates at a time. With fewer than n, two passes are made (one for the normaliser, one for
            the gradient), and no more than ``batch * columns`` scores are ever held.

    Returns:
        Shape ``(batch, dim)``.
    """
    if columns >= len(objects):
        logits = query @ objects.T
        logits -= logits.amax(dim=1, keepdim=True)
        logits.clamp_(min=LEAST_EXPONENT).exp_()
        logits /= logits.sum(dim=1, keepdim=True)
        return _pull(logits, query, objects, target, grad)
    return _in_two_passes(query, objects, target, grad, columns)


def _in_two_passes(
    query: torch.Tensor, objects: torch.Tensor, target: torch.Tensor, grad: torch.Tensor, columns: int
) -> torch.Tensor:
    normaliser = query.new_full((len(query), 1), -float("inf"))
    for first in range(0, len(objects), columns):
        logits = query @ objects[first : first + columns].T
        normaliser = logits.logsumexp(dim=1, keepdim=True).logaddexp(normaliser)
    by_query = query.new_zeros(query.shape)
    for first in range(0, len(objects), columns):
        part = slice(first, first + columns)
        share = (query @ objects[part].T).sub_(normaliser).clamp_(min=LEAST_EXPONENT).exp_()
        by_query += _pull(share, query, objects[part], target - first, grad[part])
    return by_query


def _pull(
    share: torch.Tensor, query: torch.Tensor, objects: torch.Tensor, target: torch.Tensor, grad: torch.Tensor
) -> torch.Tensor:
    """Take one off each target among these objects and add to ``grad``.

    Returns:
        The gradient by the queries, shape ``(batch, dim)``.
    """
    here = ((target >= 0) & (target < len(objects))).nonzero().squeeze(1)
    share[here, target[here]] -= 1.0
    grad.addmm_(share.T, query)
    return share @ objects
