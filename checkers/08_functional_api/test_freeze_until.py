"""Checks of freeze_until."""

from itertools import pairwise

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_raises,
    draw,
    numeric_gradient,
    points,
)

RATE = 0.3
FLAT = [["a", 4], ["b", 3], ["c", 5], ["d", 2]]
NESTED = [
    ["stem", 3],
    ["block", [["b1", 4], ["inner", [["i1", 2], ["i2", 5]]], ["b2", 3]]],
    ["head", 2],
]


def leaves(layers):
    """Return [name, units] of each dense layer, at all depths."""
    nested = [
        leaves(inside) if isinstance(inside, list) else [[name, inside]] for name, inside in layers
    ]
    return [leaf for found in nested for leaf in found]


def names_of(layers):
    """Return the names of the dense layers."""
    return [name for name, _ in leaves(layers)]


def forward(weights, x):
    """Return the output of dense layers with tanh, one after the other."""
    for kernel, bias in zip(weights[::2], weights[1::2], strict=True):
        x = np.tanh(x @ kernel + bias)
    return x


def descended(weights, x, target):
    """Return the weights after a step of gradient descent on all of them."""
    moved = []
    for at, weight in enumerate(weights):

        def loss(w, at=at):
            return np.mean((forward([*weights[:at], w, *weights[at + 1 :]], x) - target) ** 2)

        moved.append(weight - RATE * numeric_gradient(loss, weight))
    return moved


def oracle(layers, weights, moved, trained):
    """Return all weights, in one vector, after a step that moves only the named layers."""
    names = np.repeat(names_of(layers), 2)
    chosen = [b if name in trained else a for name, a, b in zip(names, weights, moved, strict=True)]
    return np.concatenate([np.ravel(weight) for weight in chosen])


def drawn(rng, layers):
    """Return weights, inputs and targets for the layers."""
    widths = [3, *(units for _, units in leaves(layers))]
    sizes = [s for a, b in pairwise(widths) for s in ((a, b), (b,))]
    return draw(rng, *sizes), *draw(rng, (6, 3), (6, widths[-1]))


def misread(first):
    """Return the trained layers of a, b, c, d after mistakes; `first` is the named layer."""
    return {
        "the named layer is frozen too": NAMES[first + 1 :],
        "it is the other way round: the layers before are trained": NAMES[:first],
        "the layers after are frozen": NAMES[: first + 1],
        "only the named layer is trained": NAMES[first : first + 1],
        "the layer before is trained too": NAMES[first - 1 :],
        "nothing is frozen": NAMES,
        "everything is frozen": [],
    }


def test_flags(probes):
    """freeze_until returns the same model; the named layer and all after it are trained"""
    order = (2, 1, 3, 0)
    for first, got in zip(
        order, probes.freeze_until(3, FLAT, [NAMES[at] for at in order]), strict=True
    ):
        assert_equal(got["returned"], "the same model", what="the returned object", slips=KINDS)
        causes = misread(first)
        assert_equal(got["trained"], NAMES[first:], what="the list of trained layers", slips=causes)


@points(2)
@after(test_flags)
def test_training(probes, rng):
    """a training step moves the named layer and all after it, and none before"""
    weights, x, target = drawn(rng, FLAT)
    moved = descended(weights, x, target)
    got = probes.descended(FLAT, weights, x, target, RATE, [[["c"], []], [["b"], []]])
    causes = {THROUGHOUT: oracle(FLAT, weights, moved, "abcd")}
    for mine, trained in zip(got, ("cd", "bcd"), strict=True):
        assert_close(mine, oracle(FLAT, weights, moved, trained), slips=causes)


@points(2)
@after(test_training)
def test_nested(probes, rng):
    """the named layer may be in an inner model, and may itself be an inner model"""
    weights, x, target = drawn(rng, NESTED)
    moved = descended(weights, x, target)
    got = probes.descended(NESTED, weights, x, target, RATE, [[[name], []] for name in TRAINED])
    for mine, (name, trained) in zip(got, TRAINED.items(), strict=True):
        causes = {words: oracle(NESTED, weights, moved, on) for words, on in MISLED[name].items()}
        what = f"the weights after freeze_until(model, '{name}') and a step"
        assert_close(mine, oracle(NESTED, weights, moved, trained), slips=causes, what=what)


@points(1)
@after(test_training)
def test_unknown_name(probes, rng):
    """a name that no layer has raises ValueError and changes no flag"""
    assert_raises(ValueError, probes.freeze_until, 3, FLAT, ["e"])
    weights, x, target = drawn(rng, FLAT)
    moved = descended(weights, x, target)
    cases = [[["e"], [["b", False]]]]
    got = probes.descended(FLAT, weights, x, target, RATE, cases, refused=True)[0]
    causes = {words: oracle(FLAT, weights, moved, names) for words, names in SPOILED.items()}
    assert_close(got, oracle(FLAT, weights, moved, "acd"), slips=causes)


NAMES = list("abcd")
TRAINED = {
    "i2": ["i2", "b2", "head"],
    "inner": ["i1", "i2", "b2", "head"],
    "b2": ["b2", "head"],
    "head": ["head"],
}
MISLED = {
    "i2": {
        "the whole block that holds the named layer is trained": ["b1", "i1", "i2", "b2", "head"],
        "the models on the way to the named layer are frozen as a whole": ["head"],
        "nothing is frozen": names_of(NESTED),
        "only the layers beside the named layer are frozen": ["stem", "b1", "i2", "b2", "head"],
        "in the outer block the layers before it are trained": ["b1", "i2", "b2", "head"],
        "the innermost block is trained as a whole": ["i1", "i2", "b2", "head"],
        "the model around the named layer is frozen as a whole": ["b2", "head"],
    },
    "inner": {
        "the named model is searched further; all layers in it should be trained": [
            "i2",
            "b2",
            "head",
        ],
        "the named model is frozen": ["b2", "head"],
    },
    "b2": {"a model before the named layer is trained": ["i1", "i2", "b2", "head"]},
    "head": {},
}
KINDS = {"`return model` is missing": "NoneType"}
THROUGHOUT = "all layers are trained"
SPOILED = {
    "the error comes after all flags are False": "",
    "the error comes after all flags are True": "abcd",
}
