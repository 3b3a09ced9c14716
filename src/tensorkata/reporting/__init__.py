"""Reporting: ways to show results. Reads results only, never a submission."""
