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
FLAT = [["qb", 4], ["w", 3], ["pass", 0], ["q", 5], ["d", 2]]
CORE = ["core", [["k1", 3], ["k2", 4]]]
INNER = ["inner", [["i1", 2], CORE, ["i2", 5]]]
NESTED = [["stem", 3], ["block", [["b1", 4], INNER, ["b2", 3]]], ["head", 2]]


def leaves(layers):
    """Return [name, units] of each dense layer, at all depths."""
    nested = [
        leaves(inside) if isinstance(inside, list) else [[name, inside]] for name, inside in layers
    ]
    return [leaf for found in nested for leaf in found if leaf[1]]


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
    return draw(rng, *sizes), *draw(rng, (6, 3), (6, widths[-1])), RATE


def misread(names, first):
    """Return the trained layers after mistakes; `first` is the place of the named layer."""
    alike = next(n for n, name in enumerate(names) if name.startswith(names[first]))
    return {
        "a name that only begins like the given one is taken": names[alike:],
        "the named layer is frozen too": names[first + 1 :],
        "it is the other way round: the layers before are trained": names[:first],
        "the layers after are frozen": names[: first + 1],
        "only the named layer is trained": names[first : first + 1],
        "the layer before is trained too": names[max(first - 1, 0) :],
        "nothing is frozen": names,
        "everything is frozen": [],
    }


def hold(got, names, trained, slips):
    """Compare what freeze_until returned, and the layers that are then trained."""
    assert_equal(got["returned"], "the same model", what="the returned object", slips=KINDS)
    what = f"the list of trained layers of {', '.join(names)}"
    assert_equal(got["trained"], trained, what=what, slips=slips)


def test_example(probes):
    """freeze_until gives what the docstring's example shows"""
    layers = [["stem", 3], ["inside", [["a", 4], ["b", 5]]], ["head", 1]]
    [got] = probes.freeze_until(2, layers, [[["b"], []]], "Sequential")
    names = ["stem", "a", "b", "head"]
    hold(got, names, ["b", "head"], EXAMPLE | misread(names, 2))


@after(test_example)
def test_flags(probes):
    """freeze_until trains the named layer and all after it, and returns the same model"""
    firsts = {"q": 2, "w": 1, "d": 3, "qb": 0, "pass": 2}
    cases = [[[name], []] for name in firsts]
    for first, got in zip(firsts.values(), probes.freeze_until(3, FLAT, cases), strict=True):
        hold(got, NAMES, NAMES[first:], misread(NAMES, first))


@points(2)
@after(test_flags)
def test_training(probes, rng):
    """a training step moves the named layer and all after it, and none before"""
    step = drawn(rng, FLAT)
    moved = descended(*step[:3])
    got = probes.freeze_until(3, FLAT, [[["q"], []], [["w"], []]], "functional", *step)
    causes = {words: oracle(FLAT, step[0], moved, on) for words, on in STILL.items()}
    causes[KERNELS] = biased(causes[THROUGHOUT], step[0], oracle(FLAT, step[0], moved, ["q", "d"]))
    for mine, trained in zip(got, (["q", "d"], ["w", "q", "d"]), strict=True):
        what = f"the weights after a step that trains {', '.join(trained)}"
        assert_close(mine, oracle(FLAT, step[0], moved, trained), slips=causes, what=what)


def biased(moved, weights, right):
    """Return the right weights, but with all biases moved."""
    bias = np.concatenate([np.full(weight.size, weight.ndim == 1) for weight in weights])
    return np.where(bias, moved, right)


@points(1.5)
@after(test_training)
def test_nested(probes, rng):
    """the named layer may be in an inner model, and may itself be an inner model"""
    step = drawn(rng, NESTED)
    moved = descended(*step[:3])
    got = probes.freeze_until(3, NESTED, [[[name], []] for name in TRAINED], "functional", *step)
    for mine, (name, trained) in zip(got, TRAINED.items(), strict=True):
        causes = {words: oracle(NESTED, step[0], moved, on) for words, on in MISLED[name].items()}
        what = f"the weights after freeze_until(model, '{name}') and a step"
        assert_close(mine, oracle(NESTED, step[0], moved, trained), slips=causes, what=what)


@points(0.5)
@after(test_training)
def test_thawed(probes, rng):
    """all flags may have any value before, also from an earlier call with another name"""
    step = drawn(rng, FLAT)
    moved = descended(*step[:3])
    causes = {words: oracle(FLAT, step[0], moved, on) for words, on in KEPT.items()}
    got = probes.freeze_until(3, FLAT, list(AGAIN.values()), "functional", *step)
    for mine, what in zip(got, AGAIN, strict=True):
        want = oracle(FLAT, step[0], moved, ["w", "q", "d"])
        assert_close(mine, want, slips=causes, what=f"the weights after {what}, and a step")
    cases = [[["head"], [["block", False], ["k2", True]]]]
    [got] = probes.freeze_until(3, NESTED, cases)
    hold(got, names_of(NESTED), ["head"], INSIDE)


