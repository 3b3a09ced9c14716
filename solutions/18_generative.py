# %% [markdown]
# # Generative models
#
# A classifier answers questions about data. A generative model makes more of it: it starts with
# noise, and ends with something that could have come from the same source. Two ways of getting
# there are in this topic.
#
#     GAN    noise -> Generator -> sample -> Discriminator -> real or generated?
#     VAE    x -> encoder -> mean, log_var -> z -> decoder -> x again
#
# A *generative adversarial network* is a game. The discriminator learns to distinguish real
# samples from generated ones; the generator learns to deceive it. Nobody writes down how good a
# sample is: the discriminator is the loss.
#
# A *variational autoencoder* has an ordinary loss. It squeezes a sample through a few numbers that
# are nearly normal, so that normal noise can be put in their place afterwards.
#
# The networks here are small, and so are the data: one number for each sample, or an image of
# 8 x 8. Losses, gradients and steps are the same as for photographs.

# %%
from collections.abc import Sequence

import keras
import tensorflow as tf

# %% [markdown]
# ## The loss of a discriminator
#
# A discriminator gives one *logit* for each sample: any real number, large for "real", very
# negative for "generated". The sigmoid makes a probability of it, s(x) = 1 / (1 + exp(-x)).
#
# In the first GAN (Goodfellow and others, 2014) the discriminator is a classifier, with binary
# crossentropy as its loss. Two later losses take the logit as a mere score:
#
#     hinge         real logits above 1 and generated ones below -1 cost nothing
#     Wasserstein   the distance between the two means; it needs a discriminator that is not steep
#
# Never compute log(sigmoid(x)) in two steps: for x = -1000 the sigmoid is 0, its log minus
# infinity, and the gradient NaN. In one step it is -softplus(-x), and 1 - s(x) is s(-x).
#
# A discriminator that is too sure of itself leaves the generator without a slope. *One-sided label
# smoothing* (Salimans and others, 2016) asks it to call real samples real with probability 0.9,
# say, not 1. Generated samples keep the label 0. If that were smoothed too, the discriminator would
# praise the generator for what it makes already.
#
# Beware of `label_smoothing=0.1` in Keras' crossentropy: it smooths both labels, each by half of
# that.


# %%
def discriminator_loss(
    real_logits: tf.Tensor,
    fake_logits: tf.Tensor,
    kind: str = "non_saturating",
    smoothing: float = 0.0,
) -> tf.Tensor:
    """Return the loss of a discriminator from its logits, float32 of any shape, as a scalar.

    For logits r of real samples, logits f of generated ones, the sigmoid s, and the mean over all
    numbers of an argument:

        "standard"         mean(-log(s(r))) + mean(-log(1 - s(f)))
        "non_saturating"   the same
        "hinge"            mean(max(0, 1 - r)) + mean(max(0, 1 + f))
        "wasserstein"      mean(f) - mean(r)

    The arguments may differ in shape. The first two rows are crossentropies with the label 1 for r
    and 0 for f. smoothing lowers the label of r to 1 - smoothing, so that -log(s(r)) becomes
    -(1 - smoothing) * log(s(r)) - smoothing * log(1 - s(r)); the label of f stays 0. The other
    kinds have no labels, and ignore smoothing.

    The loss is float32. Logits of any size, such as 1000, give a finite loss and the right
    gradient. Raises ValueError if kind is none of the four.

    >>> real, fake = tf.constant([[3.0], [0.5]]), tf.constant([[-0.5]])
    >>> float(discriminator_loss(real, fake, kind="hinge"))
    0.75
    """
    # TODO 1: refuse an unknown kind.
    # TODO 2: the crossentropies, from logits, with a label for each side.
    # TODO 3: the two losses without labels.
    ### BEGIN SOLUTION
    if kind in ("standard", "non_saturating"):
        sure, unsure = tf.nn.softplus(-real_logits), tf.nn.softplus(real_logits)
        on_real = (1 - smoothing) * sure + smoothing * unsure
        on_fake = tf.nn.softplus(fake_logits)
    elif kind == "hinge":
        on_real, on_fake = tf.nn.relu(1 - real_logits), tf.nn.relu(1 + fake_logits)
    elif kind == "wasserstein":
        on_real, on_fake = -real_logits, fake_logits
    else:
        raise ValueError(f"there is no kind {kind!r}")
    return tf.reduce_mean(on_real) + tf.reduce_mean(on_fake)
    ### END SOLUTION


