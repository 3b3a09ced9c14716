"""nbgrader with the kit's judge in the place of a kernel."""
