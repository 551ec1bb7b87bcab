"""The gradient of 1-vs-all softmax cross-entropy, by hand: autograd would keep every intermediate array.

The loss of an answer to a query q is ``logsumexp(E q) - <E_answer, q>``, over all entities E. The m answers of one
query share the sum, so they are taken together: with ``P`` m times the softmax of ``Q E^T``, less one at every answer,
``dQ = P E`` and ``dE = P^T Q``. Losses are summed over the answers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch

LEAST_EXPONENT = -80.0
"""Shares below exp(-80) count as exp(-80): below 1e-38 numbers are denormal, and processors slow."""


def softmax_gradient(
    query: torch.Tensor,
    objects: torch.Tensor,
    answers: tuple[torch.Tensor, torch.Tensor],
    grad: torch.Tensor,
    *,
    columns: int,
    hidden: tuple[torch.Tensor, torch.Tensor] | None = None,
) -> torch.Tensor:
    """Add the gradient by the objects to ``grad`` and return the gradient by the queries.

    Args:
        query: shape ``(batch, dim)``.
        objects: all candidates, shape ``(n, dim)``.
        answers: the row of a query and the id of an object, two int64 columns of shape ``(n_answers,)``.
        grad: changed in place, shape ``(n, dim)``.
        columns: candidates at a time. With fewer than n, two passes are made (one for the normaliser, one for the
            gradient), and no more than ``batch * columns`` scores are ever held.
        hidden: row of a query and id of an object that is no candidate for it, likewise.

    Returns:
        Shape ``(batch, dim)``.
    """
    weight = answers[0].bincount(minlength=len(query)).to(query.dtype).unsqueeze(1)
    if columns >= len(objects):
        logits = query @ objects.T
        _hide(logits, hidden, 0)
        share = logits.sub_(logits.amax(dim=1, keepdim=True)).clamp_(min=LEAST_EXPONENT).exp_()
        share *= weight / share.sum(dim=1, keepdim=True)
        share[answers] -= 1.0
        grad.addmm_(share.T, query)
        return share @ objects
    return _in_two_passes(query, objects, answers, grad, weight, columns, hidden)


def _in_two_passes(
    query: torch.Tensor,
    objects: torch.Tensor,
    answers: tuple[torch.Tensor, torch.Tensor],
    grad: torch.Tensor,
    weight: torch.Tensor,
    columns: int,
    hidden: tuple[torch.Tensor, torch.Tensor] | None,
) -> torch.Tensor:
    normaliser = query.new_full((len(query), 1), -float("inf"))
    for first in range(0, len(objects), columns):
        logits = query @ objects[first : first + columns].T
        _hide(logits, hidden, first)
        normaliser = logits.logsumexp(dim=1, keepdim=True).logaddexp(normaliser)
    by_query = query.new_zeros(query.shape)
    rows, ids = answers
    for first in range(0, len(objects), columns):
        part = objects[first : first + columns]
        logits = query @ part.T
        _hide(logits, hidden, first)
        share = logits.sub_(normaliser).clamp_(min=LEAST_EXPONENT).exp_().mul_(weight)
        here = (ids >= first) & (ids < first + columns)
        share[rows[here], ids[here] - first] -= 1.0
        grad[first : first + columns].addmm_(share.T, query)
        by_query.addmm_(share, part)
    return by_query


def _hide(logits: torch.Tensor, hidden: tuple[torch.Tensor, torch.Tensor] | None, first: int) -> None:
    """Set the scores of what is no candidate to minus infinity; the columns are objects from ``first`` on."""
    if hidden is not None:
        rows, ids = hidden
        here = (ids >= first) & (ids < first + logits.shape[1])
        logits[rows[here], ids[here] - first] = -float("inf")
