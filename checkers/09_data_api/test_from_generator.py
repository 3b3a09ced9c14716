"""Checks of from_generator: the probes hold the generators, which yield the judge's numbers."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points

SIGNATURE = [[[None, 2], "float32"], [[], "float64"]]


def drawn(rng, count=4):
    """Draw elements: a table of varying height, and a number."""
    return [[draw(rng, (n % 3, 2)), draw(rng, (), dtype="float64")] for n in range(1, count + 1)]


def test_example(probes):
    """from_generator serves what the docstring's example shows"""
    elements = [[np.arange(1), np.array(0.5)], [np.arange(3), np.array(1.5)]]
    got = probes.from_generator(elements, 0, [[[None], "int64"], [[], "float32"]], passes=1)
    slips = {words: example(pairs) for words, pairs in EXAMPLE.items()}
    want = example([[[0], 0.5], [[0, 1, 2], 1.5]])
    loose = [[None, "int64"], [None, "float32"]]
    slips["the shapes are not declared"] = want | {"signature": loose}
    assert_equal(got, want, what="the dict of element_spec and passes", slips=slips)


@after(test_example)
def test_form(probes, rng):
    """from_generator makes a dataset of the signature's elements"""
    got = probes.from_generator(drawn(rng), 0, SIGNATURE, passes=0)
    fixed = [[[1, 2], "float32"], [[], "float64"]]
    loose = [[None, "float32"], [None, "float64"]]
    slips = {"the shapes of the first element": fixed, "the shapes are not declared": loose}
    slips |= {"every axis is left open": [[[None, None], "float32"], [[], "float64"]]}
    assert_equal(got["signature"], SIGNATURE, what="the element_spec", slips=slips)


@points(1)
@after(test_form)
def test_passes(probes, rng):
    """each pass calls fn anew and serves what it yields"""
    elements, step = drawn(rng), float(rng.uniform(1, 2))
    found = probes.from_generator(elements, step, SIGNATURE, passes=3)["passes"]
    assert_equal([len(served) for served in found], [4] * 3, what=LENGTHS, slips=EMPTY)
    for number, served in enumerate(found):
        for (mine, second), (table, value) in zip(served, elements, strict=True):
            slips = {SAME: table, EARLY: table + step * (number + 1)}
            assert_close(mine, table + step * number, dtype="float32", slips=slips)
            assert_close(second, value + step * number, dtype="float64")


@points(0.5)
@after(test_form)
def test_endless(probes, rng):
    """a generator without an end is served as far as needed"""
    start, factor = rng.uniform(1, 2, 2).tolist()
    got = probes.from_endless(start, 0.5 * factor, 6)
    for number, element in zip(range(6), got, strict=True):
        want = start * (0.5 * factor) ** number
        slips = {SKIPPED: want * (0.5 * factor) ** (number or 1)}
        assert_close(element["value"], want, dtype="float64", what="value", slips=slips)
        slips = {"the signs are lost": [want, want]}
        assert_close(element["row"], [want, -want], dtype="float64", what="row", slips=slips)


@points(0.5)
@after(test_form)
def test_cast(probes, rng):
    """numbers are cast to the signature's dtypes, as tf.cast does"""
    whole, parts = rng.integers(-(2**40), 2**40, 3), rng.uniform(-9, 9, 3) + 0.25
    specs = [[[None], "float32"], [[3], "int64"]]
    [[[floats, integers]]] = probes.from_generator([[whole, parts]], 0, specs, passes=1)["passes"]
    assert_close(floats, whole.astype("float32"), dtype="float32", what="integers as float32")
    slips = {"numbers are rounded, not cut": np.round(parts).astype("int64")}
    what = "floats as int64"
    assert_close(integers, parts.astype("int64"), dtype="int64", what=what, slips=slips)


@points(0.5)
@after(test_passes)
def test_misfit(probes, rng):
    """an element of another shape or structure is an error when the pass comes to it"""
    rows, wide = draw(rng, (2, 3), dtype="float64"), draw(rng, (4,), dtype="float64")
    for misfit in (wide, [rows[0], 1.0]):
        got, error = probes.from_misfit([*rows, misfit, rows[0]], [3])
        assert_equal([len(got), error], [2, "InvalidArgumentError"], what=SERVED, slips=PASSED_ON)
        assert_close(np.stack(got), rows, dtype="float64", what="the elements before it")


@points(0.5)
@after(test_passes)
def test_no_function(probes, rng):
    """something that is not a function is refused, and a function is not"""
    got, slips = probes.from_no_function(), {GENERATOR: NOT_REFUSED | {"a number": "TypeError"}}
    slips |= {"what is not a function is taken, and fails in the pass": NOT_REFUSED}
    slips |= {"a ValueError instead of a TypeError": dict.fromkeys(NOT_REFUSED, "ValueError")}
    assert_equal(
        got, dict.fromkeys(NOT_REFUSED, "TypeError"), what="the dict of errors", slips=slips
    )
    row = draw(rng, (3,), dtype="float64")
    got, _ = probes.from_misfit([row], [3])
    assert_close(np.stack(got), row[None], dtype="float64", what="the only element")


def example(*passes):
    """Return what comes of the example."""
    return {"signature": [[[None], "int64"], [[], "float32"]], "passes": list(passes)}


EXAMPLE = {
    "the first element is left out": [[[0, 1, 2], 1.5]],
    "the last element is missing": [[[0], 0.5]],
    "the elements are repeated in a pass": [[[0], 0.5], [[0, 1, 2], 1.5]] * 200,
    "the parts of an element are swapped": [[0.5, [0]], [1.5, [0, 1, 2]]],
}
LENGTHS = "the list of each pass's number of elements"
EMPTY = {
    "an endless dataset": [400, 400, 400],
    "the last element is missing": [3, 3, 3],
    "the second pass is empty: the generator was made once": [4, 0, 0],
    "all passes share one generator": [4, 4, 0],
}
SAME = "fn is called only once: each pass serves the same elements"
EARLY = "fn was called once before the first pass"
SKIPPED = "elements are left out on the way"
GENERATOR = "fn() is used instead of fn"
NOT_REFUSED = {"a generator": "nothing was raised", "a number": "nothing was raised"}
SERVED = "[how many elements are served, which error comes then]"
PASSED_ON = {
    "the shape is not checked": [4, ""],
    "elements that do not fit are silently left out": [3, ""],
    "the error comes at the first element": [0, "InvalidArgumentError"],
    "the pass ends silently": [2, ""],
}
