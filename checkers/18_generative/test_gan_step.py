"""Checks of gan_step."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    draw,
    points,
)

RATES = (0.2, 0.5)  # of the generator and of the discriminator


def softplus(x):
    return np.logaddexp(0, x)


def sigmoid(x):
    return np.exp(-softplus(-x))


def made(maker, noise, training=True):
    """Return the samples of the kit's generator, and what takes a slope in them back to it."""
    size, inner = (1.0 if training else 0.5), noise @ maker["kernel"]

    def back(slope):
        slope = size * slope
        slopes = {"kernel": noise.T @ (slope * maker["gate"]), "bias": slope.sum(axis=0)}
        return slopes | {"gate": np.sum(slope * inner, axis=0)}

    return size * (inner * maker["gate"] + maker["bias"]), back


def scored(critic, x, training=True):
    """Return the logits of the kit's discriminator, and what takes a slope in them back to it."""
    inputs = x - np.mean(x, axis=0) / 2 if training else x
    hidden = np.tanh(inputs @ critic["kernel"] + critic["bias"])
    plain = hidden @ critic["head"]

    def back(slope):
        inner = critic["scale"] * slope @ critic["head"].T * (1 - hidden**2)
        in_x = inner @ critic["kernel"].T
        in_x = in_x - np.mean(in_x, axis=0) / 2 if training else in_x
        slopes = {"kernel": inputs.T @ inner, "bias": inner.sum(axis=0)}
        slopes |= {"head": critic["scale"] * hidden.T @ slope, "scale": np.sum(slope * plain)}
        return slopes, in_x

    return critic["scale"] * plain, back


def critic_loss(r, f, kind="non_saturating", smoothing=0.0):
    """Return the discriminator's loss, and its slopes in both batches of logits."""
    if kind == "hinge":
        loss = np.mean(np.maximum(0, 1 - r)) + np.mean(np.maximum(0, 1 + f))
        return loss, -1.0 * (r < 1) / r.size, 1.0 * (f > -1) / f.size
    if kind == "wasserstein":
        return np.mean(f) - np.mean(r), 0 * r - 1 / r.size, 0 * f + 1 / f.size
    loss = np.mean(softplus(-r) + smoothing * r) + np.mean(softplus(f))
    return loss, (sigmoid(r) - 1 + smoothing) / r.size, sigmoid(f) / f.size


def maker_loss(f, kind="non_saturating"):
    """Return the generator's loss, and its slope in the logits."""
    losses = {"standard": -softplus(f), "non_saturating": softplus(-f)}
    slopes = {"standard": -sigmoid(f), "non_saturating": sigmoid(f) - 1}
    return np.mean(losses.get(kind, -f)), slopes.get(kind, 0 * f - 1) / f.size


def first_half(maker, critic, real, noise, kind="non_saturating", smoothing=0.0, mistake=""):
    """Return the discriminator's loss, and its slopes in both networks' weights."""
    fake, to_maker = made(maker, noise, mistake not in ("maker rests", "both rest", "predict"))
    kind = "non_saturating" if mistake == "kind" else kind
    smoothing = 0.0 if mistake == "smoothing" else smoothing
    if mistake == "mixed":
        logits, back = scored(critic, np.concatenate([real, fake]))
        loss, up, down = critic_loss(*np.split(logits, [len(real)]), kind, smoothing)
        slopes, in_x = back(np.concatenate([up, down]))
        return loss, slopes, to_maker(in_x[len(real) :])
    training = mistake not in ("critic rests", "both rest")
    (r, from_real), (f, from_fake) = (scored(critic, x, training) for x in (real, fake))
    if mistake == "swapped":
        loss, down, up = critic_loss(f, r, kind, smoothing)
    else:
        loss, up, down = critic_loss(r, f, kind, smoothing)
    (on_real, _), (on_fake, in_x) = from_real(up), from_fake(down)
    size = 0.5 if mistake == "one mean" else 1.0
    slopes = {name: size * (on_real[name] + on_fake[name]) for name in on_real}
    return size * loss, slopes, to_maker(in_x)