# %% [markdown]
# ## The loss of a generator
#
# The generator wants large logits for its samples. At first it played the same game with the
# opposite sign: make the discriminator's loss as large as possible, the *minimax* game. Its part
# of that is log(1 - s(f)), and therein lies a problem. A new generator makes samples that are easy
# to recognize, f is very negative, and there this function is flat:
#
#     f                           -10      -5       0       5
#     slope of standard         -0.00   -0.01   -0.50   -0.99
#     slope of non_saturating   -1.00   -0.99   -0.50   -0.01
#
# The generator learns nothing just when it is at its worst. -log(s(f)) pulls in the same
# direction, and is steep where the generator is bad. This is the *non-saturating* loss, and nearly
# always what a paper means by "the GAN loss".
#
# The hinge is for the discriminator only. The generator that goes with it gets the plain score:
# if it had a hinge too, it would stop at a logit of 1.


# %%
def generator_loss(fake_logits: tf.Tensor, kind: str = "non_saturating") -> tf.Tensor:
    """Return the loss of a generator from the logits f of its samples, float32, as a scalar.

    It is the mean over all numbers, in whatever shape, of

        "standard"         log(1 - s(f))
        "non_saturating"   -log(s(f))
        "hinge"            -f
        "wasserstein"      -f

    with the sigmoid s. The loss is float32. Logits of any size, such as 1000, give a finite loss
    and the right gradient. Raises ValueError if kind is none of the four.

    >>> round(float(generator_loss(tf.constant([[1.0], [-3.0]]))), 4)
    1.6809
    """
    # TODO 1: refuse an unknown kind.
    # TODO 2: the loss of each logit, without a log of a sigmoid; then the mean.
    ### BEGIN SOLUTION
    if kind == "standard":
        losses = -tf.nn.softplus(fake_logits)
    elif kind == "non_saturating":
        losses = tf.nn.softplus(-fake_logits)
    elif kind in ("hinge", "wasserstein"):
        losses = -fake_logits
    else:
        raise ValueError(f"there is no kind {kind!r}")
    return tf.reduce_mean(losses)
    ### END SOLUTION


# %% [markdown]
# ## A generator
#
# A generator is a network like any other. Its input is noise: a few standard normal numbers, the
# *latent* vector. Its output has the form of a sample. These choices have proved themselves
# (Radford and others, 2015):
#
# - Batch normalization after each hidden dense layer. It subtracts the mean, so the dense layer
#   before it needs no bias.
# - Leaky ReLU: negative numbers are multiplied by 0.2, and their slope does not vanish.
# - tanh at the end, with the data scaled to [-1, 1].
#
# Batch normalization works in two ways. In training it uses the statistics of the batch and moves
# its running averages a little towards them; otherwise it uses the averages. A model passes
# `training` on to its layers. If you loop over layers by hand, do so by hand too.
#
# Defaults differ: `keras.layers.LeakyReLU()` has a slope of 0.3, `tf.nn.leaky_relu` one of 0.2.


# %%
class Generator(keras.Model):
    """Make samples from noise: (batch, latent) -> (batch, features), float32, between -1 and 1.

    For each size in hidden there is a block: a dense layer of that size without a bias, a batch
    normalization with the defaults of Keras, and a leaky ReLU with slope 0.2 below zero. After the
    blocks come a dense layer of `features` units with a bias, and tanh. hidden may be empty.

    With training=True the normalizations use the statistics of the batch and move their averages.
    Without it they use the averages and change nothing. Gradients flow to the noise and to all
    trainable weights.

    >>> generator = Generator([4], features=2)
    >>> generator(tf.zeros((3, 5))).numpy().tolist()
    [[0.0, 0.0], [0.0, 0.0], [0.0, 0.0]]
    >>> sorted(tuple(weight.shape) for weight in generator.trainable_weights)
    [(2,), (4,), (4,), (4, 2), (5, 4)]
    """

    # TODO 1: in __init__, make the layers.
    # TODO 2: in call, send the noise through them; the normalizations need `training`.

    def __init__(self, hidden: Sequence[int], features: int) -> None:
        """Make the layers; their weights are made at the first call."""
        ### BEGIN SOLUTION
        super().__init__()
        layers = []
        for units in hidden:
            layers.append(keras.layers.Dense(units, use_bias=False))
            layers.append(keras.layers.BatchNormalization())
            layers.append(keras.layers.LeakyReLU(0.2))
        layers.append(keras.layers.Dense(features, activation="tanh"))
        self.chain = keras.Sequential(layers)
        ### END SOLUTION

    def call(self, noise: tf.Tensor, training: bool = False) -> tf.Tensor:
        """Return a sample for each row of noise."""
        ### BEGIN SOLUTION
        return self.chain(noise, training=training)
        ### END SOLUTION


