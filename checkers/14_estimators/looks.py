"""Pictures of estimators at work: resumed training, fair averages, predictions, a digit reader."""

import itertools
import tempfile

import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits, load_iris

from tensorkata.student.look import BLUE, FAINT, GREEN, INK, RED, look


def _softmax_fn(student, classes):
    """Return a model_fn of softmax regression."""

    def model_fn(features, labels, mode, params):
        x = features["x"]
        kernel = student.get_variable("kernel", (x.shape[-1], classes))
        bias = student.get_variable("bias", (classes,))
        logits = x @ kernel + bias
        chosen = tf.argmax(logits, axis=1)
        if mode == student.PREDICT:
            sure = tf.reduce_max(tf.nn.softmax(logits), axis=1)
            return student.EstimatorSpec(mode, {"class": chosen, "sure": sure})
        losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits)
        loss, hits = tf.reduce_mean(losses), tf.equal(chosen, tf.cast(labels, tf.int64))
        if mode == student.EVAL:
            return student.EstimatorSpec(mode, loss=loss, metrics={"accuracy": hits})
        train_op = student.MomentumOptimizer(params["rate"], 0.9).minimize(loss)
        return student.EstimatorSpec(mode, loss=loss, train_op=train_op)

    return model_fn


def _input_fn(x, labels, size, *, repeat=False):
    """Return an input_fn of batches in a fixed order."""
    data = tf.data.Dataset.from_tensor_slices(({"x": x}, labels)).batch(size)
    return lambda: data.repeat() if repeat else data


def _flowers():
    """Return length and width of 150 petals, scaled, and their kinds."""
    data = load_iris()
    x = data.data[:, 2:].astype("float32")
    order = np.random.default_rng(1).permutation(len(x))
    return ((x - x.mean(axis=0)) / x.std(axis=0))[order], data.target[order].astype("int32")


def _steps_scene(figure):
    axes = figure.subplots()
    axes.set(title="Three calls of train, one folder", xlabel="global step", ylabel="loss")
    axes.set(xlim=(0, 95), ylim=(0, 1.2))
    return axes


@look(
    "The loss over the global step, in three calls of train: each curve begins where the last one"
    " ended, at the checkpoint. A dashed curve in a new folder begins at the top again.",
    scene=_steps_scene,
)
def run_training(student, figure):
    axes, (x, kinds) = _steps_scene(figure), _flowers()
    model_fn, config = _softmax_fn(student, 3), student.RunConfig(30, 1)
    colors = ((BLUE, "-", "o"), (GREEN, "-", "s"), (RED, "-", "^"), (INK, "--", "x"))
    with tempfile.TemporaryDirectory() as folder:
        for number, (color, line, mark) in enumerate(colors):
            place = folder if number < 3 else f"{folder}/new"
            estimator = student.Estimator(model_fn, place, {"rate": 0.05}, config)
            curve = []
            for _ in range(3):
                now = student.run_training(estimator, _input_fn(x, kinds, 15, repeat=True), 10)
                curve.append((now, student.run_evaluation(estimator, _input_fn(x, kinds, 50))))
            name = f"call {number + 1}" if number < 3 else "a new folder"
            points = [(now, result["loss"]) for now, result in curve]
            axes.plot(*zip(*points, strict=True), line, marker=mark, color=color, label=name)
    axes.legend()


def _sizes_scene(figure):
    axes = figure.subplots()
    axes.set(title="One model, evaluated in batches of different sizes", xlabel="batch size")
    axes.set(ylabel="accuracy")
    return axes


