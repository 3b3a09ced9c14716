"""Hidden checks of add_head."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_thawed")
def test_larger(probes, rng):
    """a larger backbone, thawed, in a call with training=True"""
    for shape in [(5, 6, 7, 3), (2, 1, 1, 4)]:
        x, kernel, bias = draw(rng, shape, (shape[-1], 6), (6,))
        gamma, variance = draw(rng, (6,), (6,), low=0.5, high=1.5)
        beta, mean, *head = draw(rng, (6,), (6,), (6, 10), (10,))
        given = [kernel, bias, gamma, beta, mean, variance], head, x
        got = probes.add_head(*given, training=True, thawed=True)
        z = (np.float64(x) @ kernel + bias - mean) / np.sqrt(variance + 1e-3)
        features = np.maximum(gamma * z + beta, 0).reshape(shape[0], -1, 6).mean(axis=1)
        logits = features @ head[0] + head[1]
        answers = [got["output"], got["again"], *got["statistics"]]
        for mine, want in zip(answers, [logits, logits, mean, variance], strict=True):
            assert_close(mine, want, what="the logits, or moving statistics")
