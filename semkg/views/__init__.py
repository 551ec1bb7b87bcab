"""What functions and comparison see of one epoch: graphs, rankings, closures, models; computed once."""

from __future__ import annotations

from semkg.views.blocks import Blocks
from semkg.views.found import Distances, FoundPaths, settings_text
from semkg.views.learned import Learned
from semkg.views.measuring import divide, known_regime, measure, rank
from semkg.views.method import groups_method, scores_method
from semkg.views.names import NodeNames
from semkg.views.partition import Partition
from semkg.views.projected import ProjectedGraph
from semkg.views.ranking import Ranking
from semkg.views.shelf import ModelShelf
from semkg.views.training import TrainingSet
from semkg.views.views import Views

__all__ = [
    "Blocks",
    "Distances",
    "FoundPaths",
    "Learned",
    "ModelShelf",
    "NodeNames",
    "Partition",
    "ProjectedGraph",
    "Ranking",
    "TrainingSet",
    "Views",
    "divide",
    "groups_method",
    "known_regime",
    "measure",
    "rank",
    "scores_method",
    "settings_text",
]
