"""Checks of BestCheckpoint."""

import math

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, forbids, points

pytestmark = forbids("keras.callbacks.ModelCheckpoint")

# Lower is better. Epoch 3 is better than epoch 2 only, and epoch 4 as good as the best.
CURVE = np.array([0.9, 0.6, 0.8, 0.7, 0.6])


def told(fits, sign=-1, mistake=""):
    """Return what a checkpoint tells of fits, and the fit and epoch that wrote last."""
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
    """Return what mistaken checkpoints tell."""
    return {
        "it writes after every epoch": told(fits, sign, "every")[0],
        "a value as good as the best one counts as better": told(fits, sign, "tie")[0],
        "compared with the epoch before, not with the best one": told(fits, sign, "previous")[0],
        "higher and lower are mixed up": told(fits, -sign)[0],
        "the best value is forgotten when a new fit begins": told(fits, sign, "reset")[0],
    }


def scaled(rng, curve):
    """Return the curve as a list, moved and stretched by drawn numbers."""
    return (draw(rng, ()).item() + draw(rng, (), low=0.5, high=2.0).item() * curve).tolist()


def weights_of(rng):
    """Draw the weights of a dense layer."""
    return draw(rng, (3, 2), (2,))


def flat(weights):
    """Return all weights in one vector."""
    return np.concatenate([np.ravel(weight) for weight in weights])


def descent(weights, rate, x, y, held_out, epochs):
    """Return val_loss and the weights after each epoch of one step on the mean squared error."""
    kernel, bias = np.float64(weights[0]), np.float64(weights[1])
    losses, path = [], []
    for _ in range(epochs):
        error = 2 * (x @ kernel + bias - y) / y.size
        kernel, bias = kernel - rate * x.T @ error, bias - rate * error.sum(axis=0)
        losses.append(np.mean((held_out[0] @ kernel + bias - held_out[1]) ** 2))
        path.append(np.float32(np.append(kernel, bias)))
    return losses, path


def test_form(probes, rng):
    """BestCheckpoint is a Callback, and leaves one file at its path"""
    got = probes.checkpoint_kind(draw(rng, ()).item(), weights_of(rng))
    assert_equal(got[0], want=True, what="is it a callback: that")
    assert_equal(got[1], ["best.keras"], what=FOLDER, slips=FILES)


@points(1)
@after(test_form)
def test_better(probes, rng):
    """a file is written when the value is better than ever before, and holds that model"""
    for name, mode, sign in [("val_loss", "min", -1), ("accuracy", "max", 1)]:
        values, weights = scaled(rng, -sign * CURVE), [weights_of(rng) for _ in CURVE]
        logs = [{"loss": sign * value, name: value} for value in values]
        got = probes.best_checkpoint({"monitor": name, "mode": mode}, [logs], [weights])
        want, (_, epoch) = told([values], sign)
        decoy = told([[entry["loss"] for entry in logs]], sign)[0]
        slips = misled([values], sign) | {DECOY: decoy}
        assert_equal(got["fits"], want, what="what it tells", slips=slips)
        assert_close(got["weights"], flat(weights[epoch]), what="the weights in the file")


@points(1)
@after(test_better)
def test_next_fit(probes, rng):
    """a second fit has to beat the file of the first"""
    curve = scaled(rng, np.array([0.5, 0.8, 0.7, 0.4, 0.9]))
    fits, weights = [curve[:1], curve[1:]], [[weights_of(rng) for _ in range(n)] for n in (1, 4)]
    logs = [[{"val_loss": value} for value in values] for values in fits]
    got = probes.best_checkpoint({}, logs, weights)["fits"]
    assert_equal(got, told(fits)[0], what="what it tells of two fits", slips=misled(fits))


@points(1)
@after(test_form)
def test_whole_model(probes, rng):
    """after a real fit the file holds the best epoch's weights and its optimizer"""
    weights, held_out = draw(rng, (3, 2), (2,)), draw(rng, (5, 3), (5, 2))
    x, y = draw(rng, (8, 3), (8, 2))
    got = probes.checkpoint_in_fit(weights, 9.0, x, y, held_out, epochs=3)  # too high: it diverges
    losses, path = descent(weights, 9.0, x, y, held_out, epochs=3)
    best = int(np.argmin(losses))
    assert_close(got["weights"], path[best], what="the weights", slips={LAST: path[-1]})
    assert_equal(got["steps"], best + 1, what=STEPS, slips=OPTIMIZERS)


FOLDER = "what stands in the folder after one epoch"
FILES = {"a file for each epoch, not the one at the path": ["best-0.keras"]}
LAST = "the weights of the last epoch"
STEPS = "the number of steps that the loaded model's optimizer has taken"
OPTIMIZERS = {
    "a copy with a new optimizer was saved": 0,
    "the model in the file is not compiled": "no optimizer",
}
DECOY = "another value of the logs is looked at"
