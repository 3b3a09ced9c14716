"""Checks of gradient_penalty."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_gradient,
    assert_shape,
    assert_true,
    draw,
    points,
)


def norms(slopes):
    """Return the norm of each sample's slope, over all axes but the first."""
    return np.sqrt(np.sum(np.reshape(slopes, (len(slopes), -1)) ** 2, axis=1))


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


def test_shape(probes, rng):
    """gradient_penalty returns a scalar of the samples' dtype"""
    for shape, dtype in [((4, 3), "float32"), ((2, 3, 2, 1), "float64")]:
        weights, x = draw(rng, shape[1:], shape, dtype=dtype)
        got, slopes = probes.gradient_penalty(weights, x, x, 1), weights * np.cos(x)
        if isinstance(got, np.ndarray) and got.shape != ():
            assert_close(got, oracle(slopes), slips=misshapen(slopes))
        assert_shape(got, (), dtype=dtype)


@points(1)
@after(test_shape)
def test_values(probes, rng):
    """the penalty is the mean over the samples of (norm of the slope - 1)^2"""
    for shape in [(5, 3), (1, 2, 3, 2)]:
        weights, x = draw(rng, shape[1:], shape, dtype="float64")
        x[1:2] = 1.5  # a slope shorter than 1
        slopes = weights * np.cos(x)
        got = probes.gradient_penalty(weights, x, x, 1)
        assert_close(got, oracle(slopes), slips=slips(slopes))


@points(1)
@after(test_values)
def test_between(probes, rng):
    """the points lie between real and fake: a uniform alpha for each sample, drawn from the seed"""
    real, fake, seed = *np.full((2, 1, 3), [[[LEVEL]], [[LEVEL + 1]]]), int(rng.integers(1, 1000))
    first, again, other = (
        probes.gradient_penalty(np.ones(3), real, fake, s, critic="bowl", times=MANY)
        for s in (seed, seed, seed + 1)
    )
    for got in (first, other):
        # The mean over 40,000 alphas strays by 0.4 % (its standard deviation).
        assert_close(got, penalty_at((np.arange(MANY) + 0.5) / MANY), rtol=0.04, slips=ALPHAS)
    assert_true(np.isclose(first, again, rtol=1e-6), SEED_IGNORED, got=again, want=first)
    assert_true(not np.isclose(first, other, rtol=1e-6), SEED_FIXED, got=other)


@points(1)
@after(test_values)
def test_in_weights(probes, rng):
    """the penalty can be differentiated in the critic's weights"""
    for batch, features in [(6, 3), (1, 2)]:
        x, kernel = draw(rng, (batch, features), (features, 1), dtype="float64")
        length = np.linalg.norm(kernel)
        got = probes.penalty_in_weights(kernel, 100.0, x)["gradient"]
        assert_gradient(got, 2 * (length - 1) * kernel / length)


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
SEED_IGNORED = "the same seed gives another penalty: the draw also depends on other things"
SEED_FIXED = "another seed gives the same penalty: the draw does not depend on it"
