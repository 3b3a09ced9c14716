"""Hidden checks of build_mlp."""

from itertools import pairwise

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def forward(weights, x):
    """Return the logits of dense layers with ReLU between them."""
    for kernel, bias in zip(weights[:-2:2], weights[1:-2:2], strict=True):
        x = np.maximum(x @ kernel + bias, 0)
    return x @ weights[-2] + weights[-1]


@points(1)
@after("test_example")
def test_training_changes_nothing(probes, rng):
    """the logits are the same in training: nothing drops or normalizes, however large x is"""
    sizes = (7, 5, 6, 2)
    weights = draw(rng, *(shape for a, b in pairwise(sizes) for shape in ((a, b), (b,))))
    x = np.float32(100 * rng.standard_normal((11, 7)))
    got = probes.mlp_logits(7, [5, 6], 2, weights, x, training=True)
    # The terms are 100 times the ordinary ones, and so is what rounding adds.
    assert_close(got, forward(weights, x), rtol=1e-4, atol=1e-4, dtype="float32")
