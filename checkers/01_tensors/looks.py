"""Pictures of tensors at work: scaling, distances, gaps, words."""

import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits, load_sample_images

from tensorkata.student.look import BLUE, COLOURS, FAINT, RED, look


def _photo():
    """Return a small photo of a flower, (1, 71, 107, 3) in uint8."""
    return load_sample_images().images[1][None, ::6, ::6]


def _before_and_after(figure):
    (image, before), (title, after) = figure.subplots(2, 2, width_ratios=(1, 2))
    image.imshow(_photo()[0])
    for axes in (image, title):
        axes.set_axis_off()
    for channel, color in enumerate((RED, COLOURS[2], BLUE)):
        name = ("red", "green", "blue")[channel]
        before.hist(_photo()[..., channel].ravel(), 40, histtype="step", color=color, label=name)
    before.set(title="the pixels of each channel", yticks=[])
    before.legend()
    after.set(title="after cast_and_scale", yticks=[])
    return title, after


@look(
    "Above: the pixels of a photo, from 0 to 255, differ from channel to channel. Below: after"
    " scaling each channel lies around 0 with a spread of 1.",
    scene=_before_and_after,
)
def cast_and_scale(student, figure):
    image, after = _before_and_after(figure)
    scaled = np.asarray(student.cast_and_scale(tf.constant(_photo())))
    for channel, color in enumerate((RED, COLOURS[2], BLUE)):
        after.hist(scaled[..., channel].ravel(), 40, histtype="step", color=color)
    image.imshow(np.clip(scaled[0] / 4 + 0.5, 0, 1))


def _points():
    return np.random.default_rng(3).uniform(-1, 1, (9, 2)).astype("float32")


def _map_of_points(figure):
    axes = figure.subplots()
    axes.plot(*_points().T, "o", color="white", markeredgecolor="black")
    axes.set(title="The distance to the nearest of nine points", aspect="equal")
    return axes


@look(
    "A map in which each place has the colour of its distance to the nearest of nine points: dark"
    " at the points, bright in between.",
    scene=_map_of_points,
)
def pairwise_distances(student, figure):
    places = np.linspace(-1.2, 1.2, 120, dtype="float32")
    grid = np.stack(np.meshgrid(places, places), axis=-1).reshape(-1, 2)
    distances = student.pairwise_distances(tf.constant(grid), tf.constant(_points()))
    nearest = np.reshape(np.min(distances, axis=1), (120, 120))
    axes = _map_of_points(figure)
    shown = axes.imshow(nearest, extent=(-1.2, 1.2, -1.2, 1.2), origin="lower")
    figure.colorbar(shown, label="distance")


def _gaps():
    """Return a year of temperatures at four stations, (4, 365), and which were measured."""
    rng = np.random.default_rng(5)
    day = np.arange(365)
    year = 10 - 12 * np.cos(2 * np.pi * day / 365) + rng.normal(0, 3, (4, 365))
    return year.astype("float32"), rng.uniform(size=(4, 365)) < 0.5


def _stations(figure):
    axes = figure.subplots()
    year, kept = _gaps()
    axes.plot(np.where(kept, year, np.nan).T, ".", color=FAINT, markersize=3)
    axes.set(title="Four stations, each with gaps", xlabel="day", ylabel="temperature")
    return axes


@look(
    "Grey dots: what four stations measured on a part of the days. The line is your masked mean of"
    " each day; on days without any measurement it falls to 0.",
    scene=_stations,
)
def masked_mean(student, figure):
    axes = _stations(figure)
    year, kept = _gaps()
    mean = student.masked_mean(tf.constant(year), tf.constant(kept), 0)
    axes.plot(mean, color=BLUE, linewidth=1, label="masked_mean over the stations")
    axes.legend()


VERSE = (
    "Tyger Tyger, burning bright,",
    "In the forests of the night;",
    "What immortal hand or eye,",
    "Could frame thy fearful symmetry?",
    "",
    "In what distant deeps or skies.",
    "Burnt the fire of thine eyes?",
)  # William Blake, 1794


def _verse(figure):
    axes = figure.subplots()
    axes.set(title="A verse as a ragged tensor", xlim=(0, 7), ylim=(len(VERSE), 0), xlabel="word")
    axes.set_yticks(np.arange(len(VERSE)) + 0.5, [f"sentence {row}" for row in range(len(VERSE))])
    return axes


@look(
    "Each sentence of a verse is a row of boxes, one for each word, in lower case and without"
    " punctuation. The empty sentence has no box.",
    scene=_verse,
)
def tokenize(student, figure):
    axes = _verse(figure)
    for row, words in enumerate(student.tokenize(tf.constant(VERSE)).to_list()):
        for place, word in enumerate(words):
            box = {"boxstyle": "round", "facecolor": "none", "edgecolor": BLUE}
            axes.text(place + 0.5, row + 0.5, word.decode(), ha="center", va="center", bbox=box)


def _neighbours(figure):
    images, labels = load_digits(return_X_y=True)
    rows = figure.subplots(4, 6)
    for axes in rows.ravel():
        axes.set_axis_off()
    for axes, index in zip(rows[:, 0], (3, 7, 8, 15), strict=True):
        axes.imshow(images[index].reshape(8, 8), cmap="gray")
        axes.set_title(f"a {labels[index]}")
    rows[0, 1].set_title("the nearest five", loc="left")
    return rows[:, 1:]


@look(
    "On the left four handwritten digits, beside each the five images at the smallest distance from"
    " it: nearly always the same digit. Scaling, distances and one-hot labels are your own.",
    scene=_neighbours,
)
def put_together(student, figure):
    rows = _neighbours(figure)
    images, labels = load_digits(return_X_y=True)
    pixels = tf.constant(images.reshape(-1, 8, 8, 1).astype("uint8"))
    flat = tf.reshape(student.cast_and_scale(pixels), (-1, 64))
    chosen = [3, 7, 8, 15]
    distances = student.pairwise_distances(tf.gather(flat, chosen), flat)
    nearest = np.argsort(distances, axis=1)[:, 1:6]
    same = student.one_hot(tf.constant(labels[nearest]), 10).numpy()[..., labels]
    for row, axes_of_row in enumerate(rows):
        for axes, index in zip(axes_of_row, nearest[row], strict=True):
            right = same[row, list(nearest[row]).index(index), chosen[row]]
            axes.imshow(images[index].reshape(8, 8), cmap="gray" if right else "inferno")
