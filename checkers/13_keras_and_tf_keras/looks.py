"""Pictures of portable Keras at work: weights, half precision, attention, a ported model."""

import keras
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits

from tensorkata.student.look import BLUE, FAINT, GREEN, ORANGE, RED, look

SHARES = (1.0, 0.97, 0.9)  # three scores, as parts of the largest


def _softmax_scene(figure):
    axes = figure.subplots()
    axes.axvline(89, color=FAINT, linewidth=1)
    axes.text(91, 0.8, "exp(89) is infinite in float32", color=FAINT)
    axes.set(
        title="The softmax of three scores that grow together",
        xlabel="the largest score",
        ylabel="weight",
        ylim=(-0.03, 1.03),
    )
    return axes


@look(
    "Three scores begin equal and grow to 160, at slightly different speeds. The weight of the"
    " largest goes to 1. The plain formula ends where exp overflows, at 89; yours goes on.",
    scene=_softmax_scene,
)
def softmax(student, figure):
    axes = _softmax_scene(figure)
    x = np.linspace(0, 160, 161, dtype="float32")
    scores = keras.ops.convert_to_tensor(x[:, None] * np.float32(SHARES))
    weights = np.asarray(student.softmax(scores))
    plain = keras.ops.exp(scores) / keras.ops.sum(keras.ops.exp(scores), axis=-1, keepdims=True)
    for k, (color, style) in enumerate(zip((BLUE, GREEN, ORANGE), ("-", "--", ":"), strict=True)):
        axes.plot(x, weights[:, k], style, color=color, label=f"score {SHARES[k]:g} x")
    drawn = np.where(np.isfinite(np.asarray(plain)), plain, np.nan)[::8]
    axes.plot(x[::8], drawn[:, 0], "x", color=RED, label="the plain formula")
    axes.plot(x[::8], drawn[:, 1:], "x", color=RED)
    axes.legend(loc="center right")


def _means(figure):
    """Draw the frame of the map, and return the mean image of each digit."""
    axes = figure.subplots()
    axes.set(title="How alike are the mean digits?", xlabel="digit", ylabel="digit")
    axes.set(xlim=(-0.5, 9.5), ylim=(9.5, -0.5), xticks=range(10), yticks=range(10), aspect="equal")
    data = load_digits()
    center = data.data - data.data.mean(axis=0)
    means = [center[data.target == digit].mean(axis=0) for digit in range(10)]
    return axes, np.stack(means).astype("float32")


@look(
    "The cosine between the mean images of every two digits, less the mean of all images. It is 1"
    " on the diagonal; 3 and 9 are alike, 0 and 1 point apart.",
    scene=_means,
)
def cosine_similarity(student, figure):
    axes, means = _means(figure)
    one, other = np.repeat(means, 10, axis=0), np.tile(means, (10, 1))
    cosines = np.asarray(student.cosine_similarity(tf.constant(one), tf.constant(other)))
    image = axes.imshow(cosines.reshape(10, 10), vmin=-1, vmax=1)
    figure.colorbar(image, ax=axes, label="cosine")


def _padding():
    """Return eight positions of a sentence of six words as waves, and the mask of the words."""
    angles = np.arange(8)[:, None] / np.float32([1, 2, 4, 8])
    waves = np.concatenate([np.sin(angles), np.cos(angles)], axis=1).astype("float32")
    return 2 * waves[None], np.arange(8)[None] < 6


def _attention_scene(figure):
    pair = figure.subplots(1, 2)
    for axes, title in zip(pair, ("every key", "keys 6 and 7 are padding"), strict=True):
        axes.set(title=title, xlabel="key", ylabel="query", xticks=range(8), yticks=range(8))
        axes.set(xlim=(-0.5, 7.5), ylim=(7.5, -0.5), aspect="equal")
    return pair


