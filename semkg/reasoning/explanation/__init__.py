"""Why something follows, or contradicts: proofs found backwards over a closure, and a checker that knows only rules."""

from __future__ import annotations

from semkg.reasoning.explanation.checker import check_proof
from semkg.reasoning.explanation.conflict import Conflict, find_conflict
from semkg.reasoning.explanation.explainer import Explainer
from semkg.reasoning.explanation.proof import ASSERTED, CONTRADICTION, Fact, Proof, Step, fact_text

__all__ = [
    "ASSERTED",
    "CONTRADICTION",
    "Conflict",
    "Explainer",
    "Fact",
    "Proof",
    "Step",
    "check_proof",
    "fact_text",
    "find_conflict",
]