@points(0.5)
@after(test_flags)
def test_order(probes, rng):
    """in a model that forks, too, before is the order of model.layers"""
    layers = [[name, 2] for name in rng.permutation(list("uzakcm")).tolist()]
    cases = [[[name], []] for name, _ in layers]
    names = [name for name, _ in layers]
    answers = probes.freeze_until(3, layers, cases, "fork")
    for first, got in zip(range(len(names)), answers, strict=True):
        hold(got, names, names[first:], {LEADS: names} | misread(names, first))


@points(0.5)
@after(test_training)
def test_unknown_name(probes, rng):
    """a name that no layer has raises ValueError and changes no flag"""
    for layers, name in [(FLAT, "e"), (FLAT, "pas"), (NESTED, "b")]:
        assert_raises(ValueError, probes.freeze_until, 3, layers, [[[name], []]])
    step, cases = drawn(rng, FLAT), [[["e"], [["w", False]]]]
    moved = descended(*step[:3])
    [got] = probes.freeze_until(3, FLAT, cases, "functional", *step, refused=True)
    causes = {words: oracle(FLAT, step[0], moved, names) for words, names in SPOILED.items()}
    what, want = "the weights after the error and a step", ["qb", "q", "d"]
    assert_close(got, oracle(FLAT, step[0], moved, want), slips=causes, what=what)


NAMES = names_of(FLAT)
AGAIN = {
    "freeze_until(model, 'd') and freeze_until(model, 'w')": [["d", "w"], []],
    "model.trainable = False and freeze_until(model, 'w')": [["w"], [["whole", False]]],
    "d.trainable = False and freeze_until(model, 'w')": [["w"], [["d", False]]],
}
INSIDE = {"layers trained before, in a frozen model, are still trained": ["k2", "head"]}
EXAMPLE = {
    "the named layer is frozen too, or the model that holds it": ["head"],
    "the whole model that holds the named layer is trained": ["a", "b", "head"],
    "only the layers beside the named layer are frozen": ["stem", "b", "head"],
    "it is the other way round: what is before is trained": ["stem"],
    "only the named layer is trained, and what is beside it": ["a", "b"],
    "before is taken for the order of the names in the alphabet": ["stem", "b"],
}
KEPT = {
    "layers frozen before stay frozen; nothing is trained": [],
    "layers frozen before stay frozen": ["d"],
    "layers frozen before stay frozen; all layers after w": ["w", "q"],
}
TRAINED = {
    "k2": ["k2", "i2", "b2", "head"],
    "inner": ["i1", "k1", "k2", "i2", "b2", "head"],
    "b2": ["b2", "head"],
}
MISLED = {
    "k2": {
        "the whole block that holds the named layer is trained": [
            *("b1", "i1", "k1", "k2", "i2", "b2", "head")
        ],
        "the models on the way to the named layer are frozen as a whole": ["head"],
        "nothing is frozen": names_of(NESTED),
        "only the layers beside the named layer are frozen": [
            *("stem", "b1", "i1", "k2", "i2", "b2", "head")
        ],
        "in the outer block the layers before it are trained": ["b1", "k2", "i2", "b2", "head"],
        "the innermost block is trained as a whole": ["k1", "k2", "i2", "b2", "head"],
        "two models deep, it is trained as a whole": ["i1", "k1", "k2", "i2", "b2", "head"],
        "the model around the named layer is frozen as a whole": ["i2", "b2", "head"],
    },
    "inner": {
        "the named model is searched further; all layers in it should be trained": [
            *("i2", "b2", "head")
        ],
        "the named model is frozen": ["b2", "head"],
    },
    "b2": {
        "a model before the named layer is trained": ["i1", "k1", "k2", "i2", "b2", "head"],
        "a model before the named layer is trained in part": ["k1", "k2", "i2", "b2", "head"],
    },
}
LEADS = "only the layers that lead to the named layer are frozen"
KERNELS = "the kernels are frozen, the biases are not"
THROUGHOUT = "all layers are trained"
STILL = {THROUGHOUT: NAMES, "nothing is trained": []}
KINDS = {
    "`return model` is missing": "NoneType",
    "a copy; the flags of the model itself should change": "Sequential",
    "a copy; the flags of the model itself should be changed": "Functional",
}
SPOILED = {
    "the error comes after all flags are False": [],
    "the error comes after all flags are True": NAMES,
}
