"""Names a likely mistake from the answer and the expected value."""
