"""The optional packages of this room, loaded inside the functions that run them."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from semkg.errors import MissingExtraError

EXTRA = "embedding"


def load_torch() -> ModuleType:
    """Return torch.

    Raises:
        MissingExtraError: it is not installed.
    """
    return _load("torch", "training a model")


def check_device(name: str) -> None:
    """Raise ValueError unless torch can put an array on the device of this name."""
    torch = load_torch()
    try:
        torch.zeros(1, device=name)
    except (
        RuntimeError,
        AssertionError,
    ) as error:  # an unknown name, or a device that this build or machine lacks
        reason = str(error).splitlines()[0]
        msg = f"device {name!r} cannot be used: {reason}"
        raise ValueError(msg) from None


def load_safetensors() -> ModuleType:
    """Return safetensors with its part for numpy.

    Raises:
        MissingExtraError: it is not installed.
    """
    _load("safetensors.numpy", "keeping a model in a file")
    return _load("safetensors", "keeping a model in a file")


def _load(name: str, purpose: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError:
        raise MissingExtraError(EXTRA, purpose) from None
