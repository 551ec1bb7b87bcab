"""The canonical graph: the same for every graph that means the same."""
