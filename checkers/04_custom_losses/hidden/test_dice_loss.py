"""Hidden checks of dice_loss."""

from functools import partial

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_shape")
def test_more_ranks(probes, rng):
    """masks of integers and booleans are cast, float64 stays, in tf.function too"""
    asks = partial(probes.call, "dice_loss"), probes.dice_loss
    for ask, (kind, name) in zip(asks, CASES, strict=True):
        y = draw(rng, (2, 3, 1, 4, 2), dtype="int32", high=2).astype(kind)
        p = draw(rng, y.shape, dtype=name, low=0, high=1)
        a, b = y.reshape(2, -1).astype(float), p.reshape(2, -1).astype(float)
        want = 1 - (2 * (a * b).sum(1) + 0.375) / (a.sum(1) + b.sum(1) + 0.375)
        assert_close(ask(y, p, 0.375), want, dtype=name)


CASES = [("bool", "float64"), ("int16", "float32")]
