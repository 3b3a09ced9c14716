"""Hidden checks of fit_gan."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points


@points(0.5)
@after("test_path")
def test_two_features(probes, rng):
    """the losses are right for data of two features, and every batch is full"""
    data, inner, start, kernel, bias = draw(rng, (9, 2), (4, 2), (2,), (2, 1), (1,))
    got = probes.gan_fitted([inner, start], [kernel, bias], data, [0.1, 0.2], 0.0, 5, 7, 11)
    sizes = np.asarray(got["discriminator"]["sizes"])
    assert_equal(sorted(set(sizes.tolist())), [7], what="the list of sizes of batches")
    calls = np.split(np.asarray(got["discriminator"]["rows"]), np.cumsum(sizes)[:-1])
    reals = [call for call in calls if np.isin(call, data).all()]
    noises = np.split(np.asarray(got["generator"]["rows"]), range(7, 70, 7))
    noises = [z for k, z in enumerate(noises) if z.size and not np.array_equal(z, noises[k - 1])]
    assert_equal([len(reals), len(noises)], [5, 5], what="the list of numbers of batches")
    want = losses_of([inner, start], [kernel, bias], reals, noises)
    assert_close(got["losses"], want, dtype="float32", what="the losses")


def losses_of(maker, critic, reals, noises):
    """Return the losses of each step."""
    (inner, start), (kernel, bias) = maker, critic
    losses = []
    for real, noise in zip(reals, noises, strict=True):
        fake = noise @ inner + start
        r, f = real @ kernel + bias, fake @ kernel + bias
        first = np.mean(np.logaddexp(0, -r)) + np.mean(np.logaddexp(0, f))
        up, down = -1 / (1 + np.exp(r)) / r.size, 1 / (1 + np.exp(-f)) / f.size
        kernel = kernel - 0.2 * (real.T @ up + fake.T @ down)
        bias = bias - 0.2 * (up.sum(axis=0) + down.sum(axis=0))
        f = fake @ kernel + bias
        losses.append([first, np.mean(np.logaddexp(0, -f))])
        back = -1 / (1 + np.exp(f)) / f.size @ kernel.T
        inner, start = inner - 0.1 * noise.T @ back, start - 0.1 * back.sum(axis=0)
    return np.array(losses)
