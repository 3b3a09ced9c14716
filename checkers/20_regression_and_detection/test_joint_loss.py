"""Checks of joint_loss."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    numeric_gradient,
    points,
)


def gious(a, b):
    """Return the GIoU of boxes with an area, row by row."""
    a, b = np.asarray(a, np.float64), np.asarray(b, np.float64)
    sides = np.minimum(a[..., 2:], b[..., 2:]) - np.maximum(a[..., :2], b[..., :2])
    shared = np.prod(np.maximum(sides, 0), axis=-1)
    wide = np.maximum(a[..., 2:], b[..., 2:]) - np.minimum(a[..., :2], b[..., :2])
    hull, (one, other) = np.prod(wide, -1), (np.prod(x[..., 2:] - x[..., :2], -1) for x in (a, b))
    union = one + other - shared
    return shared / union - (hull - union) / hull


def entropies(there, logits):
    """Return the binary crossentropy of each logit."""
    return np.logaddexp(0, logits) - there * logits


def terms(truth, prediction):
    """Return each image's crossentropy, and 1 - giou of each image with an object."""
    there, logits = (
        np.asarray(truth["object"], np.float64),
        np.asarray(prediction["object"], np.float64),
    )
    rows = there > 0
    return entropies(there, logits), 1 - gious(truth["box"][rows], prediction["box"][rows])


def mean(values):
    """Return the mean, and 0 of nothing."""
    return np.mean(values) if len(values) else 0.0


def oracle(truth, prediction, box_weight=1.0):
    """Return the loss."""
    first, second = terms(truth, prediction)
    return mean(first) + box_weight * mean(second)


def slips(truth, prediction, box_weight=1.0):
    """Return the results of common mistakes, by description."""
    first, second = terms(truth, prediction)
    there, logits = (
        np.asarray(truth["object"], np.float64),
        np.asarray(prediction["object"], np.float64),
    )
    with np.errstate(all="ignore"):
        everywhere = 1 - gious(np.nan_to_num(truth["box"]), prediction["box"])
        chance = np.float32(1 / (1 + np.exp(-logits)))
        unstable = -np.where(there > 0, np.log(chance), np.log(1 - chance))
        chance = np.clip(chance, np.float32(1e-7), np.float32(1 - 1e-7))
        clipped = -np.where(there > 0, np.log(chance), np.log(1 - chance))
    one, rows = mean(first), there > 0
    wrong = np.clip(logits, 1e-7, 1 - 1e-7)
    taken = -np.where(rows, np.log(wrong), np.log(1 - wrong))
    gap = np.asarray(truth["box"][rows], np.float64) - prediction["box"][rows]
    return {
        EMPTY: one + box_weight * mean(everywhere),
        "the sum over the images with an object is divided by the number of all": one
        + box_weight * np.sum(second) / len(there),
        "the losses of the boxes are added up, not averaged": one + box_weight * np.sum(second),
        "the losses of the labels are added up, not averaged": np.sum(first)
        + box_weight * mean(second),
        "both losses are added up, not averaged": np.sum(first) + box_weight * np.sum(second),
        "only images with an object have a crossentropy": mean(first[rows])
        + box_weight * mean(second),
        "box_weight is not used": one + mean(second),
        "box_weight is at the crossentropy": box_weight * one + mean(second),
        "box_weight is at both terms": box_weight * (one + mean(second)),
        "giou, not 1 - giou": one + box_weight * mean(1 - second),
        "minus giou; the 1 is missing": one + box_weight * mean(second - 1),
        "the crossentropy is missing": box_weight * mean(second),
        "the boxes are missing": one,
        "the logits are taken for probabilities": mean(taken) + box_weight * mean(second),
        "the logarithm of what Keras clips at 1e-7": mean(clipped) + box_weight * mean(second),
        "the logarithm of a sigmoid that has become 0 or 1": mean(unstable)
        + box_weight * mean(second),
        "object and empty are swapped in the crossentropy": mean(entropies(1 - there, logits))
        + box_weight * mean(second),
        "the squared error of the corners, not 1 - giou": one + box_weight * mean(gap**2),
        "one loss for each image; expected one for all": first,
        NOTHING: np.nan,
    }


def drawn(rng, batch, empty=(), dtype="int32"):
    """Return truth and prediction; the images `empty` have no object."""
    corner, side = rng.uniform(0, 8, (2, batch, 2)), rng.uniform(3, 8, (2, batch, 2))
    boxes = np.concatenate([corner, corner + side], axis=-1).astype("float32")
    there, logits = np.ones(batch, dtype), rng.normal(0, 2, batch).astype("float32")
    there[list(empty)] = 0
    return {"object": there, "box": boxes[0]}, {"object": logits, "box": boxes[1]}


