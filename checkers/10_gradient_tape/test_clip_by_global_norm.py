"""Checks of clip_by_global_norm."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_raises,
    assert_true,
    draw,
    forbids,
    points,
)
from tensorkata.checking.assertions import CheckFailed

pytestmark = forbids("tf.clip_by_global_norm", "tf.clip_by_norm", "tf.linalg.global_norm")


def norm_of(*arrays):
    """Return the norm of all entries of all arrays together."""
    return np.sqrt(sum(np.sum(np.square(array, dtype=np.float64)) for array in arrays))


def clipped(array, total, norm):
    """Return the array, shortened if the total norm is above the limit."""
    return array * min(1.0, norm / total)


def slips(array, total, norm):
    total = total or 1.0
    return {
        "each gradient is clipped by its own norm": clipped(array, norm_of(array) or 1.0, norm),
        "scaled to the norm even if it is short enough": array * norm / total,
        "not clipped": array,
        "the entries are clipped one by one": np.clip(array, -norm, norm),
        "divided by the total norm, but not multiplied by the limit": array / total,
        "divided by the squared norm: the square root is missing": clipped(array, total**2, norm),
        "0 / 0: the norm of zero gradients is zero": np.full(array.shape, np.nan),
    }


def slips_of_norm(total, norm, *parts):
    """Return what common mistakes make of the total norm of some gradients."""
    return {
        ROOT: total**2,
        "the norm after clipping": min(norm, total),
        "the sum of the gradients' norms, not the norm of all": sum(map(norm_of, parts)),
        "the norm of each gradient, not of all": np.array([norm_of(part) for part in parts]),
    }


def asked(probes, gradients, norm):
    """Return the clipped gradients and the norm, each in its place."""
    got = probes.clip_by_global_norm(gradients, float(norm))
    if got is None:
        raise CheckFailed("returned None", rung="none")
    assert_true(isinstance(got, dict), "is not a pair, (clipped, total)", got=got)
    given = [None if g is None else list(getattr(g, "shape", [])) for g in gradients]
    shapes = [None if g is None else list(getattr(g, "shape", [])) for g in got["clipped"]]
    present = [shape for shape in given if shape is not None]
    nones = [None] * (len(given) - len(present))
    wrong = {NONE_GONE: present, "the None is at another place": present + nones}
    wrong["a None has become a number"] = [shape or [] for shape in given]
    assert_equal(shapes, given, what="the list of shapes", slips=wrong)
    return got["clipped"], got["total"]


def compare(probes, gradients, norm, dtype="float32"):
    """Hold every gradient and the norm against what clipping gives."""
    clipped_ones, got_total = asked(probes, gradients, norm)
    present = [g for g in gradients if g is not None]
    total = norm_of(*present)
    for part, gradient in zip(clipped_ones, gradients, strict=True):
        if gradient is not None:
            want, wrong = clipped(gradient, total or 1.0, norm), slips(gradient, total, norm)
            assert_close(part, want, dtype=dtype, slips=wrong, what="a clipped gradient")
    wrong = slips_of_norm(total, norm, *present)
    assert_close(got_total, total, dtype=dtype, slips=wrong, what="the norm")


def test_example(probes):
    """clip_by_global_norm gives what the docstring's example shows"""
    compare(probes, [np.float32([3, 0]), None, np.asarray(np.float32(4))], 1.0)


@points(0.5)
@after(test_example)
def test_values(probes, rng):
    """long gradients are scaled by one factor, short ones stay, and Nones too, in any dtype"""
    for dtype in ("float32", "float64"):
        gradients = [np.asarray(g) for g in draw(rng, (2, 3), (5,), (), dtype=dtype)]
        total = norm_of(*gradients)
        for norm in (total / 3, 2 * total, 0.1):
            compare(probes, [*gradients, None], norm, dtype)


@points(0.5)
@after(test_example)
def test_zeros(probes, rng):
    """zero gradients stay zero, and the norm counts the others"""
    zeros, some = np.zeros((2, 3), "float32"), draw(rng, (4,))
    for gradients in ([some, zeros], [zeros]):
        compare(probes, gradients, 0.25)


@points(0.5)
@after(test_example)
def test_indexed_slices(probes, rng):
    """IndexedSlices count in the norm and come back as IndexedSlices, with their values scaled"""
    dense, rows = draw(rng, (4,)), sliced(draw(rng, (3, 2)))
    total = norm_of(rows["values"], dense)
    for norm in (0.5, float(2 * total)):
        got = probes.clip_by_global_norm([rows, None, dense], norm)
        mistakes = {UNCOUNTED: norm_of(dense)} | slips_of_norm(total, norm, rows["values"], dense)
        assert_close(got["total"], total, slips=mistakes, what="the norm")
        sparse, _, other = got["clipped"]
        if not isinstance(sparse, dict):
            raise CheckFailed("is not tf.IndexedSlices", got=sparse, rung="claim", cause=DENSE)
        for name, want, mistakes in expected(rows, dense, total, norm):
            part = {**sparse, "dense gradient": other}[name]
            if part is None:
                raise CheckFailed(f"the {name} is None", rung="none", cause=LOST)
            assert_close(part, want, slips=mistakes, what=f"the {name}")


@points(0.5)
@after(test_example)
def test_bad_norm(probes, rng):
    """a norm that is not positive raises ValueError, a small one does not"""
    gradient = draw(rng, (3, 2), dtype="float64")
    compare(probes, [gradient], 0.01, "float64")
    for norm in (0.0, -1.0):
        assert_raises(ValueError, probes.clip_by_global_norm, [gradient], norm)


def sliced(values):
    """Return values as rows of a table of 50, in the form that the probe takes and returns."""
    return {"values": values, "indices": np.array([41, 7, 30]), "shape": np.array([50, 2])}


def expected(rows, dense, total, norm):
    """Yield each part's name, its expected value, and the slips."""
    values, indices = rows["values"], rows["indices"]
    yield "values", clipped(values, total, norm), {"the values are not clipped": values}
    again = {"the rows are renumbered": np.arange(3), "the rows are sorted": np.sort(indices)}
    yield "indices", indices, again
    yield "shape", rows["shape"], {"the shape of the values": np.array(values.shape)}
    yield "dense gradient", clipped(dense, total, norm), {}


NONE_GONE = "the None is gone: gradients and weights would no longer pair up"
ROOT = "the square root is missing"
UNCOUNTED = "the values of the IndexedSlices are missing from the norm"
DENSE = "the IndexedSlices have become a dense tensor"
LOST = "the dense_shape is left out: without it the size of the table is unknown"
