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
@after("test_form")
def test_training_changes_nothing(probes, rng):
    """the logits are the same in training: nothing drops or normalizes, however large x is"""
    for scale, sizes in [(1, (4, 9, 3)), (100, (7, 5, 6, 2))]:
        weights = draw(rng, *(shape for a, b in pairwise(sizes) for shape in ((a, b), (b,))))
        x = np.float32(scale * rng.standard_normal((11, sizes[0])))
        got = probes.mlp_logits(sizes[0], sizes[1:-1], sizes[-1], weights, x, training=True)
        assert_close(got, forward(weights, x), rtol=1e-4, atol=1e-6 * scale)  # sums of such terms
