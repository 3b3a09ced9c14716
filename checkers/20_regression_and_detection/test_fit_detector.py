"""Checks of fit_detector. All use the model trained on the same images, which are drawn here."""

import numpy as np

from tensorkata.checking import after, assert_equal, assert_true, points

TRAINED_ON, SHOWN, WILD = 400, 300, 60


def images_of(rng, count):
    """Return noisy images, whether there is a rectangle in each, and its corners."""
    there, first = rng.permutation(np.arange(count) % 4 > 0), rng.integers(0, 11, (count, 2))
    second = np.minimum(first + rng.integers(4, 11, (count, 2)), 16)
    images, rows = rng.uniform(0, 0.5, (count, 16, 16, 1)), np.arange(16)
    inside = [(first[:, k, None] <= rows) & (rows < second[:, k, None]) for k in (1, 0)]
    shape = there[:, None, None] & inside[0][:, :, None] & inside[1][:, None, :]
    images += shape[..., None] * rng.uniform(0.3, 0.5, (count, 1, 1, 1))
    box = np.where(there[:, None], np.concatenate([first, second], axis=1), np.nan)
    return images.astype("float32"), there, box.astype("float32")


def found(probes, rng, exercise_rng):
    """Return what the model finds in unseen images and in wild ones, and the truth."""
    images, there, box = images_of(exercise_rng, TRAINED_ON)
    truth = {"object": there.astype("float32"), "box": box}
    unseen, there, box = images_of(rng, SHOWN)
    wild = rng.normal(0, 10 ** rng.uniform(-1, 2, (WILD, 1, 1, 1)), (WILD, 16, 16, 1))
    got = probes.detected(images, truth, np.concatenate([unseen, wild]).astype("float32"))
    assert_equal(form(got), FORM, what="what the model returns", slips=FORMS)
    return got["object"], got["box"], there, box


def form(got):
    """Return the dtype and shape of each array, by name."""
    if isinstance(got, np.ndarray):
        return [got.dtype.name, *got.shape]
    if isinstance(got, (list, tuple)):
        return [form(part) for part in got]
    if isinstance(got, dict):
        return {str(name): form(part) for name, part in got.items()}
    return str(type(got).__name__)


def overlaps(a, b):
    """Return the IoU of boxes, row by row."""
    a, b = np.float64(a), np.float64(b)
    sides = np.minimum(a[:, 2:], b[:, 2:]) - np.maximum(a[:, :2], b[:, :2])
    shared = np.prod(np.maximum(sides, 0), axis=1)
    covered = np.prod(a[:, 2:] - a[:, :2], axis=1) + np.prod(b[:, 2:] - b[:, :2], axis=1) - shared
    return np.where(covered > 0, shared / np.where(covered > 0, covered, 1), 0)


def said(logits):
    """Return whether the logits say the same of every image."""
    shown = logits[:SHOWN]
    return {
        "it finds a rectangle in every image": (shown > 0).all(),
        "it finds a rectangle in no image": (shown <= 0).all(),
    }


def causes_of(boxes, there, want):
    """Return which mistake the boxes show."""
    if not np.isfinite(boxes).all():
        return NAN
    one, two = boxes[:SHOWN][there], want[there]
    tries = {
        "center and size; expected corners": np.concatenate(
            [one[:, :2] - one[:, 2:] / 2, one[:, :2] + one[:, 2:] / 2], axis=1
        ),
        "corner and size; expected two corners": np.concatenate(
            [one[:, :2], one[:, :2] + one[:, 2:]], 1
        ),
        "y comes before x": one[:, [1, 0, 3, 2]],
        "the corners are in units of the image, not in pixels": 16 * one,
        "the two corners are swapped": one[:, [2, 3, 0, 1]],
    }
    same = np.ptp(one, axis=0).max() < 1e-3
    named = {SAME: same, **{words: overlaps(box, two).mean() > 0.5 for words, box in tries.items()}}
    return next((words for words, holds in named.items() if holds), None)


def test_form(probes, rng, exercise_rng):
    """the model returns a dict of logits and corners for a batch of images"""
    found(probes, rng, exercise_rng)


@points(1)
@after(test_form)
def test_objects(probes, rng, exercise_rng):
    """the logit is positive if there is a rectangle, in at least 90 % of unseen images"""
    logits, _, there, _ = found(probes, rng, exercise_rng)
    share = np.mean((logits[:SHOWN] > 0) == there)
    problem = f"{share:.1%} of {SHOWN} unseen images are judged right, not 90 %"
    signs = {NAN: not np.isfinite(logits).all(), CHANCES: 0 <= logits.min() <= logits.max() <= 1}
    cause = next((words for words, holds in (signs | said(logits)).items() if holds), None)
    assert_true(share >= 0.9, problem, got=share, cause=cause)


@points(1.5)
@after(test_form)
def test_boxes(probes, rng, exercise_rng):
    """the boxes have a mean IoU of at least 0.5 with the true ones, on unseen images"""
    _, boxes, there, want = found(probes, rng, exercise_rng)
    score = overlaps(boxes[:SHOWN][there], want[there]).mean()
    problem = f"the mean IoU with the true boxes is {score:.3f} on unseen images, not 0.5"
    assert_true(score >= 0.5, problem, got=score, cause=causes_of(boxes, there, want))


@points(0.5)
@after(test_boxes)
def test_order(probes, rng, exercise_rng):
    """every box has x1 <= x2 and y1 <= y2, whatever the image shows"""
    _, boxes, there, want = found(probes, rng, exercise_rng)
    score = overlaps(boxes[:SHOWN][there], want[there]).mean()
    assert_true(score >= 0.5, f"the mean IoU is only {score:.3f}", got=score)
    wrong = np.flatnonzero(~(boxes[:, :2] <= boxes[:, 2:]).all(axis=1))
    problem = f"{len(wrong)} of {len(boxes)} boxes have x1 > x2 or y1 > y2, or are NaN"
    assert_true(not wrong.size, problem, got=boxes[wrong[:3]], cause=FREE)


FORM = {"box": ["float32", SHOWN + WILD, 4], "object": ["float32", SHOWN + WILD]}
FORMS = {
    'one axis too many in "object": expected (batch,)': FORM
    | {"object": ["float32", SHOWN + WILD, 1]},
    "a list, not a dict": [FORM["object"], FORM["box"]],
    "a list, not a dict; and one axis too many in the logits": [
        ["float32", SHOWN + WILD, 1],
        FORM["box"],
    ],
    "only the boxes": FORM["box"],
}
NAN = "NaN: the true boxes of empty images must not reach the loss"
CHANCES = "probabilities, not logits: they are never negative"
SAME = "every image gets the same box: do the boxes learn?"
FREE = "four free corners come out in any order: predict the center and a positive size"