def second_half(maker, critic, noise, kind="non_saturating", mistake=""):
    """Return the generator's loss, and its slopes in both networks' weights."""
    fake, to_maker = made(maker, noise, mistake not in ("maker rests", "both rest"))
    resting = mistake in ("critic rests", "critic rests later", "both rest")
    kind = {"later kind": "non_saturating", "later standard": "standard"}.get(mistake, kind)
    f, back = scored(critic, fake, not resting)
    loss, slope = maker_loss(f, kind)
    slopes, in_x = back(slope)
    return loss, slopes, to_maker(in_x)


def down(values, slopes, rate, mistake=""):
    """Return the weights after a step; gate and scale are not trained."""
    fixed = () if mistake == "frozen" else ("gate", "scale")
    return {k: v if k in fixed else v - rate * slopes[k] for k, v in values.items()}


def step(maker, critic, real, noise, rates=RATES, mistake="", kind="non_saturating", smoothing=0.0):
    """Return the losses before their updates, and the weights of both networks."""
    how, given = {"kind": kind, "mistake": mistake}, (real, noise)
    if mistake == "generator first":
        later, _, slopes = second_half(maker, critic, noise, **how)
        maker = down(maker, slopes, rates[0])
        loss, slopes, _ = first_half(maker, critic, *given, smoothing=smoothing, **how)
        return (loss, later), maker, down(critic, slopes, rates[1])
    loss, slopes, aside = first_half(maker, critic, *given, smoothing=smoothing, **how)
    new = down(critic, slopes, rates[1], mistake)
    if mistake == "both in the first half":
        maker = down(maker, aside, rates[0])
    if mistake == "twice":
        new = down(new, first_half(maker, new, *given, smoothing=smoothing, **how)[1], rates[1])
    rival = critic if mistake == "at once" else new
    later, aside, slopes = second_half(maker, rival, noise, **how)
    if mistake == "both in the second half":
        new = down(new, aside, rates[1])
    moved = down(maker, slopes, -rates[0] if mistake == "against" else rates[0], mistake)
    if mistake == "late":
        loss = first_half(moved, new, *given, smoothing=smoothing, **how)[0]
        later = second_half(moved, new, noise, **how)[0]
    return (loss, later), moved, new


def drawn(rng, batch, fake, latent=3, features=2, hidden=4):
    """Draw both networks, a real batch and noise."""
    kernel, bias, head, inner, start = draw(
        rng, (features, hidden), (hidden,), (hidden, 1), (latent, features), (features,)
    )
    gate, scale = draw(rng, (features,), (), low=0.5, high=1.5)
    maker = {"kernel": inner, "bias": start, "gate": gate}
    critic = {"kernel": kernel, "bias": bias, "head": head, "scale": scale}
    real, noise = draw(rng, (batch, features), (fake, latent))
    return maker, critic, real + np.float32(1.5), noise


def ask(probes, maker, critic, real, noise, rates=RATES, **setting):
    return probes.gan_steps(maker, critic, [real], [noise], list(rates), setting)


def exact(values):
    return {name: np.asarray(array, float) for name, array in values.items()}


def paths(maker, critic, real, noise, **setting):
    """Return the right step, and what each mistake makes of it."""
    given = exact(maker), exact(critic), real.astype(float), noise.astype(float)
    wrong = {words: step(*given, mistake=name, **setting) for words, name in MISTAKES.items()}
    wrong[RATES_SWAPPED] = step(*given, RATES[::-1], **setting)
    return step(*given, **setting), wrong


def compare_losses(got, want, wrong):
    """Hold the losses against those before the updates."""
    for number, name in enumerate(NAMES):
        slips = {words: by_step(path)[:, number] for words, path in wrong.items()}
        slips["the losses are swapped"] = by_step(want)[:, 1 - number]
        how = {"dtype": "float32", "rows": "step", "what": f"the {name}'s loss"}
        assert_close(got[name], by_step(want)[:, number], slips=slips, **how)


def by_step(path):
    """Return both losses of each step, (steps, 2)."""
    return np.reshape(path[0], (-1, 2))


def hold_to_names(got):
    names = sorted(got) if isinstance(got, dict) else type(got).__name__
    slips = {"a pair came back, not a dict": "list", "nothing came back": "NoneType"}
    slips |= {"other names than the docstring's": ["d_loss", "g_loss"]}
    assert_equal(names, list(NAMES), what="the list of names in the result", slips=slips)


