"""Every kernel on arrays of torch against the same kernel on arrays of numpy."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from semkg import kernels
from semkg.errors import MissingExtraError
from semkg.kernels import Ids, Keys, check_device, on_host, placed
from semkg.kernels import devices as devices_module
from semkg.kernels.torch_backend import TorchArray
from tests.kernels.test_keys import ids, key_set, pairs
from tests.kernels.test_transitive import graphs

needs_gpu = pytest.mark.skipif(not torch.cuda.is_available(), reason="torch finds no GPU here")
TORCH = [pytest.param("torch", id="torch"), pytest.param("cuda", marks=needs_gpu, id="cuda")]
"""Devices whose arrays are torch's."""

key_sets = pairs.map(key_set)
any_keys = st.tuples(pairs.map(key_set), st.randoms()).map(lambda drawn: shuffled_twice(*drawn))
id_columns = st.lists(ids, max_size=12).map(lambda of: np.array(of, dtype=np.int64))
small_ids = st.lists(st.integers(0, 40), max_size=40).map(lambda of: np.array(of, dtype=np.int64))


def shuffled_twice(keys: Keys, random: Any) -> Keys:
    """Return keys with repeats, out of order."""
    values = keys.tolist() + keys.tolist()[::2]
    random.shuffle(values)
    return np.array(values, dtype=np.int64)


def plain(result: Any) -> Any:
    """Return a kernel's result as Python values."""
    if isinstance(result, tuple | list):
        return [plain(part) for part in result]
    return np.asarray(result).tolist()


KERNELS: dict[str, tuple[Callable[..., Any], tuple[st.SearchStrategy[Any], ...]]] = {
    "are_members": (
        lambda keys, known: kernels.are_members(*kernels.unpack(np.sort(keys)), known),
        (any_keys, key_sets),
    ),
    "compact": (kernels.compact, (id_columns, id_columns)),
    "compose": (kernels.compose, (key_sets, key_sets)),
    "diff_sorted": (kernels.diff_sorted, (key_sets, key_sets)),
    "distinct": (kernels.distinct, (st.one_of(small_ids, id_columns),)),
    "drop_repeats": (lambda keys: kernels.drop_repeats(np.sort(keys)), (any_keys,)),
    "extend_transitive": (
        lambda one, two: kernels.extend_transitive(
            kernels.transitive_closure(one), kernels.diff_sorted(two, kernels.transitive_closure(one))
        ),
        (graphs.map(key_set), graphs.map(key_set)),
    ),
    "flip": (kernels.flip, (any_keys,)),
    "group_starts of one": (lambda a: kernels.group_starts((a,)), (id_columns,)),
    "group_starts of two": (lambda keys: kernels.group_starts(kernels.unpack(keys)), (any_keys,)),
    "group_starts of three": (
        lambda keys: kernels.group_starts((keys & 3, *kernels.unpack(keys))),
        (any_keys,),
    ),
    "has_long_runs": (lambda ids: kernels.has_long_runs(np.sort(ids)), (small_ids,)),
    "has_partner": (
        lambda keys: [kernels.has_partner(first, keys) for first in (0, 3, 2**31 - 1)],
        (key_sets,),
    ),
    "in_sorted": (kernels.in_sorted, (any_keys, key_sets)),
    "merge_sorted": (
        lambda one, two: kernels.merge_sorted(one, kernels.diff_sorted(two, one)),
        (key_sets, key_sets),
    ),
    "new_members": (
        lambda keys, known: kernels.new_members(*kernels.unpack(np.sort(keys)), known),
        (any_keys, key_sets),
    ),
    "pack": (lambda keys: kernels.pack(*kernels.unpack(keys)), (any_keys,)),
    "partners": (lambda keys: [kernels.partners(first, keys) for first in (0, 3, 2**31 - 1)], (key_sets,)),
    "range_join": (kernels.range_join, (id_columns, key_sets)),
    "ranges": (kernels.ranges, (id_columns, key_sets)),
    "sort_unique": (kernels.sort_unique, (any_keys,)),
    "transitive_closure": (kernels.transitive_closure, (graphs.map(key_set),)),
    "union": (lambda *parts: kernels.union(list(parts)), (key_sets, key_sets, key_sets)),
    "unpack": (kernels.unpack, (any_keys,)),
}
"""Each kernel with what it takes."""
NO_KERNELS = {"DEVICES", "EMPTY", "Ids", "Keys", "LOW", "check_device", "on_host", "placed"}


