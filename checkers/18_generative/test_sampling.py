"""Checks of Sampling."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_gradient,
    assert_shape,
    draw,
    points,
)

ROWS = 4000


def drawn(rng, rows=ROWS):
    """Draw a mean and a log_var for each of eight columns, the same in every row."""
    log_var = rng.permutation(np.linspace(-3.0, 2.5, 8)) + rng.uniform(-0.2, 0.2, 8)
    mean = rng.uniform(1.0, 4.0, 8)
    return [np.tile(row.astype("float32"), (rows, 1)) for row in (mean, log_var)]


def noise_of(z, mean, log_var):
    """Return the noise in z, if z is right."""
    return (np.asarray(z, float) - mean) / np.exp(log_var.astype(float) / 2)


def hold_to_normal(z, mean, log_var, what="z"):
    """Require columns of the right spread, of standard normal numbers, all drawn."""
    spread, v = np.exp(log_var[0] / 2), log_var[0]
    found, named = np.std(np.asarray(z, float), axis=0), f"the spread of each column of {what}"
    # A spread of 4,000 numbers is off by 1.1 % (its standard deviation).
    assert_close(found, spread, rtol=0.24, slips=spreads(v), what=named)
    noise = noise_of(z, mean, log_var)
    # Of 32,000 numbers it is off by 0.4 %. Truncated noise has a spread of 0.88.
    assert_close(np.std(noise), 1.0, rtol=0.04, slips={TRUNCATED: 0.88}, what=ALL)
    found, slips = np.quantile(noise, PARTS), {UNIFORM: np.sqrt(12) * (PARTS - 0.5)}
    # Of 32,000 numbers a quantile at 2 % strays by 0.016.
    assert_close(found, NORMAL, atol=0.13, slips=slips, what="the list of quantiles of the noise")
    for axis, words in ((0, BATCH), (1, LATENT)):
        near, slips = np.mean(np.abs(np.diff(noise, axis=axis))), {words: 0.0}
        # The mean distance of two such numbers, of 28,000 pairs within 0.01.
        assert_close(near, 2 / np.sqrt(np.pi), atol=0.1, slips=slips, what=NEAR[axis])


def spreads(v):
    """Return the spreads that mistakes give, for these log_vars."""
    return {
        "exp(log_var) is the variance: its root is exp(log_var / 2)": np.exp(v),
        "log_var is taken for the standard deviation": np.abs(v),
        "log_var is taken for the variance": np.sqrt(np.abs(v)),
        "there is no noise, or the same for every sample of the batch": 0 * v,
        "the noise is not multiplied by the standard deviation": 0 * v + 1,
        "exp(-log_var / 2): the sign": np.exp(-v / 2),
        "the root of the standard deviation": np.exp(v / 4),
        "uniform noise between 0 and 1": np.exp(v / 2) / np.sqrt(12),
        "uniform noise between -1 and 1": np.exp(v / 2) / np.sqrt(3),
        "noise with a spread of 0.05, as one knows from initializers": np.exp(v / 2) * 0.05,
    }


def test_example(probes):
    """Sampling gives what the docstring's example shows"""
    mean, log_var = np.float32([[1, 2]]), np.full((1, 2), -200, "float32")
    got = probes.sampled(mean, log_var, 1, 1)
    slips = {"the mean is not added": [[[0.0, 0.0]]], "mean and log_var are swapped": [log_var]}
    assert_close(got, [mean], dtype="float32", slips=slips)


@points(1.5)
@after(test_example)
def test_draws(probes, rng):
    """z is mean + exp(log_var / 2) * noise, and the noise is standard normal"""
    mean, log_var = drawn(rng)
    got = probes.sampled(mean, log_var, int(rng.integers(1000)), 1)
    assert_shape(got, (1, *mean.shape), dtype="float32")
    hold_to_normal(got[0], mean, log_var)


@points(1)
@after(test_draws)
def test_anew(probes, rng):
    """each call draws new noise, and each run of a graph, which may not know the batch"""
    mean, log_var = drawn(rng)
    for mode, words in (("eager", AGAIN), ("graph", FROZEN), ("a batch of unknown size", FROZEN)):
        got = probes.sampled(mean, log_var, 5, 2, mode)
        assert_shape(got, (2, *mean.shape), dtype="float32")
        z = np.asarray(got, float)
        hold_to_normal(z[1], mean, log_var, f"the second z, {mode}")
        found, spread = np.std(z[1] - z[0], axis=0), np.exp(log_var[0] / 2)
        what, slips = f"the spread from one call to the next, {mode}", {words: 0 * spread}
        # The spread of a difference of two draws; 1.1 % is its own standard deviation.
        assert_close(found, np.sqrt(2) * spread, rtol=0.12, what=what, slips=slips)


@points(1)
@after(test_draws)
def test_seed(probes, rng):
    """layers with the same seed draw the same, call by call, with another seed they do not"""
    mean, log_var = drawn(rng)
    for seed in (0, int(rng.integers(1, 1000))):
        got = probes.sampled_by_seed(mean, log_var, seed)
        slips = {ANEW: [mean.size] * 2, LATER: [0, mean.size]}
        assert_equal([int(n) for n in got["changed"]], [0, 0], what=CHANGED, slips=slips)
        assert_shape(got["other"], mean.shape, dtype="float32")
        found, spread = np.std(np.asarray(got["other"], float), axis=0), np.exp(log_var[0] / 2)
        slips = {"every seed gives the same noise": 0 * spread}
        # The spread of a difference of two draws; 1.1 % is its own standard deviation.
        assert_close(found, np.sqrt(2) * spread, rtol=0.12, what=OTHER, slips=slips)


@points(1)
@after(test_example)
def test_gradients(probes, rng):
    """the gradient in mean is 1, that in log_var half of what was added to the mean"""
    for shape in [(4, 3), (1, 5)]:
        mean, log_var, upstream = draw(rng, shape, shape, shape)
        got = probes.sampling_gradients(mean, log_var, upstream)
        added = np.asarray(got["z"], float) - mean
        in_mean, in_log_var = got["gradients"]
        assert_gradient(in_mean, upstream, what="the gradient in mean")
        want, slips = upstream * added / 2, {"the slope of exp(log_var)": upstream * added}
        assert_gradient(in_log_var, want, what="the gradient in log_var", slips=slips)


PARTS = np.array([0.02, 0.1, 0.25, 0.5, 0.75, 0.9, 0.98])
NORMAL = np.array([-2.0537, -1.2816, -0.6745, 0.0, 0.6745, 1.2816, 2.0537])
UNIFORM = "the noise is uniform, not normal"
TRUNCATED = "truncated normal noise"
ALL = "the spread of all the noise"
BATCH = "the same noise for every sample of the batch"
LATENT = "one number of noise for each sample, not for each latent number"
NEAR = ("the mean distance of noise from sample to sample", "the mean distance in a sample")
AGAIN = "each call draws the same: an integer as seed gives the same numbers every time"
FROZEN = "each run of the graph draws the same: the noise is drawn while it is traced"
CHANGED = "in how many numbers two layers of one seed differ, in the first and the second call:"
ANEW = "the seed is not used"
LATER = "from the second call on, the seed is not used"
OTHER = "the spread of the difference to a layer with another seed"
