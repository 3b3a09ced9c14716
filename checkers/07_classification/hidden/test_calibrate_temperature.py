"""Hidden checks of calibrate_temperature."""

import numpy as np

from tensorkata.checking import after, assert_close, points


def oracle(logits, labels):
    """Minimize the loss over a grid of log(T), twice refined."""
    logits, middle, width = logits.astype(float), 0.0, 4.0
    for _ in range(3):
        grid = np.linspace(middle - width, middle + width, 81)
        scaled = logits / np.exp(grid)[:, None, None]
        peak = scaled.max(axis=2)
        total = peak + np.log(np.exp(scaled - peak[..., None]).sum(axis=2))
        losses = total - scaled[:, np.arange(len(labels)), labels]
        middle, width = grid[losses.mean(axis=1).argmin()], width / 20
    return np.exp(middle)


@points(1)
@after("test_temperature")
def test_rare_classes(probes, rng):
    """labels may be int32, most of them the same class, and the logits far from fair"""
    for sure in (9.0, 0.7):
        labels = np.append(rng.choice(12, 150, p=[0.78, *[0.02] * 11]), [0, 7, 11])
        hits = rng.uniform(0, 1, 153) < np.where(labels == 0, 0.97, 0.5)
        logits = rng.standard_normal((153, 12)) + sure * (
            hits[:, None] & (labels[:, None] == np.arange(12))
        )
        got = probes.temperature(logits.astype("float32"), labels.astype("int32"))
        assert_close(got, oracle(logits, labels), rtol=0.01)  # the promised 1 %
