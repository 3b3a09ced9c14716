"""Checks of with_skip."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
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


def oracle(weights, x):
    """Return the model's output."""
    return ended(weights, walked(weights, x, lambda _, z, dense: z + relu(dense)), x)


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
    }
    return {words: ended(weights, walked(weights, x, step), x) for words, step in wrong.items()} | {
        "the input is joined before x_depth": ended(weights, x, right),
        "the long skip is missing; x_depth is joined with itself": ended(weights, right, right),
        "ReLU on the output": relu(ended(weights, right, x)),
        "zeros are joined, not the input": ended(weights, right, 0 * x),
    }


def shapes(dim, depth, last=2):
    """Return the shapes of the weights."""
    return [[dim, dim], [dim]] * depth + [[last * dim, 1], [1]]


def form(dim, depth):
    """Return the model's description from outside."""
    return {"kind": "model", "outputs": [None, 1], "weights": shapes(dim, depth)}


def misread(dim, depth):
    """Return the descriptions of mistaken models."""
    return {
        "outputs": {"the last dense layer is missing": [None, 2 * dim]},
        "weights": {
            "all steps share a dense layer; each should have its own": shapes(dim, 1),
            "the long skip is missing": shapes(dim, depth, last=1),
            "one step too few": shapes(dim, depth - 1),
            "one step too many": shapes(dim, depth + 1),
            "every step joins; it should add": joining(dim, depth),
            "the biases are missing": shapes(dim, depth)[::2],
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


def test_form(probes):
    """with_skip returns a model with a dense layer for each step and one for the output"""
    for dim, depth in [(4, 3), (9, 2)]:
        got, causes = probes.with_skip(dim, depth), misread(dim, depth)
        for part, want in form(dim, depth).items():
            assert_equal(got[part], want, what=PARTS[part], slips=causes.get(part))


@points(2)
@after(test_form)
def test_output(probes, rng):
    """every step adds to the previous step's output, and the input is joined at the end"""
    for batch, dim, depth in [(6, 4, 3), (1, 9, 2)]:
        weights, x = drawn(rng, batch, dim, depth)
        got = probes.skipped(depth, weights, x)
        assert_close(got, oracle(weights, x), atol=ROOM, slips=slips(weights, x))


@points(1)
@after(test_output)
def test_depth(probes, rng):
    """without steps the input is joined with itself; a negative depth raises ValueError"""
    weights, x = drawn(rng, 4, 3, 0)
    got = probes.skipped(0, weights, x)
    assert_close(got, oracle(weights, x), atol=ROOM, slips=slips(weights, x))
    assert_raises(ValueError, probes.skipped, -1, weights, x)


PARTS = {
    "kind": "the returned object",
    "outputs": "the shape of the output",
    "weights": "the list of weight shapes",
}
