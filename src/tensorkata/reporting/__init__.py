"""Shows results to people and writes them for programs."""
