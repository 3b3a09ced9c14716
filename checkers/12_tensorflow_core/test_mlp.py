"""Checks of MLP."""

import itertools

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    draw,
    forbids,
    points,
)

pytestmark = forbids("keras")


def relu(z):
    return np.maximum(z, 0)


def oracle(weights, x, between=relu, end=lambda z: z):
    """Send x through layers [[kernel, bias], ...]."""
    for kernel, bias in weights[:-1]:
        x = between(x @ kernel + bias)
    kernel, bias = weights[-1]
    return end(x.astype(float) @ kernel + bias)


def slopes_of(weights, x):
    """Return the gradient of the sum of all logits in each kernel."""
    inputs = [x.astype(float)]
    for kernel, bias in weights[:-1]:
        inputs.append(relu(inputs[-1] @ kernel + bias))
    back, slopes = np.ones((len(x), len(weights[-1][1]))), []
    for (kernel, _), given in zip(weights[::-1], inputs[::-1], strict=True):
        slopes.append(given.T @ back)
        back = (back @ kernel.T) * (given > 0)
    return slopes[::-1]


def drawn(rng, sizes, batch):
    pairs = [draw(rng, (n, m), (m,)) for n, m in itertools.pairwise(sizes)]
    return pairs, draw(rng, (batch, sizes[0]))


def softmax(z):
    odds = np.exp(z - z.max(axis=1, keepdims=True))
    return odds / odds.sum(axis=1, keepdims=True)


def slips_of(weights, x):
    wrong = {
        "relu follows the last layer too": oracle(weights, x, end=relu),
        "there is no relu between the layers": oracle(weights, x, between=lambda z: z),
        "tanh in the place of relu": oracle(weights, x, between=np.tanh),
        "probabilities are returned, not logits": oracle(weights, x, end=softmax),
        "relu is applied to x first": oracle(weights, relu(x)),
    }
    alone = x @ weights[-1][0] + weights[-1][1] if len(x[0]) == len(weights[-1][0]) else None
    return wrong if alone is None else wrong | {"every layer gets x": alone}


def test_example(probes):
    """MLP gives what the docstring's example shows"""
    compare_shapes(probes, 4, [3], 2)
    weights = [[np.ones((4, 3), "float32"), np.zeros(3)], [np.ones((3, 2), "float32"), np.zeros(2)]]
    x = np.zeros((5, 4), "float32")
    got, slips = probes.mlp_on_x(weights, x), slips_of(weights, x)
    assert_close(got, np.zeros((5, 2)), dtype="float32", kind="tensor", slips=slips)


def compare_shapes(probes, features, hidden, classes):
    """Hold the shapes of the layers against the sizes."""

    def shapes(*sizes):
        return [[[n, m], [m]] for n, m in itertools.pairwise(sizes)]

    slips = {
        "hidden is taken in reversed order": shapes(features, *hidden[::-1], classes),
        "the last layer, with as many units as classes, is missing": shapes(features, *hidden),
        "the first layer is missing": shapes(*hidden, classes),
        "there is only one hidden layer": shapes(features, *hidden[:1], classes),
    }
    got, what = probes.mlp_shapes(features, hidden, classes), "the list of each layer's shapes"
    assert_equal(got, shapes(features, *hidden, classes), what=what, slips=slips)


@after(test_example)
def test_sizes(probes):
    """layers has a Dense for each size in hidden, in this order, and one for the classes"""
    for sizes in [(5, 7, 4, 3), (4, 6, 2)]:
        compare_shapes(probes, sizes[0], list(sizes[1:-1]), sizes[-1])


@points(1)
@after(test_sizes)
def test_values(probes, rng):
    """x goes through all layers, with relu between them and plain logits at the end"""
    for sizes, batch in [((3, 5, 4, 2), 4), ((4, 6, 3), 1), ((3, 2, 3, 2, 3), 5)]:
        weights, x = drawn(rng, sizes, batch)
        got, what = probes.mlp_on_x(weights, x), f"with layers of {sizes}"
        want, slips = oracle(weights, x), slips_of(weights, x)
        assert_close(got, want, dtype="float32", what=what, slips=slips)


