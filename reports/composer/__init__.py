"""Composing a report: a list of parts that the team adds, drops, reorders and rewrites."""
