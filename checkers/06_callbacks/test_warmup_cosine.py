"""Checks of WarmupCosine."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_true,
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
        "there is no warm-up": np.float32(np.where(steps < warmup, base, right)),
    }


def vector(got):
    """Return a list of Python floats as an array."""
    floats = isinstance(got, list) and all(type(rate) is float for rate in got)
    assert_true(floats, "is not a list of Python floats", got=got)
    return np.float32(got)


def test_form(probes, rng):
    """WarmupCosine is a Callback whose rate(step) is a Python float"""
    got = probes.warmup_cosine(draw(rng, (), low=0.1, high=1.0).item(), 3, 9)
    assert_equal(got[0], want=True, what=KIND)
    assert_true(type(got[1]) is float, "rate(0) is not a Python float", got=got[1])


@points(2)
@after(test_form)
def test_rates(probes, rng):
    """rate(step) climbs to base_lr and follows a cosine down to 0"""
    for warmup, total in [(4, 12), (1, 5), (5, 32)]:
        base, steps = draw(rng, (), low=0.1, high=1.0).item(), rng.permutation(total + 4).tolist()
        got = vector(probes.rates(base, warmup, total, steps))
        slips = misread(base, warmup, total, steps)
        assert_close(got, oracle(base, warmup, total, steps), slips=slips)


@points(1)
@after(test_rates)
def test_steps(probes, rng):
    """every batch has its own rate; steps count over the epochs of a fit, anew in each fit"""
    base = draw(rng, (), low=0.1, high=0.5).item()
    got = probes.rates_set(base, 5, 14, [[3, 4], [2, 6]])
    for rates, epochs, batches, earlier in [(got[0], 3, 4, 0), (got[1], 2, 6, 12)]:
        want = oracle(base, 5, 14, np.arange(epochs * batches))
        slips = miscounted(base, epochs, batches, earlier)
        assert_close(rates, want, what="the rates of a fit", slips=slips)


@points(1)
@after(test_steps)
def test_fit(probes, rng):
    """fit takes its steps at these rates, and the history holds each epoch's last rate"""
    gradients, base = draw(rng, (6, 3)), draw(rng, (), low=0.1, high=0.5).item()
    got = probes.cosine_in_fit(base, 2, 7, gradients, epochs=2)
    rates = oracle(base, 2, 7, np.arange(6))
    want, fresh = moved(gradients, rates), {MOMENTUM: moved(gradients, rates, momentum=0)}
    assert_close(got["weight"], want, what="the weight after the fit", slips=fresh)
    slips = {"the rate of the next step": oracle(base, 2, 7, [3, 6]), FIRST: rates[[0, 3]]}
    assert_close(vector(got["logs"]), rates[[2, 5]], what="learning_rate in the logs", slips=slips)


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


MOMENTUM = "a new optimizer is made, and its momentum is lost"
FIRST = "the rate of each epoch's first step"
KIND = "the answer to “is it a callback?”"
