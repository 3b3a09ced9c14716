"""Checks of learn_to_reverse. All ask the model that has learned from the same sequences."""

import numpy as np

from tensorkata.checking import after, assert_equal, assert_shape, assert_true, draw, points

LENGTH, VOCABULARY, LEARNED, ASKED = 5, 12, 1000, 200


def asked(probes, rng, exercise_rng):
    """Return sequences that the model has not seen, and what it writes behind them and a 1."""
    learned = draw(exercise_rng, (LEARNED, LENGTH), dtype="int32", low=2, high=VOCABULARY)
    known = set(map(tuple, learned.tolist()))
    rows = draw(rng, (ASKED + 50, LENGTH), dtype="int32", low=2, high=VOCABULARY)
    unseen = [row for row in rows.tolist() if tuple(row) not in known][:ASKED]
    unseen = np.array(unseen, dtype="int32")
    prompt = np.column_stack([unseen, np.ones(len(unseen), "int32")])
    got = probes.reversed_by_model(learned, VOCABULARY, prompt, LENGTH)
    assert_equal(got["kind"], "LanguageModel", what="the kind of the result")
    assert_shape(got["tokens"], (ASKED, 2 * LENGTH + 1), dtype="int32")
    return unseen, np.asarray(got["tokens"])[:, LENGTH + 1 :]


def seen(found, sequences):
    """Return the likely cause if most of what was written follows a pattern, else None."""
    shifted = np.roll(sequences[:, ::-1], -1, axis=1)[:, :-1]
    patterns = {
        COPIED: np.mean(found == sequences),
        SHIFTED: np.mean(found[:, :-1] == shifted),
        SAME: np.mean(found[:, 1:] == found[:, :-1]),
        REPEATED: np.mean(found == 1),
        SORTED: np.mean(found == np.sort(sequences, axis=1)),
    }
    words, share = max(patterns.items(), key=lambda pair: pair[1])
    return words if share > 0.7 else None


def test_model(probes, rng, exercise_rng):
    """the result is a LanguageModel that generate can continue sequences with"""
    asked(probes, rng, exercise_rng)


@points(1)
@after(test_model)
def test_first_token(probes, rng, exercise_rng):
    """the first token behind the separator is the last token of the sequence, for half of them"""
    sequences, found = asked(probes, rng, exercise_rng)
    share = np.mean(found[:, 0] == sequences[:, -1])
    problem = f"the first new token is right for {share:.0%} of {ASKED} sequences, not for half"
    assert_true(share >= 0.5, problem, got=share, cause=seen(found, sequences))


@points(2.5)
@after(test_first_token)
def test_unseen(probes, rng, exercise_rng):
    """at least 95 % of the sequences that the model has not seen are reversed without a mistake"""
    sequences, found = asked(probes, rng, exercise_rng)
    right = np.all(found == sequences[:, ::-1], axis=1)
    problem = f"{np.mean(right):.1%} of {ASKED} unseen sequences are reversed, not 95 %"
    at = [f"{share:.0%}" for share in np.mean(found == sequences[:, ::-1], axis=0)]
    cause = seen(found, sequences) or f"token by token: {', '.join(at)}"
    assert_true(np.mean(right) >= 0.95, problem, got=np.mean(right), cause=cause)


COPIED = "the sequence is written as it was: the rows to learn from are not reversed"
SHIFTED = "each token comes one step too early: the targets are shifted twice"
SAME = "the same token is written again and again: it predicts the token that it sees"
REPEATED = "separators are written: the model has learned from other rows than it is asked for"
SORTED = "the tokens are written in ascending order"
