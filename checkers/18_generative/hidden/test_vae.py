"""Hidden checks of VAE."""

import numpy as np

from tensorkata.checking import after, assert_close, draw, points


@points(0.5)
@after("test_bound")
def test_wide_bound(probes, rng):
    """elbo is right for many features and latent numbers"""
    features, latent, batch = 20, 6, 7
    kernel, bias, back, start = draw(
        rng, (features, latent), (latent,), (latent, features), (features,)
    )
    x = draw(rng, (batch, features), low=0.0, high=1.0)
    encoder = [np.hstack([kernel / np.float32(4), 0 * kernel]), np.repeat(bias, 2)]
    encoder[1][:latent], encoder[1][latent:] = bias, -150
    mean = x.astype(float) @ kernel / 4 + bias
    logits = mean @ back + start
    fits = np.sum(x * logits - np.logaddexp(0, logits), axis=1)
    want = fits - np.sum(np.exp(-150) + mean**2 - 1 + 150, axis=1) / 2
    got = probes.vae_bound(encoder, [back, start], x)
    assert_close(got, want, dtype="float32")
