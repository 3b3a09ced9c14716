"""Hidden checks of discriminator_loss."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_gradient, draw, points

NAME = "discriminator_loss"


def loss_of(r, f, kind, smoothing):
    if kind == "hinge":
        return np.mean(np.maximum(0, 1 - r)) + np.mean(np.maximum(0, 1 + f))
    if kind == "wasserstein":
        return np.mean(f) - np.mean(r)
    on_real = np.logaddexp(0, -r) + smoothing * r
    return np.mean(on_real) + np.mean(np.logaddexp(0, f))


@points(0.5)
@after("test_smoothing")
def test_patches(probes, rng):
    """every kind is right for maps of logits, with smoothing"""
    for kind in ("standard", "non_saturating", "hinge", "wasserstein"):
        r, f = draw(rng, (2, 5, 4, 1), (3, 2, 2, 1), low=-5.0, high=4.0)
        smoothing = float(rng.uniform(0.05, 0.3))
        got = probes.call(NAME, r, f, kind=kind, smoothing=smoothing)
        want = loss_of(r.astype(float), f.astype(float), kind, smoothing)
        assert_close(got, want, dtype="float32")


@points(0.5)
@after("test_gradients")
def test_more_gradients(probes, rng):
    """the gradients are right with smoothing, and for logits of 500"""
    r, f = draw(rng, (7, 2), (3, 1), low=-500.0, high=500.0)
    f[0] = abs(f[0])  # if all are very negative, there is no gradient
    got = probes.gradient(NAME, r, f, "non_saturating", 0.3, wrt=[0, 1])
    s, t = (1 / (1 + np.exp(-x.astype(float))) for x in (r, f))
    for part, want in zip(got, ((s - 0.7) / r.size, t / f.size), strict=True):
        assert_gradient(part, want)
