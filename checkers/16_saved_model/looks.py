"""Pictures of saved models at work: served images, sentences in a plane, quantized answers."""

import pathlib
import tempfile

import keras
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits

from tensorkata.student.look import BLUE, FAINT, GREEN, INK, ORANGE, RED, look


def _digits_model():
    """Return a trained classifier of color images of 8 by 8 pixels, from -1 to 1."""
    keras.utils.set_random_seed(2)
    data = load_digits()
    x = (np.repeat(data.images[..., None], 3, axis=-1) / 8 - 1).astype("float32")
    dense = [keras.layers.Dense(64, activation="relu"), keras.layers.Dense(10)]
    model = keras.Sequential([keras.Input((8, 8, 3)), keras.layers.Flatten(), *dense])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(0.003), loss)
    model.fit(x[:1500], data.target[:1500], batch_size=50, epochs=8, verbose=0)
    return model, x, data.target


def _photos():
    """Return digits as photos of unlike sizes, uint8, and what they show."""
    data, photos = load_digits(), []
    for k, (high, wide) in enumerate([(8, 8), (30, 30), (60, 24), (20, 50), (90, 90), (12, 16)]):
        gray = tf.image.resize(data.images[1600 + 7 * k][..., None] * 15.9, (high, wide))
        tint = np.array([[1, 1, 0.9], [0.9, 1, 1], [1, 0.9, 1]])[k % 3]
        photos.append(np.uint8(np.asarray(gray) * tint))
    return photos, data.target[1600:1642:7]


def _photos_scene(figure):
    panels = figure.subplots(2, 6, height_ratios=(1, 1))
    for axes, photo in zip(panels[0], _photos()[0], strict=True):
        axes.imshow(photo)
        axes.set_title(f"{photo.shape[0]} x {photo.shape[1]}", fontsize=9)
        axes.set_axis_off()
    for axes in panels[1]:
        axes.set(ylim=(0, 1), xticks=range(0, 10, 3), yticks=[])
    panels[1][0].set(ylabel="probability", xlabel="digit")
    return panels[1]


@look(
    "Six photos of digits in different sizes, as PNG files, and below each the ten probabilities"
    " that your folder gives for it. The tallest bar is the digit that is shown, but for one.",
    scene=_photos_scene,
)
def export_image_model(student, figure):
    panels, (photos, true) = _photos_scene(figure), _photos()
    with tempfile.TemporaryDirectory() as folder:
        student.export_image_model(_digits_model()[0], folder)
        serve = tf.saved_model.load(folder).signatures["png"]
    files = tf.stack([tf.io.encode_png(photo) for photo in photos])
    for axes, row, digit in zip(panels, serve(files=files)["probabilities"], true, strict=True):
        axes.bar(range(10), row, color=[GREEN if k == digit else FAINT for k in range(10)])
        axes.set_title(f"{int(np.argmax(row))}", fontsize=9)


PLACES = {"sun": (2, 1), "beach": (1.6, 2), "warm": (2.4, 0.2), "snow": (-2, 1), "ice": (-2.3, 0)}
PLACES |= {"cold": (-1.7, -0.4), "car": (0.3, -2), "road": (-0.4, -1.6), "drive": (0.5, -1.2)}
SAID = ["Sun and beach", "Warm beach", "cold ICE", "snow snow road", "drive a car to the beach"]


def _plane_scene(figure):
    axes = figure.subplots()
    for word, (x, y) in PLACES.items():
        axes.plot(x, y, "o", color=FAINT)
        axes.annotate(word, (x, y), xytext=(4, 4), textcoords="offset points", color=INK)
    axes.set(title="Nine words, and five sentences", xlim=(-3, 4), ylim=(-2.5, 2.5))
    return axes