# %% [markdown]
# ## A discriminator
#
# A discriminator is a binary classifier. It ends with one unit and no activation, because the
# losses above take logits. With a sigmoid at its end every loss would get numbers between 0 and 1
# and take them for logits: nothing fails, and nothing is learned.
#
# It must not be too good too early. Dropout keeps it back: in training each number is 0 with
# probability `rate`, and the others are divided by 1 - rate, so that the mean stays. Batch
# normalization does not belong in a discriminator of Wasserstein's kind: it would mix the samples
# of a batch.


# %%
class Discriminator(keras.Model):
    """Return a logit for each sample: (batch, features) -> (batch, 1), float32.

    For each size in hidden there is a block: a dense layer of that size with a bias, a leaky ReLU
    with slope 0.2 below zero, and dropout with `rate`. After the blocks comes a dense layer of one
    unit, with a bias and without an activation. hidden may be empty.

    With training=True dropout sets each number of a block to 0 with probability rate, and divides
    the others by 1 - rate; each call draws anew, for each sample and each unit. Without
    training=True nothing is dropped. Gradients flow to the samples and to all weights.

    >>> discriminator = Discriminator([8], rate=0.5)
    >>> discriminator(tf.zeros((3, 2))).numpy().tolist()
    [[0.0], [0.0], [0.0]]
    """

    # TODO 1: in __init__, make the layers.
    # TODO 2: in call, send the samples through them; dropout needs `training`.

    def __init__(self, hidden: Sequence[int], rate: float = 0.3) -> None:
        """Make the layers; their weights are made at the first call."""
        ### BEGIN SOLUTION
        super().__init__()
        layers = []
        for units in hidden:
            layers.append(keras.layers.Dense(units))
            layers.append(keras.layers.LeakyReLU(0.2))
            layers.append(keras.layers.Dropout(rate))
        layers.append(keras.layers.Dense(1))
        self.chain = keras.Sequential(layers)
        ### END SOLUTION

    def call(self, samples: tf.Tensor, training: bool = False) -> tf.Tensor:
        """Return the logits."""
        ### BEGIN SOLUTION
        return self.chain(samples, training=training)
        ### END SOLUTION


# %% [markdown]
# ## One step of the game
#
# A step has two halves, and each of them changes one network:
#
#     real, generator(noise) -> discriminator -> its loss -> changes the discriminator
#     generator(noise) -> discriminator, just changed -> the other loss -> changes the generator
#
# In the second half the gradient flows *through* the discriminator, into the generator. So the
# discriminator runs under the tape, but its variables are not those that you differentiate in. You
# need not freeze it; it is enough to ask for `generator.trainable_variables` only.
#
# What goes wrong here often:
#
# - Samples made outside the tape, or by `generator.predict`: they are constants, and every
#   gradient of the generator is None.
# - Both networks updated at once, from one pass: each then answers to the other of the step before.
# - A network in inference mode: then its dropout and normalizations are not those that are trained.
# - Real and generated samples in one batch: a normalization in the discriminator would mix them,
#   and a sample's logit would depend on its neighbors.
#
# Training is a loop over such steps, each with a real batch and noise of its own. Noise that is
# drawn once and used in all steps teaches the generator to place these few points, and no others.
#
# What do the losses say? Little. They do not fall: the two networks keep each other busy. If the
# discriminator cannot distinguish anything, its logits are 0 and the losses 2 * log(2) = 1.386 and
# log(2) = 0.693. Look at the samples (`kata show gan_step`). If they are all alike although the
# data are not, the generator has found one answer that works: *mode collapse*.


