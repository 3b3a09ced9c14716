"""Checks of VAE."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    assert_shape,
    draw,
    numeric_gradient,
    points,
)

STILL = -200.0  # a log_var at which z is the mean


def softplus(x):
    return np.logaddexp(0, x)


def sigmoid(x):
    return np.exp(-softplus(-x))


def coded(encoder, x, order="all means first"):
    """Return mean and log_var."""
    code = x.astype(float) @ encoder[0] + encoder[1]
    if order == "in turns":
        return code[:, ::2], code[:, 1::2]
    latent = code.shape[1] // 2
    halves = code[:, :latent], code[:, latent:]
    return halves if order == "all means first" else halves[::-1]


def kl(mean, log_var):
    return np.sum(np.exp(log_var) + mean**2 - 1 - log_var, axis=1) / 2


def likelihoods(decoder, z, x):
    """Return x * log(p) + (1 - x) * log(1 - p) of each feature."""
    logits = z @ decoder[0].astype(float) + decoder[1]
    return x * logits - softplus(logits)


def bound(encoder, decoder, x, mistake=""):
    """Return the bound of each sample, if there is next to no noise."""
    with np.errstate(over="ignore", invalid="ignore"):
        mean, log_var = coded(encoder, x, ORDERS.get(mistake, "all means first"))
        fits, far = likelihoods(decoder, mean, x), kl(mean, log_var)
        if mistake == "mean":
            return fits.mean(axis=1) - far
        if mistake == "swapped labels":
            fits = likelihoods(decoder, mean, 1 - x)
        if mistake == "probabilities":
            p = np.clip(mean @ decoder[0].astype(float) + decoder[1], 1e-7, 1 - 1e-7)
            fits = x * np.log(p) + (1 - x) * np.log(1 - p)
        if mistake == "ones only":
            fits = x * -softplus(-(mean @ decoder[0].astype(float) + decoder[1]))
        if mistake == "twice":
            p = sigmoid(mean @ decoder[0].astype(float) + decoder[1])
            fits = x * p - softplus(p)
        if mistake == "squares":
            p = sigmoid(mean @ decoder[0].astype(float) + decoder[1])
            fits = -((p - x) ** 2)
        signs = {"plus": -1, "no kl": 0, "mean kl": 1 / mean.shape[1]}
        return fits.sum(axis=1) - signs.get(mistake, 1) * far


def slips_of(encoder, decoder, x):
    found = {words: bound(encoder, decoder, x, name) for words, name in MISTAKES.items()}
    right = bound(encoder, decoder, x)
    found["the sign: this is the loss, minus the bound"] = -right
    found["the mean over the batch"] = np.mean(right)
    found["one number for each feature: the sum is missing"] = likelihoods(
        decoder, coded(encoder, x)[0], x
    )
    return {words: slip for words, slip in found.items() if np.isfinite(slip).all()}


def still(rng, features, latent, batch):
    """Draw networks next to no noise, and x between 0 and 1."""
    kernel, bias, back, start = draw(
        rng, (features, latent), (latent,), (latent, features), (features,)
    )
    zeros = np.zeros_like(kernel)
    steady = np.full(latent, STILL, "float32")
    encoder = [np.hstack([kernel, zeros]), np.concatenate([bias, steady])]
    x = draw(rng, (batch, features), low=0.0, high=1.0)
    x[0] = np.round(x[0])
    return encoder, [back, start], x


def test_example(probes):
    """VAE gives what the docstring's example shows"""
    got = probes.vae_example()
    slips = {"the mean over the features, not their sum": [-np.log(2)] * 2}
    slips |= {"the sign: this is the loss, minus the bound": [3 * np.log(2)] * 2}
    slips |= {"the mean over the batch": -3 * np.log(2), "the divergence only": [0.0] * 2}
    slips |= {"squares in place of the likelihood": [-0.75] * 2}
    slips |= {"the sigmoid is applied twice": [-1.422231] * 2}
    slips |= {"the logits are taken for probabilities": [3 * np.log(1e-7)] * 2}
    bounds = [-3 * np.log(2)] * 2
    assert_close(got["elbo"], bounds, dtype="float32", slips=slips, what="elbo")
    slips = {"logits, not probabilities": [[0.0] * 3]}
    assert_close(got["restored"], [[0.5] * 3], dtype="float32", slips=slips, what="model(x)")


