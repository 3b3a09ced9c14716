"""Checks of VariableStore."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points


def used(probes, value, change):
    """Make, change and ask again; hold both values, the object and the initializer's calls."""
    got = probes.variable_store_used(value, change)
    wrong = {EMPTY: 0 * value, FLAT: np.ravel(value)}
    assert_close(got["first"], value, slips=wrong, what="the value at first")
    wrong = {RESET: value, ANEW: -value, CLEARED: 0 * value}
    assert_close(got["later"], value + change, slips=wrong, what="the value when asked for again")
    what = "the answer to “is it the same variable?”"
    assert_equal(got["the same object"], want=True, what=what, slips={COPY: False})
    shape = list(value.shape)
    what = "the list of shapes that the initializers got"
    wrong = {AGAIN: [shape, shape], UNUSED: []}
    assert_equal(got["shapes"], [shape], what=what, slips=wrong)


def restored(probes, rng, shapes, late=()):
    """Save and restore; hold the values of all variables and the global step."""
    values = {name: np.asarray(draw(rng, shape)) for name, shape in shapes.items()}
    step = int(rng.integers(3, 1000))
    got = probes.variable_store_restored(values, step, late)
    for name, value in values.items():
        wrong = {PLACED.format(other): values[other] for other in values if other != name}
        wrong |= {LATE if name in late else UNTRACKED: np.zeros_like(value)}
        assert_close(got["values"][name], value, slips=wrong, what=f"the restored {name!r}")
    what, wrong = "the restored global step", {UNTRACKED: np.int64(0)}
    assert_close(got["global step"], np.int64(step), dtype="int64", slips=wrong, what=what)


def test_example(probes):
    """VariableStore gives what the docstring's example shows"""
    used(probes, np.ones(2, "float32"), np.float32([0, 1]))


@points(0.5)
@after(test_example)
def test_same(probes, rng):
    """get makes a variable once, and returns the same one afterwards, with its value"""
    for shape in [(3, 2), (), (1,), (2, 1, 3), (0, 2)]:
        value, change = draw(rng, shape, shape)
        used(probes, np.asarray(value), np.asarray(change))


@points(0.5)
@after(test_example)
def test_names(probes, rng):
    """each name has its own variable, and each store its own names"""
    for names in (("b", "a/b", "a"), ("weight",)):
        values = dict(zip(names, draw(rng, *[(2, 3)] * 3), strict=False))
        one, two = probes.variable_store_named(values)
        first = values[names[0]]
        for name, value in values.items():
            here = one[name], value, f"the value of {name!r}", {ONE: first, SHARED: 0 * value}
            there = two[name], 0 * value, f"{name!r} in another store", {SHARED: value}
            for got, want, what, wrong in (here, there):
                assert_close(got, want, slips=wrong, what=what)


@points(0.5)
@after(test_example)
def test_trainable(probes, rng):
    """trainable_variables has the variables made with trainable=True, and no others"""
    values = dict(zip("edcba", draw(rng, *[(2,)] * 5), strict=True))
    got, want = probes.variable_store_trainable(values, ["d", "a"]), ["e", "c", "b"]
    for name, value in values.items():
        assert_close(got["values"][name], value, what=f"the value of {name!r}")
    wrong = {ALL: list("edcba"), NONE: []}
    assert_equal(got["trainable"], want, what="the list of trainable names", slips=wrong)
    what = "the number of trainable variables"
    assert_equal(got["how many"], 3, what=what, slips={COUNTED: 4, NONE: 0})


@points(0.5)
@after(test_example)
def test_global_step(probes, rng):
    """global_step is an int64 variable, 0 at first"""
    count = int(rng.integers(3, 1000))
    got = probes.variable_store_at_first(count)
    assert_close(got["first"], np.int64(0), dtype="int64", slips=ONCE, what=STEP)
    what = "the answer to “is the global step a variable?”"
    assert_equal(got["variable"], want=True, what=what, slips={CONSTANT: False})
    assert_close(got["counted"], np.int64(count), dtype="int64", what=f"{STEP} plus {count}")


@points(0.5)
@after(test_same)
def test_in_graph(probes, rng):
    """inside a tf.function the variable is made once, and the function is traced once"""
    for shape in [(2, 3), ()]:
        value, xs = np.asarray(draw(rng, shape)), draw(rng, (3,))
        got = probes.variable_store_in_graph(value, list(xs))
        sums = [value + np.sum(xs[:n]) for n in range(4)]
        wants = [*(total * x for total, x in zip(sums, xs, strict=False)), sums[3]]
        fresh = [*(value * x for x in xs), value]
        for n, result in enumerate([*got["results"], got["afterwards"]]):
            what = f"the result of call {n}" if n < 3 else "the value afterwards"
            assert_close(result, wants[n], slips={EACH: fresh[n]} if n else {}, what=what)
        assert_equal(got["traces"], 1, what="the number of traces", slips=TWICE)


@points(0.5)
@after(test_names)
def test_checkpoint(probes, rng):
    """a tf.train.Checkpoint of the store saves and restores every variable and the global step"""
    restored(probes, rng, dict.fromkeys(("w", "v", "a/b", "frozen"), (2,)))


@points(0.25)
@after(test_checkpoint)
def test_late(probes, rng):
    """a variable that is made after the restore gets its saved value"""
    restored(probes, rng, {"w": (2,), "bias": (), "a/b": (3, 1)}, ["bias", "a/b"])


@points(0.5)
@after(test_same)
def test_refusal(probes, rng):
    """another shape for a known name is refused; the same shape is not"""
    for shape, again in [((2, 3), (3, 2)), ((2,), (2, 1)), ((1,), ())]:
        value, change = draw(rng, shape, shape)
        used(probes, value, change)
        got = probes.variable_store_used(value, change, list(again))
        assert_equal(got, "ValueError", what=f"the error for {again} after {shape}", slips=REFUSED)


EMPTY = "zeros: the initializer is not used"
FLAT = "the initializer gets the size, not the shape"
RESET = "asking again resets the value"
ANEW = "asking again makes a new variable"
CLEARED = "asking again sets it to zeros"
COPY = "a tensor or a copy with the variable's value, not the variable"
AGAIN = "the initializer is called again for a variable that is there"
UNUSED = "the initializer is not called"
ONE = "the value of another name: all names share one variable"
SHARED = "all stores share one book: make it in __init__"
ALL = "trainable is not passed on to tf.Variable"
NONE = "nothing is trainable: the store does not track its variables"
COUNTED = "the global step is trainable too"
STEP = "the global step"
ONCE = {"it begins with 1": np.int64(1), "it has an axis": np.int64([0])}
CONSTANT = "a tensor or a number, which cannot be counted up"
EACH = "each call has a variable with the first value"
TWICE = {
    "it is traced again, since tf.function lifts the variable out": 2,
    "it is traced for each call": 3,
}
REFUSED = {
    "nothing is raised": "no error",
    "another error is raised: make it a ValueError": "AssertionError",
}
PLACED = "the value of {!r}: restored by its place, not by its name"
LATE = "the value of its initializer: the book is another object than the restored one"
UNTRACKED = "it is not in the checkpoint: keep it in an attribute of the module"
