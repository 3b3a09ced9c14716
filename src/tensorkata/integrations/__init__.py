"""Integrations: the places other tools meet the kit. Each optional tool stays in its own module."""
