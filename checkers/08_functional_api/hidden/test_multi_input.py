"""Hidden checks of multi_input."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from tensorkata.checking import after, assert_gradient, draw, points

SHAPES = [(5, 16), (16,), (3, 3, 2, 8), (8,), (8, 12), (12,), (28, 1), (1,)]
NAMES = {0: "text's kernel", 3: "convolution's bias", 4: "image's kernel", 6: "score's kernel"}


def slopes(weights, text, image, upstream):
    """Return the gradient of sum(upstream * score) in some of the weights, by the chain rule."""
    padded = np.pad(image.astype(float), [(0, 0), (1, 1), (1, 1), (0, 0)])
    windows = sliding_window_view(padded, (3, 3), axis=(1, 2))
    maps = np.einsum("bhwcij,ijcf->bhwf", windows, weights[2]) + weights[3]
    averages = np.maximum(maps, 0).mean((1, 2))
    words, pixels = text @ weights[0] + weights[1], averages @ weights[4] + weights[5]
    joined = np.maximum(np.concatenate([words, pixels], axis=-1), 0)
    back = (upstream @ weights[6].T) * (joined > 0)
    on = (maps > 0).mean((1, 2))  # the slope of each average in its filter's bias
    return {
        0: text.T.astype(float) @ back[:, :16],
        3: (on * (back[:, 16:] @ weights[4].T)).sum(0),
        4: averages.T @ back[:, 16:],
        6: joined.T @ upstream,
    }


@points(1)
@after("test_score")
def test_training(probes, rng):
    """the gradient of the score reaches the weights of both branches"""
    weights = [draw(rng, size) / np.float32(np.sqrt(np.prod(size[:-1]))) for size in SHAPES]
    text, image, upstream = draw(rng, (6, 5), (6, 4, 7, 2), (6, 1))
    got = probes.score_gradient(weights, text, image, upstream)
    for number, want in slopes(weights, text, image, upstream).items():
        # float32 rounds these sums over the batch by about 1e-6
        what = f"the gradient in the {NAMES[number]}"
        assert_gradient(got[number], want, atol=1e-5, what=what, slips={CUT: np.zeros(want.shape)})


CUT = "nothing arrives: the layer is not trained, or the path is cut behind it"
