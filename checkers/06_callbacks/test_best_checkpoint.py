"""Checks of BestCheckpoint."""

import math

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, forbids, points

pytestmark = forbids("keras.callbacks.ModelCheckpoint")

NAN = float("nan")
# Lower is better. Epoch 3 is better than epoch 2 only, and epoch 4 as good as the best.
CURVE = np.array([0.9, 0.6, 0.8, 0.7, 0.6])


def told(fits, sign=-1, mistake="", first=0):
    """Return a checkpoint's outcome of fits; sign is -1 if lower is better, None is no value."""
    best, best_epoch, found = None, None, []
    for values in fits:
        best, written = None if mistake == "reset" else best, []
        for epoch, value in enumerate(values, first):
            if value is None or (mistake == "0 missing" and not value):
                written += [epoch] if mistake == "missing" and value is None else []
                continue
            if gain_of(value, best, sign, mistake) > 0:
                best, best_epoch = value, epoch
                written.append(epoch)
            best = value if mistake == "previous" else best
        written = list(range(first, first + len(values))) if mistake == "every" else written
        found.append(outcome([] if mistake == "late" else written, best_epoch, best))
    return found


def gain_of(value, best, sign, mistake):
    """Return by how much a value is better than the best."""
    none = best is None or (mistake == "best 0" and best == 0)
    if mistake == "nan better" and (none or math.isnan(value - best)):
        return math.inf
    if math.isnan(value) and not (mistake == "nan first" and none):
        return -math.inf
    gain = math.inf if none else sign * (value - best)
    return math.inf if mistake == "tie" and gain == 0 else gain


def outcome(written, best_epoch, best):
    """Return the facts of a fit by name; NaN, which equals nothing, as a word."""
    best = "nan" if best != best else best
    return {"writes in epochs": written, "best_epoch": best_epoch, "best": best}


def readable(fits):
    """Return the facts of fits with a word for NaN."""
    return [outcome(*(fit[name] for name in FACTS)) for fit in fits]


def misled(fits, sign=-1, first=0):
    """Return the outcomes of mistaken checkpoints."""
    found = {words: told(fits, sign, mistake, first) for words, mistake in MISTAKES.items()}
    return found | {
        "higher and lower are mixed up": told(fits, -sign, first=first),
        DECOY: told([[v and -v for v in values] for values in fits], sign, first=first),
        "the epochs are counted from 1": renumbered(fits, sign, first, first + 1),
        "the epochs are counted, not taken from the hook": renumbered(fits, sign, first, 0),
        "`best` and `best_epoch` are not set": silent(fits, sign, first),
    }


def renumbered(fits, sign, first, other):
    """Return the outcome with best_epoch counted from another first epoch."""
    pairs = zip(told(fits, sign, first=first), told(fits, sign, first=other), strict=True)
    return [right | {"best_epoch": wrong["best_epoch"]} for right, wrong in pairs]


def silent(fits, sign, first):
    """Return the outcome without the best value and epoch."""
    nothing = {"best_epoch": None, "best": None}
    return [right | nothing for right in told(fits, sign, first=first)]


def scaled(rng, curve):
    """Return the curve moved away from 0 and stretched, with few digits."""
    stretch, move = draw(rng, (2,), low=1.0, high=2.0).tolist()
    return np.float32(np.round(rng.choice([-5.0, 2.0]) + move + stretch * curve, 2))


def weights_of(rng, epochs):
    """Draw the weights of a dense layer for each epoch."""
    return [draw(rng, (3, 2), (2,)) for _ in range(epochs)]


def flat(weights):
    """Return all weights in one vector."""
    return np.concatenate([np.ravel(weight) for weight in weights])


def moved(weights, gradients, kept=0.5):
    """Return the weights, flat, at first and after each step with a momentum of 0.5.

    In the last step only a part of the speed may be kept.
    """
    path, speed = [np.float64(flat(weights))], 0.0
    for number, gradient in enumerate(gradients):
        momentum = kept if number == len(gradients) - 1 else 0.5
        speed = momentum * speed - 0.1 * flat(gradient)
        path.append(path[-1] + speed)
    return np.float32(path)


def test_example(probes):
    """BestCheckpoint begins with what the docstring's example shows"""
    got = probes.best_checkpoint_made(monitor="accuracy", mode="max")
    zero, worst = {"best": 0, "best_epoch": 0}, {"best": -math.inf, "best_epoch": None}
    slips = {"0 stands for no value": zero, "infinity stands for no value": worst}
    slips |= {"best_epoch is 0 before there is a best": {"best": None, "best_epoch": 0}}
    assert_equal(got, {"best": None, "best_epoch": None}, what="the beginning", slips=slips)


@after(test_example)
def test_form(probes, rng):
    """BestCheckpoint is a Keras callback, and one file is at its path after an epoch"""
    got = probes.best_checkpoint_files(draw(rng, ()).item(), weights_of(rng, 1)[0])
    assert_equal(got["a callback"], want=True, what=KIND, slips={NO_CALLBACK: "BestCheckpoint"})
    assert_equal(got["files"], ["best.keras"], what=FOLDER, slips=FILES)


@points(1)
@after(test_form)
def test_better(probes, rng):
    """a file is written when the value is better than ever before"""
    for name, mode, sign in [("val_loss", "min", -1), ("accuracy", "max", 1)]:
        values, weights = scaled(rng, -sign * CURVE), weights_of(rng, len(CURVE))
        got = probes.best_checkpoint_in_fit(values, weights, monitor=name, mode=mode)
        want, slips = told([values.tolist()], sign), misled([values.tolist()], sign)
        assert_equal(readable([got]), want, what="the outcome", slips=slips)
        assert_equal(got["files"], ["best.keras"], what=FOLDER, slips=FILES)


