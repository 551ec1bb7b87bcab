"""The fixpoint on columns: facts by predicate, rules compiled to joins, and the phases that carry them out."""