@points(1.5)
@after(test_example)
def test_bound(probes, rng):
    """elbo is the likelihood of all features minus the divergence, for each sample"""
    for features, latent, batch in [(5, 2, 4), (3, 3, 1), (7, 1, 6)]:
        encoder, decoder, x = still(rng, features, latent, batch)
        got, want = probes.vae_bound(encoder, decoder, x), bound(encoder, decoder, x)
        assert_close(got, want, dtype="float32", slips=slips_of(encoder, decoder, x))


@points(0.5)
@after(test_bound)
def test_far_out(probes, rng):
    """logits of 1000 in size give a finite bound"""
    encoder, decoder, x = still(rng, 4, 2, 3)
    decoder[1] = np.float32([1000, -1000, rng.uniform(-900, 900), 0.5])
    networks = encoder, decoder
    got, want = probes.vae_bound(*networks, x), bound(*networks, x)
    slips = {"the log of a sigmoid that is 0 or 1: stay with the logits": naive(networks, x)}
    slips["clipped probabilities: stay with the logits"] = naive(networks, x, 1e-7)
    assert_close(got, want, dtype="float32", slips=slips)


@points(1)
@after(test_bound)
def test_noise(probes, rng):
    """each sample gets its own z, with noise, anew in each call"""
    encoder, decoder, x, fits = noisy(rng)
    got = probes.vae_bounds(encoder, decoder, x, 2, int(rng.integers(999)))
    assert_shape(got, (2, len(x)), dtype="float32")
    hold_to_spread(np.asarray(got, float), *spreads(encoder, fits))


def hold_to_spread(got, spread, others):
    """Hold the bounds of two calls, (2, batch), against the spread of one bound."""
    slips = {ALIKE: 0.0, SEVERAL: spread / np.sqrt(10), **others}
    # The spread of 4,000 bounds strays by less than 4 %.
    assert_close(np.std(got[0]), spread, rtol=0.2, atol=1e-6, slips=slips, what=SPREAD)
    found, want = np.std(got[1] - got[0]), np.sqrt(2) * spread
    # The spread of a difference of two draws.
    assert_close(found, want, rtol=0.2, atol=1e-6, slips={AGAIN: 0.0}, what=CALLS)


@points(0.5)
@after(test_example)
def test_restored(probes, rng):
    """model(x) is the sigmoid of decoder(mean), without noise"""
    for features, latent, batch in [(4, 2, 5), (3, 1, 1)]:
        encoder, decoder, x = still(rng, features, latent, batch)
        encoder[1][latent:] = 2.0
        mean, _ = coded(encoder, x)
        logits = mean @ decoder[0] + decoder[1]
        slips = {"logits, not probabilities": logits, "x itself": x}
        slips["a sigmoid too many"] = sigmoid(sigmoid(logits))
        got = probes.vae_restored(encoder, decoder, x)
        assert_close(got, sigmoid(logits), dtype="float32", slips=slips)


@points(1.5)
@after(test_bound)
def test_step(probes, rng):
    """fit takes a step down minus the mean bound, in all weights, and reports it as loss"""
    encoder, decoder, x = still(rng, 4, 2, 5)
    got = probes.vae_fitted(encoder, decoder, x, 0.1)
    loss, wants = stepped(encoder, decoder, x, 0.1)
    slips = {"the bound, not minus the bound": [-loss], "the sum over the batch": [len(x) * loss]}
    slips["fit shows the metrics of the model, and nothing was given to one of them"] = [0.0]
    slips["the loss after the step, not before it"] = [stepped(*wants, x, 0.1)[0]]
    hold_to_losses(got["history"], [loss], slips)
    compare_weights(got["weights"], wants, encoder, decoder, len(x))


@points(0.5)
@after(test_step)
def test_learning(probes, rng):
    """fit in small batches, in a graph, takes a step for each of them"""
    encoder, decoder, x = still(rng, 3, 2, 6)
    got = probes.vae_fitted(encoder, decoder, x, 0.05, epochs=2, batch=2, eager=False)
    losses, after = [], (encoder, decoder)
    for batch in np.split(np.concatenate([x, x]), 6):
        loss, after = stepped(*after, batch, 0.05)
        losses.append(loss)
    means, slips = np.reshape(losses, (2, 3)).mean(axis=1), {LAST: losses[2::3]}
    hold_to_losses(got["history"], means, slips)
    compare_weights(got["weights"], after, encoder, decoder, len(x))