@look(
    "Nine words as points of a plane, and five sentences, each at the mean of its words that are"
    " known. The folder was moved and its vocabulary file deleted before.",
    scene=_plane_scene,
)
def export_text_model(student, figure):
    axes = _plane_scene(figure)
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder, "words.txt")
        file.write_text("".join(f"{word}\n" for word in PLACES))
        vectors = tf.constant(list(PLACES.values()), tf.float32)
        student.export_text_model(str(file), vectors, f"{folder}/text")
        file.unlink()
        path = pathlib.Path(folder, "text").rename(f"{folder}/moved")
        serve = tf.saved_model.load(str(path)).signatures["serving_default"]
    found = serve(sentences=tf.constant(SAID))["vectors"]
    for text, (x, y) in zip(SAID, found.numpy(), strict=True):
        axes.plot(x, y, "x", color=RED, markersize=9, markeredgewidth=2)
        axes.annotate(text, (x, y), xytext=(6, -12), textcoords="offset points", color=RED)


def _errors_scene(figure):
    axes = figure.subplots()
    axes.set(title="Quantized answers", xlabel="your bound", ylabel="error", xscale="log")
    axes.set(yscale="log", xlim=(0.05, 5), ylim=(1e-5, 5))
    line = np.array([0.05, 5])
    axes.plot(line, line, "-", color=INK, label="as large as the bound")
    return axes


@look(
    "Each point is one answer of a quantized matrix: its error over your bound for it. All points"
    " lie under the line where both are equal, and most of them far below.",
    scene=_errors_scene,
)
def quantization_bound(student, figure):
    axes, rng = _errors_scene(figure), np.random.default_rng(3)
    for features, color, mark in ((40, BLUE, "o"), (160, GREEN, "s"), (640, ORANGE, "^")):
        x = rng.normal(0, 1, (6, features)).astype("float32")
        kernel = rng.normal(0, 0.3, (features, 40)).astype("float32")
        s, t = abs(kernel).max(axis=0) / 127, abs(x).max(axis=1, keepdims=True) / 127
        got = (np.round(x / t) * t) @ (np.round(kernel / s) * s)
        bound = student.quantization_bound(tf.constant(x), tf.constant(kernel))
        error = abs(got - x @ kernel)
        name = f"{features} features"
        axes.plot(np.ravel(bound), np.ravel(error), mark, color=color, markersize=3, label=name)
    axes.legend(loc="lower right")


NAMES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def _lite_scene(figure):
    left, right = figure.subfigures(1, 2, width_ratios=(2, 3))
    sizes = left.subplots()
    sizes.set(title="One model, three forms", ylabel="kB", xticks=range(3))
    sizes.set_xticklabels(["folder", "file", "quantized"])
    panels = right.subplots(3, 5).ravel()
    for axes in panels:
        axes.set_axis_off()
    return sizes, panels


@look(
    "Left: the sizes of an exported folder, of the TF Lite file made from it, and of its quantized"
    " form, which is the smallest by far. Right: digits that the model has not seen, with the name"
    " and the probability that the quantized file gives; most are right.",
    scene=_lite_scene,
)
def put_together(student, figure):
    (sizes, panels), (model, x, true) = _lite_scene(figure), _digits_model()
    with tempfile.TemporaryDirectory() as folder:
        flat = keras.Sequential([keras.Input((192,)), *model.layers[1:]])
        student.export(flat, folder, NAMES)
        files = [student.to_tflite(folder), student.to_tflite(folder, quantize=True)]
        found = [path for path in pathlib.Path(folder).rglob("*") if path.is_file()]
        total = sum(path.stat().st_size for path in found)
    heights = [total / 1000, *(len(file) / 1000 for file in files)]
    bars = sizes.bar(range(3), heights, color=[FAINT, BLUE, GREEN])
    sizes.bar_label(bars, fmt="%.0f")
    x, true = np.reshape(x[1600:1615], (15, 192)), true[1600:1615]
    logits = np.asarray(student.run_tflite(files[1], {"x": x})["logits"])
    odds = np.asarray(tf.nn.softmax(logits))
    for axes, image, row, digit in zip(panels, x, odds, true, strict=True):
        axes.imshow(image.reshape(8, 8, 3)[..., 0], cmap="gray")
        right = "" if np.argmax(row) == digit else " ✗"
        axes.set_title(f"{NAMES[np.argmax(row)]} {np.max(row):.0%}{right}", fontsize=9)
