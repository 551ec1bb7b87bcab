"""OWL 2 RL rules, closure, consistency and the canonical graph."""
