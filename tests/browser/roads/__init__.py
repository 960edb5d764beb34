"""Five roads and that of a newcomer, walked to their ends from an installation in which nobody has begun."""
