"""Hidden checks of StopOnNaN."""

from tensorkata.checking import after, assert_equal, draw, forbids, points

pytestmark = forbids("keras.callbacks.TerminateOnNaN")


@points(1)
@after("test_stops")
def test_logs(probes, rng):
    """the loss may be a tensor, or missing"""
    batch = int(rng.integers(3, 60))
    for word in ("nan", "inf"):
        losses = [None, *draw(rng, (batch - 1,)).tolist(), float(word), 1.0]
        got = probes.stop_on_nan([[[0.5, None], losses]], tensor=True)[0]
        line = f"epoch 1, batch {batch}: the loss is {word}"
        want = {"printed": [line], "stopped_at": [1, batch], "last batch": [1, batch]}
        assert_equal(got, want, what="the outcome", slips={MISSING: AT_ONCE})


MISSING = "a missing loss is taken for a broken loss"
AT_ONCE = {
    "printed": ["epoch 0, batch 1: the loss is nan"],
    "stopped_at": [0, 1],
    "last batch": [0, 1],
}
