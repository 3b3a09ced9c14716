"""Pictures of generative models at work: slopes, draws, a mixture, and digits from noise."""

import keras
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits, load_iris

from tensorkata.student.look import BLUE, FAINT, GREEN, INK, RED, look

KINDS = (("standard", RED, "--"), ("non_saturating", BLUE, "-"), ("hinge", GREEN, ":"))
LABELS = {"hinge": "hinge and wasserstein"}


def _loss_scene(figure):
    left, right = figure.subplots(1, 2)
    left.set(title="the loss of one sample", xlabel="its logit", ylabel="loss", ylim=(-6, 6))
    right.set(title="the slope", xlabel="its logit", ylabel="slope", ylim=(-1.15, 0.15))
    for axes in (left, right):
        axes.axvline(0, color=FAINT, linewidth=1)
    return left, right


@look(
    "The generator's losses of one sample and their slopes. On the left side, where the"
    " discriminator recognizes the sample, the standard loss is flat; the non-saturating one is as"
    " steep as the plain score of hinge and wasserstein there.",
    scene=_loss_scene,
)
def generator_loss(student, figure):
    left, right = _loss_scene(figure)
    logits = tf.linspace(-6.0, 6.0, 49)
    for kind, color, style in KINDS:
        losses = [float(student.generator_loss(logit, kind)) for logit in logits]
        left.plot(logits, losses, style, color=color, label=LABELS.get(kind, kind))
        with tf.GradientTape() as tape:
            tape.watch(logits)
            loss = student.generator_loss(logits, kind)
        right.plot(logits, 49 * tape.gradient(loss, logits), style, color=color)
    figure.legend(*left.get_legend_handles_labels(), loc="outside lower center", ncols=3)


def _mixture():
    """Return numbers around -0.5 and 0.4, within [-1, 1]."""
    rng = np.random.default_rng(3)
    places = np.where(rng.random(400) < 0.5, -0.5, 0.4)
    return (places + 0.08 * rng.standard_normal(400)).astype("float32")[:, np.newaxis]


BINS = np.linspace(-1, 1, 41)


def _mixture_scene(figure):
    left, right = figure.subplots(1, 2, width_ratios=(2, 3))
    left.axhline(2 * np.log(2), color=FAINT, linewidth=1)
    left.axhline(np.log(2), color=FAINT, linewidth=1)
    left.set(title="the losses", xlabel="step", ylabel="loss", ylim=(0, 2.5))
    right.hist(_mixture()[:, 0], BINS, density=True, color=FAINT, alpha=0.5, label="data")
    right.set(title="the samples", xlabel="x", ylabel="density")
    return left, right


def _network(sizes, end=None):
    """Return dense layers with a leaky ReLU between them."""
    bend = keras.layers.LeakyReLU
    parts = [part for size in sizes for part in (keras.layers.Dense(size), bend(0.2))]
    return keras.Sequential([*parts, keras.layers.Dense(1, activation=end)])


def _trained(student, generator, discriminator, data, batch, seed):
    """Return the losses of 400 steps, each with its own rows of data and its own noise."""
    rates = [keras.optimizers.Adam(rate, 0.5) for rate in (0.002, 0.004)]
    rows = tf.data.Dataset.from_tensor_slices(data).shuffle(len(data), seed=seed).repeat()

    @tf.function(autograph=False)
    def step(real, noise):
        losses = student.gan_step(generator, discriminator, *rates, real, noise)
        return tf.stack([losses["discriminator"], losses["generator"]])

    history = []
    for number, real in enumerate(rows.batch(batch).take(400)):
        noise = tf.random.stateless_normal((batch, 4), [seed, number])
        history.append(step(real, noise))
    return np.asarray(history)


@look(
    "Two networks in 400 steps. Left: their losses do not fall; they move around what they are for"
    " a discriminator that cannot distinguish anything. Right: the histogram of the data has two"
    " hills, and that of the generator's samples covers both.",
    scene=_mixture_scene,
)
def gan_step(student, figure):
    left, right = _mixture_scene(figure)
    keras.utils.set_random_seed(1)
    generator, discriminator = _network([32, 32], "tanh"), _network([64, 64])
    losses = _trained(student, generator, discriminator, _mixture(), 64, seed=1)
    left.plot(losses[:, 0], color=RED, linewidth=1, label="discriminator")
    left.plot(losses[:, 1], "--", color=BLUE, linewidth=1, label="generator")
    left.legend(loc="upper right")
    samples = generator(tf.random.stateless_normal((1000, 4), [9, 9]))
    right.hist(samples[:, 0], BINS, density=True, histtype="step", color=BLUE, label="samples")
    right.legend()