def compare_weights(got, before, want, wrong, owner):
    """Hold the weights of a network against those after its update."""
    number = 1 if owner == "maker" else 2
    for name in ORDER[owner]:
        slips = {words: path[number][name] for words, path in wrong.items()}
        slips = {NOT_UPDATED[owner]: before[name]} | slips
        slips[f"the {TITLES[owner]} goes uphill"] = 2 * before[name] - want[number][name]
        what = f"the {TITLES[owner]}'s {name} after the step"
        assert_close(got[owner][name], want[number][name], slips=slips, what=what)


def test_example(probes):
    """gan_step gives what the docstring's example shows"""
    got = probes.gan_example()
    hold_to_names(got["losses"])
    for name, want in zip(NAMES, (2 * np.log(2), np.log(2)), strict=True):
        how = {"dtype": "float32", "kind": "tensor", "what": f"the {name}'s loss"}
        assert_close(got["losses"][name], want, slips=OF_EXAMPLE, **how)
    assert_close(got["kernel"], [[0.25]], what=KERNEL, slips=OF_KERNEL)
    assert_close(got["bias"], [0.0625], what=BIAS, slips=OF_BIAS)


@points(1)
@after(test_example)
def test_losses(probes, rng):
    """both losses are those before their own update, in training, real and generated apart"""
    for batch, fake in [(5, 5), (3, 6)]:
        given = drawn(rng, batch, fake)
        want, wrong = paths(*given)
        compare_losses(ask(probes, *given)["losses"], want, wrong)


@points(1)
@after(test_losses)
def test_discriminator(probes, rng):
    """the discriminator takes one step down its loss, and the generator's half leaves it alone"""
    given = drawn(rng, 6, 3)
    want, wrong = paths(*given)
    compare_weights(ask(probes, *given), given[1], want, wrong, "critic")


@points(1)
@after(test_losses)
def test_generator(probes, rng):
    """the generator takes one step against the discriminator that was just changed"""
    given = drawn(rng, 4, 4)
    want, wrong = paths(*given)
    compare_weights(ask(probes, *given), given[0], want, wrong, "maker")


@points(1)
@after(test_losses)
def test_settings(probes, rng):
    """kind goes to both losses, smoothing to the discriminator's"""
    for kind in ("standard", "hinge", "wasserstein", "non_saturating"):
        given, setting = drawn(rng, 5, 4), {"kind": kind, "smoothing": 0.2}
        want, wrong = paths(*given, **setting)
        got = ask(probes, *given, **setting)
        compare_losses(got["losses"], want, wrong)
        compare_weights(got, given[1], want, wrong, "critic")
        compare_weights(got, given[0], want, wrong, "maker")


@points(0.5)
@after(test_generator)
def test_more_steps(probes, rng):
    """three calls, with momentum, train both networks three times"""
    walk(probes, *drawn(rng, 4, 4), "eager")


@points(0.5)
@after(test_more_steps)
def test_in_graph(probes, rng):
    """three steps of one tf.function, with momentum, are right"""
    walk(probes, *drawn(rng, 4, 4), "graph")


@points(0.5)
@after(test_in_graph)
def test_learning(probes, rng):
    """60 steps move the mean of a 1-D generator's samples to that of a mixture"""
    real, noise, start = mixture(rng)
    kernel = draw(rng, (2, 1)) * np.float32(0.3)
    networks = [kernel, np.full(1, start)], [np.zeros((1, 1), "float32"), NIL]
    got = probes.gan_learned(*networks, real, noise, [0.5, 0.5], 0.5, 60)
    found, slips = np.mean(got["samples"], axis=0, dtype=float), {STILL: np.full(1, start)}
    # In 3,000 games, played in NumPy, the distances at the end were below 0.001.
    assert_close(found, np.mean(real, axis=0, dtype=float), atol=0.02, slips=slips, what=CENTER)
    # In the same games.
    assert_close(got["logits"], 0 * real, atol=0.02, dtype="float32", what="the logits at the end")


def mixture(rng):
    """Draw real samples around two centers, noise whose mean is 0, and a start far from both."""
    low, high = rng.uniform(0.2, 0.6), rng.uniform(1.2, 2.0)
    real = np.where(rng.random((90, 1)) < rng.uniform(0.3, 0.7), low, high)
    noise = draw(rng, (60, 2))
    noise -= noise.mean(axis=0)
    start = np.float32(-rng.uniform(0.5, 1.5))
    return (real + 0.2 * rng.standard_normal((90, 1))).astype("float32"), noise, start


