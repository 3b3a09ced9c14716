"""Checks of tap."""

from itertools import pairwise

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_raises,
    draw,
    points,
)

# Activations are tanh of sums of up to six products of order one, all below 1 in size.
ROOM = 1e-5


def activations(weights, x):
    """Return what each layer gives: {"layer_0": array, ...}."""
    found = {}
    for number, (kernel, bias) in enumerate(zip(weights[::2], weights[1::2], strict=True)):
        x = found[f"layer_{number}"] = np.tanh(x @ kernel + bias)
    return found


def slips(weights, x, name):
    """Return the output of a tap at the wrong place for the layer of that name."""
    found, number = activations(weights, x), int(name[-1])
    before = list(found.values())[number - 1] if number else x
    return {
        "the layer's input, not its output": before,
        "tanh is not applied": before @ weights[2 * number] + weights[2 * number + 1],
        "the model's output, not the layer's": list(found.values())[-1],
        "the layer is called on the model's input": np.tanh(
            x @ weights[2 * number] + weights[2 * number + 1]
        ),
    }


def misread(names, ends):
    """Return the shapes of the outputs of mistaken models."""
    return {
        "the outputs are a list, not a dict": ends,
        "one output without its name; expected a dict of one entry": ends[0],
        "only the first name": {names[0]: ends[0]},
        "only the last name": {names[-1]: ends[-1]},
        "the layers' inputs, not their outputs": {name: [None, BEFORE[name]] for name in names},
        "the model's output under each name": {name: [None, WIDTHS["layer_2"]] for name in names},
    }


def drawn(rng, *widths):
    """Return the weights of dense layers between the widths."""
    sizes = [size for a, b in pairwise(widths) for size in ((a, b), (b,))]
    return draw(rng, *sizes)


def test_form(probes, rng):
    """tap returns a model whose outputs are a dict under the names of the layers"""
    weights = drawn(rng, 3, 5, 4, 6)
    for names, got in zip(LISTS, probes.tap(weights, LISTS), strict=True):
        ends = [[None, WIDTHS[name]] for name in names]
        assert_equal(got["kind"], "model", what="the returned object", slips=KINDS)
        wanted = dict(zip(names, ends, strict=True))
        assert_equal(got["outputs"], wanted, what="the dict of outputs", slips=misread(names, ends))


@points(2)
@after(test_form)
def test_activations(probes, rng):
    """each entry is the output of its layer"""
    weights, x = drawn(rng, 4, 4, 4, 4), draw(rng, (7, 4))
    got = probes.tapped("functional", weights, x, LISTS)
    for name, outputs in zip(
        ("layer_1", "layer_2", "layer_0"), [got[0], got[1], got[1]], strict=True
    ):
        want, causes = activations(weights, x)[name], slips(weights, x, name)
        assert_close(outputs[name], want, atol=ROOM, what=name, slips=causes)


@points(1)
@after(test_activations)
def test_names(probes, rng):
    """layers are found by name in a Sequential too; an unknown name raises ValueError"""
    weights, x = drawn(rng, 4, 4, 4, 4), draw(rng, (5, 4))
    got, found = probes.tapped("Sequential", weights, x, [["layer_1"]])[0], activations(weights, x)
    causes = {FIRST: np.tanh(x @ weights[2] + weights[3])} | slips(weights, x, "layer_1")
    assert_close(got["layer_1"], found["layer_1"], atol=ROOM, slips=causes)
    assert_raises(ValueError, probes.tapped, "functional", weights, x, [["layer_0", "layer_9"]])


@points(1)
@after(test_activations)
def test_shared_weights(probes, rng):
    """new weights in the old model show in the new model"""
    (weights, later), x = [drawn(rng, 4, 3, 5, 2) for _ in range(2)], draw(rng, (2, 4))
    got = probes.tapped_later(weights, later, x, ["layer_0", "layer_1"])
    for name in ("layer_0", "layer_1"):
        want, old = activations(later, x)[name], {COPY: activations(weights, x)[name]}
        assert_close(got[name], want, atol=ROOM, what=name, slips=old)


LISTS = [["layer_1"], ["layer_2", "layer_0"]]
WIDTHS = {"layer_0": 5, "layer_1": 4, "layer_2": 6}
BEFORE = {"layer_0": 3, "layer_1": 5, "layer_2": 4}
FIRST = "the first layer is left out; a Sequential has no layer for its input"
KINDS = {"a function; expected a keras.Model": "function"}
COPY = "a copy: the weights are not shared"
