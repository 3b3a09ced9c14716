"""`kata verify`: the proof that the checkers catch what is wrong and accept what is right."""
