"""Writes of initiatives and dialogues, one module per family of verbs."""
