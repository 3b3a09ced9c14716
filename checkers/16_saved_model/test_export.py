"""Checks of export."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points


def drawn(rng, features, classes, batches):
    """Return a kernel, moving statistics, and an x of each batch size."""
    kernel, mean, *xs = draw(
        rng, (features, classes), (classes,), *((n, features) for n in batches)
    )
    return kernel, [mean, rng.uniform(0.2, 4, classes).astype("float32")], xs


def oracle(x, kernel, statistics):
    """Return the logits in inference mode."""
    mean, variance = np.float64(statistics)
    return (x.astype(np.float64) @ kernel - mean) / np.sqrt(variance + 0.001)


def in_training(x, kernel, _):
    """Return the logits with the statistics of the batch."""
    raw = x.astype(np.float64) @ kernel
    return oracle(x, kernel, [raw.mean(axis=0), raw.var(axis=0)])


def softmax(logits):
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def keyed(result, names, signature):
    """Hold that the signature could be called, and which outputs it has."""
    got = sorted(result) if isinstance(result, dict) else result
    slips = MISFITS | {NAMELESS: [f"output_{k}" for k in range(len(names))]}
    assert_equal(got, names, what=f"the list of outputs of {signature!r}", slips=slips)


def compare_logits(results, xs, *model):
    """Hold what serving_default gives for each x."""
    for x, result in zip(xs, results, strict=True):
        keyed(result, ["logits"], "serving_default")
        want = oracle(x, *model)
        wrong = {TRAINING: in_training(x, *model), "probabilities, not logits": softmax(want)}
        told = f"logits for x of shape {x.shape}"
        assert_close(result["logits"], want, dtype="float32", slips=wrong, what=told)


def compare_classes(results, xs, labels, *model):
    """Hold what classify gives for each x."""
    for x, result in zip(xs, results, strict=True):
        keyed(result, ["label", "probability"], "classify")
        want = oracle(x, *model)
        best, sums = want.argmax(axis=1), np.exp(want).sum(axis=1)
        told = {"the numbers of the classes, not their names": best.tolist()}
        told |= {"of the smallest logit": [labels[k] for k in want.argmin(axis=1)]}
        names = [labels[k] for k in best]
        assert_equal(result["label"], names, what="the list of labels", slips=told)
        wrong = {
            "the logit, not its softmax": want.max(axis=1),
            "the sigmoid of the logit": 1 / (1 + np.exp(-want.max(axis=1))),
            "of all classes, not of the best": softmax(want),
            TRAINING: softmax(in_training(x, *model)).max(axis=1),
        }
        likely = np.exp(want.max(axis=1)) / sums
        assert_close(result["probability"], likely, dtype="float32", slips=wrong, what=LIKELY)


def test_example(probes):
    """export gives what the docstring's example shows"""
    model = np.eye(2, dtype="float32"), [np.zeros(2, "float32"), np.full(2, 0.999, "float32")]
    xs, labels = [np.float32([[0, 2]])], ["cat", "dog"]
    got = probes.exported(*model, labels, xs, ["classify"])
    compare_classes(got["classify"], xs, labels, *model)


@points(1)
@after(test_example)
def test_logits(probes, rng, exercise_rng):
    """serving_default gives the logits in inference mode, for every batch size"""
    *model, _ = drawn(exercise_rng, 4, 3, [])
    xs = list(draw(rng, (6, 4), (1, 4), (9, 4)))
    got = probes.exported(*model, LABELS, xs, ["serving_default"])
    compare_logits(got["serving_default"], xs, *model)


@points(1.5)
@after(test_example)
def test_classify(probes, rng, exercise_rng):
    """classify gives the label and the probability of the best class, for every batch size"""
    *model, _ = drawn(exercise_rng, 4, 3, [])
    xs = list(draw(rng, (8, 4), (1, 4), (5, 4)))
    got = probes.exported(*model, LABELS, xs, ["classify"])
    compare_classes(got["classify"], xs, LABELS, *model)


@points(0.75)
@after(test_logits)
def test_refusal(probes, rng, exercise_rng):
    """a wrong number of labels raises ValueError, and nothing is written; the right one does not"""
    *model, _ = drawn(exercise_rng, 4, 3, [])
    xs = [draw(rng, (3, 4))]
    got = probes.exported(*model, LABELS, xs, ["serving_default"])
    compare_logits(got["serving_default"], xs, *model)
    for labels in (LABELS[:2], [*LABELS, "more"]):
        got, want = probes.export_refused(*model, labels), {"error": "ValueError", "written": 0}
        assert_equal(got, want, what=f"what became of {len(labels)} labels", slips=ACCEPTED)


LABELS = ["tree", "hat", "eel"]
TRAINING = "in training mode: batch normalization takes the statistics of the batch"
LIKELY = "probability"
NAMELESS = "the outputs have no names: return a dict"
MISFITS = {
    "there is no signature of this name": "no signature",
    "its input has another name": "another input",
    "this x does not fit: the batch size is fixed, or the dtype": "does not fit",
    "one output is missing": ["label"],
}
ACCEPTED = {
    "nothing is refused": {"error": "no error", "written": 1},
    "another error is raised: make it a ValueError": {"error": "AssertionError", "written": 0},
    "it is refused too late": {"error": "ValueError", "written": 1},
}
