"""Learned vectors: arrays in, arrays out."""

from semkg.embedding.evaluation import evaluate
from semkg.embedding.model import Calibration, Metrics, Model
from semkg.embedding.options import TrainingOptions
from semkg.embedding.scoring import score, score_objects, score_subjects
from semkg.embedding.trainer import train

__all__ = ["Calibration", "Metrics", "Model", "TrainingOptions", "evaluate", "score", "score_objects", "score_subjects", "train"]
