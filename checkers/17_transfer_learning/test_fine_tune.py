"""Checks of fine_tune."""

from functools import partial

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, numeric_gradient, points

EPSILON, MOMENTUM = 1e-3, 0.99  # of keras.layers.BatchNormalization
FIRST, NORM, SECOND, HEAD = [0, 1], [2, 3], [6, 7], [8, 9]  # places among the weights
TOP = {1: SECOND, 2: FIRST + SECOND}  # what freeze(backbone, top) thaws
ALL = FIRST + NORM + SECOND + HEAD


def loss_of(weights, x, y, *, training=False):
    """Return the crossentropy of the model: Dense, normalization, tanh, Dense, tanh and Dense."""
    k0, b0, gamma, beta, mean, variance, k1, b1, k2, b2 = weights
    z = x @ k0 + b0
    if training:
        mean, variance = z.mean(axis=0), z.var(axis=0)
    z = np.tanh(gamma * (z - mean) / np.sqrt(variance + EPSILON) + beta)
    logits = np.tanh(z @ k1 + b1) @ k2 + b2
    partition = np.log(np.sum(np.exp(logits - logits.max(axis=1, keepdims=True)), axis=1))
    return np.mean(partition + logits.max(axis=1) - logits[np.arange(len(y)), y])


def stage(weights, x, y, epochs, rate, places, *, training=False):
    """Return the losses and the weights of some epochs of one step each."""
    weights, losses = [np.float64(weight) for weight in weights], []
    for _ in range(epochs):
        losses.append(loss_of(weights, x, y, training=training))
        slopes = {at: slope_of(weights, at, x, y, training=training) for at in places}
        moved = statistics_of(weights, x) if training else weights[4:6]
        weights = [w - rate * slopes[at] if at in slopes else w for at, w in enumerate(weights)]
        weights[4:6] = moved
    return losses, weights


def slope_of(weights, at, *batch, training):
    """Return the gradient of the loss in one of the weights."""

    def loss(value):
        return loss_of([*weights[:at], value, *weights[at + 1 :]], *batch, training=training)

    return numeric_gradient(loss, weights[at])


def statistics_of(weights, x):
    """Return the moving statistics after a call in training."""
    z = x @ weights[0] + weights[1]
    own = (z.mean(axis=0), z.var(axis=0))
    return [MOMENTUM * a + (1 - MOMENTUM) * b for a, b in zip(weights[4:6], own, strict=True)]


def tuned(case, *, first=HEAD, second=None, rates=None, epochs=None, norm=(False, False)):
    """Return the losses of both stages and the last weights; a mistake changes one part."""
    weights, x, y, own = case
    second = TOP[own["top"]] + HEAD if second is None else second
    rates, epochs = rates or own["rates"], epochs or own["epochs"]
    x, losses = np.float64(x), []
    for number, places in enumerate((first, second)):
        how = {"training": norm[number]}
        found, weights = stage(weights, x, y, epochs[number], rates[number], places, **how)
        losses.append(found)
    return losses, weights


def slips(case, number=None):
    """Return the losses of a stage, or all weights at the end, after common mistakes."""
    one, two = case[3]["rates"]
    own = case[3]["epochs"]
    top = case[3]["top"]
    named = {
        "the backbone is not frozen in stage 1": tuned(case, first=FIRST + SECOND + HEAD),
        "nothing is frozen in stage 1": tuned(case, first=ALL, norm=(True, False)),
        "in stage 2 the backbone is still frozen": tuned(case, second=HEAD),
        "in stage 2 the whole backbone is thawed": tuned(case, second=FIRST + SECOND + HEAD),
        "in stage 2 BatchNormalization is thawed too": tuned(case, second=ALL, norm=(False, True)),
        "in stage 2 the head is frozen": tuned(case, second=TOP[top]),
        "in stage 2 the first layers are thawed, not the last": tuned(case, second=FIRST + HEAD),
        "stage 2 has the learning rate of stage 1": tuned(case, rates=(one, one)),
        "stage 1 has the learning rate of stage 2": tuned(case, rates=(two, two)),
        "the learning rates are swapped": tuned(case, rates=(two, one)),
        "the epochs of the stages are swapped": tuned(case, epochs=own[::-1]),
        "stage 2 trains epochs[1] - epochs[0] epochs": tuned(
            case, epochs=(own[0], max(own[1] - own[0], 0))
        ),
        "BatchNormalization moves in both stages": tuned(case, norm=(True, True)),
    }
    if number is None:
        return {words: flat(weights) for words, (_, weights) in named.items()}
    return {words: losses[number] for words, (losses, _) in named.items()}


