"""Checks of WarmupCosine."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    draw,
    forbids,
    points,
)

pytestmark = forbids(
    "keras.callbacks.LearningRateScheduler",
    "keras.optimizers.schedules",
    "keras.optimizers.schedules.CosineDecay",
)


def oracle(base, warmup, total, steps):
    """Return the learning rate of each step."""
    steps = np.asarray(steps, dtype=np.float64)
    progress = np.clip((steps - warmup) / (total - warmup), 0, 1)
    cosine = base * (1 + np.cos(np.pi * progress)) / 2
    return np.float32(np.where(steps < warmup, base * (steps + 1) / max(warmup, 1), cosine))


def misread(base, warmup, total, steps):
    """Return the rates of mistaken schedules."""
    steps = np.asarray(steps, dtype=np.float64)
    right = oracle(base, warmup, total, steps)
    progress = np.clip((steps - warmup) / (total - warmup), 0, 1)
    wave = np.cos(np.pi * (steps - warmup) / (total - warmup))

    def after_it(cosine):
        return np.float32(np.where(steps < warmup, right, cosine))

    return {
        "the warm-up starts at 0, one step late": np.float32(
            np.where(steps < warmup, base * steps / max(warmup, 1), right)
        ),
        "the cosine also counts the steps of the warm-up": after_it(
            base * (1 + np.cos(np.pi * np.clip(steps / total, 0, 1))) / 2
        ),
        "the factor 1/2 is missing": after_it(base * (1 + np.cos(np.pi * progress))),
        "pi is missing": after_it(base * (1 + np.cos(progress)) / 2),
        "a quarter of a wave, not a half": after_it(base * np.cos(np.pi / 2 * progress)),
        "a straight line down, not a cosine": after_it(base * (1 - progress)),
        "the wave goes up again after total_steps": after_it(base * (1 + wave) / 2),
        "the rate stays at base_lr after total_steps": np.float32(
            np.where(steps < total, right, base)
        ),
        "steps are counted from 1": oracle(base, warmup, total, steps - 1),
        "the last step, not total_steps, is the end": after_it(
            base
            * (1 + np.cos(np.pi * np.clip((steps - warmup) / max(total - 1 - warmup, 1), 0, 1)))
            / 2
        ),
        "there is no warm-up": np.float32(np.where(steps < warmup, base, right)),
    }


def in_order(got, steps):
    """Return the rates, Python floats that were asked for in any order, by step."""
    hold_to_floats(got, "the type of rate(step)")
    by_step = dict(zip(steps, got, strict=True))
    return np.float32([by_step[step] for step in sorted(steps)])


def hold_to_floats(got, what):
    """Require Python floats."""
    kinds = sorted({kind_of(rate) for rate in got}) if isinstance(got, list) else ["missing"]
    slips = {words: kinds for words, kind in KINDS.items() if kind in kinds}
    assert_equal(kinds, ["Python float"], what=what, slips=slips)


def kind_of(rate):
    """Return what a rate is, in words."""
    return {float: "Python float", int: "Python int"}.get(type(rate), "another type")


def test_example(probes, rng):
    """WarmupCosine has the rates that the docstring's example shows"""
    steps = rng.permutation(13).tolist()
    rates = in_order(probes.warmup_cosine_rate(0.5, 4, 12, steps), steps)
    slips = misread(0.5, 4, 12, range(13))
    assert_close(rates, oracle(0.5, 4, 12, range(13)), what=RATE, slips=slips, rows="step")


@after(test_example)
def test_form(probes, rng):
    """WarmupCosine is a Keras callback"""
    got = probes.warmup_cosine_made(draw(rng, (), low=0.1, high=1.0).item(), 3, 9)
    assert_equal(got, want=True, what=KIND, slips={NO_CALLBACK: "WarmupCosine"})


@points(1.5)
@after(test_form)
def test_rates(probes, rng):
    """rate(step) climbs to base_lr and follows a cosine down to 0"""
    for warmup, total in [(4, 11), (1, 5), (5, 32)]:
        base, steps = draw(rng, (), low=0.1, high=1.0).item(), rng.permutation(total + 4).tolist()
        rates = in_order(probes.warmup_cosine_rate(base, warmup, total, steps), steps)
        args = base, warmup, total, range(total + 4)
        assert_close(rates, oracle(*args), what=RATE, slips=misread(*args), rows="step")


@points(0.5)
@after(test_rates)
def test_extremes(probes, rng):
    """the warm-up may have 0 steps, or the cosine 1 step"""
    base = draw(rng, (), low=0.1, high=1.0).item()
    for warmup, total in [(0, 7), (0, 1), (6, 7)]:
        steps = list(range(total + 2))
        rates = in_order(probes.warmup_cosine_rate(base, warmup, total, steps), steps)
        args, least = (base, warmup, total, steps), oracle(base, 1, max(total, 2), steps)
        slips = misread(*args) | {"a warm-up of 0 steps is taken for a warm-up of 1": least}
        assert_close(rates, oracle(*args), what=RATE, slips=slips, rows="step")


