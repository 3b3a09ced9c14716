"""Checks of gradient_penalty."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_gradient,
    draw,
    points,
)
from tensorkata.checking.assertions import CheckFailed


def norms(slopes):
    """Return the norm of each sample's slope, over all axes but the first."""
    return np.sqrt(np.sum(np.reshape(slopes, (len(slopes), -1)) ** 2, axis=1))


def left_out(slopes):
    """Return the norm of each slope over the first two axes of a sample."""
    axes = (1, 2) if slopes.ndim > 2 else (1,)
    return np.sqrt(np.sum(slopes**2, axis=axes))


def oracle(slopes):
    return np.mean((norms(slopes) - 1) ** 2)


def slips(slopes):
    each = norms(slopes)
    last = np.sqrt(np.sum(slopes**2, axis=-1))
    return {
        "one norm over the whole batch, not one for each sample": (np.linalg.norm(slopes) - 1) ** 2,
        "the squared norm instead of the norm (the root is missing)": np.mean((each**2 - 1) ** 2),
        "the 1 is not subtracted": np.mean(each**2),
        "added up over the batch instead of the mean": np.sum((each - 1) ** 2),
        "the norm leaves out the last axes": np.mean((left_out(slopes) - 1) ** 2),
        "the norm is over the last axis only": np.mean((last - 1) ** 2),
        "the distance to 1 is not squared": np.mean(each - 1),
        "the mean norm's distance to 1, not the mean distance": (np.mean(each) - 1) ** 2,
        "the sum of the slopes, not their norm": np.mean(
            (slopes.reshape(len(each), -1).sum(1) - 1) ** 2
        ),
        "only norms above 1 count": np.mean(np.maximum(each - 1, 0) ** 2),
    }


def misshapen(slopes):
    return {"one penalty for each sample: the mean is missing": (norms(slopes) - 1) ** 2}


def test_example(probes):
    """gradient_penalty gives what the docstring's example shows"""
    real, fake, slopes = np.float32([[0]] * 4), np.float32([[1]] * 4), np.full((4, 1), 3.0)
    got = given(probes.gradient_penalty(np.float32([3]), real, fake, 1, critic="plane"))
    wrong = slips(slopes) | misshapen(slopes)
    assert_close(got, 4.0, dtype="float32", slips=wrong, what="where the critic is 3 * x")


@points(0.75)
@after(test_example)
def test_values(probes, rng):
    """the penalty is the mean over the samples of (norm of the slope - 1)^2, in x's dtype"""
    for shape, dtype in [((5, 3), "float32"), ((1, 2, 3, 2), "float64"), ((3, 4, 2), "float64")]:
        weights, x = draw(rng, shape[1:], shape, dtype=dtype)
        x[1:2] = 1.5  # a slope shorter than 1
        slopes = weights * np.cos(x)
        got = given(probes.gradient_penalty(weights, x, x, 1))
        wrong = slips(slopes) | misshapen(slopes)
        assert_close(got, oracle(slopes), dtype=dtype, slips=wrong, what=CRITIC)


@points(0.75)
@after(test_values)
def test_between(probes, rng):
    """the points lie between real and fake: a uniform alpha for each sample, drawn from the seed"""
    weights, x = draw(rng, (3,), (4, 3), dtype="float64")
    seed = int(rng.integers(1, 1000))
    got = given(probes.gradient_penalty(weights, x, x, seed, critic="bowl"))
    assert_close(got, oracle(weights * x), slips=slips(weights * x), what=BOWL)
    real, fake = np.full((2, 1, 3), [[[LEVEL]], [[LEVEL + 1]]])
    first, again, other = (
        probes.gradient_penalty(np.ones(3), real, fake, s, critic="bowl", times=MANY)
        for s in (seed, seed, seed + 1)
    )
    for got in (first, again, other):
        # The mean over 40,000 alphas strays by 0.4 % (its standard deviation).
        assert_close(got, penalty_at(GRID), rtol=0.04, slips=ALPHAS, what=BOWL)
    if not np.isclose(first, again, rtol=1e-6):
        raise CheckFailed(SAME, got=again, want=first, rung="claim", cause=SEED_IGNORED)
    if np.isclose(first, other, rtol=1e-6):
        raise CheckFailed(ANOTHER, got=other, rung="claim", cause=SEED_FIXED)


