"""Hidden checks of generator_loss."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_gradient, draw, points

NAME = "generator_loss"


@points(0.25)
@after("test_values")
def test_patches(probes, rng):
    """every kind is right for maps of logits"""
    f = draw(rng, (3, 4, 5, 1), low=-300.0, high=200.0)
    up, down = np.logaddexp(0, -f.astype(float)), np.logaddexp(0, f.astype(float))
    wants = {"standard": -down, "non_saturating": up, "hinge": -f, "wasserstein": -f}
    for kind, want in wants.items():
        assert_close(probes.call(NAME, f, kind=kind), np.mean(want, dtype=float), dtype="float32")


@points(0.25)
@after("test_gradients")
def test_patch_gradients(probes, rng):
    """the gradients are right for maps of logits"""
    f = draw(rng, (3, 4, 5, 1), low=-300.0, high=200.0)
    up, down = np.logaddexp(0, -f.astype(float)), np.logaddexp(0, f.astype(float))
    slopes = {"standard": -np.exp(-up), "non_saturating": -np.exp(-down)}
    for kind in ("standard", "non_saturating", "hinge", "wasserstein"):
        want = slopes.get(kind, -np.ones(f.shape)) / f.size
        assert_gradient(probes.gradient(NAME, f, kind), want)