# %%
def gan_step(
    generator: keras.Model,
    discriminator: keras.Model,
    generator_optimizer: keras.optimizers.Optimizer,
    discriminator_optimizer: keras.optimizers.Optimizer,
    real: tf.Tensor,
    noise: tf.Tensor,
    kind: str = "non_saturating",
    smoothing: float = 0.0,
) -> dict[str, tf.Tensor]:
    """Train the discriminator once, then the generator once; return both losses.

    First the discriminator: its loss is discriminator_loss of the logits of real and of the logits
    of generator(noise), with kind and smoothing. discriminator_optimizer applies the gradients in
    discriminator.trainable_variables.
    Then the generator, against the discriminator as it is now: its loss is generator_loss of the
    logits of generator(noise), of the same kind. generator_optimizer applies the gradients in
    generator.trainable_variables. Each half leaves the variables of the other network alone.

    Both networks run with training=True in both halves. Real and generated samples go through the
    discriminator in batches of their own.
    The result is {"discriminator": loss, "generator": loss}, two float32 scalars; each is the loss
    before its own update. Works in tf.function too.

    >>> zeros = {"kernel_initializer": "zeros"}
    >>> generator, discriminator = keras.layers.Dense(1, **zeros), keras.layers.Dense(1, **zeros)
    >>> sgd = [keras.optimizers.SGD(0.5), keras.optimizers.SGD(0.5)]
    >>> losses = gan_step(generator, discriminator, *sgd, tf.ones((4, 1)), tf.ones((4, 2)))
    >>> {name: round(float(loss), 4) for name, loss in losses.items()}  # 2 * log(2) and log(2)
    {'discriminator': 1.3863, 'generator': 0.6931}
    >>> round(float(discriminator.kernel[0, 0]), 4), round(float(generator.bias[0]), 4)
    (0.25, 0.0625)
    """
    # TODO 1: under a tape, the discriminator's loss; then its update.
    # TODO 2: under a new tape, the generator's loss; then its update.
    ### BEGIN SOLUTION
    fake = generator(noise, training=True)
    with tf.GradientTape() as tape:
        real_logits = discriminator(real, training=True)
        fake_logits = discriminator(fake, training=True)
        on_both = discriminator_loss(real_logits, fake_logits, kind, smoothing)
    variables = discriminator.trainable_variables
    discriminator_optimizer.apply(tape.gradient(on_both, variables), variables)

    with tf.GradientTape() as tape:
        fake_logits = discriminator(generator(noise, training=True), training=True)
        on_fake = generator_loss(fake_logits, kind)
    variables = generator.trainable_variables
    generator_optimizer.apply(tape.gradient(on_fake, variables), variables)
    return {"discriminator": on_both, "generator": on_fake}
    ### END SOLUTION


# %% [markdown]
# ## The distance from the prior
#
# Now the other way. The encoder of a VAE does not map a sample to a point, but to a normal
# distribution over points: a mean and a variance for each latent number. The *prior* says what the
# points should look like if you forget the sample: standard normal. How far is one from the other?
#
# For normal distributions the Kullback-Leibler divergence has a closed form. For one latent number
# with mean m and variance v it is
#
#     KL(N(m, v) || N(0, 1)) = (v + m*m - 1 - log(v)) / 2
#
# It is 0 for m = 0 and v = 1, and positive otherwise. Latent numbers are independent, so their
# divergences are added up. (Some programs take the mean. That is another loss: the divergence
# counts less the more latent numbers there are.)
#
# An encoder returns log(v), which may be any number; v must be positive. Stay with the logarithm as
# long as you can: log(exp(-200)) is minus infinity in float32.


