"""Hidden checks of save_and_reload."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def output(weights, x):
    """Return the output of BatchNormalization, then dense."""
    gamma, beta, mean, variance, kernel, bias = weights
    return (gamma * (x - mean) / np.sqrt(variance + 1e-3) + beta) @ kernel + bias


def drawn(rng, features, classes):
    """Return weights for it: gamma, beta, mean, variance, kernel, bias."""
    gamma, variance = draw(rng, (features,), (features,), low=0.5, high=2)
    beta, mean, kernel = draw(rng, (features,), (features,), (features, classes))
    return [gamma, beta, mean, variance, kernel, draw(rng, (classes,))]


@points(1)
@after("test_form")
def test_replaces(probes, rng):
    """a file that is already there is replaced"""
    weights, later, x = drawn(rng, 3, 4), drawn(rng, 3, 4), draw(rng, (6, 3))
    slips = {"the older file is loaded": output(weights, x)}
    assert_close(probes.saved_twice(weights, later, x), output(later, x), slips=slips)
