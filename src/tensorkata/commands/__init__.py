"""What each command does; cli.py only reads its options."""
