"""Checks of freeze."""

from itertools import pairwise

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, assert_raises, draw, points

WIDTH, EPSILON = 3, 1e-3  # of the inputs; of keras.layers.BatchNormalization


def named(rng, layers):
    """Return the layers with names drawn anew, letters in no order."""
    letters = iter(rng.permutation(list("abcdefghijklmnopqrstuvwxyz")).tolist())

    def of(kinds):
        return [[next(letters), of(kind) if isinstance(kind, list) else kind] for kind in kinds]

    return of(layers)


def leaves(layers):
    """Return [name, kind] of all layers that are no models."""
    found = [leaves(kind) if isinstance(kind, list) else [[name, kind]] for name, kind in layers]
    return [leaf for part in found for leaf in part]


def counted(layers):
    """Return the names of the layers that count."""
    return [name for name, kind in leaves(layers) if isinstance(kind, int)]


def last(names, top):
    """Return the last names, also if top is 0."""
    return names[max(len(names) - top, 0) :]


def misread(layers, top):
    """Return the trained layers of common mistakes, by description."""
    names, all_of = counted(layers), leaves(layers)
    weighty = [name for name, kind in all_of if kind not in ("relu", "tanh")]
    everything = [name for name, _ in all_of]
    outer = [name for name, kind in layers if not isinstance(kind, str)]
    inside = [name for name, kind in layers if isinstance(kind, list)]
    beside = [name for name, kind in layers if isinstance(kind, int)]
    return {
        "all layers that count are trained: [-0:] is the whole list": None if top else names,
        "nothing is frozen": weighty,
        "the first layers are trained, not the last": names[:top],
        "the last layers are frozen, the others are trained": names[: max(len(names) - top, 0)],
        "BatchNormalization counts, and is trained": last(weighty, top),
        "BatchNormalization counts": [n for n in last(weighty, top) if n in names],
        "layers without weights count": [n for n in last(everything, top) if n in names],
        "BatchNormalization behind the first thawed layer is thawed too": (
            weighty[weighty.index(last(names, top)[0]) :] if last(names, top) else None
        ),
        "an inner model counts as one layer": [
            n for n in names if n in inner_of(layers, last(outer, top))
        ],
        "only the layers beside the inner models count": last(beside, top) if inside else None,
        "the order of the names in the alphabet": (
            [n for n in names if n in last(sorted(names), top)]
        ),
        "one layer too many": last(names, top + 1),
        "one layer too few": last(names, max(top - 1, 0)),
        "nothing is trained": [],
    }


def inner_of(layers, names):
    """Return all leaves of the named layers or models."""
    chosen = [[name, kind] for name, kind in layers if name in names]
    return [name for name, _ in leaves(chosen)]


def hold(got, layers, top, slips=None):
    """Compare what was returned, and what is trained."""
    assert_equal(got["returned"], "the same model", what="the returned object", slips=KINDS)
    shown = " ".join(f"{name} {kind}" for name, kind in leaves(layers))
    what = f"the list of trained layers, top={top}, of {shown}"
    wrong = (slips or {}) | misread(layers, top or 0)
    assert_equal(got["trained"], last(counted(layers), top or 0), what=what, slips=wrong)


def asked(probes, layers, cases):
    """Ask for the trained layers of each case."""
    got = probes.freeze(layers, WIDTH, cases)
    for mine, (top, _) in zip(got, cases, strict=True):
        hold(mine, layers, top)


def test_example(probes):
    """freeze gives what the docstring's example shows"""
    layers = [["a", 3], ["b", 4], ["n", "norm"], ["c", 1]]
    [got] = probes.freeze(layers, 2, [[2, []]])
    hold(got, layers, 2)


@points(1)
@after(test_example)
def test_top(probes, rng):
    """the last `top` layers with weights are trained: none if it is 0, all if it is large"""
    layers = named(rng, [4, "relu", 3, 5, "tanh", 2, "relu"])
    asked(probes, layers, [[top, []] for top in (3, 1, 0, None, 4, 6)])


