"""Hidden checks of global_batch."""

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_example")
def test_many_steps(probes, rng):
    """every sample comes once, in order, in the step that it belongs to"""
    x, y = draw(rng, (7, 3)), draw(rng, (7,), dtype="int32", high=9)
    got = probes.global_batch(x, y, 1)
    size = max(1, got["replicas"])
    steps = [x[start : start + size] for start in range(0, 7, size)]
    for want, step in zip(steps, got["steps"], strict=True):
        assert_close(step["x"], want, dtype="float32")
