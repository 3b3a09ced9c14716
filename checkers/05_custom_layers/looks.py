"""Pictures of layers: what they do to a batch."""

import keras
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits

from tensorkata.student.look import BLUE, FAINT, RED, look


def _batch():
    """Return 24 samples of 12 features, which differ in mean and spread."""
    rng = np.random.default_rng(1)
    spread = np.geomspace(0.3, 3, 12)
    return (rng.normal(0, 1, (24, 12)) * spread + np.linspace(-3, 3, 12)).astype("float32")


def _heat(axes, values, title):
    axes.imshow(values, vmin=-4, vmax=4, cmap="PuOr", aspect="auto")
    axes.set(title=title, xlabel="feature", ylabel="sample")


def _normalized(title):
    """Return a scene: a batch on the left, what the layer makes of it on the right."""

    def scene(figure):
        before, after = figure.subplots(1, 2)
        _heat(before, _batch(), "a batch")
        after.set(title=title, xlabel="feature", ylabel="sample")
        return after

    return scene


@look(
    "Left: a batch whose features differ in mean and spread, as a heat map. Right: LayerNorm looks"
    " along each row; every sample now has mean 0 and spread 1, the columns still differ.",
    scene=_normalized("each row normalized"),
)
def layer_norm(student, figure):
    after = _normalized("each row normalized")(figure)
    _heat(after, student.LayerNorm()(_batch()), "each row normalized")


@look(
    "Left: the same batch. Right: BatchNorm in training looks along each column; every feature now"
    " has mean 0 and spread 1, and the stripes are gone.",
    scene=_normalized("each column normalized"),
)
def batch_norm(student, figure):
    after = _normalized("each column normalized")(figure)
    _heat(after, student.BatchNorm()(_batch(), training=True), "each column normalized")


def _masks(figure):
    rows = figure.subplots(1, 4)
    for axes, name in zip(
        rows, ("rate 0.2", "rate 0.5", "rate 0.5 again", "rate 0.9"), strict=True
    ):
        axes.set(title=name, xticks=[], yticks=[])
    return rows


@look(
    "What four layers in training make of a field of ones: the zeros are dark, and the higher the"
    " rate, the fewer and the brighter are the ones that are left.",
    scene=_masks,
)
def dropout(student, figure):
    for axes, rate in zip(_masks(figure), (0.2, 0.5, 0.5, 0.9), strict=True):
        kept = student.Dropout(rate)(tf.ones((40, 24)), training=True)
        axes.imshow(kept, vmin=0, vmax=10, norm="symlog", interpolation="nearest")


def _positions(figure):
    table, waves = figure.subplots(1, 2)
    table.set(title="the table", xlabel="column", ylabel="position")
    waves.set(title="four of its columns", xlabel="position")
    return table, waves


@look(
    "Left: the table of positions as a heat map; its columns are waves that grow longer from left"
    " to right. Right: columns 0, 4, 8 and 12 as curves.",
    scene=_positions,
)
def positional_embedding(student, figure):
    table, waves = _positions(figure)
    values = student.PositionalEmbedding(64, 32)(tf.zeros((1, 64, 32)))[0]
    table.imshow(values, cmap="PuOr", aspect="auto")
    for column, style in zip((0, 4, 8, 12), ("-", "--", "-.", ":"), strict=True):
        waves.plot(values[:, column], style, label=f"column {column}")
    figure.legend(loc="outside lower center", ncols=4)


def _curves(figure):
    axes = figure.subplots()
    axes.set(title="Six blocks deep, on handwritten digits", xlabel="epoch", ylabel="loss")
    axes.set(yscale="log")
    axes.axhline(np.log(10), color=FAINT, linewidth=1, linestyle=":", label="guessing")
    return axes


@look(
    "A network of six blocks of Linear, LayerNorm and Dropout learns the digits if each block"
    " stands in a Residual; without the shortcuts it learns more slowly.",
    scene=_curves,
)
def put_together(student, figure):
    axes = _curves(figure)
    images, labels = load_digits(return_X_y=True)
    for wrap, name, color, style in (
        (student.Residual, "with Residual", BLUE, "-"),
        (lambda inner: inner, "without", RED, "--"),
    ):
        keras.utils.set_random_seed(1)
        layers = [keras.Input((64,)), student.Scale(1 / 16), student.Linear(32)]
        for _ in range(6):
            block = [student.LayerNorm(), student.Linear(32, "relu"), student.Dropout(0.1)]
            layers.append(wrap(keras.Sequential(block)))
        model = keras.Sequential([*layers, student.Linear(10)])
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        model.compile(keras.optimizers.Adam(0.003), loss)
        seen = model.fit(images, labels, batch_size=128, epochs=8, verbose=0)
        axes.plot(seen.history["loss"], style, marker="o", color=color, label=name)
    axes.legend()