def compare_weights(got, wants, encoder, decoder, batch):
    """Hold all weights of both networks against those after training."""
    given = flat(got), flat(wants), [*encoder, *decoder], NAMES
    for part, want, before, name in zip(*given, strict=True):
        slips = {"it is not trained": before, "the step goes uphill": 2 * before - want}
        slips["the loss is a sum over the batch"] = before + batch * (want - before)
        assert_close(part, want, what=f"the {name} after training", slips=slips)


def naive(networks, x, least=0.0):
    """Return the bound by way of the probabilities in float32, clipped at `least`."""
    (mean, log_var), (kernel, bias) = coded(networks[0], x), networks[1]
    one, least = np.float32(1), np.float32(least)
    with np.errstate(all="ignore"):
        p = one / (one + np.exp(-(mean.astype("float32") @ kernel + bias)))
        p = np.clip(p, least, one - least)
        fits = x * np.log(p) + (one - x) * np.log(one - p)
        return fits.sum(axis=1) - kl(mean, log_var)


def stepped(encoder, decoder, x, rate):
    """Return the loss, and both networks' weights after a step."""
    parts = [np.asarray(part, float) for part in (*encoder, *decoder)]

    def loss(*weights):
        return -np.mean(bound(weights[:2], weights[2:], x))

    moved = []
    for k, part in enumerate(parts):

        def of(at, k=k):
            return loss(*parts[:k], at, *parts[k + 1 :])

        moved.append(part - rate * numeric_gradient(of, part))
    return loss(*parts), [moved[:2], moved[2:]]


def flat(pairs):
    return [part for pair in pairs for part in pair]


def hold_to_losses(history, losses, slips):
    """Hold the losses that fit reported, epoch by epoch, against these."""
    names = {"nothing is reported": [], "the name is not loss": ["elbo"]}
    shown = ["loss"] if "loss" in history else sorted(history)
    assert_equal(shown, ["loss"], what="the list of names in the history", slips=names)
    got = np.asarray(history["loss"], "float32")
    assert_close(got, losses, dtype="float32", slips=slips, rows="epoch", what="the list of losses")


def noisy(rng):
    """Draw networks with noise and one x many times; and what its two features depend on."""
    mean, log_var = float(rng.uniform(-0.5, 0.5)), float(rng.uniform(1.0, 1.8))
    encoder = [np.zeros((2, 2), "float32"), np.float32([mean, log_var])]
    decoder = [np.float32([[2.0, 1.5]]), np.zeros(2, "float32")]
    row = np.float32([0.2, 0.7])
    rows = int(rng.integers(4000, 6000))
    return encoder, decoder, np.tile(row, (rows, 1)), lambda z: likelihoods(decoder, z, row)


def spreads(encoder, fits):
    """Return the spread of the bound over the draws, and those that mistakes give."""
    mean, log_var = (float(part) for part in encoder[1])
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    weights = weights / weights.sum()

    def spread(scale):
        each = fits((mean + scale * nodes)[:, np.newaxis]).sum(axis=1)
        return np.sqrt(weights @ (each - weights @ each) ** 2)

    return spread(np.exp(log_var / 2)), {
        "the noise is not multiplied by the standard deviation": spread(1.0),
        "the variance in place of the standard deviation": spread(np.exp(log_var)),
    }


ORDERS = {"turns": "in turns", "log_vars first": "the other half first"}
MISTAKES = {
    "the mean over the features, not their sum": "mean",
    "the divergence is added, not subtracted": "plus",
    "the divergence is left out": "no kl",
    "the divergence is averaged over the latent numbers": "mean kl",
    "mean and log_var are taken in turns: the means come first": "turns",
    "the log_vars are taken for the means": "log_vars first",
    "x and 1 - x are swapped": "swapped labels",
    "the logits are taken for probabilities": "probabilities",
    "the sigmoid is applied twice": "twice",
    "squares in place of the likelihood": "squares",
    "only x * log(p): the part with 1 - x is missing": "ones only",
}
NAMES = ("encoder's kernel", "encoder's bias", "decoder's kernel", "decoder's bias")
ALIKE = "there is no noise, or the same for every sample of the batch"
SEVERAL = "the mean of several draws, not one"
LAST = "the loss of the last batch, not the mean over the batches"
AGAIN = "each call draws the same noise"
SPREAD = "the spread of the bounds of a batch"
CALLS = "the spread from one call to the next"