# %%
def gaussian_kl(mean: tf.Tensor, log_var: tf.Tensor) -> tf.Tensor:
    """Return the divergence of N(mean, exp(log_var)) from N(0, 1): two (..., latent) -> (...,).

    It is KL(N(mean, exp(log_var)) || N(0, 1)) in nats, added up over the last axis. log_var is the
    natural logarithm of the variance, and may be as low as -200. Inputs and result are float32.

    >>> mean, log_var = tf.constant([[0.0, 0.0], [3.0, 1.0]]), tf.zeros((2, 2))
    >>> gaussian_kl(mean, log_var).numpy().tolist()
    [0.0, 5.0]
    """
    # TODO: the divergence of each latent number, then one number for each sample.
    ### BEGIN SOLUTION
    each = tf.exp(log_var) + tf.square(mean) - 1 - log_var
    return tf.reduce_sum(each, axis=-1) / 2
    ### END SOLUTION


# %% [markdown]
# ## The reparameterization trick
#
# The decoder gets a point drawn from the encoder's distribution. But how does a gradient get
# through a draw? `tf.random.normal(shape, mean, stddev)` happens to know, most draws do not. The
# trick is to draw something else, which does not depend on anything, and to shape it afterwards:
#
#     noise ~ N(0, 1)        z = mean + exp(log_var / 2) * noise
#
# z has the right distribution, and it is an ordinary function of mean and log_var. The square root
# of the variance is exp(log_var / 2): the half is forgotten often.
#
# A layer that draws needs state. `keras.random.SeedGenerator(seed)` has a variable that moves on
# with each draw, so each call draws something new, in a graph too, and two layers of the same seed
# draw the same. A plain integer as `seed` gives the same numbers in each call.
#
# `fit` traces a graph in which the size of the batch is often unknown: `mean.shape` is (None, 2)
# there. `tf.shape(mean)` is a tensor, and knows the size when the graph runs.


# %%
class Sampling(keras.layers.Layer):
    """Draw a point for each sample: [mean, log_var], both (batch, latent) -> (batch, latent).

    The result is mean + exp(log_var / 2) * noise, float32. The noise is standard normal, drawn for
    each number. Each call draws new noise, each run of a graph too. A graph may not know the batch.
    Two layers with the same seed draw the same noise, call by call, layers with another seed other
    noise.

    The gradient in mean is 1, that in log_var is exp(log_var / 2) * noise / 2, down to a
    log_var of -80.

    >>> z = Sampling(seed=1)([tf.constant([[1.0, 2.0]]), tf.fill((1, 2), -200.0)])
    >>> z.numpy().tolist()
    [[1.0, 2.0]]
    """

    # TODO 1: in __init__, something that remembers which numbers were drawn.
    # TODO 2: in call, the noise, and what becomes of it.

    def __init__(self, seed: int = 0) -> None:
        """Begin to draw at a seed."""
        ### BEGIN SOLUTION
        super().__init__()
        self.seeds = keras.random.SeedGenerator(seed)
        ### END SOLUTION

    def call(self, inputs: Sequence[tf.Tensor]) -> tf.Tensor:
        """Return mean + exp(log_var / 2) * noise."""
        ### BEGIN SOLUTION
        mean, log_var = inputs
        noise = keras.random.normal(tf.shape(mean), seed=self.seeds)
        return mean + tf.exp(log_var / 2) * noise
        ### END SOLUTION


# %% [markdown]
# ## A variational autoencoder
#
# How likely are the data under the model? Nobody can compute that: it is an integral over all z.
# But there is a bound from below, which one draw estimates, the *evidence lower bound*:
#
#     ELBO(x) = E[log p(x | z)] - KL(q(z | x) || p(z))          z ~ q(z | x), the encoder's
#
# The first term rewards a decoder that restores x. The second keeps the encoder near the prior.
# If x has numbers from 0 to 1, the decoder gives a logit for each, and log p(x | z) is minus the
# binary crossentropy, *added up* over the features. If it is averaged instead, while the divergence
# is a sum, the divergence wins: every x gets the same z, and every restored x looks the same.
#
# The bound is to rise, and an optimizer goes down: the loss is minus the mean bound.
#
# `fit` asks `compute_loss(x, y, y_pred, sample_weight, training)` for the loss of a batch.
# A model that overrides it needs no loss in `compile`. (If you override `train_step` instead, give
# the loss to a metric and return its result: `fit` shows what the last batch returned, and metrics
# of the model that got nothing show 0.)


