"""Arrays of torch that numpy's functions accept, so that the kernels run on a GPU as they are written.

:class:`TorchArray` implements numpy's two protocols for arrays of other libraries: ``__array_ufunc__`` (operators and
element-wise functions, NEP 13) and ``__array_function__`` (everything else, NEP 18). A function that is not in
:data:`FUNCTIONS` is an error, never a silent way through the memory of the host; ``np.asarray`` is that way.
Sources: numpy.org/neps/nep-0013-ufunc-overrides, numpy.org/neps/nep-0018-array-function-protocol.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import torch
from numpy.lib.mixins import NDArrayOperatorsMixin
from numpy.typing import DTypeLike, NDArray
from torch import Tensor

TORCH_TYPES = {
    np.dtype(np.bool_): torch.bool,
    np.dtype(np.int8): torch.int8,
    np.dtype(np.uint8): torch.uint8,
    np.dtype(np.int32): torch.int32,
    np.dtype(np.int64): torch.int64,
}
NUMPY_TYPES = {ours: theirs for theirs, ours in TORCH_TYPES.items()}

Raw = Callable[..., Any]

IGNORED = frozenset({"like", "order", "device"})
"""What numpy hands on about the layout of new arrays: ``like`` was what led here."""


class TorchArray(NDArrayOperatorsMixin):
    """An array in the memory of a torch device that numpy's functions work on.

    Attributes:
        tensor: the values.
    """

    __slots__ = ("tensor",)

    def __init__(self, tensor: Tensor) -> None:
        self.tensor = tensor

    @property
    def dtype(self) -> np.dtype[Any]:
        """The numpy type of the values."""
        return NUMPY_TYPES[self.tensor.dtype]

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of values along each axis."""
        return tuple(self.tensor.shape)

    @property
    def ndim(self) -> int:
        """Number of axes."""
        return self.tensor.ndim

    @property
    def size(self) -> int:
        """Number of values."""
        return self.tensor.numel()

    def __len__(self) -> int:
        return len(self.tensor)

    def __repr__(self) -> str:
        return f"TorchArray({self.tensor!r})"

    def __array__(self, dtype: DTypeLike | None = None, copy: bool | None = None) -> NDArray[Any]:
        return np.array(self.tensor.cpu().numpy(), dtype=dtype)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        operation = UFUNCS.get(ufunc)
        if operation is None or method != "__call__":
            return NotImplemented
        (out,) = kwargs.pop("out", (None,))
        if kwargs:
            return NotImplemented
        result = operation(*(self._operand(value) for value in inputs))
        if out is None:
            return wrapped(result)
        if isinstance(out, TorchArray):
            out.tensor.copy_(result)
        else:
            np.copyto(out, np.asarray(wrapped(result)))
        return out

    def __array_function__(self, func: Raw, types: Any, args: Any, kwargs: dict[str, Any]) -> Any:
        operation = FUNCTIONS.get(func)
        if operation is None:
            return NotImplemented
        asked = {name: value for name, value in kwargs.items() if name not in IGNORED}
        return wrapped(operation(self.tensor.device, *args, **asked))

    def _operand(self, value: Any) -> Any:
        """Return an operand as a tensor on this device, a Python number as it is."""
        if isinstance(value, np.generic):
            return value.item()
        return value if isinstance(value, int) else tensor(value, self.tensor.device)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice) and index.step == -1:
            return TorchArray(self.tensor[index.stop : index.start].flip(0))
        return wrapped(self.tensor[self._place(index)])

    def __setitem__(self, index: Any, value: Any) -> None:
        self.tensor[self._place(index)] = self._operand(value)

    def _place(self, index: Any) -> Any:
        if isinstance(index, tuple):
            return tuple(self._place(part) for part in index)
        if index is None or isinstance(index, int | slice):
            return index
        if isinstance(index, np.integer):
            return int(index)
        places = tensor(index, self.tensor.device)
        return places if places.dtype == torch.bool else places.long()

    def __iter__(self) -> Iterator[Any]:
        return iter(np.asarray(self))

    def __contains__(self, value: int) -> bool:
        return bool((self.tensor == int(value)).any())

    def __bool__(self) -> bool:
        return bool(self.tensor)

    def __int__(self) -> int:
        return int(self.tensor)

    def tolist(self) -> Any:
        """Return the values as Python numbers."""
        return self.tensor.tolist()

    def astype(self, dtype: DTypeLike, copy: bool = True) -> TorchArray:
        """Return the values in another type."""
        return TorchArray(self.tensor.to(TORCH_TYPES[np.dtype(dtype)], copy=copy))

    def searchsorted(self, values: Any, side: str = "left") -> Any:
        """Return where values belong in this ascending array."""
        return np.searchsorted(self, values, side=side)  # type: ignore[call-overload]  # a foreign array

    def copy(self) -> TorchArray:
        """Return an array of its own with the same values."""
        return TorchArray(self.tensor.clone())

    def any(self) -> bool:
        """Say whether a value is not 0."""
        return bool(self.tensor.any())

    def all(self) -> bool:
        """Say whether no value is 0."""
        return bool(self.tensor.all())

    def sum(self) -> int:
        """Return the sum of all values."""
        return int(self.tensor.sum())

    def max(self, initial: int) -> int:
        """Return the greatest value, at least ``initial``."""
        return max(int(self.tensor.max()), initial) if self.size else initial


