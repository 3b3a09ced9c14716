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
    noise = (np.asarray(got, float) - mean) / np.exp(log_var.astype(float) / 2)
    found = [*np.quantile(noise[2], PARTS), np.mean(np.abs(noise[2] - noise[0]))]
    # Of 24,000 normal numbers a quantile at 2 % strays by 0.02, the mean distance of two by 0.006.
    assert_close(np.array(found), [*NORMAL, 2 / np.sqrt(np.pi)], atol=0.15, what=WHAT)


PARTS, NORMAL = [0.02, 0.25, 0.5, 0.75, 0.98], [-2.0537, -0.6745, 0.0, 0.6745, 2.0537]
WHAT = "the list of quantiles of the noise, and of its mean distance from call to call"