@pytest.mark.parametrize("device", TORCH)
@pytest.mark.parametrize("name", KERNELS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_torch_and_numpy_agree(name: str, device: str, data: st.DataObject) -> None:
    kernel, strategies = KERNELS[name]
    arrays = [data.draw(strategy) for strategy in strategies]

    on_device = kernel(*(placed(array, device) for array in arrays))

    assert plain(on_device) == plain(kernel(*arrays))


@pytest.mark.parametrize("device", TORCH)
@pytest.mark.parametrize("name", ["compose", "sort_unique", "merge_sorted", "transitive_closure"])
def test_results_stay_on_the_device(name: str, device: str) -> None:
    kernel, strategies = KERNELS[name]
    keys = key_set([(1, 2), (2, 3), (3, 4)])

    result: object = kernel(*(placed(keys, device) for _ in strategies))

    assert isinstance(result, TorchArray)


@pytest.mark.parametrize("device", TORCH)
@pytest.mark.parametrize("connection", ["weak", "strong"])
@given(edges=graphs.filter(bool))
def test_components_agree(connection: Any, device: str, edges: list[tuple[int, int]]) -> None:
    source, target = np.array(edges, dtype=np.int64).T.copy()
    n_nodes = int(max(source.max(), target.max())) + 1

    count, label = kernels.components(source, target, n_nodes=n_nodes, connection=connection)
    found, there = kernels.components(
        placed(source, device), placed(target, device), n_nodes=n_nodes, connection=connection
    )

    assert (found, plain(there)) == (count, label.tolist())


@pytest.mark.parametrize("device", TORCH)
@settings(max_examples=20, deadline=None)
@given(edges=graphs)
def test_deep_relations_agree(device: str, edges: list[tuple[int, int]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernels.transitive, "LEVELS_BY_JOIN", 0)

        closed = kernels.transitive_closure(placed(key_set(edges), device))

        assert plain(closed) == plain(kernels.transitive_closure(key_set(edges)))


def test_every_kernel_is_compared() -> None:
    named = {name.split(" of ")[0] for name in KERNELS} | {
        "components",
        "expand",
    }  # expand is part of range_join

    assert named | NO_KERNELS == set(kernels.__all__)


def test_the_cpu_keeps_arrays_as_they_are() -> None:
    array = np.arange(3)

    assert placed(array, "cpu") is array
    assert on_host(array) is array


@given(values=id_columns)
def test_arrays_come_back_as_they_went(values: Ids) -> None:
    assert on_host(placed(values, "torch")).tolist() == values.tolist()
    assert placed(values, "torch")[::-1].tolist() == values[::-1].tolist()


def test_a_function_that_torch_does_not_carry_out_is_an_error() -> None:
    with pytest.raises(TypeError, match="median"):
        np.median(placed(np.arange(3), "torch"))


def test_an_unknown_device_is_named_with_those_that_are_there() -> None:
    with pytest.raises(ValueError, match=r"'tpu'.*'cpu' \(numpy\).*'cuda'"):
        check_device("tpu")


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a GPU")
def test_a_missing_gpu_is_said_with_the_remedy() -> None:
    with pytest.raises(ValueError, match=r"'cuda' cannot be used.*device='cpu'"):
        check_device("cuda")


def test_a_missing_torch_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def without_torch(name: str) -> None:
        raise ModuleNotFoundError(name=name)

    monkeypatch.setattr(devices_module, "import_module", without_torch)

    with pytest.raises(MissingExtraError, match=r"pip install 'semkg\[embedding\]'"):
        check_device("cuda")


def test_numpy_alone_does_not_load_torch() -> None:
    code = "import sys; from semkg.kernels import check_device; check_device('cpu'); assert 'torch' not in sys.modules"

    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
