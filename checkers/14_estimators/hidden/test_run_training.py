"""Hidden checks of run_training."""

from tensorkata.checking import after, assert_close, draw, points


@points(0.75)
@after("test_resumed")
def test_three_calls(probes, rng):
    """three calls over the same data give the path of one, with momentum"""
    kernel, x, labels = draw(rng, (2,), (6, 2), (6,))
    data, params = [x, labels], {"rate": 0.0625, "momentum": 0.5}
    runs = [{"steps": 2}, {"max_steps": 5}, {"max_steps": 5, "repeat": True}]
    got = probes.run_training(kernel, data, 2, runs, params, seen=["kernel"])
    state = 0 * kernel
    for n in (0, 1, 0, 1, 2):
        rows, wanted = x[2 * n : 2 * n + 2], labels[2 * n : 2 * n + 2]
        state = 0.5 * state + (rows @ kernel - wanted) @ rows
        kernel = kernel - 0.0625 * state
    assert_close(got["kernel"], kernel, what="the kernel of the newest checkpoint")
