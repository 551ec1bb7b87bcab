"""semkg: an RDF store that knows what matters, what is missing and what is alike."""
