"""Checks of run_export."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points


def drawn(rng, features, sizes, count=1):
    """Draw kernels, and batches of x of these sizes."""
    kernels = list(draw(rng, (count, features)))
    return kernels, [draw(rng, (n, features)) for n in sizes]


def compare(got, kernels, batches, there=(), first=1, step=12):
    """Hold the paths, and what each SavedModel gives for each batch."""
    numbers = [str(first + n) for n in range(len(kernels))]
    hold_paths(got, numbers, there, step)
    for kernel, results in zip(kernels, got["results"], strict=True):
        for x, result in zip(batches, results, strict=True):
            y, newest = x @ kernel, x @ kernels[-1]
            hold_names(result)
            wrong = {FRESH: 0 * y, OVER: newest, RAW: 4 * y, TWICE: y / 4}
            for name, want in (("y", y), ("twice", np.stack([y, 2 * y], axis=1))):
                slips, what = wrong if name == "y" else {}, f"{name!r} of a batch"
                assert_close(result[name], want, dtype="float32", slips=slips, what=what)


def hold_paths(got, numbers, there, step):
    """Hold what was returned, and what is in the folder afterwards."""
    what = "the list of types of the paths"
    assert_equal(got["types"], ["str"] * len(numbers), what=what, slips=untyped(len(numbers)))
    wrong = misnumbered(numbers, there, step)
    want = [f"/all/served/{number}" for number in numbers]
    assert_equal(got["paths"], want, what="the list of paths", slips=wrong)
    what = "the list of folders in the folder of exports"
    assert_equal(got["folders"], sorted({*there, *numbers}), what=what, slips=removed(numbers))


def hold_names(result):
    """Hold the names of a SavedModel's results."""
    names = sorted(result) if isinstance(result, dict) else "something else than a dict"
    what = "the list of names that the SavedModel returns"
    assert_equal(names, ["twice", "y"], what=what, slips=NAMES)


@points(1)
def test_example(probes, rng):
    """folder/1 has the newest checkpoint, as in the docstring's example, for batches of any size"""
    setting = drawn(rng, 3, [4, 1, 2])
    compare(probes.run_export(*setting, [9, 10]), *setting, step=10)


@points(0.75)
@after(test_example)
def test_numbers(probes, rng):
    """the number is one more than the largest, and earlier exports stay as they are"""
    there = ["9", "12", "notes", "30.old"]
    setting = drawn(rng, 2, [3], 2)
    compare(probes.run_export(*setting, there=there), *setting, there, 13)


@points(0.75)
@after(test_example)
def test_receiver(probes, rng):
    """receiver_fn makes the features of what is received, by keyword; labels is None"""
    setting = drawn(rng, 2, [3, 1])
    got = probes.run_export(*setting, scaled=True, seen=[*SEEN, "labels"])
    compare(got, *setting)
    assert_equal(got["labels"], ["none"], what="the list of labels that model_fn got", slips=GIVEN)


@points(0.5)
@after(test_example)
def test_no_checkpoint(probes, rng):
    """a folder without a checkpoint is refused, and nothing is written"""
    setting = drawn(rng, 3, [2])
    compare(probes.run_export(*setting), *setting)
    got = probes.run_export(*setting, [], ["3"])
    assert_equal(got["error"], "ValueError", what="the error without a checkpoint", slips=REFUSED)
    what = "the list of folders in the folder of exports"
    assert_equal(got["folders"], ["3"], what=what, slips={EMPTY: ["3", "4"]})


def untyped(count):
    """Return the types that mistakes give."""
    return {
        "nothing is returned": ["NoneType"] * count,
        "a Path, not a str": ["PosixPath"] * count,
        "bytes, as tf.estimator had them, not a str": ["bytes"] * count,
        "the number, not the path": ["int"] * count,
    }


def misnumbered(numbers, there, step):
    """Return the paths that mistakes give."""
    spelled = sorted(name for name in ("0", *there) if name.isdecimal())
    firsts = {
        "the export is in the folder itself, without a number": None,
        "the number is the global step": [step, step + 100],
        "the number counts the names in the folder": len(there) + 1,
        "names are compared as text: 9 comes after 12": [int(spelled[-1]) + 1] * 2,
        "every export goes to folder/1": [1] * len(numbers),
        "numbers begin with 0": 0,
        "the largest number is taken again": [int(numbers[0]) - 1] * 2,
        "the smallest number that is not there": 1,
        "30.old is taken for a number": 31,
    }
    return {told: places(first, len(numbers)) for told, first in firsts.items()}


def places(first, count):
    """Return the paths of exports by their numbers, or from a first number on."""
    if first is None:
        return ["/all/served"] * count
    numbers = first if isinstance(first, list) else range(first, first + count)
    return [f"/all/served/{number}" for number in list(numbers)[:count]]


def removed(numbers):
    """Return the folders that are left by mistake."""
    return {
        "what was there before is removed": sorted(numbers),
        "only the last export stays": numbers[-1:],
        "nothing is written": [],
    }


SEEN = ["types", "paths", "folders", "results"]
FRESH = "the values of the initializers, or of an older checkpoint: restore the newest"
OVER = "the values of a later export: this one was overwritten"
RAW = "receiver_fn is not called, or its result is not used"
TWICE = "receiver_fn is called twice"
NAMES = {
    "the predictions have no names of their own": ["output_0", "output_1"],
    "only the first prediction is exported": ["y"],
}
GIVEN = {"model_fn gets labels": [[None]]}
REFUSED = {
    "nothing is raised": "no error",
    "another error is raised: make it a ValueError": "FileNotFoundError",
}
EMPTY = "the first values are exported, or an empty folder is left"
