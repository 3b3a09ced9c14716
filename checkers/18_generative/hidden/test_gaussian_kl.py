"""Hidden checks of gaussian_kl."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_gradient, draw, points

NAME = "gaussian_kl"


@points(0.5)
@after("test_values")
def test_wide(probes, rng):
    """variances from exp(-200) to exp(8) are right"""
    mean, log_var = draw(rng, (6, 2, 9), (6, 2, 9), low=-3.0, high=8.0)
    log_var[0] -= np.float32(197)
    m, v = mean.astype(float), log_var.astype(float)
    want = 0.5 * np.sum(m * m + np.expm1(v) - v, axis=-1)
    assert_close(probes.call(NAME, mean, log_var), want, dtype="float32")


@points(0.5)
@after("test_gradients")
def test_one_latent_number(probes, rng):
    """the gradient is right for one latent number"""
    mean, log_var = draw(rng, (7, 1), (7, 1))
    got = probes.gradient(NAME, mean, log_var, wrt=[0, 1])
    for part, want in zip(got, (mean, np.expm1(log_var.astype(float)) / 2), strict=True):
        assert_gradient(part, want)
