"""Hidden checks of WarmupCosine."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, forbids, points

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


@points(0.5)
@after("test_rates")
def test_long_fit(probes, rng):
    """rate(step) is right for thousands of steps, and long after the last"""
    base, warmup = draw(rng, (), low=0.1, high=1.0).item(), int(rng.integers(100, 900))
    total = warmup + int(rng.integers(1000, 9000))
    steps = [0, warmup - 1, warmup, *rng.integers(0, total, 20).tolist(), total, 1000 * total]
    got = np.float32(probes.warmup_cosine_rate(base, warmup, total, steps))
    assert_close(got, oracle(base, warmup, total, steps), what="rate(step)")
