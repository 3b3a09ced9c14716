"""Checks of export_image_model."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points


def weights(size, new):
    """Return the matrix (new, size) of bilinear resizing along one axis."""
    places = np.clip((np.arange(new) + 0.5) * size / new - 0.5, 0, size - 1)
    low = np.floor(places).astype(int)
    matrix = np.zeros((new, size))
    np.add.at(matrix, (np.arange(new), low), 1 - (places - low))
    np.add.at(matrix, (np.arange(new), np.minimum(low + 1, size - 1)), places - low)
    return matrix


def resized(images, size, by=weights):
    """Return images of another size."""
    rows, columns = (by(old, new) for old, new in zip(images.shape[1:3], size, strict=True))
    return np.einsum("yh,nhwc,xw->nyxc", rows, images.astype(np.float64), columns)


def nearest(size, new):
    """Return the matrix of resizing to the nearest pixel."""
    return np.eye(size)[((np.arange(new) + 0.5) * size / new).astype(int)]


def softmax(logits):
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def logits(images, kernel):
    return images.reshape(len(images), -1) @ kernel


def oracle(images, size, kernel):
    """Return the probabilities of uint8 images."""
    return softmax(logits(resized(images, size) / 127.5 - 1, kernel))


def slips(images, size, kernel):
    """Return the results of common mistakes."""
    large = resized(images, size)
    return {
        "the logits, without softmax": logits(large / 127.5 - 1, kernel),
        "pixels are not scaled": softmax(logits(large, kernel)),
        "pixels are scaled to 0 ... 1": softmax(logits(large / 255, kernel)),
        "pixels are divided by 128": softmax(logits(large / 128 - 1, kernel)),
        "cut to whole numbers after resizing": softmax(logits(np.floor(large) / 127.5 - 1, kernel)),
        "rounded to whole numbers after resizing": softmax(
            logits(np.round(large) / 127.5 - 1, kernel)
        ),
        "resized to the nearest pixel, not bilinear": softmax(
            logits(resized(images, size, nearest) / 127.5 - 1, kernel)
        ),
        "blue, green, red": softmax(logits(large[..., ::-1] / 127.5 - 1, kernel)),
    }


def compare(result, images, size, kernel, what, more=None):
    """Hold the probabilities of a batch; images may be a list of images of unlike sizes."""
    got = sorted(result) if isinstance(result, dict) else result
    assert_equal(got, ["probabilities"], what=f"the list of outputs for {what}", slips=MISFITS)
    parts = [np.broadcast_to(image, (*image.shape[:2], 3))[None] for image in images]
    want = np.concatenate([oracle(part, size, kernel) for part in parts])
    named = [slips(part, size, kernel) for part in parts]
    wrong = {words: np.concatenate([each[words] for each in named]) for words in named[0]}
    wrong |= more or {}
    assert_close(result["probabilities"], want, dtype="float32", slips=wrong, what=what)


def drawn(rng, size, classes):
    """Return a matrix whose logits are about 1."""
    return draw(rng, (size[0] * size[1] * 3, classes)) * np.float32(0.3)


def photos(rng, *shapes):
    return draw(rng, *shapes, dtype="uint8", low=0, high=256)


def test_example(probes):
    """export_image_model gives what the docstring's example shows"""
    images = np.uint8([[[[0, 0, 255]]]])
    [got] = probes.image_pixels([1, 1], np.eye(3, dtype="float32"), [images])
    compare(got, images, (1, 1), np.eye(3), "pixels")


@points(2)
@after(test_example)
def test_pixels(probes, rng, exercise_rng):
    """images of every size and number are resized and scaled as the model wants them"""
    size, batches = [4, 5], photos(rng, (3, 4, 5, 3), (1, 3, 9, 3), (2, 11, 8, 3))
    kernel = drawn(exercise_rng, size, 3)
    got = probes.image_pixels(size, kernel, batches)
    for images, result in zip(batches, got, strict=True):
        compare(result, images, size, kernel, f"pixels of shape {images.shape}")


@points(2)
@after(test_example)
def test_files(probes, rng, exercise_rng):
    """PNG files of unlike sizes, in color and gray, are decoded, resized and scaled"""
    size, kernel = [4, 5], drawn(exercise_rng, [4, 5], 3)
    batches = [photos(rng, (6, 4, 3), (3, 8, 3)), photos(rng, (5, 5, 1), (4, 5, 3), (9, 2, 1))]
    batches.append([photos(rng, (2, 3, 3))])
    got = probes.image_files(size, kernel, batches)
    for images, result in zip(batches, got, strict=True):
        told = f"{len(images)} files of the shapes {[image.shape for image in images]}"
        compare(result, images, size, kernel, told)


@points(0.5)
@after(test_pixels)
def test_inference(probes, rng):
    """the model runs in inference mode"""
    images, kernel = photos(rng, (3, 2, 2, 3)), drawn(rng, (2, 2), 4)
    result = probes.image_in_training(kernel, images)
    compare(result, images, (2, 2), kernel, "pixels", {TRAINING: np.full((3, 4), 0.25)})


TRAINING = "the model runs in training mode"
MISFITS = {
    "there is no signature of this name": "no signature",
    "its input has another name": "another input",
    "the tensor does not fit: a size is fixed, or the dtype, or the channels": "does not fit",
}
