"""Checks of image_folder: the files are made from the judge's pixels."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, points


def pixels(rng, height, width, channels=3):
    """Draw an image of bytes."""
    return rng.integers(0, 256, (height, width, channels)).astype(np.uint8)


def tiles(rng, rows, columns):
    """Draw an image of tiles of 8 x 8 pixels, which JPEG keeps within 2 of 255 levels."""
    return np.kron(pixels(rng, rows, columns), np.ones((8, 8, 1))).astype(np.uint8)


def resized(image, size):
    """Return the image in [0, 1], interpolated bilinearly between the centers of its pixels."""
    image = image.astype(np.float64) / 255
    for axis, (old, new) in enumerate(zip(image.shape[:2], size, strict=True)):
        at = np.clip((np.arange(new) + 0.5) * old / new - 0.5, 0, old - 1)
        low = np.floor(at).astype(int)
        part = (at - low).reshape([-1, 1, 1] if axis == 0 else [1, -1, 1])
        below, above = (np.take(image, np.minimum(low + i, old - 1), axis) for i in (0, 1))
        image = below * (1 - part) + above * part
    return image


def nearest(image, size):
    """Return the image in [0, 1], each pixel taken from the nearest."""
    rows, columns = (
        np.int64((np.arange(new) + 0.5) * old / new)
        for old, new in zip(image.shape[:2], size, strict=True)
    )
    return image[rows][:, columns] / 255


def slips_of(image, size):
    right = resized(image, size)
    return {
        "0 .. 255 instead of 0 .. 1": right * 255,
        "scaled twice": right / 255,
        "scaled to -1 .. 1": 2 * right - 1,
        "the nearest pixel, not bilinear": nearest(image, size),
        "blue, green, red": right[..., ::-1],
    }


def test_example(probes):
    """image_folder serves what the docstring's example shows"""
    levels = {"dog/a.png": 255, "cat/b.PNG": 51}
    files = [[name, np.full((4, 6, 1), level, np.uint8)] for name, level in levels.items()]
    got = probes.image_folder([*files, ["cat/c.jpg", "no image"]], (2, 3), 8)
    got |= {"passes": seen(got["passes"])}
    slips = {words: EXAMPLE | value for words, value in EXAMPLE_SLIPS.items()}
    assert_equal(got, EXAMPLE, what="the dict of what is returned", slips=slips)


@after(test_example)
def test_form(probes, rng):
    """image_folder serves batches of images and labels, and the sorted names of the folders"""
    names = [f"{letter}_{rng.integers(99)}" for letter in "cbdaBC"]
    files = [[f"{name}/{n}.png", pixels(rng, 5, 4)] for name in names for n in (1, 0)]
    got = probes.image_folder([*files, ["readme.txt", "no folder"]], (3, 6), 5)
    assert_equal(got["names"], sorted(names), what="the list of names", slips=orders(names))
    [batches] = got["passes"]
    shapes = [[list(part.shape) for part in batch] for batch in batches]
    assert_equal(shapes, SHAPES, what="the list of shapes", slips=SHAPE_SLIPS)


@points(1)
@after(test_form)
def test_png(probes, rng):
    """images come in the order of classes and file names, with labels, resized, in [0, 1]"""
    files = [[f"{name}.png", pixels(rng, *size)] for name, size in SIZES.items()]
    [[(images, labels)]] = probes.image_folder(files, (4, 4), 9)["passes"]
    for mine, (_, image) in zip(images, sorted(files, key=lambda file: file[0]), strict=True):
        slips = slips_of(image, (4, 4))
        assert_close(mine, resized(image, (4, 4)), dtype="float32", slips=slips)
    assert_close(labels, LABELS, dtype="int64", what="the labels", slips=FROM_ONE)


@points(0.5)
@after(test_form)
def test_jpeg(probes, rng):
    """JPEG files are read beside PNG files"""
    kinds = [("x/a.jpg", 2, 3), ("x/b.png", 1, 2), ("x/c.jpeg", 2, 1), ("y/a.jpg", 1, 1)]
    files = [[name, tiles(rng, *size)] for name, *size in kinds]
    [[(got, _)]] = probes.image_folder(files, (16, 16), 8)["passes"]
    want = np.stack([resized(image, (16, 16)) for _, image in files])
    # JPEG rounds colours and coefficients: tiles of one colour come back within 2 of 255 levels.
    slips = {NO_JPEG: want[1:2], NO_LONG: want[[0, 1, 3]]}
    assert_close(got, want, atol=5 / 255, slips=slips)


@points(1)
@after(test_png)
def test_corrupt(probes, rng):
    """files that cannot be decoded are skipped and counted, and other files are ignored"""
    good, tall = pixels(rng, 6, 6), tiles(rng, 4, 4)
    bad = [["a/0.png", [good, 60]], ["a/2.jpg", [tall, 20]], ["c/0.png", [good, 100]], *TEXTS]
    files = [["a/1.png", good], *bad, ["b/3.png", good[::-1]], ["c/1.png", good[:, ::-1]]]
    got = probes.image_folder(files, (6, 6), 2)
    names = ["a", "b", "bb", "c"]
    assert_equal(got["names"], names, what="the list of names", slips={NO_GOOD: ["a", "b", "c"]})
    assert_equal(got["skipped"], 6, what="the number of skipped files", slips=COUNTS)
    [batches] = got["passes"]
    images, labels = map(np.concatenate, zip(*batches, strict=True))
    assert_close(images, np.stack([good, good[::-1], good[:, ::-1]]) / 255, what="the images")
    assert_close(labels, np.array([0, 1, 3]), what="the labels", slips=SHIFTED)


