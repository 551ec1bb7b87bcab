"""Learned vectors over a knowledge graph: integer triples in, a model out, scores and probabilities."""

from semkg.embedding.effort import Effort, training_effort
from semkg.embedding.evaluation import evaluate
from semkg.embedding.interaction import MODEL_NAMES
from semkg.embedding.model import Calibration, Metrics, Model
from semkg.embedding.options import TrainingOptions
from semkg.embedding.plausibility import evidence, plausibility, top_objects, top_subjects
from semkg.embedding.scoring import score, score_objects, score_subjects
from semkg.embedding.similarity import cosine, top_similar
from semkg.embedding.storage import load, save
from semkg.embedding.trainer import train
from semkg.embedding.triples import TripleIndex

__all__ = [
    "MODEL_NAMES",
    "Calibration",
    "Effort",
    "Metrics",
    "Model",
    "TrainingOptions",
    "TripleIndex",
    "cosine",
    "evaluate",
    "evidence",
    "load",
    "plausibility",
    "save",
    "score",
    "score_objects",
    "score_subjects",
    "top_objects",
    "top_similar",
    "top_subjects",
    "train",
    "training_effort",
]
