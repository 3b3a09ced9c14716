"""Hidden checks of restore."""

import numpy as np

from tensorkata.checking import after, assert_equal, draw, forbids, points

pytestmark = forbids("keras")


@points(1)
@after("test_example")
def test_after_many(probes, rng):
    """after five checkpoints the last one comes back, whole"""
    steps = np.cumsum(draw(rng, (5,), dtype="int64", low=2, high=10**9))[::-1].tolist()
    models, slots = ([draw(rng, (2, 4), (4,)) for _ in steps] for _ in range(2))
    got = probes.restore_from_folder(models, slots, steps)
    values = [*models[-1], *slots[-1], steps[-1] // 2]
    want = {"raised": "nothing", "type": "int", "step": steps[-1], "values": values, "replaced": []}
    assert_equal(got, want, what="what restore returns and leaves")
