"""The rules as data: how one is written down, and the tables of the standards."""
