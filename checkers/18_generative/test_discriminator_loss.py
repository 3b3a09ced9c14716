"""Checks of discriminator_loss."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_gradient,
    assert_raises,
    draw,
    points,
)

NAME = "discriminator_loss"
CROSSENTROPIES = ("standard", "non_saturating")
KINDS = (*CROSSENTROPIES, "hinge", "wasserstein")


def softplus(x):
    return np.logaddexp(0, x)


def sigmoid(x):
    return np.exp(-softplus(-np.asarray(x, float)))


def crossentropies(r, f, real_label=1.0, fake_label=0.0):
    """Return the crossentropy of each logit."""
    on_real = real_label * softplus(-r) + (1 - real_label) * softplus(r)
    return on_real, fake_label * softplus(-f) + (1 - fake_label) * softplus(f)


def parts_of(r, f, kind, smoothing=0.0):
    """Return what each logit costs, in float64."""
    r, f = r.astype(float), f.astype(float)
    if kind == "hinge":
        return np.maximum(0, 1 - r), np.maximum(0, 1 + f)
    return (-r, f) if kind == "wasserstein" else crossentropies(r, f, 1 - smoothing)


def oracle(r, f, kind="non_saturating", smoothing=0.0):
    on_real, on_fake = parts_of(r, f, kind, smoothing)
    return np.mean(on_real) + np.mean(on_fake)


def slips(r, f, kind="non_saturating", smoothing=0.0):
    on_real, on_fake = parts_of(r, f, kind, smoothing)
    both = np.concatenate([np.ravel(on_real), np.ravel(on_fake)])
    return {
        "real and generated logits are swapped": oracle(f, r, kind, smoothing),
        "the sign: the discriminator would get worse": -np.mean(on_real) - np.mean(on_fake),
        "the sum of all logits, not two means": np.sum(both),
        "one mean over both arguments, not the sum of two means": np.mean(both),
        "the mean of the two means, not their sum": (np.mean(on_real) + np.mean(on_fake)) / 2,
        "only the real logits count": np.mean(on_real),
        "only the generated logits count": np.mean(on_fake),
        **(labelled(r, f, smoothing) if kind in CROSSENTROPIES else scored(r, f, kind, smoothing)),
    }


def labelled(r, f, smoothing):
    """Return the losses that mistakes with labels and logits give."""
    s, t = sigmoid(r), sigmoid(f)
    return {
        "smoothing is not used": oracle(r, f),
        "smoothing is on both sides: the label of f stays 0": mean_of(
            crossentropies(r, f, 1 - smoothing, smoothing)
        ),
        "smoothing is on the wrong side: it is for the real label": mean_of(
            crossentropies(r, f, 1.0, smoothing)
        ),
        "the real label is 1 - smoothing / 2: Keras divides it by the classes": mean_of(
            crossentropies(r, f, 1 - smoothing / 2)
        ),
        "Keras' label_smoothing: half of it, and on both sides": mean_of(
            crossentropies(r, f, 1 - smoothing / 2, smoothing / 2)
        ),
        "the real label is smoothing, not 1 - smoothing": mean_of(crossentropies(r, f, smoothing)),
        "the part with label smoothing is left out: only (1 - smoothing) * log(s(r))": mean_of(
            ((1 - smoothing) * softplus(-r), softplus(f))
        ),
        "the labels are swapped": mean_of(crossentropies(r, f, smoothing, 1.0)),
        "the sigmoid is applied twice": oracle(s, t, smoothing=smoothing),
        "the hinge loss, whatever the kind": oracle(r, f, "hinge"),
        "the squared distance to the label": np.mean((s - 1 + smoothing) ** 2) + np.mean(t**2),
        "the logits are taken for probabilities": mean_of(clipped(r, f, 1 - smoothing)),
        "the log of a sigmoid that is 0 or 1: stay with the logits": np.inf,
        "clipped probabilities: stay with the logits": mean_of(clipped(s, t, 1 - smoothing)),
    }


def clipped(r, f, label):
    """Return the crossentropies of logits that are taken for probabilities, as Keras clips them."""
    one = np.float32(1)
    p, q = (np.clip(x.astype("float32"), np.float32(1e-7), one - np.float32(1e-7)) for x in (r, f))
    return -label * np.log(p) - (1 - label) * np.log(one - p), -np.log(one - q)


def scored(r, f, kind, smoothing):
    """Return the losses that mistakes with scores give."""
    r, f, keep = r.astype(float), f.astype(float), 1 - smoothing
    return {
        "max(0, ...) is missing": np.mean(1 - r) + np.mean(1 + f),
        "the signs in the hinge: 1 - r and 1 + f": mean_of(
            (np.maximum(0, 1 + r), np.maximum(0, 1 - f))
        ),
        "the margin of 1 is missing": np.mean(np.maximum(0, -r)) + np.mean(np.maximum(0, f)),
        "both sides have 1 - logit": mean_of((np.maximum(0, 1 - r), np.maximum(0, 1 - f))),
        "the hinges are squared": mean_of((np.maximum(0, 1 - r) ** 2, np.maximum(0, 1 + f) ** 2)),
        "smoothing changes the hinge too": mean_of((np.maximum(0, keep - r), np.maximum(0, 1 + f))),
        "smoothing scales the real part too": keep * np.mean(parts_of(r, f, kind)[0])
        + np.mean(parts_of(r, f, kind)[1]),
        "a sigmoid before the loss: the arguments are logits": oracle(sigmoid(r), sigmoid(f), kind),
        "the crossentropy, whatever the kind": oracle(r, f, smoothing=smoothing),
    }


def mean_of(parts):
    return np.mean(parts[0]) + np.mean(parts[1])


def drawn(rng, real, fake):
    """Draw logits on both sides of the hinges; the means are far from each other."""
    r, f = draw(rng, real, fake, low=-3.0, high=3.0)
    return r - np.float32(0.4), f + np.float32(0.7)


def compare(probes, r, f, kind, smoothing=0.0):
    got = probes.call(NAME, r, f, kind, smoothing)
    want, wrong = oracle(r, f, kind, smoothing), slips(r, f, kind, smoothing)
    assert_close(got, want, dtype="float32", slips=wrong | misshapen(r, f, kind, smoothing))


def misshapen(r, f, kind, smoothing=0.0):
    """Return results of a wrong shape."""
    parts = parts_of(r, f, kind, smoothing)
    found = {"the mean is missing": parts[0] + parts[1]} if r.shape == f.shape else {}
    last = [part.mean(axis=-1) for part in parts]
    if last[0].shape == last[1].shape:
        found["the mean is over the last axis only"] = last[0] + last[1]
    return found


def test_example(probes):
    """discriminator_loss gives what the docstring's example shows"""
    r, f = np.float32([[3.0], [0.5]]), np.float32([[-0.5]])
    got = probes.call(NAME, r, f, kind="hinge")
    wrong = slips(r, f, "hinge") | misshapen(r, f, "hinge")
    assert_close(got, 0.75, dtype="float32", slips=wrong, kind="tensor")


