"""Checks of BestCheckpoint."""

import math

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, forbids, points

pytestmark = forbids("keras.callbacks.ModelCheckpoint")

# Lower is better. Epoch 3 is better than epoch 2 only, and epoch 4 as good as the best.
CURVE = np.array([0.9, 0.6, 0.8, 0.7, 0.6])


def told(fits, sign=-1, mistake=""):
    """Return a checkpoint's outcome of fits, and the fit and epoch that wrote last."""
    best, best_epoch, last, found = None, None, None, []
    for number, values in enumerate(fits):
        best = None if mistake == "reset" else best
        written = []
        for epoch, value in enumerate(values):
            gain = math.inf if best is None else sign * (value - best)
            if gain > 0 or (mistake == "tie" and gain == 0):
                best, best_epoch = value, epoch
                written.append(epoch)
            best = value if mistake == "previous" else best
        written = list(range(len(values))) if mistake == "every" else written
        last = (number, written[-1]) if written else last
        found.append({"writes in epochs": written, "best_epoch": best_epoch, "best": best})
    return found, last


def misled(fits, sign=-1):
    """Return the outcomes of mistaken checkpoints."""
    return {
        "it writes after every epoch": told(fits, sign, "every")[0],
        "a value equal to the best counts as better": told(fits, sign, "tie")[0],
        "compared with the epoch before, not with the best": told(fits, sign, "previous")[0],
        "higher and lower are mixed up": told(fits, -sign)[0],
        "no file is written until training ends": [
            fit | {"writes in epochs": []} for fit in told(fits, sign)[0]
        ],
        DECOY: told([[-value for value in values] for values in fits], sign)[0],
        "the best value is forgotten when a new fit begins": told(fits, sign, "reset")[0],
    }


def scaled(rng, curve):
    """Return the curve as a list, moved and stretched by drawn numbers."""
    stretch = draw(rng, (), low=0.5, high=2.0).item()
    return np.float32(draw(rng, ()).item() + stretch * curve).tolist()


def weights_of(rng):
    """Draw the weights of a dense layer."""
    return draw(rng, (3, 2), (2,))


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


def test_form(probes, rng):
    """BestCheckpoint is a Callback and leaves one file at its path"""
    got = probes.checkpoint_kind(draw(rng, ()).item(), weights_of(rng))
    assert_equal(got[0], want=True, what=KIND)
    assert_equal(got[1], ["best.keras"], what=FOLDER, slips=FILES)


@points(1)
@after(test_form)
def test_better(probes, rng):
    """a file is written when the value is better than ever before, and holds that model"""
    for name, mode, sign in [("val_loss", "min", -1), ("accuracy", "max", 1)]:
        values, weights = scaled(rng, -sign * CURVE), [weights_of(rng) for _ in CURVE]
        logs, settings = decoyed(name, values), {"monitor": name, "mode": mode}
        got = probes.best_checkpoint(settings, [logs], [weights], load=mode == "max")
        want, (_, epoch) = told([values], sign)
        assert_equal(got["fits"], want, what="the outcome", slips=misled([values], sign))
    best, last = flat(weights[epoch]), {LAST: flat(weights[-1])}
    assert_close(got["weights"], best, what="the weights in the file", slips=last)


def decoyed(name, values):
    """Return the logs of each epoch, with a loss that goes the other way."""
    return [{"loss": -value, name: value} for value in values]


@points(1)
@after(test_better)
def test_next_fit(probes, rng):
    """a second fit has to beat the file of the first"""
    curve = scaled(rng, np.array([0.5, 0.8, 0.7, 0.4, 0.9]))
    fits, weights = [curve[:1], curve[1:]], [[weights_of(rng) for _ in range(n)] for n in (1, 4)]
    logs = [[{"val_loss": value} for value in values] for values in fits]
    got = probes.best_checkpoint({}, logs, weights)["fits"]
    assert_equal(got, told(fits)[0], what="the outcome of two fits", slips=misled(fits))


@points(1)
@after(test_better)
def test_whole_model(probes, rng):
    """the file holds the weights and the optimizer's state: the loaded model goes on training"""
    start, gradients = weights_of(rng), [weights_of(rng) for _ in range(4)]
    got = probes.checkpoint_of_steps(start, gradients, [0.9, 0.5, 0.7])
    used = [*gradients[:2], gradients[3]]  # epoch 1 is the best, and one step more
    *_, best, want = moved(start, used)
    slips = {NO_OPTIMIZER: best, NEW_OPTIMIZER: moved(start, used, kept=0)[3]}
    assert_close(got, want, what="the weights after one more step", slips=slips)


FOLDER = "the content of the folder after one epoch"
WEIGHTS = "only the weights are saved, not the model"
FILES = {
    "a file for each epoch, not a single file at the path": ["best-0.keras"],
    WEIGHTS: ["best.weights.h5"],
}
LAST = "the weights of the last epoch"
NO_OPTIMIZER = "the model in the file is not compiled, and has no optimizer"
NEW_OPTIMIZER = "a new optimizer was saved: the momentum is lost"
DECOY = "another value of the logs is monitored"
KIND = "the answer to “is it a callback?”"
