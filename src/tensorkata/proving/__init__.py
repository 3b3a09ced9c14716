"""`kata verify`: the proof that the checkers catch wrong answers and accept right ones."""