@points(0.5)
@after(test_example)
def test_layers(probes, rng):
    """the variables of all layers are found, no others, and the gradients reach them"""
    for sizes in [(5, 7, 4, 3), (4, 6, 2)]:
        weights, x = drawn(rng, sizes, 3)
        got, count = probes.mlp_variables(weights, x), 2 * len(weights)
        wanted = {"of the layers": count, "trainable": count, "all": count}
        for when, what in TIMES.items():
            assert_equal(got[when], wanted, what=what, slips=counts(count))
        for part, want in zip(got["slopes"], slopes_of(weights, x), strict=True):
            assert_close(part, want, dtype="float32", what="the gradient in a kernel")


@points(0.5)
@after(test_example)
def test_no_hidden_layer(probes, rng):
    """hidden may be empty: one layer, and no relu"""
    weights, x = drawn(rng, (4, 3), 6)
    got, slips = probes.mlp_on_x(weights, x), slips_of(weights, x)
    assert_close(got, oracle(weights, x), dtype="float32", what="with hidden=[]", slips=slips)


@points(0.5)
@after(test_example)
def test_in_graph(probes, rng):
    """MLP works in tf.function, with a batch of unknown size"""
    weights, x = drawn(rng, (3, 4, 2), 5)
    got, slips = probes.mlp_on_x(weights, x, "graph"), slips_of(weights, x)
    assert_close(got, oracle(weights, x), dtype="float32", what="in a graph", slips=slips)


@points(1)
@after(test_layers)
def test_seed(probes, rng):
    """the same seed gives the same kernels, another seed others, and no layers are twins"""
    features, seed = int(rng.integers(30, 90)), int(rng.integers(0, 1000))
    got = probes.mlp_start(features, seed)
    slips = {"the seed does not decide: other kernels in every model": features * features}
    assert_equal(got["changed"], 0, what=SAME, slips=slips)
    for name, (what, slip) in DIFFERENCES.items():
        compare_apart(got[name], got["kernel"], what, slip)
    weights, x = drawn(rng, (3, 4, 2), 2)
    assert_close(probes.mlp_on_x(weights, x), oracle(weights, x))


def compare_apart(difference, kernel, what, slip):
    """Hold the mean of a difference, and of its neighbors, against those of random kernels."""
    apart = [np.mean(np.abs(difference)), np.mean(np.abs(np.diff(difference, axis=0)))]
    want = np.mean(np.abs(kernel)) * np.array([4 / 3, 28 / 15])
    # Two uniform kernels are 4/3 as far apart as one is from 0 (two normal ones 1.41), and
    # the neighbors in their difference 28/15 (2): means of 900 numbers or more, off by 0.03.
    assert_close(np.array(apart), want, rtol=0.2, what=what, slips={slip: np.zeros(2)})


def counts(count):
    """Return the counts of variables after common mistakes."""
    return {
        HIDDEN: {"of the layers": 0, "trainable": 0, "all": 0},
        "only the last layer is found": {"of the layers": 2, "trainable": 2, "all": 2},
        "the layers are not trainable": {"of the layers": 0, "trainable": 0, "all": count},
        MORE: {"of the layers": count, "trainable": count, "all": count + 1},
        MORE + ", and it is trainable": {
            "of the layers": count,
            "trainable": count + 1,
            "all": count + 1,
        },
    }


HIDDEN = "tf.Module does not find the layers: keep them in a list, in an attribute"
MORE = "there is a variable that is no layer's"
TIMES = {"before": "the count of variables", "after": "the count of variables after two calls"}
SAME = "the number of entries in which two models of one seed differ"
DIFFERENCES = {
    "other": ("the mean distance of the first kernels of two seeds", "the seed is not used"),
    "twin": ("the mean distance of the kernels of two layers", "every layer has the same seed"),
}
