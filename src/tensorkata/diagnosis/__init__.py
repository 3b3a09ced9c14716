"""Names a likely mistake from what was given and what was expected."""
