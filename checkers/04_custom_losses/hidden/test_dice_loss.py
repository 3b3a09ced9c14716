"""Hidden checks of dice_loss."""

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_shape")
def test_dtypes(probes, rng):
    """masks of integers and booleans are cast, float64 stays, in tf.function too"""
    for kind, name, probe in [("bool", "float32", "call"), ("uint8", "float64", "graph")]:
        y = draw(rng, (2, 3, 1, 4, 2), dtype="int32", high=2).astype(kind)
        p = draw(rng, y.shape, dtype=name, low=0, high=1)
        a, b = y.reshape(2, -1).astype(float), p.reshape(2, -1).astype(float)
        want = 1 - (2 * (a * b).sum(1) + 1) / (a.sum(1) + b.sum(1) + 1)
        assert_close(getattr(probes, probe)("dice_loss", y, p), want, dtype=name)