def walk(probes, maker, critic, real, noise, mode):
    """Hold three steps with momentum against the oracle's."""
    reals, noises = np.stack([real, -real, real / 2]), np.stack([noise, 1 - noise, 2 * noise])
    got = probes.gan_steps(maker, critic, list(reals), list(noises), [0.1, 0.2], {}, 0.5, mode)
    given = exact(maker), exact(critic), reals, noises, (0.1, 0.2)
    want, wrong = walked(*given, 0.5), {LOST: walked(*given, 0.0)}
    wrong[STUCK] = walked(*given, 0.5, frozen=True)
    compare_losses(got["losses"], want, wrong)
    compare_weights(got, maker, want, wrong, "maker")
    compare_weights(got, critic, want, wrong, "critic")


def walked(maker, critic, reals, noises, rates, momentum, *, frozen=False):
    """Return the losses of each step and the weights at the end, with momentum."""
    speeds, losses = [{}, {}], []
    for real, noise in zip(reals.astype(float), noises.astype(float), strict=True):
        first, slopes, _ = first_half(maker, critic, real, noise)
        if not (frozen and losses):
            critic = sped(critic, down(critic, slopes, 1.0), speeds[1], rates[1], momentum)
        second, _, slopes = second_half(maker, critic, noise)
        maker = sped(maker, down(maker, slopes, 1.0), speeds[0], rates[0], momentum)
        losses.append((first, second))
    return losses, maker, critic


def sped(values, moved, speed, rate, momentum):
    """Return the weights after a step of momentum; `moved` are those after a step of 1."""
    for name, value in values.items():
        speed[name] = momentum * speed.get(name, 0.0) + rate * (moved[name] - value)
    return {name: value + speed[name] for name, value in values.items()}


NAMES = ("discriminator", "generator")
ORDER = {"maker": ("kernel", "bias", "gate"), "critic": ("kernel", "bias", "head", "scale")}
TITLES = {"maker": "generator", "critic": "discriminator"}
NOT_UPDATED = {
    "maker": "the generator is not updated: were its samples made under the tape?",
    "critic": "the discriminator is not updated",
}
NIL = np.zeros(1, "float32")
STILL = "the samples stay where they were"
CENTER = "the mean of the samples"
LOST = "the momentum is lost: let the optimizer make the update"
STUCK = "after the first step the discriminator is not trained any more: is it still frozen?"
RATES_SWAPPED = "each optimizer has the variables of the other network"
MISTAKES = {
    "both networks are updated from one pass: the generator meets the old discriminator": "at once",
    "the generator comes first": "generator first",
    "the first half changes the generator too": "both in the first half",
    "the second half changes the discriminator too": "both in the second half",
    "the generator runs without training=True": "maker rests",
    "the samples in the first half are made without training=True": "predict",
    "the discriminator runs without training=True": "critic rests",
    "the discriminator runs without training=True in the second half": "critic rests later",
    "no network runs with training=True": "both rest",
    "real and generated samples are mixed in one batch": "mixed",
    "half of the discriminator's loss": "one mean",
    "the discriminator's loss has no smoothing": "smoothing",
    "the discriminator's loss is not of the kind": "kind",
    "the generator's loss is not of the kind": "later kind",
    "the generator's loss is always the standard one": "later standard",
    "real and generated logits are swapped": "swapped",
    "variables that are not trainable change": "frozen",
    "the generator helps the discriminator": "against",
    "the discriminator takes two steps": "twice",
    "the losses are those after both updates": "late",
}
OF_EXAMPLE = {"the sum of both losses": 3 * np.log(2), "half of it": np.log(2) / 2}
OF_EXAMPLE |= {"the losses are those after both updates": 1.292799}
OF_EXAMPLE |= {"it is the standard loss": -np.log(2)}
KERNEL, BIAS = "the kernel of the discriminator", "the bias of the generator"
OF_KERNEL = {"the discriminator is not updated": [[0.0]], "it goes uphill": [[-0.25]]}
OF_BIAS = {
    "the generator is not updated, or it meets the old discriminator, whose kernel is 0": [0.0],
    "it goes uphill": [-0.0625],
}
