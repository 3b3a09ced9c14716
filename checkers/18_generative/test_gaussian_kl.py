"""Checks of gaussian_kl."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_gradient,
    assert_shape,
    draw,
    points,
)

NAME = "gaussian_kl"


def each(mean, log_var):
    """Return the divergence of each latent number, in float64."""
    m, v = mean.astype(float), log_var.astype(float)
    return (np.exp(v) + m**2 - 1 - v) / 2


def oracle(mean, log_var):
    return np.sum(each(mean, log_var), axis=-1)


def slips(mean, log_var):
    m, v = mean.astype(float), log_var.astype(float)
    right, parts = oracle(mean, log_var), each(mean, log_var)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        reverse = ((1 + m**2) / np.exp(v) - 1 + v) / 2
        as_variance = (v + m**2 - 1 - np.log(np.abs(v))) / 2
        found = {
            "the sign: a divergence is never negative": -right,
            "the mean over the latent numbers, not their sum": np.mean(parts, axis=-1),
            "the sum over the batch, not over the last axis": np.sum(parts, axis=0),
            "one number for the whole batch: the mean": np.mean(right),
            "one number for the whole batch: the sum": np.sum(right),
            "one number for the whole batch, averaged over everything": np.mean(parts),
            "there is no sum over the latent numbers": parts,
            "the last axis is kept": right[..., np.newaxis],
            "the factor 1/2 is missing": 2 * right,
            "the -1 is missing": right + m.shape[-1] / 2,
            "log_var is taken for the log of the standard deviation": np.sum(
                (np.exp(2 * v) + m**2 - 1 - 2 * v) / 2, axis=-1
            ),
            "exp(log_var / 2) is the standard deviation, not the variance": np.sum(
                (np.exp(v / 2) + m**2 - 1 - v) / 2, axis=-1
            ),
            "exp(log_var) is taken for the standard deviation: log(v) is log_var": np.sum(
                (np.exp(2 * v) + m**2 - 1 - v) / 2, axis=-1
            ),
            "log_var is taken for the variance": np.sum(as_variance, axis=-1),
            "the other direction: KL(N(0, 1) || N(mean, ...))": np.sum(reverse, axis=-1),
            "the mean is not squared": np.sum((np.exp(v) + m - 1 - v) / 2, axis=-1),
            "+ log_var in place of - log_var": np.sum((np.exp(v) + m**2 - 1 + v) / 2, axis=-1),
            "mean and log_var are swapped": oracle(log_var, mean),
            "the mean is left out": np.sum((np.exp(v) - 1 - v) / 2, axis=-1),
            "the squared mean is not halved": np.sum(parts + m**2 / 2, axis=-1),
            "bits in place of nats": right / np.log(2),
            "log(exp(log_var)) is minus infinity: stay with log_var": np.inf * right,
        }
    return {words: value for words, value in found.items() if not np.isnan(value).any()}


def compare(probes, mean, log_var):
    got, want = probes.call(NAME, mean, log_var), oracle(mean, log_var)
    assert_close(got, want, dtype="float32", slips=slips(mean, log_var))


def drawn(rng, shape):
    mean, log_var = draw(rng, shape, shape)
    return mean + np.float32(0.5), log_var - np.float32(0.3)


def test_example(probes):
    """gaussian_kl gives what the docstring's example shows"""
    mean, log_var = np.float32([[0, 0], [3, 1]]), np.zeros((2, 2), "float32")
    got, wrong = probes.call(NAME, mean, log_var), slips(mean, log_var)
    assert_close(got, [0.0, 5.0], dtype="float32", slips=wrong, kind="tensor")


@after(test_example)
def test_shape(probes, rng):
    """gaussian_kl returns a float32 number for each sample, whatever the axes in front"""
    for shape, reduced in SHAPES:
        mean, log_var = drawn(rng, shape)
        wrong = {"one number for the whole batch": (), "there is no sum": shape}
        assert_shape(probes.call(NAME, mean, log_var), reduced, dtype="float32", slips=wrong)


@points(1.5)
@after(test_shape)
def test_values(probes, rng):
    """the divergences of the latent numbers are added up"""
    for shape, _ in SHAPES:
        compare(probes, *drawn(rng, shape))


@points(0.5)
@after(test_values)
def test_narrow(probes, rng):
    """a variance that is nearly 0 gives a finite divergence and the right gradient"""
    mean, log_var = drawn(rng, (4, 3))
    log_var[:, 0] = [-200, -150, -100, float(rng.uniform(-200, -90))]
    compare(probes, mean, log_var)
    got = probes.gradient(NAME, mean, log_var, wrt=1)
    want = (np.exp(log_var.astype(float)) - 1) / 2
    slips = {NARROW: np.where(log_var < -85, np.nan, want)}
    assert_gradient(got, want, what="the gradient in log_var", slips=slips)


@points(1)
@after(test_values)
def test_gradients(probes, rng):
    """the gradients pull mean and log_var towards 0"""
    for shape in [(4, 3), (1, 5)]:
        mean, log_var = drawn(rng, shape)
        upstream = draw(rng, shape[:-1])
        got = probes.gradient(NAME, mean, log_var, wrt=[0, 1], upstream=upstream)
        back = upstream[..., np.newaxis]
        wants = back * mean, back * (np.exp(log_var.astype(float)) - 1) / 2
        for part, want, name in zip(got, wants, ("mean", "log_var"), strict=True):
            assert_gradient(part, want, what=f"the gradient in {name}")


SHAPES = [((5, 3), (5,)), ((1, 4), (1,)), ((2, 3, 2), (2, 3)), ((4,), ())]
NARROW = "the slope of log(exp(log_var)) is NaN where exp(log_var) is 0"
