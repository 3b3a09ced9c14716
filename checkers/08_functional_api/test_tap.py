"""Checks of tap."""

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
    """Return what a tap at the wrong place gives for the layer of that name."""
    found, number = activations(weights, x), int(name[-1])
    before = list(found.values())[number - 1] if number else x
    return {
        "the layer's input, not its output": before,
        "tanh is not applied": before @ weights[2 * number] + weights[2 * number + 1],
        "the model's output, not the layer's": list(found.values())[-1],
    }


def drawn(rng, *widths):
    """Return the weights of dense layers between the widths."""
    sizes = [size for a, b in zip(widths[:-1], widths[1:], strict=True) for size in ((a, b), (b,))]
    return draw(rng, *sizes)


def test_form(probes, rng):
    """tap returns a model whose outputs are a dict under the names of the layers"""
    weights = drawn(rng, 3, 5, 4, 6)
    for names, widths in [(["layer_1"], [4]), (["layer_2", "layer_0"], [6, 5])]:
        got, ends = probes.tap("functional", weights, names), [[None, width] for width in widths]
        assert_equal(got["kind"], "model", what="what is returned")
        lists = {LIST: ends, BARE: ends[0], LAST: {names[-1]: ends[-1]}}
        wanted = dict(zip(names, ends, strict=True))
        assert_equal(got["outputs"], wanted, what="the dict of outputs", slips=lists)


@points(2)
@after(test_form)
def test_activations(probes, rng):
    """each entry is the output of its layer, for functional and Sequential models"""
    weights, x = drawn(rng, 3, 5, 4, 6), draw(rng, (7, 3))
    for kind, names in [("functional", ["layer_0", "layer_2"]), ("Sequential", ["layer_1"])]:
        got = probes.tapped(kind, weights, x, names)
        for name in names:
            want, causes = activations(weights, x)[name], slips(weights, x, name)
            assert_close(got[name], want, atol=ROOM, what=name, slips=causes)


@points(1)
@after(test_activations)
def test_shared_weights(probes, rng):
    """new weights in one of the two models show in the other"""
    (weights, later), x = [drawn(rng, 4, 3, 5) for _ in range(2)], draw(rng, (2, 4))
    for changed in ("model", "new model"):
        got = probes.tapped_later(weights, later, x, ["layer_0", "layer_1"], changed)
        want, old = activations(later, x), {COPY: activations(weights, x)["layer_1"]}
        assert_close(got["tap"]["layer_1"], want["layer_1"], atol=ROOM, what="the new model", slips=old)
        assert_close(got["model"], want["layer_1"], atol=ROOM, what="the old model", slips=old)


@points(1)
@after(test_activations)
def test_unknown_name(probes, rng):
    """a name that no layer has raises ValueError; the others are found"""
    weights, x = drawn(rng, 2, 3, 4), draw(rng, (5, 2))
    assert_raises(ValueError, probes.tapped, "functional", weights, x, ["layer_0", "layer_9"])
    got = probes.tapped("functional", weights, x, ["layer_0"])
    assert_close(got["layer_0"], activations(weights, x)["layer_0"], atol=ROOM)


LIST = "the outputs are a list, not a dict"
BARE = "one output without its name; a dict of one entry belongs here"
LAST = "only the last of the names"
COPY = "a copy: the weights are not shared"
