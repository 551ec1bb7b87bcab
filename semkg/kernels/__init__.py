"""Array kernels on sorted integer keys."""