@points(0.75)
@after(test_values)
def test_in_weights(probes, rng):
    """the penalty can be differentiated in the critic's weights"""
    for batch, features in [(6, 3), (1, 2)]:
        x, kernel = draw(rng, (batch, features), (features, 1), dtype="float64")
        length = np.linalg.norm(kernel)
        got = probes.gradient_penalty(kernel, x, x, 3, critic="relu")
        want = 2 * (length - 1) * kernel / length
        assert_gradient(got, want, slips={NO_PATH: 0 * kernel}, what=IN_KERNEL)


@points(0.75)
@after(test_values)
def test_flat_critic(probes, rng):
    """where the critic is flat, penalty and gradient are finite and right"""
    x, kernel = draw(rng, (5, 3), (3, 1), dtype="float64")
    x = x * np.array([1, -1, 1, -1, 1])[:, None] * np.sign(x @ kernel)  # flat at two of five
    got, length = probes.gradient_penalty(kernel, x, x, 3, critic="bent"), np.linalg.norm(kernel)
    want = 0.6 * (length - 1) ** 2 + 0.4
    # Any guard of the root up to 1e-11 passes: it moves the penalty of a flat sample by 6e-6.
    assert_close(got["penalty"], want, rtol=1e-5, what="the penalty, where the critic is flat")
    want = 2 * 0.6 * (length - 1) * kernel / length
    assert_gradient(got["gradient"], want, slips=ROOT, what=IN_KERNEL)


def given(got):
    """Return the observation; if it is None, fail."""
    if got is None:
        raise CheckFailed("returned None", rung="none")
    return got


def penalty_at(alpha):
    """Return the penalty of the bowl, whose slope is the point: three times LEVEL + alpha."""
    return np.mean((np.sqrt(3) * np.abs(LEVEL + np.asarray(alpha)) - 1) ** 2)


# At this level the penalties of the mistakes are far apart.
MANY, LEVEL = 40_000, -0.65
GRID = (np.arange(MANY) + 0.5) / MANY
DRAWS = np.random.default_rng(0)  # of the mistakes' means, which no seed moves far
ALPHAS = {
    "alpha is always 1/2": penalty_at(0.5),
    "the points are the real samples": penalty_at(0.0),
    "the points are the fake samples": penalty_at(1.0),
    "the points lie beyond real, away from fake": penalty_at(-GRID),
    "alpha is normal, not uniform in [0, 1)": penalty_at(DRAWS.standard_normal(MANY)),
    "alpha is uniform in [-1, 1), not in [0, 1)": (penalty_at(-GRID) + penalty_at(GRID)) / 2,
    "alpha is drawn for each entry, not for each sample": np.mean(
        (np.linalg.norm(LEVEL + DRAWS.random((MANY, 3)), axis=1) - 1) ** 2
    ),
}
SAME = "the same seed gives another penalty"
ANOTHER = "another seed gives the same penalty"
SEED_IGNORED = "the draw depends on more than the seed: what else is there that changes?"
SEED_FIXED = "the draw does not depend on the seed"
CRITIC = "where the critic is sum(weights * sin(x))"
BOWL = "where the critic is sum(weights * x^2 / 2)"
IN_KERNEL = "the gradient in the kernel of the critic relu(x @ kernel + bias)"
NO_PATH = "the slope is a constant: it must be differentiated again"
ROOT = {"the root has an infinite slope at 0: put 1e-12 under it": np.full((3, 1), np.nan)}
