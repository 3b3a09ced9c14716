"""Checks of with_skip."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_gradient,
    assert_raises,
    draw,
    points,
)

# The output is a sum of up to 18 products of order one; float32 rounds such sums by about 1e-6.
ROOM = 1e-5


def relu(z):
    """Return z if it is positive, else 0."""
    return np.maximum(z, 0)


def steps(weights):
    """Return kernel and bias of each step."""
    return zip(weights[:-2:2], weights[1:-2:2], strict=True)


def walked(weights, x, step):
    """Return x after the steps; `step` takes the input, x and the dense layer."""
    start = x = x.astype(float)
    for kernel, bias in steps(weights):
        x = step(start, x, x @ kernel + bias)
    return x


def ended(weights, *joined):
    """Return the last layer's output."""
    return np.concatenate(joined, axis=-1) @ weights[-2] + weights[-1]


def oracle(weights, x, start=None):
    """Return the model's output; the steps may start from something else than x."""
    first = x if start is None else start
    return ended(weights, walked(weights, first, lambda _, z, dense: z + relu(dense)), x)


def slips(weights, x):
    """Return the outputs of mistaken models."""
    right = walked(weights, x, lambda _, z, dense: z + relu(dense))
    wrong = {
        "the skip always starts from the input, not from the step before": lambda s, _, dense: (
            s + relu(dense)
        ),
        "the short skips are missing": lambda _s, _, dense: relu(dense),
        "ReLU after the addition": lambda _, z, dense: relu(z + dense),
        "the steps have no ReLU": lambda _, z, dense: z + dense,
        "the step's result is added to itself": lambda _s, _, dense: 2 * relu(dense),
        "tanh instead of ReLU": lambda _, z, dense: z + np.tanh(dense),
        "the dense layer's output is subtracted": lambda _, z, dense: z - relu(dense),
        "the step multiplies; it should add": lambda _, z, dense: z * relu(dense),
        "the input is added in every step, too": lambda s, z, dense: z + relu(dense) + s,
    }
    early, reverse = x.astype(float), reversed(list(steps(weights)))
    for kernel, bias in steps(weights):
        early = early + relu(early) @ kernel + bias
    backwards = [part for pair in reverse for part in pair] + weights[-2:]
    return {words: ended(weights, walked(weights, x, step), x) for words, step in wrong.items()} | {
        "the ReLU comes before the dense layer": ended(weights, early, x),
        "the input is joined before x_depth": ended(weights, x, right),
        "the long skip is missing; x_depth is joined with itself": ended(weights, right, right),
        "the steps are missing; the input is joined with itself": ended(weights, x, x),
        "ReLU on the output": relu(ended(weights, right, x)),
        "a sigmoid on the output": 1 / (1 + np.exp(-ended(weights, right, x))),
        "zeros are joined, not the input": ended(weights, right, 0 * x),
        "the first step starts from ReLU of the input": oracle(weights, x, relu(x)),
        "the steps' weights are in reverse order": oracle(backwards, x),
    }


def shapes(dim, depth, last=2):
    """Return the shapes of the weights."""
    return [[dim, dim], [dim]] * depth + [[last * dim, 1], [1]]


def form(dim, depth):
    """Return the model's description from outside."""
    return {
        "kind": "model",
        "inputs": [[None, dim]],
        "outputs": [None, 1],
        "weights": shapes(dim, depth),
    }


def misread(dim, depth):
    """Return the descriptions of mistaken models."""
    return {
        "kind": {
            "the `return` is missing": "NoneType",
            "the output is returned, not a keras.Model that ends there": "KerasTensor",
            "a subclass without a graph, not keras.Model(inputs, outputs)": GRAPHLESS,
        },
        "outputs": {
            "the last dense layer is missing": [None, 2 * dim],
            "the last dense layer has input_dim units": [None, dim],
        },
        "weights": {
            SHARED if depth > 2 else SHARED_OR_FEW: shapes(dim, 1),
            "the long skip is missing, or it is added and not joined": shapes(dim, depth, last=1),
            "one step too few": shapes(dim, depth - 1),
            "one step too many": shapes(dim, depth + 1),
            "every step joins; it should add": joining(dim, depth),
            "the biases are missing": shapes(dim, depth)[::2],
            "the last layer's weights come first": shapes(dim, depth)[-2:]
            + shapes(dim, depth)[:-2],
            "each step has two dense layers": [*[[dim, dim], [dim]] * depth, *shapes(dim, depth)],
            "the steps have 1 unit, not input_dim": [*[[dim, 1], [1]] * depth, [2 * dim, 1], [1]],
        },
    }


