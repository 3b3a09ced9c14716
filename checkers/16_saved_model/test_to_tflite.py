"""Checks of to_tflite."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, assert_true, draw, points


def drawn(rng, features, units, *batches):
    kernel, bias, *xs = draw(rng, (features, units), (units,), *((n, features) for n in batches))
    return kernel, bias, xs


def outputs(answers, names):
    """Hold that the file is in bytes and could be called, and which outputs it has."""
    found = [sorted(each) if isinstance(each, dict) else each for each in answers]
    count = len(answers)
    told = {words: [each] * count for words, each in MISFITS.items()}
    told |= {FIXED: [names, *["does not fit"] * (count - 1)]}
    assert_equal(found, [names] * count, what="the list of outputs of each batch", slips=told)


def compare(answers, xs, kernel, bias):
    """Hold the answers of serving_default."""
    outputs(answers, ["y"])
    for x, answer in zip(xs, answers, strict=True):
        want = x.astype(np.float64) @ kernel + bias
        assert_close(answer["y"], want, dtype="float32", what=f"'y' for x of shape {x.shape}")


def allowed(x, kernel):
    """Return how far an answer may be off: x and kernel are rounded to steps of 1 / 127."""
    x, kernel = np.abs(np.float64(x)), np.abs(np.float64(kernel))
    t, s = x.max(axis=1, keepdims=True) / 127, kernel.max(axis=0) / 127
    rows, columns = x.sum(axis=1, keepdims=True), kernel.sum(axis=0)
    return t * columns / 2 + s * rows / 2 + len(kernel) * t * s / 4


def test_example(probes):
    """to_tflite gives what the docstring's example shows"""
    kernel, bias, x = 3 * np.eye(1, dtype="float32"), np.zeros(1, "float32"), np.float32([[1], [2]])
    compare(probes.converted(kernel, bias, [x]), [x], kernel, bias)


@points(1)
@after(test_example)
def test_answers(probes, rng):
    """the default signature gives the folder's answers, for batches of every size"""
    kernel, bias, xs = drawn(rng, 5, 3, 1, 6, 2)
    compare(probes.converted(kernel, bias, xs), xs, kernel, bias)


@points(1)
@after(test_example)
def test_signatures(probes, rng):
    """the other signature is there too, with the names of its inputs and outputs"""
    kernel, bias, xs = drawn(rng, 4, 2, 1, 5)
    shifts = [draw(rng, (len(x),), dtype="int32", low=-9, high=9) for x in xs]
    got = probes.converted(kernel, bias, xs, shifts)
    outputs(got, ["moved", "twice"])
    for x, shift, answer in zip(xs, shifts, got, strict=True):
        want = x.astype(np.float64) @ kernel + bias + shift[:, None]
        assert_close(answer["moved"], want, dtype="float32", what="'moved'")


@points(2)
@after(test_answers)
def test_quantized(probes, rng):
    """with quantize=True a large matrix takes a byte per number, and its answers are close"""
    kernel, bias, xs = drawn(rng, 80, 60, 3, 1)
    got = probes.quantized(kernel, bias, xs)
    outputs(got["answers"], ["y"])
    for x, answer in zip(xs, got["answers"], strict=True):
        want = x.astype(np.float64) @ kernel + bias
        # The bound of quantization_bound, and a hundredth of it for the rounding of float32.
        room = 1.01 * allowed(x, kernel).max()
        assert_close(answer["y"], want, dtype="float32", rtol=0, atol=room, what="'y'")
    # 4,800 numbers, and the rest of the file: graph, names, scales. Four bytes each are 19,200,
    # two are 9,600.
    told = {"four bytes per number": got["size"] > 19200, "two bytes per number": 1}
    cause = next((words for words, holds in told.items() if holds), None)
    assert_true(4800 < got["size"] < 9600, "the file is too large or too small", cause=cause)


MISFITS = {
    "nothing is returned": "a NoneType",
    "a path, not the content of the file": "a str",
    "this signature is missing": "no signature",
    "its input has another name": "another input",
    "no batch of these sizes fits": "does not fit",
    "its output has another name": ["output_0"],
}
FIXED = "only a batch of 1 fits"
