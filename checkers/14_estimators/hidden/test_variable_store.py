"""Hidden checks of VariableStore."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_in_graph")
def test_larger_graph(probes, rng):
    """many calls of one graph change one variable"""
    value, xs = draw(rng, (4, 1), (7,))
    got = probes.variable_store_in_graph(value, list(xs), ["results"])
    for n, result in zip(range(7), got["results"], strict=True):
        assert_close(result, (value + np.sum(xs[:n])) * xs[n], what=f"the result of call {n}")


@points(0.5)
@after("test_checkpoint")
def test_many_names(probes, rng):
    """a checkpoint has every name, of any shape, made before the restore or after it"""
    names = [f"layer_{n}/kernel" for n in range(6)]
    values = dict(zip(names, draw(rng, *[(n, 2) for n in range(1, 7)]), strict=True))
    got = probes.variable_store_restored(values, 12, names[3:5])
    wanted, got = {**values, "step": np.int64(12)}, {**got["values"], "step": got["global step"]}
    for name, value in wanted.items():
        assert_close(got[name], value, what=f"the restored {name!r}")