def flat(weights):
    """Return all weights in one vector."""
    return np.concatenate([np.ravel(weight) for weight in weights])


def drawn(rng, epochs, top, n=7):
    """Return weights, inputs, labels and settings, with which each epoch is one step."""
    sizes = [(3, 4), (4,), (4,), (4,), (4,), (4,), (4, 3), (3,), (3, 2), (2,)]
    weights = draw(rng, *sizes)
    weights[2], weights[5] = draw(rng, (4,), (4,), low=0.5, high=2)
    x, y = draw(rng, (n, 3)), draw(rng, (n,), dtype="int32", high=2)
    rates = float(rng.uniform(0.5, 0.8)), float(rng.uniform(0.1, 0.2))
    return weights, x, y, {"epochs": list(epochs), "rates": list(rates), "top": top}


def compare(got, case):
    """Hold the losses of both stages, the weights, and the optimizer that was left."""
    losses, weights = tuned(case)
    form = "2 lists of float"
    assert_equal(got["form"], form, what="the form of the result", slips=FORMS)
    for number, (mine, want) in enumerate(zip(got["losses"], losses, strict=True)):
        bad, what = partial(slips, case, number), f"the losses of stage {number + 1}"
        assert_close(mine, np.array(want), slips=bad, what=what, rows="epoch")
    at_end = {"that of stage 1": case[3]["rates"][0]}
    for what, mine, want, bad in [
        ("all weights at the end", got["weights"], flat(weights), partial(slips, case)),
        ("the learning rate at the end", got["rate"], case[3]["rates"][1], at_end),
    ]:
        assert_close(mine, want, dtype="float32", slips=bad, what=what)


def test_example(probes, rng):
    """fine_tune returns two lists of Python floats, one loss for each epoch"""
    case = drawn(rng, (2, 1), 1)
    compare(probes.fine_tune(*case), case)


@points(1.5)
@after(test_example)
def test_stages(probes, rng):
    """stage 1 trains the rest, stage 2 the last layers of the backbone too, each at its rate"""
    case = drawn(rng, (2, 3), 2)
    compare(probes.fine_tune(*case), case)


@points(1)
@after(test_stages)
def test_no_epochs(probes, rng):
    """a stage of 0 epochs changes nothing, and its list is empty; stage 2 alone trains the rest"""
    for epochs in [(2, 0), (0, 3)]:
        case = drawn(rng, epochs, 2)
        compare(probes.fine_tune(*case), case)
    got = probes.fine_tune(*drawn(rng, (0, 2), 2), mode="head")
    assert_equal(got, MOVED, what=HEAD_NORM, slips=STILL)


@points(0.5)
@after(test_stages)
def test_batches(probes, rng):
    """fit gets batch_size: as many steps in an epoch as there are batches"""
    n, size = int(rng.integers(8, 30)), int(rng.integers(3, 6))
    case = drawn(rng, (1, 2), 1, n=n)
    got = probes.fine_tune(*case[:3], case[3] | {"batch_size": size}, mode="steps")
    steps = -(-n // size)
    wrong = {"batch_size is not used: it is 32": 2} | {BOTH: 3 * steps}
    assert_equal(got, 2 * steps, what="the number of steps of stage 2", slips=wrong)


@points(0.5)
@after(test_stages)
def test_graph(probes, rng):
    """with a training step in a graph, as fit makes it, the thawed layers move too"""
    case = drawn(rng, (1, 1), 1)
    compare(probes.fine_tune(*case, mode="graph"), case)


MOVED = dict.fromkeys(("gamma", "beta", "moving mean", "moving variance"), True)
HEAD_NORM = "the dict of what has moved in a normalization of the head"
STILL = {
    "in stage 2 a normalization of the head is frozen too": dict.fromkeys(MOVED, False),
    "in stage 2 a normalization of the head runs in inference": (
        MOVED | {"moving mean": False, "moving variance": False}
    ),
}
BOTH = "the steps of both stages: stage 2 is not compiled anew"
FORMS = {
    "`return` is missing": "NoneType",
    "one list for both stages": "list of float",
    "History objects; their .history has the losses": "list of History",
    "NumPy's numbers; expected Python floats": "2 lists of float32",
}
