"""Forms of initiatives and dialogues: they validate, and write nothing."""
