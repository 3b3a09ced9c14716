"""Grading: many submissions, turned into results. Knows nothing of how results are shown."""
