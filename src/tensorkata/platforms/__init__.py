"""Other people's tools: Jupyter, pytest, nbgrader, Gradescope."""