def joining(dim, depth):
    """Return the weight shapes if each step joins what it should add."""
    kernels = [[dim * (step + 1), dim] for step in range(depth)] + [[dim * (depth + 2), 1]]
    return [shape for kernel in kernels for shape in (kernel, kernel[-1:])]


def drawn(rng, batch, dim, depth):
    """Return weights under which the values stay of order one, and a batch.

    Biases are positive, so that no step is closed for all samples and hides what came before it.
    """
    weights = [draw(rng, s) / np.float32(2 * np.sqrt(s[0])) for s in shapes(dim, depth)]
    return [abs(w) if w.ndim == 1 else w for w in weights], draw(rng, (batch, dim))


def hold(got, dim, depth):
    """Compare a model's description, part by part."""
    for part, want in form(dim, depth).items():
        assert_equal(got[part], want, what=PARTS[part], slips=misread(dim, depth).get(part))


def test_example(probes):
    """with_skip gives what the docstring's example shows"""
    hold(probes.with_skip(3, 2), 3, 2)


@after(test_example)
def test_form(probes):
    """with_skip returns a model with a dense layer for each step and one for the output"""
    for dim, depth in [(4, 3), (9, 1), (1, 2)]:
        hold(probes.with_skip(dim, depth), dim, depth)


@points(1.5)
@after(test_form)
def test_output(probes, rng):
    """every step adds to the previous step's output, and the input is joined at the end"""
    for batch, dim, depth in [(6, 4, 3), (1, 9, 2)]:
        weights, x = drawn(rng, batch, dim, depth)
        got = probes.with_skip(dim, depth, weights, x)
        assert_close(got, oracle(weights, x), atol=ROOM, slips=slips(weights, x), what="the output")


@points(1)
@after(test_output)
def test_depth(probes, rng):
    """without steps the input is joined with itself; a negative depth raises ValueError"""
    weights, x = drawn(rng, 4, 3, 0)
    got, slips = probes.with_skip(3, 0, weights, x), {ZEROS: ended(weights, x, 0 * x)}
    assert_close(got, oracle(weights, x), atol=ROOM, slips=slips, what="the output")
    for depth in (-1, -4):
        assert_raises(ValueError, probes.with_skip, 3, depth)


@points(0.5)
@after(test_output)
def test_gradient(probes, rng):
    """the gradient flows back through the steps and along both kinds of skip"""
    weights, x = drawn(rng, 5, 4, 3)
    upstream = draw(rng, (5, 1))
    got, want = probes.with_skip(4, 3, weights, x, upstream), slope(weights, x, upstream)
    skip = upstream @ weights[-2][4:].T.astype(float)
    causes = {LONG: want - skip, SHORT: skip, DENSE: slope(weights, x, upstream, short=0)}
    assert_gradient(got, want, atol=ROOM, slips=causes)


def slope(weights, x, upstream, short=1):
    """Return the gradient of sum(upstream * output) in x, by the chain rule."""
    masks, z = [], x.astype(float)
    for kernel, bias in steps(weights):
        masks.append(z @ kernel + bias > 0)
        z = z + relu(z @ kernel + bias)
    back, skip = np.split(upstream @ weights[-2].T.astype(float), 2, axis=-1)
    for (kernel, _), mask in zip(reversed(list(steps(weights))), reversed(masks), strict=True):
        back = short * back + (back * mask) @ kernel.T
    return back + skip


SHARED = "all steps share a dense layer; each should have its own"
SHARED_OR_FEW = "all steps share a dense layer; each should have its own; or a step is missing"
GRAPHLESS = "a model without inputs"
ZEROS = "without steps zeros are joined, not the input"
LONG = "the gradient does not flow back along the long skip"
SHORT = "the gradient does not flow back through the steps"
DENSE = "the gradient does not flow back along the short skips"
PARTS = {
    "kind": "the returned object",
    "inputs": "the list of input shapes",
    "outputs": "the shape of the output",
    "weights": "the list of weight shapes",
}