def tensor(value: Any, device: torch.device) -> Tensor:
    """Return an array of any kind, or a list of numbers, as a tensor on a device."""
    if isinstance(value, TorchArray):
        return value.tensor
    array = np.asarray(value)
    return torch.from_numpy(array if array.flags.writeable else array.copy()).to(device)


def wrapped(result: Any) -> Any:
    """Return a tensor as an array, one without axes as a number; tuples and lists of them likewise."""
    if isinstance(result, tuple | list):
        return type(result)(wrapped(part) for part in result)
    if not isinstance(result, Tensor):
        return result
    return TorchArray(result) if result.ndim else NUMPY_TYPES[result.dtype].type(result.item())


UFUNCS: dict[np.ufunc, Raw] = {
    np.add: torch.add,
    np.subtract: torch.sub,
    np.multiply: torch.mul,
    np.left_shift: lambda a, b: a << b,
    np.right_shift: lambda a, b: a >> b,
    np.bitwise_and: lambda a, b: a & b,
    np.bitwise_or: lambda a, b: a | b,
    np.bitwise_xor: lambda a, b: a ^ b,
    np.invert: torch.bitwise_not,
    np.equal: lambda a, b: a == b,
    np.not_equal: lambda a, b: a != b,
    np.less: lambda a, b: a < b,
    np.less_equal: lambda a, b: a <= b,
    np.greater: lambda a, b: a > b,
    np.greater_equal: lambda a, b: a >= b,
    np.maximum: lambda a, b: torch.clamp(a, min=b) if isinstance(b, int) else torch.maximum(a, b),
    np.minimum: lambda a, b: torch.clamp(a, max=b) if isinstance(b, int) else torch.minimum(a, b),
}
"""What carries out each element-wise function: tensors and Python numbers in, a tensor out."""


def _asarray(device: torch.device, values: Any, dtype: DTypeLike | None = None) -> Tensor:
    placed = tensor(values, device)
    return placed if dtype is None else placed.to(TORCH_TYPES[np.dtype(dtype)])


def _concatenate(device: torch.device, parts: Sequence[Any], axis: int = 0) -> Tensor:
    return torch.cat([tensor(part, device) for part in parts], dim=axis)


def _sort(device: torch.device, values: Any, axis: int = -1, kind: str | None = None) -> Tensor:
    return torch.sort(tensor(values, device), dim=axis).values


def _argsort(device: torch.device, values: Any, axis: int = -1, kind: str | None = None) -> Tensor:
    return torch.argsort(tensor(values, device), dim=axis, stable=True)


def _lexsort(device: torch.device, columns: Sequence[Any]) -> Tensor:
    order = torch.argsort(tensor(columns[0], device), stable=True)
    for column in columns[1:]:
        order = order[torch.argsort(tensor(column, device)[order], stable=True)]
    return order


def _searchsorted(device: torch.device, keys: Any, values: Any, side: str = "left") -> Tensor:
    ascending = tensor(keys, device)
    wanted = tensor(values, device).to(ascending.dtype)
    places: Tensor = torch.searchsorted(ascending, wanted, right=side == "right")
    return places


