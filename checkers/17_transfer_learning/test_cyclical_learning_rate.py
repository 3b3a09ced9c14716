"""Checks of CyclicalLearningRate."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, assert_raises, points


def oracle(config, step, **mistake):
    """Return the rate of a step."""
    low, high, half = config["low"], config["high"], config["half_cycle"]
    cycle, place = divmod(step, 2 * half)
    share = 1 - abs(place / half - 1)
    power = mistake.get("power", cycle)
    return low + (high - low) * config.get("shrink", 1.0) ** power * share


def jumped(config, step):
    """Return the rate of a saw: up, and back to low at once."""
    half = config["half_cycle"]
    share = step % half / half
    return config["low"] + (config["high"] - config["low"]) * share


def slips(config, steps):
    """Return the rates of common mistakes, by description."""
    low, high, half = config["low"], config["high"], config["half_cycle"]
    shrink = config.get("shrink", 1.0)
    named = {
        "it begins at `high`": [
            low + oracle(config, half, power=step // (2 * half)) - oracle(config, step)
            for step in steps
        ],
        "shrink is not used": [oracle(config, step, power=0) for step in steps],
        "shrink is not used as a power: each cycle but the first has the same height": (
            [oracle(config, step, power=min(step // (2 * half), 1)) for step in steps]
        ),
        "it shrinks along the way, not from cycle to cycle": (
            [oracle(config, step, power=step / (2 * half)) for step in steps]
        ),
        "it shrinks with each step": [oracle(config, step, power=step) for step in steps],
        "it shrinks after each half cycle": [
            oracle(config, step, power=step // half) for step in steps
        ],
        "cycles are counted from 1: the first one shrinks too": (
            [oracle(config, step, power=step // (2 * half) + 1) for step in steps]
        ),
        "shrink lowers the whole rate, `low` too": [
            (low + (high - low) * oracle(UNIT | {"half_cycle": half}, step))
            * shrink ** (step // (2 * half))
            for step in steps
        ],
        "a saw: it jumps from `high` back to `low`": [jumped(config, step) for step in steps],
        "half_cycle is taken for the whole cycle": (
            [oracle(config, 2 * step, power=step // half) for step in steps]
        ),
        "a whole cycle up, a whole cycle down": (
            [oracle(config | {"half_cycle": 2 * half}, step) for step in steps]
        ),
        "`high` is added to `low`": [
            low + high * shrink ** (step // (2 * half)) * (1 - abs(step % (2 * half) / half - 1))
            for step in steps
        ],
        "steps count from 1": [oracle(config, step + 1) for step in steps],
        "it stops after the first cycle": [
            oracle(config, step) if step < 2 * half else low for step in steps
        ],
    }
    return {words: np.array(values) for words, values in named.items()}


def compare(got, config, steps):
    """Hold the rate of each step."""
    wants, wrong = [oracle(config, step) for step in steps], slips(config, steps)
    alike = {words: values for words, values in wrong.items() if is_like(got, values)}
    for at, (mine, want) in enumerate(zip(got, wants, strict=True)):
        bad = {words: values[at] for words, values in alike.items()}
        what = f"the rate of step {steps[at]}"
        assert_close(mine, want, dtype="float32", kind="tensor", slips=bad, what=what)


def is_like(got, values):
    """Tell whether all rates are those of a mistake."""
    plain = [rate if isinstance(rate, (float, np.ndarray)) else np.nan for rate in got]
    rates = [float(rate) if np.size(rate) == 1 else np.nan for rate in plain]
    return len(rates) == len(values) and np.allclose(rates, values, rtol=1e-4, atol=1e-6)


def drawn(rng, half_cycle, shrink=1.0):
    """Return settings."""
    low, height = float(rng.uniform(0.1, 1)), float(rng.uniform(1, 3))
    return {"low": low, "high": low + height, "half_cycle": half_cycle, "shrink": shrink}


def test_example(probes):
    """CyclicalLearningRate gives what the docstring's example shows, float32 scalars"""
    config = {"low": 0.25, "high": 1.25, "half_cycle": 4, "shrink": 0.5}
    steps = list(range(0, 17, 2))
    compare(probes.rates("CyclicalLearningRate", config, steps), config, steps)


@points(1)
@after(test_example)
def test_triangles(probes, rng):
    """the rate rises for half_cycle steps and falls for as many, cycle after cycle"""
    for half in (3, 1, 7):
        config, steps = drawn(rng, half), list(range(4 * half + 2))
        del config["shrink"]
        compare(probes.rates("CyclicalLearningRate", config, steps), config, steps)


@points(1)
@after(test_triangles)
def test_shrink(probes, rng):
    """each cycle is lower than the one before, by the factor shrink, and `low` stays"""
    for half, shrink in [(3, 0.5), (2, 0.8), (1, 1.5)]:
        config, steps = drawn(rng, half, shrink), list(range(8 * half + 1))
        compare(probes.rates("CyclicalLearningRate", config, steps), config, steps)


@points(0.5)
@after(test_shrink)
def test_tensors(probes, rng):
    """a step may be a tensor of int32 or int64"""
    for kind in ("int32", "int64"):
        config, steps = drawn(rng, 5, 0.9), rng.integers(0, 60, 8).tolist()
        compare(probes.rates("CyclicalLearningRate", config, steps, kind), config, steps)


@points(0.5)
@after(test_tensors)
def test_large(probes, rng):
    """steps of more than 2^24 are right too"""
    for kind, most in [("int", 2**35), ("int64", 2**35), ("int32", 2**31 - 1)]:
        config = drawn(rng, 5)
        steps = (2 * rng.integers(2**23 + 1, most // 2, 8) + 1).tolist()
        compare(probes.rates("CyclicalLearningRate", config, steps, kind), config, steps)


@points(0.5)
@after(test_tensors)
def test_graph(probes, rng):
    """it works in tf.function, for a step that is not known"""
    config, steps = drawn(rng, 4, 0.7), rng.integers(0, 50, 8).tolist()
    compare(probes.rates("CyclicalLearningRate", config, steps, "graph"), config, steps)


@points(0.5)
@after(test_shrink)
def test_config(probes, rng):
    """get_config returns the four arguments, and from_config makes the same schedule"""
    config, steps = drawn(rng, 3, 0.6), list(range(15))
    got = probes.copied_rates("CyclicalLearningRate", config, steps)
    assert_equal(got["config"], config, what="the config", slips={"`return` is missing": None})
    compare(got["rates"], config, steps)


@points(0.5)
@after(test_triangles)
def test_half_cycle(probes, rng):
    """a half_cycle of less than 1 is a ValueError"""
    config, steps = drawn(rng, 1), list(range(6))
    compare(probes.rates("CyclicalLearningRate", config, steps), config, steps)
    for half in (0, -2):
        wrong = config | {"half_cycle": half}
        assert_raises(ValueError, probes.rates, "CyclicalLearningRate", wrong, [])


UNIT = {"low": 0.0, "high": 1.0}
