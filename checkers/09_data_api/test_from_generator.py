"""Checks of from_generator: the probes hold the generators, which yield the judge's numbers."""

from tensorkata.checking import after, assert_close, assert_equal, draw, points

SIGNATURE = [[[None, 2], "float32"], [[], "float64"]]


def drawn(rng, count=4):
    """Draw elements: a table of varying height, and a number."""
    return [[draw(rng, (n % 3, 2)), draw(rng, (), dtype="float64")] for n in range(1, count + 1)]


def test_form(probes, rng):
    """from_generator makes a dataset of the signature's elements"""
    got = probes.from_generator(drawn(rng), 0, SIGNATURE, passes=0)["signature"]
    fixed = [[[1, 2], "float32"], [[], "float64"]]
    loose = [[None, "float32"], [None, "float64"]]
    slips = {"the shapes of the first element": fixed, "the shapes are not declared": loose}
    slips |= {"every axis is left open": [[[None, None], "float32"], [[], "float64"]]}
    assert_equal(got, SIGNATURE, what="the element_spec", slips=slips)


@points(1)
@after(test_form)
def test_passes(probes, rng):
    """each pass calls fn anew and serves what it yields"""
    elements, step = drawn(rng), float(rng.uniform(1, 2))
    found = probes.from_generator(elements, step, SIGNATURE, passes=3)["passes"]
    assert_equal([len(served) for served in found], [4] * 3, what=LENGTHS, slips=EMPTY)
    for number, served in enumerate(found):
        for mine, (table, value) in zip(served, elements, strict=True):
            slips = {SAME: table, EARLY: table + step * (number + 1)}
            assert_close(mine[0], table + step * number, dtype="float32", slips=slips)
            assert_close(mine[1], value + step * number, dtype="float64")


@points(1)
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


@points(1)
@after(test_passes)
def test_misfit(probes, rng):
    """an element of another shape is an error when the pass comes to it; fn must be callable"""
    elements = [*draw(rng, (3,), (3,), dtype="float64"), draw(rng, (4,), dtype="float64")]
    got, error = probes.from_misfit([*elements, elements[0]], [3])
    assert_equal([len(got), error], [2, "InvalidArgumentError"], what=SERVED, slips=PASSED_ON)
    assert_close(got[1], elements[1], dtype="float64", what="the second element")
    got, slips = probes.from_no_function(), {"fn() is used instead of fn": ""}
    assert_equal(got, "TypeError", what="the error if fn is not a function", slips=slips)


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
SERVED = "[how many elements are served, which error comes then]"
PASSED_ON = {
    "the shape is not checked": [4, ""],
    "elements that do not fit are silently left out": [3, ""],
    "the error comes at the first element": [0, "InvalidArgumentError"],
    "the pass ends silently": [2, ""],
}