# %%
class VAE(keras.Model):
    """A variational autoencoder of x, numbers from 0 to 1: (batch, features) -> (batch, features).

    encoder(x) is (batch, 2 * latent), all means and then all log_vars. decoder(z) is
    (batch, features), a logit for each number of x. Everything is float32.

    elbo(x) draws one z for each sample, as Sampling does, and anew in each call. It returns one
    number for each sample, (batch,): the sum over the features of x * log(p) + (1 - x) * log(1 - p)
    minus gaussian_kl of mean and log_var. Here p is the sigmoid of the logit. Logits of any size,
    such as 1000, give a finite result.

    model(x) restores x without noise. It is the sigmoid of decoder(mean).

    After compile(optimizer), without a loss, fit(x) takes a step down -mean(elbo(x)) of each batch,
    in the trainable variables of both networks. The "loss" that it reports of an epoch is the mean
    of these numbers over the batches, each from before its step.

    >>> zeros = {"kernel_initializer": "zeros"}
    >>> vae = VAE(keras.layers.Dense(2, **zeros), keras.layers.Dense(3, **zeros))
    >>> [round(float(bound), 4) for bound in vae.elbo(tf.ones((2, 3)))]  # 3 * log(1/2)
    [-2.0794, -2.0794]
    >>> vae(tf.ones((1, 3))).numpy().tolist()
    [[0.5, 0.5, 0.5]]
    """

    # TODO 1: in __init__, keep both networks, and make a Sampling.
    # TODO 2: in elbo, both terms of the bound.
    # TODO 3: in call, the restored x.
    # TODO 4: in compute_loss, what fit goes down. (Or write a train_step instead of it.)

    def __init__(self, encoder: keras.Layer, decoder: keras.Layer, seed: int = 0) -> None:
        """Keep both networks."""
        ### BEGIN SOLUTION
        super().__init__()
        self.encoder, self.decoder = encoder, decoder
        self.sampling = Sampling(seed)
        ### END SOLUTION

    def elbo(self, x: tf.Tensor) -> tf.Tensor:
        """Return the evidence lower bound of each sample, from one draw."""
        ### BEGIN SOLUTION
        mean, log_var = tf.split(self.encoder(x), 2, axis=-1)
        logits = self.decoder(self.sampling([mean, log_var]))
        misses = tf.nn.sigmoid_cross_entropy_with_logits(labels=x, logits=logits)
        return -tf.reduce_sum(misses, axis=-1) - gaussian_kl(mean, log_var)
        ### END SOLUTION

    def call(self, x: tf.Tensor) -> tf.Tensor:
        """Return x as it comes back, without noise."""
        ### BEGIN SOLUTION
        mean, _ = tf.split(self.encoder(x), 2, axis=-1)
        return tf.sigmoid(self.decoder(mean))
        ### END SOLUTION

    def compute_loss(
        self,
        x: tf.Tensor | None = None,
        y: tf.Tensor | None = None,
        y_pred: tf.Tensor | None = None,
        sample_weight: tf.Tensor | None = None,
        training: bool = True,
    ) -> tf.Tensor:
        """Return the loss of a batch; fit asks for it."""
        ### BEGIN SOLUTION
        return -tf.reduce_mean(self.elbo(x))
        ### END SOLUTION


# %% [markdown]
# ## What to read next
#
# - The papers that began it: [GAN](https://arxiv.org/abs/1406.2661) and
#   [VAE](https://arxiv.org/abs/1312.6114).
# - [Improved techniques](https://arxiv.org/abs/1606.03498), one-sided label smoothing among them,
#   and [DCGAN](https://arxiv.org/abs/1511.06434), the recipe for images.
# - [Wasserstein GAN](https://arxiv.org/abs/1701.07875), and its [gradient
#   penalty](https://arxiv.org/abs/1704.00028), which you wrote in topic 10.
# - TensorFlow's tutorials [DCGAN](https://www.tensorflow.org/tutorials/generative/dcgan) and
#   [convolutional VAE](https://www.tensorflow.org/tutorials/generative/cvae). The first one updates
#   both networks from one pass: now you know what is different.
