"""Hidden checks of pipeline."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(1)
@after("test_form")
def test_pairs(probes, rng):
    """pairs go through a function of two arguments and stay together"""
    x, y = draw(rng, (9, 3)), draw(rng, (9, 3))
    got = probes.pipeline_of_pairs(x, y, 4, True)
    mine = [np.concatenate([batch[part] for batch in got]) for part in (0, 1)]
    order = np.argsort(mine[1][:, 0])
    right = np.argsort(y[:, 0])
    assert_close(mine[1][order], y[right], dtype="float32")
    assert_close(mine[0][order], (x - y)[right], dtype="float32")
