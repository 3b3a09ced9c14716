"""Pictures of models: how they learn, where they decide, how sure they are."""

import keras
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits, make_moons

from tensorkata.student.look import BLUE, FAINT, ORANGE, RED, look


def _moons():
    x, y = make_moons(400, noise=0.2, random_state=1)
    return x.astype("float32"), y


def _two_moons(figure):
    axes = figure.subplots()
    x, y = _moons()
    for label, marker, color in ((0, "o", BLUE), (1, "^", ORANGE)):
        axes.plot(*x[y == label].T, marker, color=color, markersize=4)
    axes.set(title="Two half moons, and where the model draws the line", aspect="equal")
    return axes


@look(
    "Two classes of points in the form of half moons. The line winds between them: there your MLP,"
    " trained for a moment, gives both classes the same logit.",
    scene=_two_moons,
)
def build_mlp(student, figure):
    axes = _two_moons(figure)
    model = student.build_mlp(2, (32, 32), 2)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(0.02), loss)
    model.fit(*_moons(), batch_size=100, epochs=25, verbose=0)
    x, y = np.meshgrid(np.linspace(-1.6, 2.6, 120), np.linspace(-1.2, 1.7, 90))
    logits = model(np.stack((x, y), axis=-1).reshape(-1, 2).astype("float32"))
    axes.contour(x, y, np.reshape(logits[:, 1] - logits[:, 0], x.shape), [0], colors=RED)


def _parts(figure):
    axes = figure.subplots()
    axes.set(title="Where the numbers of a small AlexNet are", xlabel="weights in the layer")
    return axes


@look(
    "A bar for each layer of your convnet for images of 28 x 28: the first dense layer holds nearly"
    " all of the weights, the convolutions few, pooling and dropout none.",
    scene=_parts,
)
def build_convnet(student, figure):
    axes = _parts(figure)
    layers = student.build_convnet((28, 28, 1), 10).layers
    names = [type(layer).__name__ for layer in layers]
    bars = axes.barh(range(len(layers)), [layer.count_params() for layer in layers])
    axes.bar_label(bars, fmt="{:,.0f}", padding=4)
    axes.set_yticks(range(len(layers)), names)
    axes.invert_yaxis()
    axes.margins(x=0.15)


def _loss_of_epochs(figure):
    axes = figure.subplots()
    axes.set(title="Training on the digits", xlabel="epoch", ylabel="loss", yscale="log")
    axes.axhline(np.log(10), color=FAINT, linewidth=1, linestyle=":")
    axes.text(0, np.log(10) * 1.05, "guessing", color=FAINT)
    return axes


def _digits():
    """Return scikit-learn's digits (1797, 64) in [0, 1], and their labels."""
    images, labels = load_digits(return_X_y=True)
    return images.astype("float32") / 16, labels


@look(
    "The losses that your train returns, for three learning rates: with the smallest they fall"
    " slowly, with the middle one steadily, and with the largest at once, but then they jump.",
    scene=_loss_of_epochs,
)
def train(student, figure):
    axes = _loss_of_epochs(figure)
    for rate, style in ((0.001, "--"), (0.01, "-"), (0.3, ":")):
        keras.utils.set_random_seed(1)
        model = keras.Sequential([keras.Input((64,)), keras.layers.Dense(10)])
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        model.compile(keras.optimizers.Adam(rate), loss)
        losses = student.train(model, *_digits(), 8, 0.2)
        axes.plot(losses, style, marker="o", label=f"learning rate {rate}")
    axes.legend()


def _sure_and_unsure(figure):
    images, labels = _digits()
    rows = figure.subplots(2, 4)
    for axes, index in zip(rows[0], (8, 5, 37, 1553), strict=True):
        axes.imshow(images[index].reshape(8, 8), cmap="gray")
        axes.set_title(f"a {labels[index]}")
        axes.set_axis_off()
    for axes in rows[1]:
        axes.set(xlim=(0, 1), xticks=(0, 1))
    rows[1, 0].set_xlabel("probability")
    return rows[1], images[[8, 5, 37, 1553]]


def _bars(axes, labels, probabilities):
    names = [str(int(label)) for label in labels]
    axes.barh(range(len(names)), probabilities, color=BLUE)
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()


@look(
    "Four digits, and below each the three classes that your model holds for the most likely, with"
    " their probabilities. One digit is clear, for others the model hesitates, or is wrong.",
    scene=_sure_and_unsure,
)
def put_together(student, figure):
    rows, images = _sure_and_unsure(figure)
    model = student.compile_for_logits(student.build_mlp(64, (32,), 10), 0.005)
    student.train(model, *_digits(), 6, 0.2)
    labels, probabilities = student.top_k(model, tf.constant(images), 3)
    for axes, each, sure in zip(rows, labels, probabilities, strict=True):
        _bars(axes, each, sure)
