"""Checks of multi_input."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from tensorkata.checking import after, assert_close, assert_equal, assert_gradient, draw, points

# A score is a sum of 28 products of order one; float32 rounds such sums by about 1e-6.
ROOM = 1e-5


def relu(z):
    """Return z if it is positive, else 0."""
    return np.maximum(z, 0)


def linear(z):
    """Return z."""
    return z


def padding(size, stride):
    """Return the zeros before and after, as Keras's "same" puts them."""
    missing = max((-(-size // stride) - 1) * stride + 3 - size, 0)
    return missing // 2, missing - missing // 2


def summarized(kernel, bias, image, take=np.mean, activation=relu, stride=1, *, same=True):
    """Return one number for each filter and image."""
    around = [padding(size, stride) if same else (0, 0) for size in image.shape[1:3]]
    padded = np.pad(image.astype(float), [(0, 0), *around, (0, 0)])
    windows = sliding_window_view(padded, (3, 3), axis=(1, 2))[:, ::stride, ::stride]
    return take(activation(np.einsum("bhwcij,ijcf->bhwf", windows, kernel) + bias), axis=(1, 2))


def branches(weights, text, image, words=relu, pixels=relu, **mistake):
    """Return the text's 16 values and the image's 12."""
    found = summarized(*weights[2:4], image, **mistake)
    return words(text @ weights[0] + weights[1]), pixels(found @ weights[4] + weights[5])


def oracle(weights, text, image, last=linear, **mistake):
    """Return the score."""
    joined = np.concatenate(branches(weights, text, image, **mistake), axis=-1)
    return last(joined @ weights[6] + weights[7])


def capped(z):
    """Return relu6(z)."""
    return np.clip(z, 0, 6)


def sigmoid(z):
    """Return 1 / (1 + exp(-z))."""
    return 1 / (1 + np.exp(-z))


def slips(weights, text, image):
    """Return the scores of mistaken models."""
    words, pixels = branches(weights, text, image)
    swapped = np.concatenate([pixels, words], axis=-1)
    mistakes = {
        "the text's dense layer has no ReLU": {"words": linear},
        "the image's dense layer has no ReLU": {"pixels": linear},
        "the convolution has no ReLU": {"activation": linear},
        "the convolution has padding valid, not same": {"same": False},
        "the convolution has stride 2": {"stride": 2},
        "maximum instead of the average": {"take": np.max},
        "sum instead of the average": {"take": np.sum},
        "ReLU on the score": {"last": relu},
        "a sigmoid on the score": {"last": sigmoid},
        CAPPED: {"words": capped, "pixels": capped, "activation": capped},
    }
    found = {words: oracle(weights, text, image, **given) for words, given in mistakes.items()}
    return found | {"the image is joined before the text": swapped @ weights[6] + weights[7]}


def shapes(text_dim, channels, words=16, pixels=12, size=3, filters=8):
    """Return the shapes of the weights: text, convolution, image, score."""
    conv = [size, size, channels, filters]
    ends = [[text_dim, words], conv, [filters, pixels], [words + pixels, 1]]
    return [shape for kernel in ends for shape in (kernel, kernel[-1:])]


def form(text_dim, shape):
    """Return the model's description from outside."""
    return {
        "kind": "model",
        "inputs": [["text", [None, text_dim]], ["image", [None, *shape]]],
        "outputs": [None, 1],
        "weights": sorted(shapes(text_dim, shape[2])),
    }


def misread(text_dim, shape):
    """Return the descriptions of mistaken models."""
    wanted, text, image = shapes(text_dim, shape[2]), [None, text_dim], [None, *shape]
    flat = [shape[0] * shape[1] * 8, 12]
    return {
        "kind": {
            "the `return` is missing": "NoneType",
            "the score is returned, not a keras.Model that ends there": "KerasTensor",
            "a function; expected a keras.Model": "function",
            "a subclass without a graph, not keras.Model(inputs, outputs)": GRAPHLESS,
        },
        "inputs": {
            "the inputs have no names": [["none", text], ["none", image]],
            "the names are swapped": [["image", text], ["text", image]],
            "the text's input has another name": [[ANY, text], ["image", image]],
            "the image's input has another name": [["text", text], [ANY, image]],
        },
        "outputs": {
            "the axis of length 1 is missing": [None],
            "the dense layer of 1 unit is missing": [None, 28],
            "two scores for each pair; expected one": [None, 2],
        },
        "weights": {
            FLAT: sorted([*wanted[:4], flat, *wanted[5:]]),
            "the text's dense layer is missing": sorted([*wanted[2:6], [text_dim + 12, 1], [1]]),
            "the image's dense layer is missing": sorted([*wanted[:4], [24, 1], [1]]),
            "the biases are missing": sorted(wanted[::2]),
            "the numbers of units are swapped": sorted(shapes(text_dim, shape[2], 12, 16)),
            "16 units in both branches; the image's dense layer has 12": sorted(
                shapes(text_dim, shape[2], 16, 16)
            ),
            "12 units in both branches; the text's dense layer has 16": sorted(
                shapes(text_dim, shape[2], 12, 12)
            ),
            "the convolution has 16 filters": sorted(shapes(text_dim, shape[2], filters=16)),
            "a BatchNormalization, which has weights too": sorted([*wanted, *[[16]] * 4]),
            "the convolution has windows of 5 x 5": sorted(shapes(text_dim, shape[2], size=5)),
        },
    }


def drawn(rng, text_dim, channels, *batch, scale=1):
    """Return weights under which the values stay of order `scale`, and inputs."""
    sizes = shapes(text_dim, channels)
    weights = [draw(rng, size) / np.float32(np.sqrt(np.prod(size[:-1]))) for size in sizes]
    text, image = draw(rng, (batch[0], text_dim), (*batch, channels))
    return weights, text * np.float32(scale), image * np.float32(scale)


def slopes(weights, text, image, upstream):
    """Return the gradient of sum(upstream * score) in each of the weights, by the chain rule."""
    padded = np.pad(image.astype(float), [(0, 0), (1, 1), (1, 1), (0, 0)])
    windows = sliding_window_view(padded, (3, 3), axis=(1, 2))
    maps = np.einsum("bhwcij,ijcf->bhwf", windows, weights[2]) + weights[3]
    averages = np.maximum(maps, 0).mean((1, 2))
    words, pixels = text @ weights[0] + weights[1], averages @ weights[4] + weights[5]
    joined = np.maximum(np.concatenate([words, pixels], axis=-1), 0)
    back = (upstream @ weights[6].T) * (joined > 0)
    one, other = back[:, :16], back[:, 16:]
    on = (maps > 0) * (other @ weights[4].T)[:, None, None] / (maps.shape[1] * maps.shape[2])
    kernel = np.einsum("bhwcij,bhwf->ijcf", windows, on)
    first = [text.T.astype(float) @ one, one.sum(0), kernel, on.sum((0, 1, 2))]
    return [*first, averages.T @ other, other.sum(0), joined.T @ upstream, upstream.sum(0)]


def hold(got, text_dim, shape):
    """Compare a model's description, part by part."""
    for part, want in form(text_dim, shape).items():
        causes = misread(text_dim, shape).get(part, {})
        if part == "inputs":
            causes = {words: renamed(case, got[part]) for words, case in causes.items()}
        assert_equal(got[part], want, what=PARTS[part], slips=causes)


def renamed(case, got):
    """Return the case, and for ANY the name that the model has."""
    if len(got) != len(case):
        return case
    pairs = zip(case, got, strict=True)
    return [[mine[0] if name == ANY else name, shape] for (name, shape), mine in pairs]


def test_example(probes):
    """multi_input gives what the docstring's example shows"""
    hold(probes.multi_input(5, (8, 6, 3)), 5, (8, 6, 3))


@after(test_example)
def test_form(probes):
    """multi_input returns a model with the inputs text and image and one score"""
    for text_dim, shape in [(7, (4, 7, 3)), (9, (6, 3, 1))]:
        hold(probes.multi_input(text_dim, shape), text_dim, shape)


@points(2)
@after(test_form)
def test_score(probes, rng):
    """the score comes from both branches, the text's values first, however large they are"""
    for scale, text_dim, *batch, channels in [(1, 5, 6, 4, 7, 3), (1, 9, 1, 6, 3, 1), LARGE]:
        weights, text, image = drawn(rng, text_dim, channels, *batch, scale=scale)
        got = probes.multi_input(text_dim, image.shape[1:], weights, text, image)
        want, causes = oracle(weights, text, image), slips(weights, text, image)
        assert_close(got, want, atol=ROOM * scale, slips=causes, what="the score")


@points(1)
@after(test_score)
def test_training(probes, rng):
    """the gradient of the score reaches the weights of both branches, without dropout"""
    weights, text, image = drawn(rng, 5, 3, 6, 4, 7)
    upstream = draw(rng, (6, 1))
    got = probes.multi_input(5, (4, 7, 3), weights, text, image, upstream)
    for name, mine, want in zip(NAMES, got, slopes(weights, text, image, upstream), strict=True):
        what, causes = f"the gradient in the {name}", {CUT: np.zeros(want.shape)}
        assert_gradient(mine, want, atol=ROOM, what=what, slips=causes)


LARGE = (100, 4, 5, 6, 5, 2)
ANY = "any name"
GRAPHLESS = "a model without inputs"
LAYERS = ("text's", "convolution's", "image's", "score's")
NAMES = [f"{layer} {part}" for layer in LAYERS for part in ("kernel", "bias")]
CUT = "no gradient arrives: the layer is not trained, or the path is cut behind it"
CAPPED = "the values inside are clipped at 6 (relu6); ReLU has no upper bound"
FLAT = "Flatten instead of the average over the picture"
PARTS = {
    "kind": "the returned object",
    "inputs": "the list of inputs",
    "outputs": "the shape of the output",
    "weights": "the list of weight shapes",
}
