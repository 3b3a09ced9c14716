"""Lets nbgrader grade with the kit's judge instead of a kernel."""
