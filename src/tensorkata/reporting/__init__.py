"""Results shown to people and written for programs."""