@points(1)
@after(test_example)
def test_crossentropy(probes, rng):
    """two kinds are the sum of two mean crossentropies, of logits"""
    for real, fake, kind in SHAPES:
        compare(probes, *drawn(rng, real, fake), kind)
    r, f = drawn(rng, (4, 1), (7, 1))
    assert_close(probes.call(NAME, r, f), oracle(r, f), slips=slips(r, f), what="the default kind")


@points(1)
@after(test_crossentropy)
def test_smoothing(probes, rng):
    """smoothing lowers the real label only, and only if there are labels"""
    for kind in KINDS:
        compare(probes, *drawn(rng, (9, 1), (5, 1)), kind, float(rng.uniform(0.1, 0.4)))


@points(0.5)
@after(test_example)
def test_scores(probes, rng):
    """hinge and wasserstein compare scores, in batches of unlike shape"""
    for kind in ("hinge", "wasserstein"):
        for real, fake in [((6, 1), (6, 1)), ((1, 1), (5, 2)), ((2, 3, 2, 1), (4, 1))]:
            r, f = drawn(rng, real, fake)
            compare(probes, r, f, kind)
            compare(probes, f, r, kind)


@points(0.5)
@after(test_crossentropy)
def test_far_out(probes, rng):
    """logits of 1000 in size give a finite loss and the right gradient"""
    r = np.float32([[1000], [-1000], [rng.uniform(-900, 900)], [rng.uniform(-2, 2)]])
    f = r[::-1] * np.float32(0.75)
    for kind in KINDS:
        compare(probes, r, f, kind)
    got = probes.gradient(NAME, r, f, wrt=[0, 1])
    for part, want, name in zip(got, gradients(r, f, "standard"), SIDES, strict=True):
        assert_gradient(part, want, what=f"the gradient in {name}", slips=FAR)


@points(1)
@after(test_crossentropy)
def test_gradients(probes, rng):
    """the gradients push real logits up and generated ones down"""
    for kind, smoothing in [("standard", 0.0), ("non_saturating", 0.2), ("hinge", 0.0)]:
        r, f = drawn(rng, (8, 1), (5, 1))
        f[0], r[0] = 0.5, 0.5
        got, wants = (
            probes.gradient(NAME, r, f, kind, smoothing, wrt=[0, 1]),
            gradients(r, f, kind, smoothing),
        )
        for part, want, name in zip(got, wants, SIDES, strict=True):
            assert_gradient(part, want, what=f"the gradient in {name}, {kind}")


@points(0.5)
@after(test_crossentropy)
def test_refusal(probes, rng):
    """an unknown kind is a ValueError, and every known one has its loss"""
    r, f = drawn(rng, (3, 1), (3, 1))
    for kind in KINDS:
        compare(probes, r, f, kind)
    for kind in ("hing", "minimax", "", "Wasserstein"):
        assert_raises(ValueError, probes.call, NAME, r, f, kind, slips=fallbacks(r, f))


def fallbacks(r, f):
    """Return what comes back if an unknown kind is taken for a known one."""
    return {f"an unknown kind is taken for {kind!r}": oracle(r, f, kind) for kind in KINDS[1:]}


def gradients(r, f, kind, smoothing=0.0):
    """Return the gradients in both arguments."""
    if kind == "hinge":
        return -1.0 * (r < 1) / r.size, 1.0 * (f > -1) / f.size
    return (sigmoid(r) - (1 - smoothing)) / r.size, sigmoid(f) / f.size


SHAPES = [
    ((6, 1), (6, 1), "standard"),
    ((1, 1), (5, 1), "non_saturating"),
    ((2, 3, 2, 1), (4,), "standard"),
    ((3, 4), (2, 2), "non_saturating"),
]
SIDES = ("the real logits", "the generated logits")
FAR = {"a log of a sigmoid that is 0: stay with the logits": np.full((4, 1), np.nan)}