def _divergence_scene(figure):
    axes = figure.subplots()
    axes.plot(0, 0, "*", color=INK, markersize=12)
    axes.annotate("N(0, 1)", (0, 0), (8, 8), textcoords="offset points")
    axes.set(
        title="How far is N(mean, exp(log_var)) from N(0, 1)?",
        xlabel="mean",
        ylabel="log_var",
        xlim=(-3, 3),
        ylim=(-4, 3),
    )
    return axes


@look(
    "Contour lines of the divergence over mean and log_var. It is 0 at the star, rises with the"
    " squared mean, and rises faster for a variance above 1 than for one below.",
    scene=_divergence_scene,
)
def gaussian_kl(student, figure):
    axes = _divergence_scene(figure)
    mean, log_var = np.meshgrid(np.linspace(-3, 3, 61), np.linspace(-4, 3, 71))
    points = [tf.constant(part[..., np.newaxis], tf.float32) for part in (mean, log_var)]
    height = np.asarray(student.gaussian_kl(*points))
    levels = [0.25, 0.5, 1, 2, 3, 5, 8]
    lines = axes.contour(mean, log_var, height, levels=levels, colors=[BLUE])
    axes.clabel(lines, fmt="%g")


CODES = (((-3.0, 0.0), (-1.0, 0.5), BLUE, "o"), ((0.0, 1.5), (0.5, -3.0), RED, "^"))
CODES += (((2.5, -1.0), (-3.0, -3.0), GREEN, "s"),)


def _draws_scene(figure):
    axes = figure.subplots()
    axes.set(
        title="200 draws from each of three codes",
        xlabel="first latent number",
        ylabel="second latent number",
        xlim=(-6, 5),
        ylim=(-4, 4),
    )
    turn = np.linspace(0, 2 * np.pi, 100)
    for mean, log_var, _, _ in CODES:
        wide, high = 2 * np.exp(np.array(log_var) / 2)
        axes.plot(mean[0] + wide * np.cos(turn), mean[1] + high * np.sin(turn), color=INK)
    return axes


@look(
    "Three clouds of points, each drawn from a mean and a log_var in the plane. About 86 of 100"
    " points lie inside the ellipse of two standard deviations.",
    scene=_draws_scene,
)
def sampling(student, figure):
    axes, layer = _draws_scene(figure), student.Sampling(seed=2)
    for mean, log_var, color, mark in CODES:
        inputs = [tf.tile([part], (200, 1)) for part in (mean, log_var)]
        points = np.transpose(layer(inputs))
        axes.plot(*points, mark, color=color, markersize=4, alpha=0.6, linestyle="none")


def _petals():
    """Return the petal lengths of 150 irises, scaled to [-0.9, 0.9]."""
    lengths = load_iris().data[:, 2].astype("float32")
    return (1.8 * (lengths - lengths.min()) / np.ptp(lengths) - 0.9)[:, np.newaxis]


def _together_scene(figure):
    left, right = figure.subplots(1, 2)
    left.hist(_petals()[:, 0], BINS, density=True, color=FAINT, alpha=0.5, label="irises")
    left.set(title="GAN: petal lengths, scaled", xlabel="length", ylabel="density")
    right.set(title="VAE: digits over two latent numbers", xlabel="z[0]", ylabel="z[1]")
    return left, right


@look(
    "Left: the petal lengths of irises, a low hill and a high one apart from it, and those that"
    " your GAN makes. Right: a plane of latent numbers from -2 to 2; at each place the digit"
    " that your VAE's decoder draws there. Neighbors are alike.",
    scene=_together_scene,
)
def put_together(student, figure):
    left, right = _together_scene(figure)
    keras.utils.set_random_seed(2)
    generator = student.Generator([32, 32], features=1)
    discriminator = student.Discriminator([64, 64], rate=0.0)
    _trained(student, generator, discriminator, _petals(), 128, seed=2)
    samples = generator(tf.random.stateless_normal((1000, 4), [9, 9]))
    left.hist(samples[:, 0], BINS, density=True, histtype="step", color=BLUE, label="your GAN")
    left.legend()
    images = tf.constant(load_digits().data / 16, tf.float32)
    keras.utils.set_random_seed(4)
    layers = keras.layers
    encoder = keras.Sequential([layers.Dense(64, activation="relu"), layers.Dense(4)])
    decoder = keras.Sequential([layers.Dense(64, activation="relu"), layers.Dense(64)])
    vae = student.VAE(encoder, decoder, seed=1)
    vae.compile(keras.optimizers.Adam(0.01))
    vae.fit(images, epochs=10, batch_size=64, verbose=0)
    places = np.linspace(-2, 2, 11, dtype="float32")
    grid = np.stack(np.meshgrid(places, places[::-1]), axis=-1).reshape(-1, 2)
    drawn = np.reshape(tf.sigmoid(decoder(grid)), (11, 11, 8, 8))
    drawn = drawn.transpose(0, 2, 1, 3).reshape(88, 88)
    right.imshow(drawn, extent=(-2.2, 2.2, -2.2, 2.2), cmap="cividis")
