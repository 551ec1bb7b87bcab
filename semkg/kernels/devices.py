"""Where arrays live: in the memory of the host as arrays of numpy, or on a GPU as arrays of torch."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from semkg.errors import MissingExtraError

Scalar = TypeVar("Scalar", bound=np.generic)

TORCH_DEVICES = {"cuda": "cuda", "torch": "cpu"}
"""The torch device behind each name; ``torch`` runs what a GPU would run on the CPU, to check one without the other."""
EXTRA = "embedding"
"""The extra of semkg that brings torch."""
DEVICES = ("cpu", *TORCH_DEVICES)
"""Names of the devices; ``cpu`` is numpy."""


def check_device(device: str) -> None:
    """Make sure that arrays can be put on a device.

    Raises:
        ValueError: no device has this name, or torch finds no GPU.
        MissingExtraError: torch is not installed.
    """
    if device not in DEVICES:
        msg = f"no device is called {device!r}; there are 'cpu' (numpy) and 'cuda' (torch on a GPU)"
        raise ValueError(msg)
    if device == "cuda":
        torch = _load("torch")
        if not torch.cuda.is_available():
            msg = (
                f"device 'cuda' cannot be used: torch {torch.__version__} finds no GPU here; use device='cpu', or "
                "install a driver and a torch built for CUDA (https://pytorch.org/get-started)"
            )
            raise ValueError(msg)


def placed(array: NDArray[Scalar], device: str) -> NDArray[Scalar]:
    """Return an array of numpy on a device; on ``cpu`` the very same.

    What comes back for the others is a :class:`semkg.kernels.torch_backend.TorchArray`. It implements numpy's protocols
    for foreign arrays, so its static type is that of the array it stands for.
    """
    if device not in TORCH_DEVICES:
        return array
    backend = _load("semkg.kernels.torch_backend")
    torch = _load("torch")
    on_device: Any = backend.TorchArray(backend.tensor(array, torch.device(TORCH_DEVICES[device])))
    result: NDArray[Scalar] = on_device
    return result


def on_host(array: NDArray[Scalar]) -> NDArray[Scalar]:
    """Return an array of any device as an array of numpy; one of numpy as it is."""
    return np.asarray(array)


def _load(module: str) -> ModuleType:
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if error.name != "torch":
            raise
        raise MissingExtraError(EXTRA, "computing on a GPU (device='cuda') with torch") from None
