"""Checks of build_step."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points
from tensorkata.checking.assertions import CheckFailed


def drawn(rng, features, sizes):
    """Draw a kernel, and batches (x, labels) of these sizes."""
    batches = [list(draw(rng, (n, features), (n,))) for n in sizes]
    return draw(rng, (features,)), batches


def predicted(kernel, batch):
    y = batch[0] @ kernel
    return {"y": y, "twice": np.stack([y, 2 * y], axis=1)}


def evaluated(kernel, batch):
    miss = batch[0] @ kernel - batch[1]
    whole = np.floor(8 * batch[1]).astype("int32")
    metrics = {"error": np.abs(miss), "close": np.abs(miss) < 1, "whole": whole}
    return {"loss": np.mean(miss**2)} | metrics


def trained(kernel, batches, rate, momentum):
    """Return the loss of each step, taken before its update, and after it."""
    losses, later, state = [], [], 0 * kernel
    for x, labels in batches:
        miss = x @ kernel - labels
        losses.append(np.mean(miss**2))
        state = momentum * state + 2 * miss @ x / len(x)
        kernel = kernel - rate * state
        later.append(np.mean((x @ kernel - labels) ** 2))
    return losses, later


def parts_of(result, names):
    """Return the parts of a result, if it is a dict with these names."""
    if result is None:
        raise CheckFailed("returned None", rung="none")
    keys = sorted(result) if isinstance(result, dict) else "something else than a dict"
    what = "the list of names in the result"
    assert_equal(keys, sorted(names), what=what, slips=NAMES.get(tuple(sorted(names))))
    return result


def compare(got, wants, slips):
    """Hold what each batch gave, the calls of model_fn being one."""
    for result, want in zip(got["results"], wants, strict=True):
        parts = parts_of(result, want)
        for name, value in want.items():
            wrong = {} if np.ndim(value) == 0 else {AVERAGED: np.mean(value)}
            wrong |= {told: other[name] for told, other in slips(want).items() if name in other}
            dtype = {"close": "bool", "whole": "int32"}.get(name, "float32")
            assert_close(parts[name], value, dtype=dtype, slips=wrong, what=f"{name!r} of a batch")


def test_example(probes):
    """build_step gives what the docstring's example shows"""
    got = parts_of(probes.build_step_example(2.0, np.float32([1, 5])), ["double"])
    assert_close(got["double"], [2.0, 10.0], what="'double'", kind="tensor")


@points(0.75)
@after(test_example)
def test_predict(probes, rng):
    """the graph of PREDICT gives the predictions, with the variables of the store"""
    kernel, batches = drawn(rng, 3, [4, 1, 2])
    got = probes.build_step("infer", kernel, batches)
    wants = [predicted(kernel, batch) for batch in batches]
    compare(got, wants, lambda want: {FRESH: {name: 0 * v for name, v in want.items()}})


@points(0.75)
@after(test_example)
def test_eval(probes, rng):
    """the graph of EVAL gives the loss and the metrics of the batch"""
    kernel, batches = drawn(rng, 2, [5, 1])
    got = probes.build_step("eval", kernel, batches)
    wants = [evaluated(kernel, batch) for batch in batches]
    compare(got, wants, lambda want: {})


@points(1)
@after(test_example)
def test_train(probes, rng):
    """the graph of TRAIN takes a step of train_op on each batch, and gives its loss"""
    kernel, batches = drawn(rng, 4, [3, 1, 6])
    params = {"rate": 0.0625, "momentum": 0.5}
    got = probes.build_step("train", kernel, batches, params, seen=TRAINED)
    losses, later = trained(kernel, batches, **params)
    after_it = dict(zip(losses, later, strict=True))
    assert_close(got["global step"], np.int64(3), slips=STEPS, what="the global step afterwards")
    wants = [{"loss": loss} for loss in losses]
    compare(got, wants, lambda want: {UPDATED: {"loss": after_it[want["loss"]]}})


@points(0.75)
@after(test_example)
def test_calls(probes, rng):
    """model_fn is called once, in build_step, with mode and params; batches do not call it"""
    kernel, batches = drawn(rng, 2, [2, 5, 1])
    params = dict(zip(("rate", "momentum"), np.abs(draw(rng, (2,))).tolist(), strict=True))
    for mode, labels in [("infer", "none"), ("eval", [None]), ("train", [None])]:
        got = probes.build_step(mode, kernel, batches, params, seen=CALLED)
        want = wanted(mode, kernel, batches, params)
        compare(got, want, lambda want: {})
        call = {"mode": mode, "labels": labels, "params": params}
        assert_equal(got["calls"], [call], what=CALLS, slips=slips_of_call(call))
        assert_equal(got["later"], 0, what="the number of later calls of model_fn", slips=LATER)


@points(0.5)
@after(test_example)
def test_refusal(probes, rng):
    """a spec without what its mode needs is refused; the others are not"""
    data, params = drawn(rng, 3, [4]), {"rate": 0.125, "momentum": 0.0}
    got = probes.build_step("train", *data, params)
    compare(got, wanted("train", *data, params), lambda want: {})
    for mode, lacks in LACKS:
        got = probes.build_step(mode, *data, params, lacks)
        what = f"the error of {mode!r} without {lacks}"
        assert_equal(got, "ValueError", what=what, slips=REFUSED)


def wanted(mode, kernel, batches, params):
    """Return what each batch gives in a mode."""
    if mode == "train":
        losses = trained(kernel, batches, **params)[0]
        return [{"loss": loss} for loss in losses]
    of = predicted if mode == "infer" else evaluated
    return [of(kernel, batch) for batch in batches]


def slips_of_call(call):
    """Return the calls that each mistake makes."""
    other = {"train": [3], "eval": [None], "infer": [None]}
    return {
        "it is not called yet: trace the graph in build_step": [],
        "it is called twice": [call, call],
        "params is empty": [call | {"params": {}}],
        "params has more than was given": [
            call | {"params": call["params"] | {"mode": call["mode"]}}
        ],
        "labels are given in PREDICT": [call | {"labels": other[call["mode"]]}],
        "labels is left out": [call | {"labels": "none"}],
        "the batch size is fixed": [call | {"labels": [1]}],
    }


LACKS = [("train", "loss"), ("eval", "loss"), ("train", "train_op"), ("infer", "predictions")]
TRAINED = ["results", "global step"]
CALLED = ["results", "calls", "later"]
CALLS = "the list of calls of model_fn in build_step"
LATER = {"it is called again for other sizes or for every batch": 2, "it is called for each": 3}
FRESH = "the variables are not those of the store"
AVERAGED = "the mean of the batch, not its values"
REFUSED = {
    "nothing is raised": "no error",
    "another error is raised: make it a ValueError": "KeyError",
}
STEPS = {"no step is taken": np.int64(0), "each step is taken twice": np.int64(6)}
NOT_A_DICT = "it is not a dict"
UPDATED = "the loss after the step, not before it"
NAMES = {
    ("double",): {"the predictions are one part of the result": ["predictions"]},
    ("close", "error", "loss", "whole"): {
        "the loss is missing": ["close", "error", "whole"],
        "the metrics are missing": ["loss"],
        "the metrics are one part": ["loss", "metrics"],
        NOT_A_DICT: "something else than a dict",
    },
    ("loss",): {
        "train_op is no result": ["loss", "train_op"],
        NOT_A_DICT: "something else than a dict",
    },
}
