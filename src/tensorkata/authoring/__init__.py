"""Authoring: what is made from the one source of a topic, and the proof of its checkers."""
