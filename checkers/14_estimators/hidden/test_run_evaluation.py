"""Hidden checks of run_evaluation."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.75)
@after("test_values")
def test_many_batches(probes, rng):
    """many batches and a short one: means over batches and over samples, of the newest weights"""
    kernel, x, labels = draw(rng, (4,), (23, 4), (23,))
    got = probes.run_evaluation(kernel, [x, labels], 5, (8, 17))
    miss = np.abs(x @ kernel - labels)
    loss = np.mean([np.mean(miss[n : n + 5] ** 2) for n in range(0, 23, 5)])
    want = {"loss": loss, "error": np.mean(miss), "close": np.mean(miss < 1), "global_step": 17}
    want["whole"] = np.mean(np.floor(8 * labels))
    types = dict.fromkeys(want, "float") | {"global_step": "int"}
    for _, result in zip(range(1), got["results"], strict=True):
        right = result["types"] == types
        for name, value in want.items():
            assert_close(result["values"][name] if right else None, value, what=f"the {name}")