def _repeat(device: torch.device, values: Any, repeats: Any) -> Tensor:
    times = repeats if isinstance(repeats, int) else tensor(repeats, device)
    return torch.repeat_interleave(tensor(values, device), times)


def _tile(device: torch.device, values: Any, times: int) -> Tensor:
    return tensor(values, device).repeat(times)


def _cumsum(device: torch.device, values: Any) -> Tensor:
    return torch.cumsum(tensor(values, device), dim=0)


def _where(device: torch.device, condition: Any, chosen: Any, other: Any) -> Tensor:
    yes, no = (part if isinstance(part, int) else tensor(part, device) for part in (chosen, other))
    return torch.where(tensor(condition, device), yes, no)


def _split(device: torch.device, values: Any, places: Any) -> list[Tensor]:
    return list(torch.tensor_split(tensor(values, device), np.asarray(places).tolist()))


def _insert(device: torch.device, values: Any, places: Any, inserted: Any) -> Tensor:
    kept, new = tensor(values, device), tensor(inserted, device)
    at = tensor(places, device) + torch.arange(len(new), device=device)
    result = torch.empty(len(kept) + len(new), dtype=kept.dtype, device=device)
    free = torch.ones(len(result), dtype=torch.bool, device=device)
    free[at] = False
    result[at] = new
    result[free] = kept
    return result


def _any(device: torch.device, values: Any, axis: int | None = None) -> Tensor:
    found = (
        torch.stack([tensor(part, device) for part in values]) if isinstance(values, list) else values.tensor
    )
    return torch.any(found) if axis is None else torch.any(found, dim=axis)


def _empty(device: torch.device, n: int, dtype: DTypeLike) -> Tensor:
    return torch.empty(n, dtype=TORCH_TYPES[np.dtype(dtype)], device=device)


def _full(device: torch.device, n: int, value: int, dtype: DTypeLike) -> Tensor:
    return torch.full((n,), int(value), dtype=TORCH_TYPES[np.dtype(dtype)], device=device)


def _zeros(device: torch.device, n: int, dtype: DTypeLike) -> Tensor:
    return _full(device, n, 0, dtype)


def _ones(device: torch.device, n: int, dtype: DTypeLike) -> Tensor:
    return _full(device, n, 1, dtype)


def _arange(device: torch.device, *bounds: int) -> Tensor:
    return torch.arange(*bounds, dtype=torch.int64, device=device)


def _full_like(device: torch.device, values: Any, value: int) -> Tensor:
    return torch.full_like(tensor(values, device), int(value))


def _bincount(device: torch.device, values: Any, minlength: int = 0) -> Tensor:
    return torch.bincount(tensor(values, device), minlength=minlength)


def _isin(device: torch.device, values: Any, among: Any) -> Tensor:
    return torch.isin(tensor(values, device), tensor(among, device))


def _flatnonzero(device: torch.device, values: Any) -> Tensor:
    return torch.nonzero(tensor(values, device)).ravel()


def _count_nonzero(device: torch.device, values: Any) -> int:
    return int(torch.count_nonzero(tensor(values, device)))


def _diff(device: torch.device, values: Any) -> Tensor:
    column = tensor(values, device)
    return column[1:] - column[:-1]


FUNCTIONS: dict[Raw, Raw] = {
    np.any: _any,
    np.append: lambda device, values, more: _concatenate(device, (values, more)),
    np.arange: _arange,
    np.argsort: _argsort,
    np.asarray: _asarray,
    np.bincount: _bincount,
    np.concatenate: _concatenate,
    np.count_nonzero: _count_nonzero,
    np.cumsum: _cumsum,
    np.diff: _diff,
    np.empty: _empty,
    np.flatnonzero: _flatnonzero,
    np.full: _full,
    np.full_like: _full_like,
    np.insert: _insert,
    np.isin: _isin,
    np.lexsort: _lexsort,
    np.ones: _ones,
    np.repeat: _repeat,
    np.searchsorted: _searchsorted,
    np.sort: _sort,
    np.split: _split,
    np.tile: _tile,
    np.where: _where,
    np.zeros: _zeros,
}
"""What carries out each function of numpy: the device and numpy's arguments in, tensors out."""
