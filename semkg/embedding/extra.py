"""The optional packages of this room, loaded inside the functions that run them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from semkg.errors import MissingExtraError

if TYPE_CHECKING:
    from types import ModuleType


def load_torch() -> ModuleType:
    """Return torch.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        import torch
    except ImportError:
        raise MissingExtraError("embedding", "training a model") from None
    return torch
