"""Makes everything that comes from a topic's one source."""
