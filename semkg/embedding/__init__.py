"""Learned vectors: arrays in, arrays out."""
