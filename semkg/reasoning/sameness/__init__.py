"""Whether two graphs mean the same: their closures compared as graphs, axioms and rows, blank nodes by structure."""
