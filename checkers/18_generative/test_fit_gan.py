"""Checks of fit_gan."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_shape,
    draw,
    points,
)

STEPS, BATCH, LATENT, N = 120, 12, 3, 30
RATES, DECAY = (0.3, 0.3), 0.2


def sigmoid(x):
    return np.exp(-np.logaddexp(0, -x))


def softplus(x):
    return np.logaddexp(0, x)


def mixture(rng, n=N):
    """Draw numbers around two places; their mean is between 1.75 and 2.75."""
    places = rng.uniform([1.0, 2.5], [2.0, 3.5])
    data = places[np.arange(n) % 2] + 0.2 * rng.standard_normal(n)
    return data.astype("float32")[:, np.newaxis]


def networks(rng):
    """Draw a generator, and a discriminator that cannot distinguish anything yet."""
    kernel = draw(rng, (LATENT, 1), low=0.3, high=0.6)
    zeros = np.zeros((1, 1), "float32"), np.zeros(1, "float32")
    return [kernel, np.zeros(1, "float32")], list(zeros)


def walked(maker, critic, reals, noises, rates=RATES, decay=DECAY):
    """Return the losses of each step, and the weights at the end."""
    inner, start = (part.astype(float) for part in maker)
    kernel, bias = (part.astype(float) for part in critic)
    losses = []
    for real, noise in zip(reals, noises, strict=True):
        fake = noise @ inner + start
        r, f = real @ kernel + bias, fake @ kernel + bias
        first = np.mean(softplus(-r)) + np.mean(softplus(f))
        up, down = (sigmoid(r) - 1) / r.size, sigmoid(f) / f.size
        slopes = real.T @ up + fake.T @ down, up.sum(axis=0) + down.sum(axis=0)
        kernel, bias = (
            part - rates[1] * (slope + decay * part)
            for part, slope in zip((kernel, bias), slopes, strict=True)
        )
        f = fake @ kernel + bias
        losses.append([first, np.mean(softplus(-f))])
        back = (sigmoid(f) - 1) / f.size @ kernel.T
        inner, start = inner - rates[0] * noise.T @ back, start - rates[0] * back.sum(axis=0)
    return np.reshape(losses, (-1, 2)), [[inner, start], [kernel, bias]]


def run(probes, rng, steps=STEPS, batch=BATCH, seed=0):
    """Ask for a training; return what it gave and what went in."""
    maker, critic = networks(rng)
    data = mixture(rng)
    got = probes.gan_fitted(maker, critic, data, list(RATES), DECAY, steps, batch, seed)
    return got, maker, critic, data


def calls_of(seen):
    """Return what a network got, call by call; a call like the one before it is left out."""
    rows, sizes = np.asarray(seen["rows"]), np.asarray(seen["sizes"])
    calls = np.split(rows, np.cumsum(sizes)[:-1]) if sizes.size else []
    return [
        call for k, call in enumerate(calls) if k == 0 or not np.array_equal(call, calls[k - 1])
    ]


def reals_of(got, data, steps, batch=BATCH):
    """Return the real samples of each step, after holding their number and sizes."""
    calls = calls_of(got["discriminator"])
    sizes = [len(call) for call in calls if np.isin(call, data).all()]
    slips = {MORE: [batch] * (steps + 1), WHOLE: [len(data)] * steps}
    slips[LESS] = [batch] * (steps - 1)
    slips[SHORT] = [[batch, batch, len(data) % batch][k % 3] for k in range(steps)]
    assert_equal(sizes, [batch] * steps, what=SIZES, slips=slips)
    return [call for call in calls if np.isin(call, data).all()]


def noises_of(got, steps, batch=BATCH):
    """Return the noise of each step, after holding their number and sizes."""
    calls = calls_of(got["generator"])
    slips = {FIXED: [batch], TWICE: [batch] * (2 * steps), SHARED: [batch] * (steps // 2)}
    sizes = [len(call) for call in calls]
    assert_equal(sizes, [batch] * steps, what=NOISES, slips=slips)
    return calls


def test_shape(probes, rng):
    """fit_gan returns two float32 losses for each step"""
    got, *_ = run(probes, rng, steps=2, batch=5)
    slips = {"steps and losses are swapped or of one length": (2,)}
    assert_shape(got["losses"], (2, 2), dtype="float32", slips=slips)


@points(1.5)
@after(test_shape)
def test_path(probes, exercise_rng):
    """each step is a gan_step with its own batch and noise, and the losses are its losses"""
    got, maker, critic, data = run(probes, exercise_rng)
    reals, noises = reals_of(got, data, STEPS), noises_of(got, STEPS)
    losses, weights = walked(maker, critic, reals, noises)
    assert_close(got["losses"], losses, what="the losses", slips=slips_of(losses))
    for number, name in enumerate(("generator", "discriminator")):
        for part, want, row in zip(got["weights"][number], weights[number], PARTS, strict=True):
            assert_close(part, want, what=f"the {name}'s {row} at the end", atol=1e-4)


@points(1)
@after(test_path)
def test_real(probes, exercise_rng):
    """the real samples are rows of data in a random order, and every row is used"""
    got, _, _, data = run(probes, exercise_rng)
    used = np.stack(reals_of(got, data, STEPS))[..., 0]
    places = [int(np.flatnonzero(data[:, 0] == x)[0]) for x in used.ravel()]
    counts = np.bincount(places, minlength=N)
    facts = [bool(counts.min() > 0), bool(counts.max() < 4 * STEPS * BATCH / N)]
    orders = {tuple(places[k : k + BATCH]) for k in range(0, len(places), BATCH)}
    facts += [len(orders) > STEPS // 2, places[:BATCH] != list(range(BATCH))]
    found, want = dict(zip(FACTS, facts, strict=True)), dict.fromkeys(FACTS, True)
    assert_equal(found, want, what=SHOWN, slips=OF_FACTS)


@points(1)
@after(test_path)
def test_noise(probes, exercise_rng):
    """the noise is standard normal and new in each step"""
    got, _, _, _ = run(probes, exercise_rng)
    noise = np.stack(noises_of(got, STEPS))
    # The mean of 4,320 numbers strays by 0.015, a quantile at 5 % by 0.03.
    found = np.quantile(noise, PARTS_OF_NOISE)
    assert_close(found, NORMAL, atol=0.2, what=SPREAD, slips=OTHER_NOISE)
    # The mean distance of two standard normal numbers, of 4,000 pairs within 0.015.
    for axis, words in ((0, SAME), (1, ROWS), (2, COLUMNS)):
        near, slips = np.mean(np.abs(np.diff(noise, axis=axis)), dtype=float), {words: 0.0}
        assert_close(float(near), 2 / np.sqrt(np.pi), atol=0.1, what=NEAR[axis], slips=slips)


@points(0.5)
@after(test_path)
def test_in_graph(probes, exercise_rng):
    """the steps run as a graph: each network's Python code runs at most ten times"""
    got, maker, critic, data = run(probes, exercise_rng)
    losses, _ = walked(maker, critic, reals_of(got, data, STEPS), noises_of(got, STEPS))
    assert_close(got["losses"], losses, what="the losses")
    for name in ("generator", "discriminator"):
        runs = got[name]["runs"]
        slips = {EAGER: str(runs) if runs >= STEPS else ""}
        shown = "10 or fewer" if runs <= 10 else str(runs)
        assert_equal(shown, "10 or fewer", what=RUNS.format(name), slips=slips)


