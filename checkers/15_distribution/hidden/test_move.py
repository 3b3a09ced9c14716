"""Hidden checks of move."""

from tensorkata.checking import after, assert_close, draw, points


def oracle(kernel, bias, x, y):
    """Return kernel and bias after two steps of SGD with momentum."""
    weights, slots = [kernel, bias], [0.0, 0.0]
    for _ in range(2):
        miss = 2 * (x @ weights[0] + weights[1] - y) / y.size
        slopes = x.T @ miss, miss.sum(axis=0)
        slots = [0.9 * slot - 0.1 * slope for slot, slope in zip(slots, slopes, strict=True)]
        weights = [weight + slot for weight, slot in zip(weights, slots, strict=True)]
    return weights


@points(1)
@after("test_example")
def test_goes_on(probes, rng):
    """training goes on after the move as if there had been none"""
    setting = draw(rng, (4, 2), (2,), (6, 4), (6, 2))
    got = probes.move(*setting, seen="after")
    for value, want in zip(got["after"], oracle(*setting), strict=True):
        assert_close(value, want, dtype="float32")
