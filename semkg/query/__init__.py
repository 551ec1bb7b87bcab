"""SPARQL with property functions over Oxigraph."""
