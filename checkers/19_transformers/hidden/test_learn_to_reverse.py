"""Hidden checks of learn_to_reverse."""

import numpy as np

from tensorkata.checking import after, assert_true, draw, points


@points(0.5)
@after("test_unseen")
def test_palindromes(probes, rng, exercise_rng):
    """sequences of one repeated token, or of two in turns, are reversed too"""
    learned = draw(exercise_rng, (1000, 5), dtype="int32", low=2, high=11)
    pairs = draw(rng, (40, 2), dtype="int32", low=2, high=11)
    rows = np.concatenate([np.tile(pairs, 2), pairs[:, :1]], axis=1)
    rows = np.where(np.arange(40)[:, None] % 2, rows, np.roll(rows, 1, axis=1))
    prompt = np.column_stack([rows, np.ones(40, "int32")]).astype("int32")
    got = probes.reversed_by_model(learned, 11, prompt, 5)
    found = np.asarray(got["tokens"])[:, 6:]
    share = np.mean(np.all(found == rows[:, ::-1], axis=1))
    assert_true(share >= 0.8, f"{share:.0%} of 40 sequences are reversed, not 80 %", got=share)
