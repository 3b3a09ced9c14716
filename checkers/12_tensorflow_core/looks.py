"""Pictures of TensorFlow's core at work: signals, paths, a border, and an interrupted training."""

import tempfile

import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits, make_moons

from tensorkata.student.look import BLUE, FAINT, GREEN, INK, RED, look


def _signal_scene(figure):
    axes = figure.subplots()
    axes.set(
        title="A signal on its way through 20 layers of 100 units, tanh",
        xlabel="layer",
        ylabel="standard deviation of the outputs",
        yscale="log",
        ylim=(1e-4, 2),
    )
    return axes


@look(
    "The spread of the outputs from layer to layer. With your start it fades slowly. Half as large"
    " it dies out; three times as large, and every output is close to -1 or 1.",
    scene=_signal_scene,
)
def dense(student, figure):
    axes = _signal_scene(figure)
    for factor, color, style in ((3.0, RED, "s--"), (1.0, BLUE, "o-"), (0.5, GREEN, "^:")):
        signal, spreads = tf.random.stateless_normal((200, 100), [1, 2]), []
        for number in range(20):
            layer = student.Dense(100, 100, tf.tanh, seed=number)
            layer.kernel.assign(factor * layer.kernel)
            signal = layer(signal)
            spreads.append(float(tf.math.reduce_std(signal)))
        label = "your kernel" if factor == 1 else f"your kernel times {factor:g}"
        axes.plot(range(1, 21), spreads, style, color=color, label=label, markersize=4)
    axes.set_xticks(range(0, 21, 5))
    axes.legend(loc="lower left")


def _valley(point):
    """Return the height of a long valley with its lowest point at (0, 0)."""
    x, y = point[0], point[1]
    return x * x / 2 + 4 * y * y


def _contours(figure):
    axes = figure.subplots()
    x, y = np.meshgrid(np.linspace(-10, 4, 161), np.linspace(-3, 3, 121))
    axes.contour(
        x, y, _valley((x, y)), levels=np.geomspace(0.5, 80, 10), colors=FAINT, linewidths=1
    )
    axes.plot(0, 0, "*", color=INK, markersize=12)
    axes.set(title="60 steps down a valley, x*x/2 + 4*y*y", xlabel="x", ylabel="y")
    return axes


def _descended(make, **settings):
    """Return the path down the valley."""
    point = tf.Variable([-9.0, 2.5])
    optimizer, path = make([point], **settings), [point.numpy()]
    for _ in range(60):
        with tf.GradientTape() as tape:
            height = _valley(point)
        optimizer.apply([tape.gradient(height, point)])
        path.append(point.numpy())
    return np.transpose(path)


@look(
    "Contour lines of a long valley. Plain descent slides into it and creeps along; with momentum"
    " the path swings from side to side, runs past the lowest point, and comes back.",
    scene=_contours,
)
def momentum(student, figure):
    axes = _contours(figure)
    for value, color, style in ((0.0, GREEN, "^-"), (0.9, BLUE, "o-")):
        path = _descended(student.Momentum, learning_rate=0.02, momentum=value)
        axes.plot(*path, style, color=color, label=f"momentum {value}", markersize=4)
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=2)


@look(
    "Contour lines of a long valley. The path of gradient descent with momentum follows the slope."
    " Adam's path goes diagonally at first: it takes a step of the same size in x and in y, however"
    " steep each of them is.",
    scene=_contours,
)
def adam(student, figure):
    axes = _contours(figure)
    path = _descended(student.Momentum, learning_rate=0.02, momentum=0.9)
    axes.plot(*path, "o-", color=GREEN, label="Momentum", markersize=3, alpha=0.7)
    path = _descended(student.Adam, learning_rate=0.4)
    axes.plot(*path, "s-", color=BLUE, label="Adam", markersize=4)
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=2)


def _moons():
    return make_moons(300, noise=0.2, random_state=4)


def _moons_scene(figure):
    left, right = figure.subplots(1, 2)
    (points, labels), marks = _moons(), ("o", "^")
    for label, color in ((0, RED), (1, BLUE)):
        chosen = points[labels == label]
        right.scatter(*chosen.T, s=12, color=color, marker=marks[label], label=f"class {label}")
    right.set(title="two moons", xlabel="x", ylabel="y")
    right.legend(loc="lower right")
    left.set(title="the loss", xlabel="epoch", ylabel="loss", yscale="log")
    return left, right


@look(
    "Left: the loss of each epoch falls. Right: the points of two classes, interlocked like two"
    " moons, and the line on which your trained network finds both classes equally likely.",
    scene=_moons_scene,
)
def fit(student, figure):
    left, right = _moons_scene(figure)
    points, labels = _moons()
    model = student.MLP(2, [32, 32], 2, seed=1)
    optimizer = student.Adam(model.trainable_variables, learning_rate=0.005)
    x, y = tf.constant(points, tf.float32), tf.constant(labels)
    left.plot(range(1, 41), student.fit(model, optimizer, x, y, 40, 50), "o-", color=BLUE)
    x, y = np.meshgrid(np.linspace(-2, 3, 101), np.linspace(-1.5, 2, 101))
    logits = model(tf.constant(np.stack([x.ravel(), y.ravel()], axis=1), tf.float32))
    border = np.reshape(logits[:, 1] - logits[:, 0], x.shape)
    right.contour(x, y, border, levels=[0], colors=[INK])


def _digits():
    """Return scikit-learn's digits as float32 rows (1797, 64) in [0, 1], and their labels."""
    data = load_digits()
    return tf.constant(data.data / 16, tf.float32), tf.constant(data.target)


def _training_scene(figure):
    axes = figure.subplots()
    axes.set(
        title="Training on the digits, broken off after epoch 5",
        xlabel="epoch",
        ylabel="loss",
        yscale="log",
    )
    axes.axvline(5, color=FAINT)
    axes.set_xticks(range(1, 11))
    return axes


def _made(student):
    """Return a new network for the digits, and its optimizer."""
    model = student.MLP(64, [64], 10, seed=3)
    return model, student.Adam(model.trainable_variables, learning_rate=0.01)


@look(
    "The loss of your network on handwritten digits, trained by your fit and your Adam. After epoch"
    " 5 it was saved. Restored into new objects, the loss goes on falling from there; a new start"
    " begins at the top again.",
    scene=_training_scene,
)
def put_together(student, figure):
    axes, (x, y) = _training_scene(figure), _digits()
    model, optimizer = _made(student)
    first = student.fit(model, optimizer, x, y, 5, 64, seed=1)
    axes.plot(range(1, 6), first, "o-", color=BLUE, label="before the save")
    with tempfile.TemporaryDirectory() as folder:
        student.save(folder, model, optimizer, 5)
        model, optimizer = _made(student)
        student.restore(folder, model, optimizer)
    later = student.fit(model, optimizer, x, y, 5, 64, seed=2)
    axes.plot(range(6, 11), later, "s-", color=GREEN, label="restored into new objects")
    anew = student.fit(*_made(student), x, y, 5, 64, seed=2)
    axes.plot(range(6, 11), anew, "^--", color=RED, label="a new start")
    axes.legend()