@points(0.5)
@after(test_better)
def test_gaps(probes, rng):
    """NaN and a missing value write no file, and missing folders are made"""
    low, high = np.sort(draw(rng, (2,), low=0.1, high=1.0)).tolist()
    values = [NAN, None, high, NAN, 0.0, 3.0, None, low - 2]
    logs = [{"loss": -1.0} if value is None else {"val_loss": value} for value in values]
    weights, name = [weights_of(rng, len(values))], "runs/a/best.keras"
    got = readable(probes.best_checkpoint_in_fits(name, [logs], weights))
    assert_equal(got, told([values]), what="the outcome", slips=misled([values]))


@points(1)
@after(test_better)
def test_next_fit(probes, rng):
    """the first value replaces a file that is there; a second fit has to beat the first"""
    curve = scaled(rng, np.array([0.5, 0.8, 0.7, 0.4, 0.9])).tolist()
    fits, weights = [curve[:1], curve[1:]], [weights_of(rng, 1), weights_of(rng, 4)]
    logs, first = [logs_of(values) for values in fits], int(rng.integers(2, 9))
    got = probes.best_checkpoint_in_fits("v1.2.keras", logs, weights, initial_epoch=first)
    want, slips = told(fits, first=first), unwritten(fits, first) | misled(fits, first=first)
    assert_equal(readable(got), want, what="the outcome of two fits", slips=slips)


@points(0.5)
@after(test_form)
def test_settings(probes, rng):
    """a bad mode or path raises ValueError"""
    want = dict.fromkeys(BAD, "ValueError")
    assert_equal(probes.best_checkpoint_refusals(BAD), want, what=ERRORS, slips=LENIENT)
    fits, weights = [[draw(rng, ()).item()]], [weights_of(rng, 1)]
    got = probes.best_checkpoint_in_fits("a.keras", [logs_of(fits[0])], weights, mode="max")
    assert_equal(readable(got), told(fits, 1), what="the outcome")


@points(1)
@after(test_better)
def test_whole_model(probes, rng):
    """the file holds the weights and the optimizer's state: the loaded model goes on training"""
    start, gradients = weights_of(rng, 1)[0], weights_of(rng, 4)
    got = probes.best_checkpoint_loaded(start, gradients, [0.9, 0.5, 0.7])
    used = [*gradients[:2], gradients[3]]  # epoch 1 is the best, and one step more
    *_, best, want = moved(start, used)
    slips = {NO_OPTIMIZER: best, NEW_OPTIMIZER: moved(start, used, kept=0)[3]}
    slips |= {"the model of the last epoch is in the file": moved(start, gradients)[4]}
    assert_close(got, want, what="the weights after one more step", slips=slips)


def logs_of(values):
    """Return the logs of each epoch."""
    return [{"val_loss": value} for value in values]


def unwritten(fits, first):
    """Return the outcome if the file is never written, or not while one is there."""
    right = told(fits, first=first)
    nowhere = [each | {"writes in epochs": []} for each in right]
    return {"an existing file stays, or the model is saved at another path": nowhere}


FACTS = ("writes in epochs", "best_epoch", "best")
MISTAKES = {
    "it writes after every epoch": "every",
    "a value equal to the best counts as better": "tie",
    "compared with the epoch before, not with the best": "previous",
    "no file is written until training ends": "late",
    "the best value is forgotten when a new fit begins": "reset",
    "NaN as the first value counts as the best": "nan first",
    "every NaN counts as better": "nan better",
    "an epoch without the value writes a file": "missing",
    "a value of 0 is taken for a missing value": "0 missing",
    "a best value of 0 is taken for no value": "best 0",
}
FOLDER = "the content of the folder"
FILES = {
    "a file for each epoch, not a single file at the path": ["best-0.keras"],
    "only the weights are saved, not the model": ["best.weights.h5"],
    "another file is saved beside the best model": ["best.keras", "last.keras"],
}
NO_OPTIMIZER = "the model in the file is not compiled, and has no optimizer"
NEW_OPTIMIZER = "a new optimizer was saved: the momentum is lost"
DECOY = "another value of the logs is monitored"
KIND = "the answer to “is it a callback?”"
NO_CALLBACK = "the class does not inherit from keras.callbacks.Callback"
BAD = {
    "mode 'auto'": {"path": "a.keras", "mode": "auto"},
    "mode 'Min'": {"path": "a.keras", "mode": "Min"},
    "path 'best'": {"path": "best"},
    "path 'best.h5'": {"path": "best.h5", "mode": "max"},
    "path 'bestkeras'": {"path": "bestkeras"},
    "path 'a.keras.x'": {"path": "a.keras.x"},
}
ERRORS = "the error for bad settings"
LENIENT = {
    words: {name: error if part in name else "ValueError" for name in BAD}
    for words, error, part in [
        ("the settings are not looked at", "no error", ""),
        ("mode is not looked at", "no error", "mode"),
        ("path is not looked at", "no error", "path"),
        (".keras has to be the end of the path", "no error", ".keras."),
        ("the dot before keras is missing", "no error", "bestkeras"),
        ("assert raises AssertionError; raise ValueError", "AssertionError", ""),
    ]
}
