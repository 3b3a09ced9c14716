"""Running: hold a student's code and bring observations out of it. Knows nothing of points."""
