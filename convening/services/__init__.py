"""Writes of convening, one module per family of verbs."""
