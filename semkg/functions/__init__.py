"""The SPARQL functions of semkg, one declaration each."""
