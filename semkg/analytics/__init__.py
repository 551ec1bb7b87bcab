"""Graph analytics: arrays in, arrays out."""
