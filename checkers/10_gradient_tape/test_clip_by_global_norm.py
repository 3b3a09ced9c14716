"""Checks of clip_by_global_norm."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_shape,
    assert_true,
    draw,
    forbids,
    points,
)

pytestmark = forbids("tf.clip_by_global_norm", "tf.clip_by_norm", "tf.linalg.global_norm")


def norm_of(*arrays):
    """Return the norm of all entries of all arrays together."""
    return np.sqrt(sum(np.sum(np.square(array, dtype=np.float64)) for array in arrays))


def clipped(array, total, norm):
    """Return the array, shortened if the total norm is above the limit."""
    return array * min(1.0, norm / total)


def slips(array, total, norm):
    return {
        "each gradient is clipped by its own norm": clipped(array, norm_of(array), norm),
        "scaled to the norm even if it is short enough": array * norm / total,
        "not clipped": array,
        "the entries are clipped one by one": np.clip(array, -norm, norm),
        "divided by the total norm, but not multiplied by the limit": array / total,
    }


def test_structure(probes, rng):
    """a list comes back in the order, shapes and dtypes of the gradients, and a scalar norm"""
    first, second = draw(rng, (2, 3), (4,))
    got = probes.clip_by_global_norm([first, None, second], 1.0)
    kinds = [None if part is None else list(getattr(part, "shape", [])) for part in got["clipped"]]
    slips = {NONE_GONE: [[2, 3], [4]], "a None has become a number": [[2, 3], [], [4]]}
    assert_equal(kinds, [[2, 3], None, [4]], what="the list of shapes", slips=slips)
    assert_shape(got["clipped"][2], (4,), dtype="float32")
    assert_shape(got["total"], (), dtype="float32")


@points(1)
@after(test_structure)
def test_values(probes, rng):
    """long gradients are scaled by one factor, short ones stay; the norm is from before clipping"""
    gradients = [np.asarray(gradient) for gradient in draw(rng, (2, 3), (5,), ())]
    total = norm_of(*gradients)
    for norm in (total / 3, 2 * total, 0.1):
        got = probes.clip_by_global_norm(gradients, float(norm))
        for part, gradient in zip(got["clipped"], gradients, strict=True):
            assert_close(part, clipped(gradient, total, norm), slips=slips(gradient, total, norm))
        mistakes = {ROOT: total**2, "the norm after clipping": min(norm, total)}
        assert_close(got["total"], total, slips=mistakes, what="the norm")


@points(1)
@after(test_structure)
def test_indexed_slices(probes, rng):
    """IndexedSlices count in the norm and come back as IndexedSlices, with their values scaled"""
    dense, rows = draw(rng, (4,)), sliced(draw(rng, (3, 2)))
    total = norm_of(rows["values"], dense)
    got = probes.clip_by_global_norm([rows, None, dense], 0.5)
    assert_close(got["total"], total, slips={UNCOUNTED: norm_of(dense)}, what="the norm")
    part = got["clipped"][0]
    assert_true(isinstance(part, dict), "the IndexedSlices have become a dense tensor", got=part)
    for name, want, mistakes in expected(rows, total, 0.5):
        assert_close(part[name], want, slips=mistakes, what=f"the {name}")


def sliced(values):
    """Return values as rows of a table of 50, in the form that the probe takes and returns."""
    return {"values": values, "indices": np.array([41, 7, 30]), "shape": np.array([50, 2])}


def expected(rows, total, norm):
    """Yield each part's name, its expected value, and the slips."""
    values, indices = rows["values"], rows["indices"]
    yield "values", clipped(values, total, norm), {"the values are not clipped": values}
    again = {"the rows are renumbered": np.arange(3), "the rows are sorted": np.sort(indices)}
    yield "indices", indices, again
    yield "shape", rows["shape"], {"the shape of the values": np.array(values.shape)}


NONE_GONE = "the None is gone: gradients and weights would no longer pair up"
ROOT = "the square root is missing"
UNCOUNTED = "the values of the IndexedSlices are missing from the norm"