@look(
    "The accuracy of one model over the batch size of its evaluation. Your mean over the samples is"
    " the same for every size; the mean of the batches' means jumps up and down.",
    scene=_sizes_scene,
)
def run_evaluation(student, figure):
    axes, (x, kinds) = _sizes_scene(figure), _flowers()
    order = np.argsort(np.abs(x[:, 0] - 0.6) < 0.4, kind="stable")
    x, kinds = x[order], kinds[order]
    sizes = range(10, 150, 10)
    with tempfile.TemporaryDirectory() as folder:
        estimator = student.Estimator(_softmax_fn(student, 3), folder, {"rate": 0.05})
        student.run_training(estimator, _input_fn(x, kinds, 30, repeat=True), 60)
        yours = [student.run_evaluation(estimator, _input_fn(x, kinds, n)) for n in sizes]
        rows = student.run_prediction(estimator, _input_fn(x, kinds, 150))
        hits = np.array([row["class"] for row in rows]) == kinds
    means = [np.mean([hits[k : k + n].mean() for k in range(0, 150, n)]) for n in sizes]
    axes.plot(sizes, means, "--x", color=RED, label="mean of the batches' means")
    axes.plot(sizes, [result["accuracy"] for result in yours], "-o", color=BLUE, label="yours")
    axes.legend()


def _petals_scene(figure):
    axes, (x, kinds) = figure.subplots(), _flowers()
    for kind, mark in enumerate("o^s"):
        axes.scatter(*x[kinds == kind].T, marker=mark, s=14, color=INK, label=f"kind {kind}")
    axes.set(title="Petals of three kinds of iris", xlabel="length", ylabel="width")
    axes.legend(loc="lower right")
    return axes


@look(
    "Petals of 150 flowers by length and width. The areas in colour are the kinds that your"
    " run_prediction gives for a grid of points, one after the other, from the newest checkpoint.",
    scene=_petals_scene,
)
def run_prediction(student, figure):
    axes, (x, kinds) = _petals_scene(figure), _flowers()
    grid = np.meshgrid(np.linspace(-1.7, 2, 60), np.linspace(-1.7, 2, 60))
    points = np.stack([side.ravel() for side in grid], axis=1).astype("float32")
    with tempfile.TemporaryDirectory() as folder:
        estimator = student.Estimator(_softmax_fn(student, 3), folder, {"rate": 0.1})
        student.run_training(estimator, _input_fn(x, kinds, 30, repeat=True), 150)
        data = tf.data.Dataset.from_tensor_slices({"x": points}).batch(600)
        rows = [row["class"] for row in student.run_prediction(estimator, lambda: data)]
    levels = (-0.5, 0.5, 1.5, 2.5)
    areas = np.reshape(rows, grid[0].shape)
    axes.contourf(*grid, areas, levels=levels, colors=(BLUE, GREEN, RED), alpha=0.3)


def _digits_scene(figure):
    left, right = figure.subfigures(1, 2, width_ratios=(3, 2))
    curve = left.subplots()
    curve.set(title="Training and evaluation in turns", xlabel="global step", ylim=(0, 1.05))
    images = right.subplots(3, 3)
    right.suptitle("Digits, as predicted")
    for axes in images.ravel():
        axes.set_axis_off()
    return curve, images.ravel()


@look(
    "An estimator learns handwritten digits. Left: accuracy and loss on digits that were held back,"
    " every 20 steps. Right: nine of them, as run_prediction reads them afterwards.",
    scene=_digits_scene,
)
def put_together(student, figure):
    curve, places = _digits_scene(figure)
    data = load_digits()
    x, labels = data.data.astype("float32") / 16, data.target.astype("int32")
    train = _input_fn(x[:1500], labels[:1500], 50, repeat=True)
    test = _input_fn(x[1500:], labels[1500:], 64)
    with tempfile.TemporaryDirectory() as folder:
        estimator = student.Estimator(_softmax_fn(student, 10), folder, {"rate": 0.1})
        results = []
        for goal in range(20, 101, 20):
            student.run_training(estimator, train, max_steps=goal)
            results.append(student.run_evaluation(estimator, test))
        read = itertools.islice(student.run_prediction(estimator, test), 9)
        digits = [row["class"] for row in read]
    steps = [result["global_step"] for result in results]
    for name, mark, color in (("accuracy", "-o", BLUE), ("loss", "--x", RED)):
        curve.plot(steps, [result[name] for result in results], mark, color=color, label=name)
    curve.axhline(1, color=FAINT, linewidth=1)
    curve.legend()
    for axes, image, digit in zip(places, data.images[1500:1509], digits, strict=True):
        axes.imshow(image, cmap="gray")
        axes.set_title(f"a {digit}")
