"""Hidden checks of Autoencoder."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def oracle(weights, x, rate):
    """Return the loss, and the weights after a step."""
    kernel, bias, back_kernel, back_bias = weights
    code = np.tanh(x @ kernel + bias)
    miss = code @ back_kernel + back_bias - x
    slope = rate * 2 * miss / x.size
    back = slope @ back_kernel.T * (1 - code**2)
    new_encoder = kernel - x.T @ back, bias - back.sum(axis=0)
    return (
        np.mean(miss**2),
        *new_encoder,
        back_kernel - code.T @ slope,
        back_bias - slope.sum(axis=0),
    )


@points(1)
@after("test_step")
def test_only_targets(probes, rng):
    """targets are ignored without sample weights too"""
    x, y, *weights = draw(rng, (6, 5), (6, 5), (5, 3), (3,), (3, 5), (5,))
    named = [["", weight] for weight in weights]
    got = probes.auto_step("Autoencoder", named, 0.5, x, targets=y)
    seen = [got["report"]["reconstruction_loss"], *got["weights"]]
    for one, want, part in zip(seen, oracle(weights, x, 0.5), PARTS, strict=True):
        assert_close(one, want, what=part)


PARTS = (
    "the loss",
    "the kernel of the encoder after the step",
    "the bias of the encoder after the step",
    "the kernel of the decoder after the step",
    "the bias of the decoder after the step",
)
