"""Checks of run_tflite."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points


def drawn(rng, features=4, units=3):
    return list(draw(rng, (features, units), (units,)))


def both(rng, count, features=4):
    """Return the two inputs of the signature "moved"."""
    shift = draw(rng, (count,), dtype="int32", low=-9, high=9)
    return {"x": draw(rng, (count, features)), "shift": shift}


def oracle(inputs, kernel, bias):
    """Return the outputs, of "moved" if there is a shift."""
    y = inputs["x"].astype(np.float64) @ kernel + bias
    if "shift" not in inputs:
        return {"y": y}
    return {"moved": y + inputs["shift"][:, None], "twice": 2 * inputs["shift"]}


def compare(got, inputs, kernel, bias):
    """Hold the dict of each call."""
    for given, result in zip(inputs, got, strict=True):
        wants = oracle(given, kernel, bias)
        names = sorted(result) if isinstance(result, dict) else result
        told = {"nothing is returned": None, "one output is missing": ["moved"]}
        assert_equal(names, sorted(wants), what="the list of outputs", slips=told)
        for name, want in wants.items():
            what = f"{name!r} for {len(given['x'])} rows"
            wrong = {FIRST: oracle(inputs[0], kernel, bias)[name]} if given is not inputs[0] else {}
            assert_close(result[name], want, slips=wrong, what=what)


def test_example(probes):
    """run_tflite gives what the docstring's example shows"""
    kernel, bias = 3 * np.eye(1, dtype="float32"), np.zeros(1, "float32")
    inputs = [{"x": np.float32([[1], [2]])}]
    compare(probes.run_lite(kernel, bias, inputs, kind="lists"), inputs, kernel, bias)


@points(1)
@after(test_example)
def test_batches(probes, rng, exercise_rng):
    """each call gives the outputs of its own inputs, for batches of every size"""
    kernel, bias = drawn(exercise_rng)
    inputs = [{"x": x} for x in draw(rng, (3, 4), (1, 4), (8, 4))]
    compare(probes.run_lite(kernel, bias, inputs), inputs, kernel, bias)


@points(1)
@after(test_example)
def test_signature(probes, rng, exercise_rng):
    """another signature, with two inputs and two outputs, is found by its name"""
    kernel, bias = drawn(exercise_rng)
    inputs = [both(rng, count) for count in (5, 1, 2)]
    compare(probes.run_lite(kernel, bias, inputs, "moved"), inputs, kernel, bias)


@points(1)
@after(test_signature)
def test_kinds(probes, rng, exercise_rng):
    """tensors, lists and arrays of float64 and int64 are cast to what the model takes"""
    kernel, bias = drawn(exercise_rng)
    for kind in ("tensors", "lists", "wide"):
        inputs = [both(rng, count) for count in (4, 1)]
        compare(probes.run_lite(kernel, bias, inputs, "moved", kind), inputs, kernel, bias)


@points(0.5)
@after(test_batches)
def test_warning(probes, rng, exercise_rng):
    """the interpreter's warning does not reach the caller"""
    kernel, bias = drawn(exercise_rng)
    inputs = [{"x": x} for x in draw(rng, (2, 4), (5, 4))]
    got = probes.run_lite_warned(kernel, bias, inputs)
    compare(got["results"], inputs, kernel, bias)
    what, wrong = "the number of warnings", {"each call warns": 2, "the first call warns": 1}
    assert_equal(got["warnings"], 0, what=what, slips=wrong)


@points(0.5)
@after(test_signature)
def test_refusal(probes, rng, exercise_rng):
    """a signature that the model does not have raises ValueError; the others do not"""
    kernel, bias = drawn(exercise_rng)
    inputs = [both(rng, 3)]
    compare(probes.run_lite(kernel, bias, inputs, "moved"), inputs, kernel, bias)
    for alone, what in [(False, "the error for 'predict'"), (True, ALONE)]:
        got = probes.run_lite_refused(kernel, bias, draw(rng, (2, 4)), "predict", alone=alone)
        assert_equal(got, "ValueError", what=what, slips=ACCEPTED)


FIRST = "the result of the first call: the memory of the interpreter, not a copy"
ALONE = "the error for 'predict', where the model has one signature"
ACCEPTED = {
    "another signature is run instead": "no error",
    "another error is raised: make it a ValueError": "KeyError",
}
