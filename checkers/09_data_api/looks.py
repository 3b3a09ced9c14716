"""Pictures of what data sets serve: in which order, in which shape, how mixed."""

import pathlib
import tempfile

import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits, load_sample_images

from tensorkata.student.look import BLUE, COLOURS, FAINT, ORANGE, look


def _passes(figure):
    both = figure.subplots(1, 2, sharey=True)
    for axes, name in zip(both, ("shuffle=False", "shuffle=True"), strict=True):
        axes.set(title=name, xlabel="place in the pass")
    both[0].set_ylabel("sample")
    return both


@look(
    "Two passes over fifty samples. Without shuffling both are the same straight line; with"
    " shuffling the dots are everywhere, and the two passes differ.",
    scene=_passes,
)
def from_arrays(student, figure):
    x = np.arange(50)
    for axes, shuffle in zip(_passes(figure), (False, True), strict=True):
        dataset = student.from_arrays(x, x, 8, shuffle, 1)
        for number, (marker, color) in enumerate((("o", BLUE), ("x", ORANGE)), start=1):
            order = np.concatenate([batch.numpy() for batch, _ in dataset])
            axes.plot(order, marker, color=color, markersize=5, label=f"pass {number}")
    figure.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=2)


def _photos(folder):
    """Write crops of two photos into a folder of each class, and a file that is no image."""
    for name, photo in zip(("china", "flower"), load_sample_images().images, strict=True):
        pathlib.Path(folder, name).mkdir()
        for number in range(4):
            crop = photo[80 * number : 80 * number + 120, 120 * number : 120 * number + 160]
            path = pathlib.Path(folder, name, f"{number}.png")
            path.write_bytes(tf.io.encode_png(crop).numpy())
    pathlib.Path(folder, "flower", "broken.png").write_bytes(b"no image")


def _eight(figure):
    grid = figure.subplots(2, 4)
    for axes in grid.ravel():
        axes.set_axis_off()
    figure.suptitle("A folder of two classes with four photos each")
    return grid


@look(
    "The first batch that your image_folder serves: eight small photos of a temple and a flower,"
    " each with its class above it. A ninth file, which is broken, was skipped.",
    scene=_eight,
)
def image_folder(student, figure):
    grid = _eight(figure)
    with tempfile.TemporaryDirectory() as folder:
        _photos(folder)
        dataset, names, skipped = student.image_folder(folder, (48, 64), 8)
        images, labels = next(iter(dataset))
    for axes, image, label in zip(grid.ravel(), images, labels, strict=True):
        axes.imshow(image)
        axes.set_title(names[int(label)])
    figure.suptitle(f"A batch from a folder; skipped: {int(skipped)} file")


def _series():
    steps = np.arange(60)
    return (np.sin(steps / 5) + 0.3 * np.sin(steps * 1.3)).astype("float32")


def _wave(figure):
    axes = figure.subplots()
    axes.plot(_series() * 2, color=FAINT, linewidth=1)
    axes.set(title="A series, and every eighth window below it", xlabel="step", yticks=[])
    return axes


@look(
    "A wavy series, and below it its windows: twelve steps of input as a solid line and the four"
    " steps of the target after them as dots.",
    scene=_wave,
)
def windows(student, figure):
    axes = _wave(figure)
    pairs = list(student.windows(_series(), 12, 4, 1))
    for row, number in enumerate(range(0, len(pairs), 8), start=1):
        given, target = pairs[number]
        axes.plot(np.arange(12) + number, given[0] - 3 * row, color=BLUE)
        axes.plot(np.arange(12, 16) + number, target[0] - 3 * row, ".", color=ORANGE)


def _tables(figure):
    four = figure.subplots(1, 4)
    for axes in four:
        axes.set(xlabel="place", yticks=[])
    four[0].set_ylabel("sequence")
    figure.suptitle("Batches of eight sequences of 1 to 32 words")
    return four


@look(
    "The masks of four batches. In each the sequences are of similar length, so that little of a"
    " batch is padding, which is dark; each batch is as wide as its longest sequence.",
    scene=_tables,
)
def padded_batches(student, figure):
    four = _tables(figure)
    lengths = np.random.default_rng(4).permutation(np.arange(1, 33))
    sequences = [np.ones(length, "int64") for length in lengths]
    for axes, (_, mask) in zip(four, student.padded_batches(sequences, 8), strict=False):
        axes.imshow(mask, aspect="auto", vmin=0, vmax=1)


def _shares(figure):
    axes = figure.subplots()
    for share in (0.6, 0.3, 0.1):
        axes.axhline(share, color=FAINT, linestyle=":", linewidth=1)
    axes.set(title="Three data sets mixed 6 : 3 : 1", xlabel="elements served", ylim=(0, 1))
    axes.set_ylabel("share so far")
    return axes


@look(
    "The share of each data set among the elements served so far: at first by chance, after a few"
    " hundred elements close to six, three and one tenths.",
    scene=_shares,
)
def balanced(student, figure):
    axes = _shares(figure)
    parts = [tf.data.Dataset.from_tensors(number).repeat() for number in range(3)]
    mixed = student.balanced(parts, [6, 3, 1], 1)
    drawn = np.array([int(number) for number in mixed.take(400)])
    for number, style in enumerate(("-", "--", "-.")):
        share = np.cumsum(drawn == number) / np.arange(1, 401)
        axes.plot(share, style, label=f"data set {number}")
    axes.legend()


@tf.autograph.experimental.do_not_convert
def _brighter(image, label):
    return 2 * image, label


def _grid(figure):
    grid = figure.subplots(2, 8)
    for axes in grid.ravel():
        axes.set(xticks=[], yticks=[])
    for row, name in zip(grid, ("first pass", "second pass"), strict=True):
        row[0].set_ylabel(name)
    return grid


@look(
    "The first eight digits of two passes over a pipeline. They come from a TFRecord file that you"
    " wrote and read, doubled in brightness by the mapped function, in another order each time.",
    scene=_grid,
)
def put_together(student, figure):
    grid = _grid(figure)
    images, labels = load_digits(return_X_y=True)
    small = images[:200].reshape(-1, 8, 8, 1).astype("float32") / 32
    with tempfile.TemporaryDirectory() as folder:
        path = str(pathlib.Path(folder, "digits.tfrecord"))
        student.write_tfrecord(path, list(small), labels[:200].tolist())
        dataset = student.pipeline(student.read_tfrecord(path), _brighter, 8, cache=True)
        for row in grid:
            batch = next(iter(dataset))
            for axes, image, label in zip(row, *batch, strict=True):
                axes.imshow(image[..., 0], cmap="gray", vmin=0, vmax=1)
                axes.set_title(f"{int(label)}", color=COLOURS[int(label) % 6])