@points(0.5)
@after(test_form)
def test_kinds(probes, rng):
    """gray images become RGB, upper-case suffixes count, folders inside folders do not"""
    gray, colour, other = rng.integers(0, 256, (3, 4, 6, 3)).astype(np.uint8)
    files = [["x/1.PNG", gray[..., :1]], ["x/2.Png", colour], ["x/3.png", other]]
    got = probes.image_folder([*files, ["x/deep/4.png", colour], ["5.png", colour]], (4, 6), 9)
    [[(images, _)]] = got["passes"]
    want = np.stack([np.repeat(gray[..., :1], 3, axis=-1), colour, other]) / 255
    slips = {"upper-case suffixes are left out": want[2:], DEEP: want[[0, 1, 2, 1]]}
    assert_close(images, want, dtype="float32", slips=slips)


def seen(passes):
    """Return the shapes, the labels and the first pixels of each batch; what is none stays."""
    if not isinstance(passes, list):
        return passes
    return [[pixel_of(*batch) for batch in batches] for batches in passes]


def pixel_of(images, labels):
    first = np.ravel(images[:, 0, 0, 0]).astype(float)
    return [list(images.shape), labels.tolist(), first.round(4).tolist()]


def orders(names):
    """Return the names in other orders."""
    return {
        "the names are not sorted": names,
        "sorted ignoring case": sorted(names, key=str.lower),
        "a file beside the folders is taken for a class": sorted([*names, "readme.txt"]),
        "sorted backwards": sorted(names, reverse=True),
    }


SHAPES = [[[n, 3, 6, 3], [n]] for n in (5, 5, 2)]
SHAPE_SLIPS = {
    "width and height are swapped": [[[n, 6, 3, 3], [n]] for n in (5, 5, 2)],
    "the last short batch is dropped": SHAPES[:2],
}
SIZES = {"a/1": (7, 5), "b/3": (4, 4), "a/2": (2, 6), "b/10": (3, 9), "a/0": (8, 8)}
NO_JPEG, NO_LONG = "JPEG files are left out", "files that end in .jpeg are left out"
# Three that only look like images, and three that do not.
TEXTS = [["b/1.png", "no image"], ["b/2.jpeg", ""], ["bb/1.png", "no image"]]
TEXTS += [["a/notes.txt", "one"], ["b/table.csv", "two"], ["c/png", "three"]]
LABELS = np.array([0, 0, 0, 1, 1])
FROM_ONE = {"the labels start at 1": LABELS + 1}
NO_GOOD = "a folder without a good image is no class"
COUNTS = {"other files are counted too": 9, "nothing is counted": 0}
SHIFTED = {"the labels of skipped files are kept": np.array([0, 0, 0])}
DEEP = "files in folders inside folders are read too"
EXAMPLE = {
    "passes": [[[[2, 2, 3, 3], [0, 1], [0.2, 1.0]]]],
    "names": ["cat", "dog"],
    "skipped": 1,
}
EXAMPLE_SLIPS = {
    "skipped files are not counted": {"skipped": 0},
    "0 .. 255 instead of 0 .. 1": {"passes": [[[[2, 2, 3, 3], [0, 1], [51.0, 255.0]]]]},
    "scaled twice": {"passes": [[[[2, 2, 3, 3], [0, 1], [0.0008, 0.0039]]]]},
    "scaled to -1 .. 1": {"passes": [[[[2, 2, 3, 3], [0, 1], [-0.6, 1.0]]]]},
    "the labels start at 1": {"passes": [[[[2, 2, 3, 3], [1, 2], [0.2, 1.0]]]]},
    "width and height are swapped": {"passes": [[[[2, 3, 2, 3], [0, 1], [0.2, 1.0]]]]},
    "gray images stay gray": {"passes": [[[[2, 2, 3, 1], [0, 1], [0.2, 1.0]]]]},
    "the labels of skipped files are kept": {"passes": [[[[2, 2, 3, 3], [0, 0], [0.2, 1.0]]]]},
    "the images do not come class by class": {"passes": [[[[2, 2, 3, 3], [1, 0], [1.0, 0.2]]]]},
    "a broken file is replaced by a black image": {
        "passes": [[[[3, 2, 3, 3], [0, 0, 1], [0.2, 0.0, 1.0]]]]
    },
    "upper-case suffixes are left out": {"passes": [[[[1, 2, 3, 3], [1], [1.0]]]]},
    "the names are sorted backwards": {
        "passes": [[[[2, 2, 3, 3], [0, 1], [1.0, 0.2]]]],
        "names": ["dog", "cat"],
    },
    "the last short batch is dropped": {"passes": [[]]},
}
