"""Checks of calibrate_temperature."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def softmax(logits):
    chances = np.exp(logits - logits.max(axis=1, keepdims=True))
    return chances / chances.sum(axis=1, keepdims=True)


def oracle(logits, labels):
    """Halve the interval of 1 / T by the sign of the slope, in float64."""
    logits = np.asarray(logits, dtype=float)
    low, high = np.log(1e-4), np.log(1e4)
    for _ in range(30):
        middle = (low + high) / 2
        expected = np.sum(softmax(np.exp(middle) * logits) * logits, axis=1)
        excess = np.mean(expected - logits[np.arange(len(labels)), labels])
        low, high = (low, middle) if excess > 0 else (middle, high)
    return np.exp(-middle)


def drawn(rng, n, classes, temperature, dtype="float32"):
    """Return logits that are `temperature` times as large as they should be, and labels."""
    logits = 1.5 * rng.standard_normal((n, classes))
    ends = np.cumsum(softmax(logits), axis=1)
    labels = np.sum(rng.uniform(0, 1, (n, 1)) > ends[:, :-1], axis=1)
    return (temperature * logits).astype(dtype), labels.astype("int64")


def matched(logits, labels):
    """Return the T at which the mean chance of the answer is the share of right answers."""
    right, low, high = np.mean(np.argmax(logits, axis=1) == labels), -4.0, 4.0
    for _ in range(16):
        middle = (low + high) / 2
        sure = np.mean(softmax(logits.astype(float) / np.exp(middle)).max(axis=1))
        low, high = (middle, high) if sure > right else (low, middle)
    return np.exp(middle)


def slips_of(logits, labels, want):
    chances = softmax(np.asarray(logits, dtype=float))
    return {
        "this is 1 / T": 1 / want,
        "the logarithm of T": np.log(want),
        "the square of T": want**2,
        "the square root of T": np.sqrt(want),
        "logits are taken for probabilities, or softmax is applied first": oracle(chances, labels),
        "T is kept from getting smaller than 1": max(want, 1.0),
        "T is kept from getting smaller than 0.1": max(want, 0.1),
        "the mean of the largest chances is matched to the accuracy": matched(logits, labels),
        "T is kept from getting larger than 10": min(want, 10.0),
        "T is kept from getting larger than 5": min(want, 5.0),
        "T is kept between 0.1 and 10": np.clip(want, 0.1, 10),
        "T is kept between 0.5 and 5": np.clip(want, 0.5, 5),
        "T is kept between 0.2 and 5": np.clip(want, 0.2, 5),
        "the temperature at the start: nothing is searched": 1.0,
        "exp of large logits is inf: their maximum is not subtracted first": np.nan,
    }


def hold(probes, logits, labels, slips=None):
    """Require the oracle's temperature, to within the promised 1 %."""
    want = oracle(logits, labels)
    slips = slips_of(logits, labels, want) | (slips or {})
    got = probes.temperature(logits, labels)
    assert_close(got, want, rtol=0.01, slips=slips)  # the promised 1 %


def test_example(probes):
    """calibrate_temperature gives what the docstring's example shows"""
    logits, labels = np.float32([[4, 0]] * 4), np.int32([0, 0, 0, 1])
    got, want = probes.temperature(logits, labels), 4 / np.log(3)
    assert_close(got, want, rtol=0.01, slips=slips_of(logits, labels, want))  # the promised 1 %


@points(1)
@after(test_example)
def test_temperature(probes, rng):
    """the temperature makes the labels most likely, for overconfident and timid models"""
    for n, classes, temperature, kinds in CASES:
        logits, labels = drawn(rng, n, classes, temperature, kinds[0])
        hold(probes, logits, labels.astype(kinds[1]))


@points(1)
@after(test_temperature)
def test_range(probes, rng):
    """the temperature is right from 0.05 to 20"""
    for classes, temperature in [(5, 15.0), (3, 0.08)]:
        hold(probes, *drawn(rng, 500, classes, temperature))


@points(1)
@after(test_temperature)
def test_large_logits(probes, rng):
    """logits in the hundreds count as they are, shifted all alike or very wrong"""
    for dtype in ("float32", "float64"):
        logits, labels = drawn(rng, 250, 6, 4.0, dtype)
        shifts = draw(rng, (250, 1), dtype=dtype, low=-900.0, high=900.0)
        hold(probes, logits + shifts, labels)
        logits[0] *= 400 / np.ptp(logits[0])
        labels[0] = np.argmin(logits[0])
        hold(probes, logits, labels, slips={CAPPED: oracle(logits[1:], labels[1:])})


CAPPED = "an epsilon in the logarithm, or clipping, caps what a very wrong answer costs"
CASES = [
    (300, 10, 2.5, ("float32", "int64")),
    (120, 2, 0.6, ("float64", "int64")),
    (200, 4, 1.3, ("float64", "int32")),
]
