"""Five roads, each walked to its end from an installation in which nobody has begun."""