@points(1)
@after(test_top)
def test_norm(probes, rng):
    """BatchNormalization does not count, and never moves, even in a call with training=True"""
    layers = named(rng, [4, "norm", "relu", 3, "norm", 2, "norm"])
    for top in (2, 0, 5):
        weights, x = drawn(rng, layers)
        [got] = probes.freeze(layers, WIDTH, [[top, []]], weights, x)
        hold(got, layers, top)
        hold_still(got, layers, weights, x)


@points(1)
@after(test_norm)
def test_nested(probes, rng):
    """layers of inner models count in the model's place, at any depth"""
    layers = named(rng, [4, [3, "norm", [5, "relu", 2], 4], "norm", 3])
    asked(probes, layers, [[top, []] for top in (2, 3, 1, 5, 0, 8)])
    weights, x = drawn(rng, layers)
    [got] = probes.freeze(layers, WIDTH, [[4, []]], weights, x)
    hold(got, layers, 4)
    hold_still(got, layers, weights, x)


@points(0.5)
@after(test_norm)
def test_flags(probes, rng):
    """the flags may have any value before"""
    layers = named(rng, [4, "norm", [3, 5], 2])
    names = [name for name, _ in leaves(layers)]
    flags = [[["whole", False]], [["whole", False], [names[-1], True], [names[1], True]]]
    asked(probes, layers, [[top, given] for given in flags for top in (2, 3)])


@points(0.5)
@after(test_top)
def test_negative(probes, rng):
    """a negative number of layers is a ValueError"""
    layers = named(rng, [4, 3, 2])
    asked(probes, layers, [[2, []]])
    assert_raises(ValueError, probes.freeze, layers, WIDTH, [[-1, []]])


def drawn(rng, layers):
    """Return weights for all layers in order, and inputs."""
    kinds = [kind for _, kind in leaves(layers)]
    widths = [WIDTH]
    for kind in kinds:
        widths.append(kind if isinstance(kind, int) else widths[-1])
    weights = []
    for (before, width), kind in zip(pairwise(widths), kinds, strict=True):
        if isinstance(kind, int):
            weights += draw(rng, (before, width), (width,))
        elif kind == "norm":
            weights += [draw(rng, (width,), low=0.5, high=2) for _ in "gb"]
            weights += [draw(rng, (width,), low=-1, high=1), draw(rng, (width,), low=0.5, high=2)]
    return weights, draw(rng, (6, WIDTH))


def forward(layers, weights, x, *, training=False):
    """Return the output, and the statistics of all normalizations after the call."""
    left, x, statistics = [np.float64(w) for w in weights], np.float64(x), []
    for _, kind in leaves(layers):
        if isinstance(kind, int):
            x, left = x @ left[0] + left[1], left[2:]
        elif kind == "norm":
            gamma, beta, *used = left[:4]
            own, left = [x.mean(axis=0), x.var(axis=0)], left[4:]
            kept = [0.99 * a + 0.01 * b for a, b in zip(used, own, strict=True)]
            statistics += kept if training else used
            mean, variance = own if training else used
            x = gamma * (x - mean) / np.sqrt(variance + EPSILON) + beta
        else:
            x = np.maximum(x, 0) if kind == "relu" else np.tanh(x)
    return x, statistics


def hold_still(got, layers, weights, x):
    """Compare the output and the statistics of a call with training=True."""
    output, statistics = forward(layers, weights, x)
    moved = forward(layers, weights, x, training=True)
    answers = [got["output"], *got["statistics"]]
    names = ["the output", *["moving statistics"] * len(statistics)]
    wants, wrongs = [output, *statistics], [moved[0], *moved[1]]
    for mine, want, wrong, name in zip(answers, wants, wrongs, names, strict=True):
        what = f"{name} in a call with training=True"
        # The output is a sum of numbers of about 10, in three layers.
        assert_close(mine, want, dtype="float32", atol=1e-5, slips={THAWED: wrong}, what=what)


THAWED = "BatchNormalization is trained: it uses the batch's statistics and moves its own"
KINDS = {
    "`return model` is missing": "NoneType",
    "a copy; the flags of the model itself should change": "Functional",
}
