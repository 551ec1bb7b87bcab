"""Connected and strongly connected components of edge lists."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from semkg.kernels.joins import Ids
from semkg.kernels.keys import sort_unique

Connection = Literal["weak", "strong"]


def components(
    source: Ids, target: Ids, *, n_nodes: int, connection: Connection = "weak"
) -> tuple[int, NDArray[np.int32]]:
    """Number the components of a graph.

    This is done in the memory of the host, by a compiled depth-first search, and the labels are put beside the given
    arrays: it is asked for the few terms that turn out to be the same and for relations that are about to be multiplied
    out, so that the way there and back is the smaller part.

    Args:
        source: source node of each edge, in ``0 .. n_nodes - 1``, shape ``(n_edges,)``.
        target: target node of each edge, likewise.
        n_nodes: number of nodes.
        connection: ``weak`` ignores the direction of edges, ``strong`` does not.

    Returns:
        The number of components and the component of each node, shape ``(n_nodes,)``.
    """
    ends = (np.asarray(source), np.asarray(target))
    matrix = coo_array((np.ones(len(source), dtype=np.int8), ends), shape=(n_nodes, n_nodes))
    count, label = connected_components(
        matrix.tocsr(), directed=connection == "strong", connection=connection
    )
    return int(count), np.asarray(label, like=source)


def compact(*columns: Ids) -> tuple[Ids, tuple[Ids, ...]]:
    """Renumber ids densely.

    Returns:
        The distinct ids in ascending order, shape ``(m,)``, and each column as places in that array.
    """
    nodes = sort_unique(np.concatenate(columns))
    return nodes, tuple(np.searchsorted(nodes, column) for column in columns)
