"""Hidden checks of Autoencoder."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def oracle(weights, x, rate):
    """Return the loss, and the decoder's bias after a step."""
    kernel, bias, back_kernel, back_bias = weights
    miss = np.tanh(x @ kernel + bias) @ back_kernel + back_bias - x
    return np.mean(miss**2), back_bias - rate * 2 * miss.sum(axis=0) / x.size


@points(1)
@after("test_step")
def test_targets(probes, rng):
    """targets are ignored if there are any"""
    x, y, *weights = draw(rng, (6, 5), (6, 5), (5, 3), (3,), (3, 5), (5,))
    got = probes.auto_step([["", weight] for weight in weights], 0.5, x, y)
    loss, bias = oracle(weights, x, 0.5)
    miss = np.tanh(x @ weights[0] + weights[1]) @ weights[2] + weights[3] - y
    slips = {"the error is measured against the targets, not the inputs": np.mean(miss**2)}
    assert_close(got["report"]["reconstruction_loss"], loss, what="the loss", slips=slips)
    assert_close(got["weights"][3], bias, what="the bias of the decoder after the step")
