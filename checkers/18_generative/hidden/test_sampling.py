"""Hidden checks of Sampling."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_shape, points


@points(0.5)
@after("test_draws")
def test_many_latent_numbers(probes, rng):
    """the third run of a graph is right for a log_var of its own for each sample"""
    mean = rng.uniform(-2, 2, (400, 60)).astype("float32")
    log_var = rng.uniform(-4, 2, (400, 60)).astype("float32")
    got = probes.sampled(mean, log_var, int(rng.integers(1000)), 3, "graph")
    assert_shape(got, (3, 400, 60), dtype="float32")
    noise = (np.asarray(got[2], float) - mean) / np.exp(log_var.astype(float) / 2)
    found = np.quantile(noise, [0.02, 0.25, 0.5, 0.75, 0.98])
    # Of 24,000 normal numbers a quantile at 2 % strays by 0.02.
    assert_close(found, [-2.0537, -0.6745, 0.0, 0.6745, 2.0537], atol=0.15, what="the quantiles")