@points(0.5)
@after(test_path)
def test_learning(probes, exercise_rng):
    """the mean of the generator's samples moves to the mean of the mixture"""
    got, maker, _, data = run(probes, exercise_rng)
    # In 1,000 trainings the mean was off by 0.15 at most; at the start it is off by 2.
    want, slips = np.mean(data), {"the samples stay where they are": maker[1][0]}
    bias = np.asarray(got["weights"][0][1])
    assert_close(bias, [want], atol=0.5, what="the mean of the samples", slips=slips)


@points(1)
@after(test_path)
def test_seed(probes, rng):
    """the same seed gives the same batches and noise, another seed others"""
    (maker, critic), data, seed = networks(rng), mixture(rng), int(rng.integers(1, 1000))
    given, seeds, found = (maker, critic, data, list(RATES), DECAY), [seed, seed, seed + 1], []
    for got in probes.gan_with_seeds(*given, 3, BATCH, seeds):
        reals, noises = reals_of(got, data, 3), noises_of(got, 3)
        assert_close(got["losses"], walked(maker, critic, reals, noises)[0], what="the losses")
        found.append((np.stack(reals), np.stack(noises)))
    assert_equal(facts_of(*found), dict.fromkeys(SEEDS, True), what=SHOWN, slips=OF_SEEDS)