@look(
    "Who looks at whom, among eight places of a sentence; brighter is more. Left: each query looks"
    " at its own place and the nearest. Right: with the mask, the last two columns are dark, and"
    " their weight has gone to the others.",
    scene=_attention_scene,
)
def attention_scores(student, figure):
    places, mask = map(keras.ops.convert_to_tensor, _padding())
    for axes, keep in zip(_attention_scene(figure), (None, mask), strict=True):
        weights = np.asarray(student.attention_scores(places, places, keep))[0]
        axes.imshow(weights, vmin=0, vmax=0.5)


def _half_scene(figure):
    axes = figure.subplots()
    axes.axhline(1, color=FAINT, linewidth=1)
    axes.set(
        title="RMSNorm in float16",
        xlabel="size of the inputs",
        ylabel="size of the outputs",
        xscale="log",
        ylim=(-0.05, 1.5),
    )
    return axes


@look(
    "The inputs of a float16 layer grow from 0.00001 to 30,000. Outputs should have size 1. In"
    " float16 the sum of the squares is infinite from 128 on, and the outputs 0; below 0.001 the"
    " squares lose their digits and vanish. Yours stay at 1.",
    scene=_half_scene,
)
def rmsnorm(student, figure):
    axes = _half_scene(figure)
    sizes = np.geomspace(1e-5, 3e4, 120)
    x = (sizes[:, None] * np.float32([1, -1, 1, -1])).astype("float16")
    layer = student.RMSNorm(epsilon=1e-12, dtype="float16")
    outputs = np.abs(np.asarray(layer(tf.constant(x)), dtype="float64")).mean(axis=1)
    axes.plot(sizes, outputs, color=BLUE, linewidth=5, alpha=0.5, label="yours")
    with np.errstate(all="ignore"):
        square = np.mean(x * x, axis=1, keepdims=True, dtype="float16")
        plain = np.abs((x / np.sqrt(square)).astype("float64")).mean(axis=1)
    axes.plot(
        sizes, np.where(np.isfinite(plain), plain, np.nan), "--", color=RED, label="in float16"
    )
    axes.legend(loc="upper center", ncols=2)


def _together_scene(figure):
    curve, seen = figure.subplots(1, 2, width_ratios=(1.2, 1))
    curve.set(title="The ported model learns the digits", xlabel="step", ylabel="loss of the epoch")
    seen.set(title="which digits look at which", xlabel="digit", ylabel="digit", aspect="equal")
    ticks = {"ticks": np.arange(10) * 3 + 1, "labels": range(10)}
    seen.set(xlim=(-0.5, 29.5), ylim=(29.5, -0.5))
    seen.set_xticks(**ticks)
    seen.set_yticks(**ticks)
    return curve, seen


@look(
    "Left: the mean loss of your ported model on handwritten digits falls in each of four epochs of"
    " your ported training step. Right: attention among 30 digits that it has not seen, three of"
    " each kind, by their normalized hidden units. The bright blocks on the diagonal say that"
    " digits of one kind look at each other.",
    scene=_together_scene,
)
def put_together(student, figure):
    curve, seen = _together_scene(figure)
    data = load_digits()
    images, labels = (data.data / 16).astype("float32"), data.target
    model = student.port_model(64, 10, 0.5, 0.01)
    losses = []
    for epoch in range(4):
        model.reset_metrics()
        for start in range(0, 1536, 128):
            batch = images[start : start + 128], labels[start : start + 128]
            logs = student.port_training_loop(model, tuple(map(tf.constant, batch)))
            losses.append(float(logs["loss"]))
        curve.axvline(12 * epoch, color=FAINT, linewidth=1)
    curve.plot(losses, color=BLUE)
    later = np.concatenate([1536 + np.flatnonzero(labels[1536:] == k)[:3] for k in range(10)])
    inner = keras.Model(model.inputs, model.get_layer("hidden").output)
    hidden = student.RMSNorm()(inner(tf.constant(images[later])))[None]
    seen.imshow(np.asarray(student.attention_scores(hidden, hidden))[0])
