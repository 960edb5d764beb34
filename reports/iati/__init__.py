"""IATI 2.03: activity files written from plain facts, and checked against the standard."""