def facts_of(first, again, other):
    """Return what is true of the batches and the noise of three runs."""
    facts = []
    for number in (0, 1):
        one, same, another = first[number], again[number], other[number]
        facts += [np.array_equal(one, same), not np.array_equal(one, another)]
    return dict(zip(SEEDS, facts, strict=True))


def slips_of(losses):
    return {
        "the generator's loss comes first": losses[:, ::-1],
        "the losses come one step too late": np.roll(losses, 1, axis=0),
        "the transposed result": losses.T,
        "only the last step": losses[-1],
        "the mean over the steps": losses.mean(axis=0),
        "the sums so far": np.cumsum(losses, axis=0),
        "the means so far": np.cumsum(losses, axis=0) / np.arange(1, len(losses) + 1)[:, None],
    }


PARTS = ("kernel", "bias")
SIZES = "the list of sizes of the real batches"
NOISES = "the list of sizes of the noises, each counted once,"
MORE = "one step too many"
LESS = "one step too few"
WHOLE = "all of data in every step: batch is not used"
SHORT = "the last batch of an epoch is shorter: repeat before you batch"
FIXED = "the same noise in every step: it is drawn once, perhaps while the graph is traced"
SHARED = "two steps share their noise"
TWICE = "each half of a step has its own noise"
SHOWN = "what the batches show"
FACTS = ["every row of data is used", "no row is used far more than others"]
FACTS += ["the order changes", "the order is random"]
OF_FACTS = {
    words: dict(zip(FACTS, facts, strict=True))
    for words, facts in {
        "the rows are not shuffled": (True, True, False, False),
        "the same rows in every step": (False, True, False, False),
        "the order of the first epoch is used in all of them": (True, True, False, True),
        "only a part of data is used": (False, True, True, True),
    }.items()
}
SEEDS = ["the same seed repeats the batches", "another seed has other batches"]
SEEDS += ["the same seed repeats the noise", "another seed has other noise"]
OF_SEEDS = {
    words: dict(zip(SEEDS, facts, strict=True))
    for words, facts in {
        "the seed is not used for the batches": (False, True, True, True),
        "the seed is not used for the noise": (True, True, False, True),
        "the seed is not used": (False, True, False, True),
        "every seed gives the same batches": (True, False, True, True),
        "every seed gives the same noise": (True, True, True, False),
        "every seed gives the same batches and noise": (True, False, True, False),
    }.items()
}
PARTS_OF_NOISE = np.array([0.05, 0.25, 0.5, 0.75, 0.95])
NORMAL = np.array([-1.6449, -0.6745, 0.0, 0.6745, 1.6449])
OTHER_NOISE = {
    "uniform noise between 0 and 1": PARTS_OF_NOISE,
    "uniform noise between -1 and 1": 2 * PARTS_OF_NOISE - 1,
}
SPREAD = "the list of quantiles of the noise"
NEAR = ("the mean distance of noise from step to step", "... from row to row", "... in a row")
SAME = "the same noise in every step"
ROWS = "all rows of noise are alike"
COLUMNS = "all numbers of a row of noise are alike"
RUNS = "the number of runs of the {}'s Python code"
EAGER = "it ran in every step: there is no graph, or it is made anew"
