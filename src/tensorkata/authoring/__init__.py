"""What is made from the one source of a topic."""
