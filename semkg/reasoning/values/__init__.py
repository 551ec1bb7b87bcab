"""Literals by value: the datatypes of the profile, and which literals are the same value."""
