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


def activations(names, weights, x, act=np.tanh):
    """Return what each layer gives: {name: array}."""
    found = {}
    for name, kernel, bias in zip(names, weights[::2], weights[1::2], strict=True):
        x = found[name] = act(x @ kernel + bias)
    return found


def slips(weights, x, name):
    """Return the output of a tap at the wrong place for the layer of that name."""
    found, number = activations(NAMES, weights, x), NAMES.index(name)
    kernel, bias = weights[2 * number : 2 * number + 2]
    outputs = list(found.values())
    before = outputs[number - 1] if number else x
    mistakes = {
        "the layer's input, not its output": before,
        "tanh is not applied": before @ kernel + bias,
        "tanh is applied twice": np.tanh(np.tanh(before @ kernel + bias)),
        "the model's output, not the layer's": outputs[-1],
        "the layer is called on the model's input": np.tanh(x @ kernel + bias),
        "the next layer's output": outputs[min(number + 1, len(outputs) - 1)],
    }
    return {
        f"another layer's output, that of {key}": value for key, value in found.items()
    } | mistakes


def misread(names, widths, features):
    """Return the outputs of mistaken models."""
    ends = [[None, widths[name]] for name in names]
    before = dict(zip(widths, [features, *widths.values()], strict=False))
    near = [next(key for key in widths if key.startswith(name)) for name in names]
    return {
        "the outputs are a list, not a dict": ends,
        "one output without its name; expected a dict of one entry": ends[0],
        "only the first name": {names[0]: ends[0]},
        "only the last name": {names[-1]: ends[-1]},
        "the layers' inputs, not their outputs": {name: [None, before[name]] for name in names},
        "the model's output under each name": {
            name: [None, [*widths.values()][-1]] for name in names
        },
        "every layer's output, not only that of the named ones": {
            key: [None, width] for key, width in widths.items()
        },
        PREFIX: {name: [None, widths[key]] for name, key in zip(names, near, strict=True)},
        "the keys are numbers, not names": dict(enumerate(ends)),
    }


def drawn(rng, *widths):
    """Return the weights of dense layers between the widths."""
    sizes = [size for a, b in pairwise(widths) for size in ((a, b), (b,))]
    return draw(rng, *sizes)


def hold(got, names, widths, features):
    """Compare the description of a new model, and of the old one afterwards."""
    ends = {name: [None, widths[name]] for name in names}
    wanted = {"kind": "model", "inputs": [[None, features]], "outputs": ends, "weights": []}
    wanted["model"] = {
        "layers": list(widths),
        "trained": 2 * len(widths),
        "outputs": [None, list(widths.values())[-1]],
    }
    copied = sorted(
        [size for a, b in pairwise([features, *widths.values()]) for size in ([a, b], [b])]
    )
    causes = {"kind": KINDS, "outputs": misread(names, widths, features)}
    causes["inputs"] = {STARTS: got["inputs"]}
    causes["model"] = {words: wanted["model"] | part for words, part in SPOILED.items()}
    for part, want in wanted.items():
        is_copy = (
            part == "weights"
            and got[part]
            and sorted(got[part]) in (copied, copied[: len(got[part])])
        )
        cause = {COPIED: got[part]} if is_copy else causes.get(part)
        assert_equal(got[part], want, what=PARTS[part], slips=cause)


def test_example(probes):
    """tap gives what the docstring's example shows"""
    weights = [np.ones((2, 3), "float32"), np.zeros(3, "float32")]
    weights += [np.ones((3, 1), "float32"), np.zeros(1, "float32")]
    given = ["sums", "total"], weights, [["total", "sums"]], "linear"
    [got] = probes.tap(*given)
    hold(got, ["total", "sums"], {"sums": 3, "total": 1}, 2)
    [got] = probes.tap(*given, np.float32([[1, 0.5]]))
    for name, want in [("sums", [[1.5, 1.5, 1.5]]), ("total", [[4.5]])]:
        assert_close(got[name], want, what=name, dtype="float32")


@after(test_example)
def test_form(probes, rng):
    """tap returns a model whose outputs are a dict under the names, and leaves the old one alone"""
    weights = drawn(rng, 3, *WIDTHS.values())
    for kind, lists in [("functional", LISTS), ("Sequential", LISTS[:1])]:
        for names, got in zip(lists, probes.tap(NAMES, weights, lists, kind), strict=True):
            hold(got, names, WIDTHS, 3)


