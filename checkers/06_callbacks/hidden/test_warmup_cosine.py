"""Hidden checks of WarmupCosine."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_raises, draw, forbids, points

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


@points(1)
@after("test_rates")
def test_extremes(probes, rng):
    """the warm-up may have 0 steps, or the cosine 1 step; other numbers raise ValueError"""
    base = draw(rng, (), low=0.1, high=1.0).item()
    for warmup, total in [(0, 7), (0, 1), (6, 7)]:
        steps = [*range(total + 2), 1000 * total]
        got = np.float32(probes.rates(base, warmup, total, steps))
        assert_close(got, oracle(base, warmup, total, steps))
    for warmup, total in [(-1, 7), (7, 7), (9, 7), (0, 0)]:
        assert_raises(ValueError, probes.warmup_cosine, base, warmup, total)