@points(0.5)
@after(test_rates)
def test_settings(probes, rng):
    """a negative warmup_steps, or a total_steps that is not above it, raises ValueError"""
    base, want = draw(rng, (), low=0.1, high=1.0).item(), dict.fromkeys(BAD, "ValueError")
    got = probes.warmup_cosine_refusals(cases(base))
    assert_equal(got, want, what="the error for bad numbers of steps", slips=LENIENT)
    got = in_order(probes.warmup_cosine_rate(base, 7, 8, [6, 7]), [6, 7])
    assert_close(got, np.float32([base, base]), what="rate(6) and rate(7)")


@points(1)
@after(test_rates)
def test_steps(probes, rng):
    """every batch has its own rate; steps count over the epochs of a fit, anew in each fit"""
    base = draw(rng, (), low=0.1, high=0.5).item()
    got = probes.warmup_cosine_in_fits(base, 5, 14, [[3, 4], [2, 6]])
    for rates, (name, *sizes) in zip(got, [("first", 3, 4, 0), ("next", 2, 6, 12)], strict=True):
        want, what = oracle(base, 5, 14, np.arange(12)), f"the rates of the {name} fit"
        slips = miscounted(base, *sizes)
        assert_close(rates, want, what=what, slips=slips, rows="step")


@points(1)
@after(test_steps)
def test_fit(probes, rng):
    """fit takes its steps at these rates, and the history holds each epoch's last rate"""
    for first in (0, 2):
        (gradients, rates, base), what = a_fit(rng), f"the weight after a fit from epoch {first}"
        got = probes.warmup_cosine_in_fit(base, 2, 13, gradients, epochs=2, initial_epoch=first)
        slips = misstepped(gradients, base, first)
        assert_close(got["weight"], moved(gradients, rates), what=what, slips=slips)
        hold_to_floats(got["logs"], "the type of learning_rate in the logs")
        slips = {"the rate of the next step": oracle(base, 2, 13, [3, 6]), FIRST: rates[[0, 3]]}
        assert_close(np.float32(got["logs"]), rates[[2, 5]], what=IN_LOGS, slips=slips)


def cases(base):
    """Return settings with bad numbers of steps."""
    names = "base_lr", "warmup_steps", "total_steps"
    return {name: dict(zip(names, (base, *numbers), strict=True)) for name, numbers in BAD.items()}


def a_fit(rng):
    """Draw the gradients of a fit of 6 steps, their rates and base_lr."""
    base = draw(rng, (), low=0.1, high=0.5).item()
    return draw(rng, (6, 3)), oracle(base, 2, 13, np.arange(6)), base


def misstepped(gradients, base, first):
    """Return the weights after a fit that mistakes the optimizer, or the initial epoch."""
    later = oracle(base, 2, 13, np.arange(6) + 3 * first)
    right = oracle(base, 2, 13, np.arange(6))
    return {
        "a new optimizer is made, and its momentum is lost": moved(gradients, right, momentum=0),
        "a fit with initial_epoch does not start at step 0": moved(gradients, later),
    }


def miscounted(base, epochs, batches, earlier):
    """Return the rates of a fit that counts the steps wrongly."""
    steps = np.arange(epochs * batches)
    numbers = {
        "the steps start again at 0 in each epoch": steps % batches,
        "the rate changes once per epoch": steps // batches,
        "the rate of each epoch's first step": steps // batches * batches,
        "one step too far": steps + 1,
        "the new fit goes on where the last fit ended": steps + earlier,
    }
    slips = {words: oracle(base, 5, 14, steps) for words, steps in numbers.items()}
    slips["the rate is never set"] = np.full(steps.size, np.float32(0.75))
    late = np.append(0.75, oracle(base, 5, 14, steps[:-1]))
    return slips | {"set after the batch, one step late": np.float32(late)}


def moved(gradients, rates, momentum=0.5):
    """Return the weight after a step along each gradient, from 0."""
    weight = speed = 0.0
    for gradient, rate in zip(np.float64(gradients), rates, strict=True):
        speed = momentum * speed - rate * gradient
        weight = weight + speed
    return np.float32(weight)


BAD = {
    "warmup_steps -1, total_steps 7": (-1, 7),
    "warmup_steps -9, total_steps -8": (-9, -8),
    "warmup_steps 7, total_steps 7": (7, 7),
    "warmup_steps 9, total_steps 7": (9, 7),
    "warmup_steps 0, total_steps 0": (0, 0),
}
LENIENT = {
    words: {name: error if wrong(*numbers) else "ValueError" for name, numbers in BAD.items()}
    for words, error, wrong in [
        ("the numbers of steps are not looked at", "no error", lambda *_: True),
        ("a negative warmup_steps is not refused", "no error", lambda warmup, _: warmup < 0),
        (
            "total_steps is not compared with warmup_steps",
            "no error",
            lambda warmup, _: warmup >= 0,
        ),
        ("total_steps equal to warmup_steps is not refused", "no error", lambda a, b: a == b),
        ("assert raises AssertionError; raise ValueError", "AssertionError", lambda *_: True),
    ]
}
KINDS = {
    "the logs have no learning_rate": "missing",
    "a tensor, a variable or a NumPy number; float() makes a Python float of it": "another type",
    "a whole number without a decimal point; 0 is no float, 0.0 is": "Python int",
}
FIRST = "the rate of each epoch's first step"
NO_CALLBACK = "the class does not inherit from keras.callbacks.Callback"
RATE = "rate(step)"
IN_LOGS = "learning_rate in the logs"
KIND = "the answer to “is it a callback?”"
