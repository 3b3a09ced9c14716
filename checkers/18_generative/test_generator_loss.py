"""Checks of generator_loss."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_gradient,
    assert_raises,
    draw,
    points,
)

NAME = "generator_loss"
KINDS = ("standard", "non_saturating", "hinge", "wasserstein")


def softplus(x):
    return np.logaddexp(0, x)


def sigmoid(x):
    return np.exp(-softplus(-np.asarray(x, float)))


def costs_of(f, kind):
    """Return what each logit costs, in float64."""
    f = np.asarray(f, float)
    return {"standard": -softplus(f), "non_saturating": softplus(-f)}.get(kind, -f)


def oracle(f, kind="non_saturating"):
    return np.mean(costs_of(f, kind))


def slips(f, kind="non_saturating"):
    costs, x = costs_of(f, kind), np.asarray(f, float)
    return {
        "the sum over the logits, not their mean": np.sum(costs),
        "the sign: it would help the discriminator": -np.mean(costs),
        "the mean is missing: a loss for each logit": costs,
        "the mean is over the last axis only": np.mean(costs, axis=-1),
        "a sigmoid before the loss: the argument is a logit": oracle(sigmoid(x), kind),
        "the loss of the mean logit, not the mean of the losses": oracle(np.mean(x), kind),
        "a hinge here too: only the discriminator has one": np.mean(np.maximum(0, 1 - x)),
        "a hinge here too, without its margin": np.mean(np.maximum(0, -x)),
        "this is the standard loss, log(1 - s(f))": oracle(x, "standard"),
        "this is the non-saturating loss, -log(s(f))": oracle(x),
        "this is the plain score, of hinge and wasserstein": -np.mean(x),
        "the label of the samples is 0, as for the discriminator": np.mean(softplus(x)),
        "log(s(f)) in place of log(1 - s(f))": -np.mean(softplus(-x)),
        "the logits are taken for probabilities": -np.mean(np.log(np.clip(x, 1e-7, 1 - 1e-7))),
        "the log of a sigmoid that is 0: stay with the logits": np.inf,
        "the log of a sigmoid that is 1: stay with the logits": -np.inf,
        "the log is missing": -np.mean(sigmoid(x)),
        "the log is missing: s(f) in place of -log(s(f))": np.mean(1 - sigmoid(x)),
    }


def compare(probes, f, kind, **how):
    got = probes.call(NAME, f, kind)
    assert_close(got, oracle(f, kind), dtype="float32", slips=slips(f, kind), **how)


def drawn(rng, shape):
    return draw(rng, shape, low=-4.0, high=3.0)


def test_example(probes):
    """generator_loss gives what the docstring's example shows"""
    f = np.float32([[1], [-3]])
    want, got = 1.680924, probes.call(NAME, f)
    assert_close(got, want, dtype="float32", slips=slips(f), kind="tensor")


@points(1)
@after(test_example)
def test_values(probes, rng):
    """each kind is the mean of its losses, over all axes"""
    for shape in [(6, 1), (1, 1), (2, 3, 2, 1), (5,)]:
        for kind in KINDS:
            compare(probes, drawn(rng, shape), kind, what=f"the loss, {kind}")


@points(1)
@after(test_values)
def test_gradients(probes, rng):
    """the standard loss is flat where the generator is bad, the non-saturating one steep"""
    for kind in KINDS:
        f = drawn(rng, (7, 1))
        f[:2] = [[-6], [2]]
        got = probes.gradient(NAME, f, kind)
        assert_gradient(got, slopes(f, kind), what=f"the gradient in the logits, {kind}")


@points(1)
@after(test_values)
def test_far_out(probes, rng):
    """logits of 1000 in size give a finite loss and the right gradient"""
    f = np.float32([[1000], [-1000], [rng.uniform(-900, 900)], [rng.uniform(-2, 2)]])
    for kind in KINDS:
        compare(probes, f, kind, what=f"the loss, {kind}")
        got, want = probes.gradient(NAME, f, kind), slopes(f, kind)
        slips = {FAR: np.where(f < -150, np.nan, want), FAR_OUT: np.where(f > 20, np.nan, want)}
        what = f"the gradient in the logits, {kind}"
        assert_gradient(got, want, what=what, slips=slips)


@points(0.5)
@after(test_values)
def test_refusal(probes, rng):
    """an unknown kind is a ValueError, and every known one has its loss"""
    f = drawn(rng, (3, 1))
    for kind in KINDS:
        compare(probes, f, kind, what=f"the loss, {kind}")
    taken = {f"an unknown kind is taken for {kind!r}": oracle(f, kind) for kind in KINDS}
    for kind in ("hing", "minimax", "", "Wasserstein"):
        assert_raises(ValueError, probes.call, NAME, f, kind, slips=taken)


def slopes(f, kind):
    """Return the gradient in the logits."""
    each = {"standard": -sigmoid(f), "non_saturating": sigmoid(f) - 1}.get(kind, -np.ones(f.shape))
    return each / f.size


FAR = "a log of a sigmoid that is 0: stay with the logits"
FAR_OUT = "a log of a sigmoid that is 1: stay with the logits"
