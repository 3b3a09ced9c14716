"""Hidden checks of save."""

import numpy as np

from tensorkata.checking import after, assert_equal, draw, forbids, points

pytestmark = forbids("keras")


def values_of(model, slots, step):
    """Return what a checkpoint has, by the names of its values."""
    values = {"model/bias": model[1], "model/kernel": model[0], "optimizer/count": step // 2}
    return values | {"optimizer/slots/0": slots[0], "optimizer/slots/1": slots[1], "step": step}


@points(0.5)
@after("test_example")
def test_four(probes, rng):
    """of four checkpoints in a new folder the first one goes, and the others are whole"""
    first, *others = np.cumsum(draw(rng, (4,), dtype="int64", low=100, high=900)).tolist()
    steps = [*others, first]
    models, slots = ([draw(rng, (2, 5), (5,)) for _ in steps] for _ in range(2))
    kept = list(zip(models, slots, steps, strict=True))[1:]
    files = {f"ckpt-{row[-1]}": values_of(*row) for row in kept}
    want = {"paths": [f"ckpt-{s}" for s in steps], "latest": f"ckpt-{steps[-1]}", "files": files}
    got = probes.save_in_folder(models, slots, steps, "deep/down")
    assert_equal(got, want, what="what save returns and leaves")
