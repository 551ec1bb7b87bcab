"""Schema axioms by freezing: one holds if its head follows from the schema and its body about terms of its own."""
