"""Hidden checks of StopOnNaN."""

from tensorkata.checking import after, assert_equal, draw, forbids, points

pytestmark = forbids("keras.callbacks.TerminateOnNaN")


@points(0.5)
@after("test_logs")
def test_long_epoch(probes, rng):
    """one broken tensor among dozens of batches stops training, in each fit"""
    batches, words = [int(n) for n in rng.integers(3, 60, 3)], ("nan", "inf", "-inf")
    fits = [
        [[0.5, None], [None, *draw(rng, (batch - 1,)).tolist(), float(word), 1.0]]
        for word, batch in zip(words, batches, strict=True)
    ]
    want = [told(batch, word) for word, batch in zip(words, batches, strict=True)]
    assert_equal(probes.stop_on_nan_of_tensors(fits), want, what="the outcome of three fits")


def told(batch, word):
    """Return the outcome of a fit that stops in that batch of epoch 1."""
    line = f"epoch 1, batch {batch}: the loss is {word}"
    return {"printed": [line], "stopped_at": [1, batch], "last batch": [1, batch]}
