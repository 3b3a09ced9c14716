"""Hidden checks of build_step."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def drawn(rng, features, sizes):
    return draw(rng, (features,)), [list(draw(rng, (n, features), (n,))) for n in sizes]


@points(0.5)
@after("test_predict")
def test_one_feature(probes, rng):
    """one graph serves batches of many sizes"""
    kernel, batches = drawn(rng, 1, [7, 1, 3, 1, 2])
    got = probes.build_step("infer", kernel, batches, seen=["results"])
    for result, batch in zip(got["results"], batches, strict=True):
        y = batch[0] @ kernel
        for name, want in (("y", y), ("twice", np.stack([y, 2 * y], axis=1))):
            assert_close(result[name], want, what=f"{name!r} of a batch")


@points(0.5)
@after("test_train")
def test_momentum(probes, rng):
    """the momentum goes on from batch to batch"""
    kernel, batches = drawn(rng, 2, [4] * 6)
    params = {"rate": 0.03125, "momentum": 0.75}
    got = probes.build_step("train", kernel, batches, params, seen=["kernel"])
    state = 0 * kernel
    for x, labels in batches:
        state = 0.75 * state + 2 * (x @ kernel - labels) @ x / len(x)
        kernel = kernel - 0.03125 * state
    assert_close(got["kernel"], kernel, what="the kernel afterwards")