def compare(got, *given, **room):
    """Hold the loss against the oracle."""
    assert_close(got, oracle(*given), dtype="float32", kind="tensor", slips=slips(*given), **room)


def test_example(probes):
    """joint_loss gives what the docstring's example shows"""
    truth = {"object": np.int32([1, 0]), "box": np.float32([[0, 0, 4, 2], [np.nan] * 4])}
    boxes = np.float32([[1, 1, 4, 3], [5, 5, 6, 6]])
    prediction = {"object": np.float32([0.5, -2]), "box": boxes}
    compare(probes.call("joint_loss", truth, prediction, 3.0), truth, prediction, 3.0)


@points(1)
@after(test_example)
def test_values(probes, rng):
    """the crossentropy is a mean over all images, 1 - giou over the images with an object"""
    for batch, empty, more in [
        (7, (1, 4), (2.5,)),
        (4, (), ()),
        (1, (), (0.5,)),
        (5, (0, 1, 2), ()),
    ]:
        truth, prediction = drawn(rng, batch, empty)
        compare(probes.call("joint_loss", truth, prediction, *more), truth, prediction, *more)


@points(0.5)
@after(test_values)
def test_empty_images(probes, rng):
    """the true box of an empty image has no effect, whatever it holds"""
    for filling in (np.nan, 0.0, 1e30):
        truth, prediction = drawn(rng, 6, (0, 3))
        truth["box"][[0, 3]] = filling
        compare(probes.call("joint_loss", truth, prediction, 1.5), truth, prediction, 1.5)


@points(0.5)
@after(test_values)
def test_all_empty(probes, rng):
    """if all images are empty, only the crossentropy is left"""
    for batch, filling in [(3, 0.0), (1, np.nan)]:
        truth, prediction = drawn(rng, batch, range(batch))
        truth["box"][:] = filling
        compare(probes.call("joint_loss", truth, prediction, 2.0), truth, prediction, 2.0)


@points(0.5)
@after(test_values)
def test_large_logits(probes, rng):
    """logits of 100 and -100 give right losses"""
    for logits in ([100, -100, 100, -100], [90, -90, -40, 60]):
        truth, prediction = drawn(rng, 4, (2, 3))
        prediction["object"] = np.float32(logits) + prediction["object"]
        compare(probes.call("joint_loss", truth, prediction), truth, prediction)


@points(0.5)
@after(test_values)
def test_dtypes(probes, rng):
    """ "object" may be of bool or float32"""
    for dtype in ("bool", "float32"):
        truth, prediction = drawn(rng, 5, (0, 3), dtype)
        compare(probes.call("joint_loss", truth, prediction, 2.0), truth, prediction, 2.0)


@points(1)
@after(test_values)
def test_gradient(probes, rng):
    """the gradients are right in the logits and boxes, and 0 in the boxes of empty images"""
    for empty in [(0, 3), range(6)]:
        truth, prediction = drawn(rng, 6, empty)
        truth["box"][list(empty)] = np.nan
        got = probes.joint_loss_gradients(truth, prediction, 2.0)
        for name, want in slopes(truth, prediction, 2.0).items():
            masked = np.where((truth["object"] > 0).reshape(-1, 1), want, np.nan)
            causes = {MASKED: masked, MASKED + " (all)": np.nan * want, STOPPED: 0 * want}
            # Differences of quotients of areas, each rounded in float32.
            what, room = f"the gradient in the {name}", {"dtype": "float32", "atol": 1e-5}
            assert_close(got[name], want, what=what, slips=causes, **room)


def slopes(truth, prediction, box_weight):
    """Return the gradients in both predictions."""

    def changed(name):
        moved = lambda x: oracle(truth, prediction | {name: x}, box_weight)  # noqa: E731
        return numeric_gradient(moved, np.asarray(prediction[name], np.float64))

    return {name: changed(name) for name in ("object", "box")}


@points(0.5)
@after(test_values)
def test_graph(probes, rng):
    """joint_loss works in tf.function, where batch is unknown"""
    calls = [list(drawn(rng, *case)) for case in [(5, (1,)), (2, (0, 1)), (3, ())]]
    calls[1][0]["box"][:] = np.nan
    for given, got in zip(calls, probes.joint_loss_in_graph(calls, 0.75), strict=True):
        compare(got, *given, 0.75)


EMPTY = "empty images count in the loss of the boxes"
NOTHING = "the mean of nothing, or 0 times NaN, is NaN: leave empty images out, do not mask them"
STOPPED = "nothing flows back: the path to the predictions is cut"
MASKED = "0 times NaN is NaN: leave the boxes of empty images out before giou"
