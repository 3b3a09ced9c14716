"""Carries out each command; cli.py only reads its options."""