@points(2)
@after(test_form)
def test_activations(probes, rng):
    """each entry is the output of the layer of that name, in a Sequential too"""
    weights, x = drawn(rng, 4, 4, 4, 4, 4), draw(rng, (7, 4))
    wants = activations(NAMES, weights, x)
    for kind, lists in [("functional", LISTS), ("Sequential", LISTS[:1])]:
        got = probes.tap(NAMES, weights, lists, kind, x)
        for names, outputs in zip(lists, got, strict=True):
            for name in names:
                causes = slips(weights, x, name)
                assert_close(outputs[name], wants[name], atol=ROOM, what=name, slips=causes)


@points(1)
@after(test_activations)
def test_names(probes, rng):
    """a name that no layer of the model has exactly raises ValueError; the others are found"""
    weights, x = drawn(rng, 4, 3, 5, 2, 4), draw(rng, (5, 4))
    [got] = probes.tap(NAMES, weights, [["dense"]], "functional", x)
    want = activations(NAMES, weights, x)["dense"]
    assert_close(got["dense"], want, atol=ROOM, what="dense")
    for kind, name in [("functional", "layer_9"), ("Sequential", "den"), ("nested", "dense_2")]:
        assert_raises(ValueError, probes.tap, NAMES, weights, [["dense_1", name]], kind)


@points(0.5)
@after(test_activations)
def test_shared_weights(probes, rng):
    """new weights in the old model show in the new model, and the other way round"""
    (weights, later), x = [drawn(rng, 4, 3, 5, 2, 6) for _ in range(2)], draw(rng, (2, 4))
    got = probes.tap(NAMES, weights, [["dense_10", "dense_2"]], "Sequential", x, later)
    for name in ("dense_10", "dense_2"):
        want, old = (activations(NAMES, of, x)[name] for of in (later, weights))
        assert_close(got["new"][name], want, atol=ROOM, what=name, slips={COPY: old})
    want = activations(NAMES, [*weights[:4], *later[4:]], x)[NAMES[-1]]
    slips = {HIDDEN: activations(NAMES, later, x)[NAMES[-1]]}
    assert_close(got["old"], want, atol=ROOM, what="the old model's output", slips=slips)


@points(0.5)
@after(test_activations)
def test_fork(probes, rng):
    """a model of two inputs that join can be tapped on both sides and after the join"""
    weights = draw(rng, (3, 4), (4,), (2, 5), (5,), (9, 6), (6,))
    left, right = draw(rng, (8, 3), (8, 2))
    sides = [np.tanh(left @ weights[0] + weights[1]), np.tanh(right @ weights[2] + weights[3])]
    joined = np.concatenate(sides, axis=-1)
    wants = dict(
        zip(FORK, [*sides, joined, np.tanh(joined @ weights[4] + weights[5])], strict=True)
    )
    [got] = probes.tap(FORK, weights, [FORK], "fork", {"left": left, "right": right})
    for name, want in wants.items():
        assert_close(got[name], want, atol=ROOM, what=name, slips={LEFT: sides[0]})


NAMES = ["dense_10", "dense_2", "dense_1", "dense"]
WIDTHS = {"dense_10": 5, "dense_2": 4, "dense_1": 6, "dense": 2}
LISTS = [["dense_1"], ["dense", "dense_10"], ["dense_2", "dense_1"]]
FORK = ["left_side", "right_side", "joined", "end"]
PREFIX = "a layer whose name only begins with the given name"
KINDS = {
    "the `return` is missing": "NoneType",
    "a function; expected a keras.Model": "function",
    "a dict of KerasTensors; expected a keras.Model": "dict",
    "a subclass without a graph, not keras.Model(inputs, outputs)": "a model without inputs",
}
SPOILED = {
    "the old model was frozen": {"trained": 0},
    "layers were taken off the old model": {
        "layers": NAMES[:3],
        "trained": 6,
        "outputs": [None, 6],
    },
}
STARTS = "the new model does not start at the old model's inputs"
COPIED = "copies of the layers, not the layers of the model"
COPY = "a copy: the weights are not shared"
HIDDEN = "the new model does not hold the weights: what changes there does not reach the old one"
LEFT = "what stands before the layer, not its output"
PARTS = {
    "kind": "the returned object",
    "inputs": "the list of input shapes",
    "outputs": "the dict of outputs",
    "weights": "the list of weights that the old model does not have",
    "model": "the old model afterwards",
}
