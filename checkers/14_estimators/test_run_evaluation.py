"""Checks of run_evaluation."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points
from tensorkata.checking.assertions import CheckFailed


def drawn(rng, rows, features=3):
    """Draw a kernel, and data (x, labels) of which some are close to the model."""
    kernel, x, noise = draw(rng, (features,), (rows, features), (rows,))
    labels = x @ kernel + 1.5 * noise
    labels[0] = x[0] @ kernel + 0.25
    if rows > 1:  # the mean of the whole numbers is none
        rest = np.sum(eighths(labels[:-1]))
        labels[-1] = ((rows // 2 - rest) % rows + 0.5) / 8
    return kernel, [x, labels]


def eighths(labels):
    """Return the metric of whole numbers."""
    return np.floor(8 * labels).astype(int)


def oracle(kernel, data, size, count=None):
    """Return the losses of the batches, and the values of the metrics by batch."""
    x, labels = data
    cuts = [slice(n, n + size) for n in range(0, len(x), size)][:count]
    missed = [np.abs(x[cut] @ kernel - labels[cut]) for cut in cuts]
    return {
        "loss": [np.mean(miss**2) for miss in missed],
        "error": missed,
        "close": [(miss < 1).astype(float) for miss in missed],
        "whole": [eighths(labels[cut]) for cut in cuts],
    }


def slips_of(parts, name):
    """Return a result after each mistake."""
    sizes = [len(part) for part in parts["error"]]
    if name == "loss":
        return {
            "the mean over the samples, not over the batches": np.average(
                parts["loss"], weights=sizes
            ),
            "the loss of the last batch": parts["loss"][-1],
            "the sum of the batches' losses": np.sum(parts["loss"]),
        }
    means, total = [np.mean(part) for part in parts[name]], np.sum(np.concatenate(parts[name]))
    cut = {} if name != "whole" else {WHOLE: np.floor(mean(parts, name))}
    return cut | {
        "the mean of the batches' means: a short batch counts too much": np.mean(means),
        "only the last batch": means[-1],
        "the sum, not the mean": total,
    }


def compare(got, setting, step=12, count=None, times=1):
    """Hold the names, types and values of each result against the oracle."""
    parts = oracle(*setting, count)
    old = oracle(0 * setting[0], *setting[1:], count)
    for _, result in zip(range(times), got["results"], strict=True):
        types, values = named(result), result["values"]
        assert_equal(types, TYPES, what="the dict of types", slips=MISTYPED)
        for name in ("loss", "error", "close", "whole", "global_step"):
            want, wrong = np.int64(step), STEPS
            if name != "global_step":
                want, wrong = mean(parts, name), slips_of(parts, name) | {FRESH: mean(old, name)}
                wrong |= {ALL: mean(oracle(*setting), name)} if count else {}
            dtype = want.dtype.name
            assert_close(values[name], want, dtype=dtype, slips=wrong, what=f"the result {name!r}")


def mean(parts, name):
    """Return the mean of the losses, or of a metric's values."""
    return np.float32(np.mean(parts[name] if name == "loss" else np.concatenate(parts[name])))


def named(result):
    """Return the types of a result, if it has the right names."""
    if result is None:
        raise CheckFailed("returned None", rung="none")
    types = result["types"] if isinstance(result, dict) else {}
    want = ["close", "error", "global_step", "loss", "whole"]
    wrong = {
        "the global step is missing": ["close", "error", "loss", "whole"],
        "the metrics are missing": ["global_step", "loss"],
        "the loss is missing": ["close", "error", "global_step", "whole"],
        "it is not a dict": [],
    }
    assert_equal(sorted(types), want, what="the list of names in the result", slips=wrong)
    return types


def test_example(probes):
    """run_evaluation averages the loss over batches and a metric over samples, as in the example"""
    x, labels = np.zeros((3, 1), "float32"), np.float32([1, 2, 6])
    setting = np.zeros(1, "float32"), [x, labels], 2
    compare(probes.run_evaluation(*setting, [9, 10]), setting, 10)


@points(1.5)
@after(test_example)
def test_values(probes, rng):
    """means over batches or samples, also of whole numbers, with the newest checkpoint's weights"""
    for rows, size in [(7, 3), (1, 4)]:
        setting = (*drawn(rng, rows), size)
        compare(probes.run_evaluation(*setting, [9, 10]), setting, 10)


@points(0.75)
@after(test_values)
def test_steps(probes, rng):
    """with steps only the first batches count, and input_fn is called once"""
    setting = (*drawn(rng, 8), 3)
    got = probes.run_evaluation(*setting, limits={"steps": 2}, repeat=True, seen="calls")
    compare(got, setting, count=2)
    what = "the number of calls of input_fn"
    assert_equal(got["calls"], 1, what=what, slips={"it is called twice": 2})


@points(0.75)
@after(test_example)
def test_nothing_changes(probes, rng):
    """an evaluation changes no file, and a second one gives the same"""
    setting = (*drawn(rng, 6), 4)
    got = probes.run_evaluation(*setting, [3, 12], seen="changed")
    compare(got, setting, times=2)
    what = "the list of files that changed"
    assert_equal(got["changed"], [], what=what, slips=CHANGED)


@points(0.5)
@after(test_example)
def test_no_checkpoint(probes, rng):
    """a folder without a checkpoint is refused; one with a checkpoint is not"""
    setting = (*drawn(rng, 4), 3)
    compare(probes.run_evaluation(*setting), setting)
    got = probes.run_evaluation(*setting, [])
    assert_equal(got, "ValueError", what="the error without a checkpoint", slips=REFUSED)


FRESH = "the values of the initializers, or of an older checkpoint: restore the newest"
ALL = "all batches count, not only the first `steps`"
REFUSED = {
    "nothing is raised": "no error",
    "another error is raised: make it a ValueError": "FileNotFoundError",
}
FLOATS = ("loss", "error", "close", "whole")
TYPES = dict.fromkeys(FLOATS, "float") | {"global_step": "int"}
WHOLE = "a whole number: the mean of integers was taken as an integer"
MISTYPED = {
    "float32 of NumPy, not Python floats": TYPES | dict.fromkeys(FLOATS, "float32"),
    "float64 of NumPy, not Python floats": TYPES | dict.fromkeys(FLOATS, "float64"),
    "tensors, not Python floats": TYPES | dict.fromkeys(FLOATS, "EagerTensor"),
    "the mean of whole numbers is a whole number": TYPES | {"whole": "int"},
    "the global step is not a Python int": TYPES | {"global_step": "int64"},
}
STEPS = {
    "it is that of an older checkpoint": np.int64(9),
    "it is 0: not restored": np.int64(0),
    "it is one more than the checkpoint's": np.int64(11),
}
ENDS = ("data-00000-of-00001", "index")
CHANGED = {
    "a checkpoint is saved": ["checkpoint", *(f"model.ckpt-12.{end}" for end in ENDS)],
    "an older checkpoint is removed": [f"model.ckpt-3.{end}" for end in ENDS],
}
