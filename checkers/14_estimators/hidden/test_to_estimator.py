"""Hidden checks of to_estimator."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.75)
@after("test_trained")
def test_longer(probes, rng):
    """five steps with another rate, then predictions for many rows"""
    mean, variance, kernel, bias, frozen = draw(rng, (4,), (4,), (4, 3), (3,), (3, 2))
    weights, variance = [mean, variance**2, kernel, bias, frozen], variance**2
    batches = [list(draw(rng, (n, 4), (n, 2))) for n in (5, 2, 7, 3, 4)]
    x, labels = draw(rng, (9, 4), (9, 2))
    params = {"rate": 0.03125, "momentum": 0.5}
    setting = weights, batches, [[x, labels]], params, ["train", "infer"]
    got = probes.to_estimator(*setting, ["infer"])
    slots = 0 * kernel, 0 * bias
    for rows, wanted in batches:
        normal = (rows - rows.mean(axis=0)) / np.sqrt(rows.var(axis=0) + 0.25)
        miss = (normal @ kernel + bias) @ frozen - 2 * wanted
        back = miss @ frozen.T / len(rows)
        slopes = normal.T @ back + 0.25 * kernel, back.sum(axis=0)
        slots = [0.5 * slot + slope for slot, slope in zip(slots, slopes, strict=True)]
        kernel, bias = kernel - 0.03125 * slots[0], bias - 0.03125 * slots[1]
        mean = 0.5 * mean + 0.5 * rows.mean(axis=0)
        variance = 0.5 * variance + 0.5 * rows.var(axis=0)
    want = ((x - mean) / np.sqrt(variance + 0.25) @ kernel + bias) @ frozen
    for result, output in zip(got["infer"], [want], strict=True):
        assert_close(result["output"], output, what="'output'")
