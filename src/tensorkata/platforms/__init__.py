"""Connects to other people's tools: Jupyter, pytest, nbgrader, Gradescope."""
