"""Hidden checks of build_convnet."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


def conv_pool(images, kernel, bias):
    """Convolve with zeros around, ReLU, then the largest of windows of 3 x 3 with stride 2."""
    reach = kernel.shape[0] // 2
    padded = np.pad(images, [(0, 0), (reach, reach), (reach, reach), (0, 0)])
    height, width = images.shape[1:3]
    total = bias + sum(
        padded[:, row : row + height, column : column + width] @ kernel[row, column]
        for row, column in np.ndindex(*kernel.shape[:2])
    )
    rows, columns = (height - 3) // 2 + 1, (width - 3) // 2 + 1
    corners = [
        total[:, row : row + 2 * rows - 1 : 2, column : column + 2 * columns - 1 : 2]
        for row, column in np.ndindex(3, 3)
    ]
    return np.maximum(np.max(corners, axis=0), 0)


def forward(weights, images):
    """Return the logits."""
    images = conv_pool(conv_pool(images, *weights[0:2]), *weights[2:4])
    units = np.maximum(images.reshape(len(images), -1) @ weights[4] + weights[5], 0)
    return units @ weights[6] + weights[7]


def drawn(rng, input_shape, classes):
    """Return weights of a moderate size."""
    height, width = ((((size - 3) // 2 + 1) - 3) // 2 + 1 for size in input_shape[:2])
    kernels = [(5, 5, input_shape[2], 8), (3, 3, 8, 16), (height * width * 16, 32), (32, classes)]
    shapes = [shape for kernel in kernels for shape in (kernel, kernel[-1:])]
    return [np.float32(rng.standard_normal(s) / np.sqrt(np.prod(s[:-1]))) for s in shapes]


@points(1)
@after("test_example")
def test_other_sizes(probes, rng):
    """the logits are right for narrow, long images and two classes"""
    weights, images = drawn(rng, (23, 7, 4), 2), draw(rng, (5, 23, 7, 4))
    got = probes.convnet_logits((23, 7, 4), 2, weights, images)
    assert_close(got, forward(weights, images), dtype="float32")
