"""Pictures of estimators at work: training, averages, predictions, Keras, a digit reader."""

import itertools
import tempfile

import keras
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits, load_iris, make_moons

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


def _turns_scene(figure):
    axes = figure.subplots()
    axes.set(title="A model learns 24 flowers by heart", xlabel="global step", ylabel="loss")
    axes.set(ylim=(0, 0.7))
    return axes


@look(
    "The loss after each checkpoint. On the 24 flowers of the training it falls and falls. On 126"
    " others, which train_and_evaluate looks at, it falls a little and rises again.",
    scene=_turns_scene,
)
def train_and_evaluate(student, figure):
    axes, (x, kinds) = _turns_scene(figure), _flowers()
    x = np.concatenate([x, x**2, x**3, np.random.default_rng(2).normal(size=(150, 12))], axis=1)
    x, config = x.astype("float32"), student.RunConfig(10, 1)
    train, test = (x[:24], kinds[:24]), (x[24:], kinds[24:])
    for data, name, line, color in ((train, "training", "--x", RED), (test, "others", "-o", BLUE)):
        with tempfile.TemporaryDirectory() as folder:
            model_fn = _softmax_fn(student, 3)
            estimator = student.Estimator(model_fn, folder, {"rate": 0.05}, config)
            goal = student.TrainSpec(_input_fn(*train, 8, repeat=True), 150)
            specs = goal, student.EvalSpec(_input_fn(*data, 126))
            results = student.train_and_evaluate(estimator, *specs)
        points = [(result["global_step"], result["loss"]) for result in results]
        axes.plot(*zip(*points, strict=True), line, color=color, label=name)
    axes.legend()


def _moons_scene(figure):
    axes = figure.subplots()
    (x, kinds), _ = _moons()
    for kind, mark in enumerate("os"):
        axes.scatter(*x[kinds[:, 0] == kind].T, marker=mark, s=14, color=INK, label=f"kind {kind}")
    axes.set(title="A Keras model, trained by an Estimator", xlabel="x", ylabel="y")
    axes.legend(loc="upper right")
    return axes


def _moons():
    """Return points of two moons with their kinds, and a grid of points."""
    x, kinds = make_moons(200, noise=0.15, random_state=3)
    grid = np.meshgrid(np.linspace(-1.7, 2.7, 60), np.linspace(-1.2, 1.8, 60))
    return (x.astype("float32"), kinds[:, np.newaxis].astype("float32")), grid


@look(
    "Two moons of points. The area in colour is where the Keras model, a small network that your"
    " to_estimator has put into an Estimator, predicts kind 1 from the newest checkpoint.",
    scene=_moons_scene,
)
def to_estimator(student, figure):
    axes, ((x, kinds), grid) = _moons_scene(figure), _moons()
    keras.utils.set_random_seed(1)
    layers = [keras.layers.Dense(16, "tanh"), keras.layers.Dense(16, "tanh")]
    last = keras.layers.Dense(1, "sigmoid")
    model = keras.Sequential([keras.Input((2,)), *layers, last])
    points = np.stack([side.ravel() for side in grid], axis=1).astype("float32")
    with tempfile.TemporaryDirectory() as folder:
        params, loss_fn = {"rate": 0.3, "momentum": 0.9}, keras.losses.binary_crossentropy
        estimator = student.to_estimator(model, loss_fn, folder, params)
        student.run_training(estimator, _input_fn(x, kinds, 50, repeat=True), 400)
        data = tf.data.Dataset.from_tensor_slices({"x": points}).batch(3600)
        rows = [row["output"][0] for row in student.run_prediction(estimator, lambda: data)]
    areas = np.reshape(rows, grid[0].shape)
    axes.contourf(*grid, areas, levels=(-1, 0.5, 2), colors=(BLUE, RED), alpha=0.3)
    axes.contour(*grid, areas, levels=(0.5,), colors=INK, linewidths=1)


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
        model_fn, config = _softmax_fn(student, 10), student.RunConfig(20)
        estimator = student.Estimator(model_fn, folder, {"rate": 0.1}, config)
        specs = student.TrainSpec(train, 100), student.EvalSpec(test)
        results = student.train_and_evaluate(estimator, *specs)
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
