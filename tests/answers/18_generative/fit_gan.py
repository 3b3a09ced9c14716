"""Answers to fit_gan."""

import numpy as np
import tensorflow as tf


def batches_of(data, batch, seed):
    rows = tf.data.Dataset.from_tensor_slices(data)
    return rows.shuffle(len(data), seed=seed).repeat().batch(batch)


def stepper(networks, *, graph=True):
    def step(real, noise):
        losses = gan_step(*networks, real, noise)
        return tf.stack([losses["discriminator"], losses["generator"]])

    return tf.function(step, autograph=False) if graph else step


def noise_of(batch, latent, seed, number):
    return tf.random.stateless_normal((batch, latent), [seed, number])


def trained(networks, batches, noises, *, step=None):
    step = step or stepper(networks)
    return tf.stack([step(real, noise) for real, noise in zip(batches, noises)])


def noises_of(steps, batch, latent, seed):
    return [noise_of(batch, latent, seed, number) for number in range(steps)]


# unnoticed: test_real | gan_fitted .losses * | test_path compares them
# unnoticed: test_real | gan_fitted .weights* * | test_path compares them
# unnoticed: test_real | gan_fitted .generator* * | test_noise looks at the noise
# unnoticed: test_real | gan_fitted .*.runs * | test_in_graph looks at them
# unnoticed: test_noise | gan_fitted .losses * | test_path compares them
# unnoticed: test_noise | gan_fitted .weights* * | test_path compares them
# unnoticed: test_noise | gan_fitted .discriminator* * | test_real looks at the samples
# unnoticed: test_noise | gan_fitted .generator.rows * | a few numbers among 4,320
# unnoticed: test_noise | gan_fitted .*.runs * | test_in_graph looks at them
# unnoticed: test_path | gan_fitted .*.runs * | test_in_graph looks at them
# unnoticed: test_learning | gan_fitted * * | only the mean at the end counts
# unnoticed: test_learning | gan_fitted .* * | only the mean at the end counts
# unnoticed: test_in_graph | gan_fitted .weights* * | test_path compares them
# unnoticed: test_in_graph | gan_fitted .*.runs * | any number up to ten is right


# %% right: rows and noise from one generator of NumPy
def fit_gan(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    data, steps, batch, latent, seed=0,
):
    data, rng = tf.convert_to_tensor(data), np.random.default_rng(seed)
    step = tf.function(gan_step, autograph=False)
    history = np.zeros((steps, 2), np.float32)
    for k in range(steps):
        real = tf.gather(data, rng.choice(len(data), batch, replace=len(data) < batch))
        noise = tf.constant(rng.standard_normal((batch, latent)), tf.float32)
        losses = step(
            generator, discriminator, generator_optimizer, discriminator_optimizer, real, noise
        )
        history[k] = losses["discriminator"], losses["generator"]
    return tf.constant(history)


# %% right: all noise drawn beforehand, a dataset of pairs
def fit_gan(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    data, steps, batch, latent, seed=0,
):
    noise = tf.random.stateless_normal((steps, batch, latent), [7, seed])
    noises = tf.data.Dataset.from_tensor_slices(noise)
    pairs = tf.data.Dataset.zip((batches_of(data, batch, seed), noises))
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    step = stepper(networks)
    history = tf.TensorArray(tf.float32, size=steps)
    for k, (real, z) in enumerate(pairs):
        history = history.write(k, step(real, z))
    return history.stack()


# %% right: rows with replacement and noise, drawn inside the graph by number
def fit_gan(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    data, steps, batch, latent, seed=0,
):
    data = tf.convert_to_tensor(data)
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer

    @tf.function(autograph=False)
    def step(number):
        seeds = tf.stack([seed, number])
        rows = tf.random.stateless_uniform([batch], seeds + 5, 0, len(data), tf.int32)
        noise = tf.random.stateless_normal([batch, latent], seeds)
        losses = gan_step(*networks, tf.gather(data, rows), noise)
        return tf.stack([losses["discriminator"], losses["generator"]])

    return tf.stack([step(tf.constant(k)) for k in range(steps)])


# %% wrong: the losses swapped | test_path | comes first
# breaks: "The result has one row for each: the discriminator's loss"
# breaks: "then the generator's"
def fit_gan(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    data, steps, batch, latent, seed=0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    noises = noises_of(steps, batch, latent, seed)
    return trained(networks, batches_of(data, batch, seed), noises)[:, ::-1]


# %% wrong: only the last step's losses | test_shape | shape
# breaks: "return the losses of each step: (steps, 2), float32"
def fit_gan(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    data, steps, batch, latent, seed=0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    noises = noises_of(steps, batch, latent, seed)
    return trained(networks, batches_of(data, batch, seed), noises)[-1]


# %% wrong: a row for each loss, not for each step | test_path | shape
# breaks: "The result has one row for each: the discriminator's loss"
def fit_gan(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    data, steps, batch, latent, seed=0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    noises = noises_of(steps, batch, latent, seed)
    return tf.transpose(trained(networks, batches_of(data, batch, seed), noises))


# %% wrong: the means of the losses so far | test_path | so far
# breaks: "return the losses of each step"
def fit_gan(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    data, steps, batch, latent, seed=0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    noises = noises_of(steps, batch, latent, seed)
    losses = trained(networks, batches_of(data, batch, seed), noises)
    return tf.cumsum(losses) / tf.range(1.0, steps + 1)[:, tf.newaxis]


# %% wrong: one step too few | test_shape | shape
# breaks: "return the losses of each step: (steps, 2), float32"
def fit_gan(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    data, steps, batch, latent, seed=0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    noises = noises_of(steps - 1, batch, latent, seed)
    return trained(networks, batches_of(data, batch, seed), noises)


# %% wrong: float64 losses | test_shape | dtype
# breaks: "float32"
def fit_gan(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    data, steps, batch, latent, seed=0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    noises = noises_of(steps, batch, latent, seed)
    return tf.cast(trained(networks, batches_of(data, batch, seed), noises), tf.float64)


# %% wrong: minimax | test_path | differ
# breaks: "Each step is a gan_step of the default kind"
def fit_gan(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    data, steps, batch, latent, seed=0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer

    def step(real, noise):
        losses = gan_step(*networks, real, noise, "minimax")
        return tf.stack([losses["discriminator"], losses["generator"]])

    noises = noises_of(steps, batch, latent, seed)
    batches = batches_of(data, batch, seed)
    return trained(networks, batches, noises, step=tf.function(step, autograph=False))


# %% wrong: smoothed labels | test_path | differ
# breaks: "Each step is a gan_step of the default kind"
def fit_gan(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    data, steps, batch, latent, seed=0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer

    def step(real, noise):
        losses = gan_step(*networks, real, noise, smoothing=0.1)
        return tf.stack([losses["discriminator"], losses["generator"]])

    noises = noises_of(steps, batch, latent, seed)
    batches = batches_of(data, batch, seed)
    return trained(networks, batches, noises, step=tf.function(step, autograph=False))


# %% wrong: the same noise in every step | test_path | drawn once
# breaks: "no two steps share it"
def fit_gan(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    data, steps, batch, latent, seed=0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    noises = [noise_of(batch, latent, seed, 0)] * steps
    return trained(networks, batches_of(data, batch, seed), noises)


# %% wrong: NumPy draws while the graph is traced | test_path | while the graph is traced
# breaks: "no two steps share it"
def fit_gan(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    data, steps, batch, latent, seed=0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer

    @tf.function(autograph=False)
    def step(real):
        rng = np.random.default_rng(seed)
        noise = tf.constant(rng.standard_normal((batch, latent)), tf.float32)
        losses = gan_step(*networks, real, noise)
        return tf.stack([losses["discriminator"], losses["generator"]])

    return tf.stack([step(real) for real in batches_of(data, batch, seed).take(steps)])


# %% wrong: two steps share their noise | test_path | two steps share
# breaks: "no two steps share it"
def fit_gan(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    data, steps, batch, latent, seed=0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    noises = [noise_of(batch, latent, seed, k // 2) for k in range(steps)]
    return trained(networks, batches_of(data, batch, seed), noises)


# %% wrong: uniform noise | test_noise | between 0 and 1
# breaks: "The noise of a step is standard normal, (batch, latent)"
def fit_gan(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    data, steps, batch, latent, seed=0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    noises = [
        tf.random.stateless_uniform((batch, latent), [seed, number]) for number in range(steps)
    ]
    return trained(networks, batches_of(data, batch, seed), noises)


# %% wrong: one number of noise for all rows of a step | test_noise | all rows
# breaks: "The noise of a step is standard normal, (batch, latent)"
def fit_gan(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    data, steps, batch, latent, seed=0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    noises = [
        tf.tile(noise_of(1, latent, seed, number), (batch, 1)) for number in range(steps)
    ]
    return trained(networks, batches_of(data, batch, seed), noises)


# %% wrong: one number of noise for each sample | test_noise | of a row
# breaks: "The noise of a step is standard normal, (batch, latent)"
def fit_gan(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    data, steps, batch, latent, seed=0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    noises = [
        tf.tile(noise_of(batch, 1, seed, number), (1, latent)) for number in range(steps)
    ]
    return trained(networks, batches_of(data, batch, seed), noises)


# %% wrong: the data are not shuffled | test_real | are not shuffled
# breaks: "`batch` rows of data in a random order"
def fit_gan(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    data, steps, batch, latent, seed=0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    rows = tf.data.Dataset.from_tensor_slices(data).repeat().batch(batch)
    return trained(networks, rows, noises_of(steps, batch, latent, seed))


# %% wrong: always the first rows | test_real | the same rows
# breaks: "over many steps every row is used about equally often"
def fit_gan(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    data, steps, batch, latent, seed=0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    return trained(networks, [data[:batch]] * steps, noises_of(steps, batch, latent, seed))


# %% wrong: only the first two thirds of the rows | test_real | only a part
# breaks: "over many steps every row is used about equally often"
def fit_gan(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    data, steps, batch, latent, seed=0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    batches = batches_of(data[: 2 * len(data) // 3], batch, seed)
    return trained(networks, batches, noises_of(steps, batch, latent, seed))


# %% wrong: the order of the first epoch in all of them | test_real | of the first epoch
# breaks: "in a random order"
def fit_gan(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    data, steps, batch, latent, seed=0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    rows = tf.data.Dataset.from_tensor_slices(data)
    rows = rows.shuffle(len(data), seed=seed, reshuffle_each_iteration=False)
    noises = noises_of(steps, batch, latent, seed)
    return trained(networks, rows.repeat().batch(batch), noises)


# %% wrong: a shorter batch at the end of each epoch | test_path | repeat before you batch
# breaks: "The real samples of a step are `batch` rows of data"
def fit_gan(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    data, steps, batch, latent, seed=0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    rows = tf.data.Dataset.from_tensor_slices(data).shuffle(len(data), seed=seed)
    noises = noises_of(steps, batch, latent, seed)
    return trained(networks, rows.batch(batch).repeat(), noises)


# %% wrong: all of data in every step | test_path | batch is not used
# breaks: "The real samples of a step are `batch` rows of data"
def fit_gan(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    data, steps, batch, latent, seed=0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    noises = noises_of(steps, batch, latent, seed)
    return trained(networks, batches_of(data, len(data), seed), noises)


# %% wrong: the seed is not used | test_seed | seed is not used
# breaks: "The same seed gives the same real samples and the same noise"
def fit_gan(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    data, steps, batch, latent, seed=0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    noises = [tf.random.normal((batch, latent)) for _ in range(steps)]
    return trained(networks, batches_of(data, batch, None), noises)


# %% wrong: the seed is not used for the noise | test_seed | for the noise
# breaks: "The same seed gives the same real samples and the same noise"
def fit_gan(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    data, steps, batch, latent, seed=0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    noises = [tf.random.normal((batch, latent)) for _ in range(steps)]
    return trained(networks, batches_of(data, batch, seed), noises)


# %% wrong: a fixed seed for everything | test_seed | every seed
# breaks: "another seed others"
def fit_gan(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    data, steps, batch, latent, seed=0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    noises = noises_of(steps, batch, latent, 42)
    return trained(networks, batches_of(data, batch, 42), noises)


# %% wrong: the batches have a fixed seed | test_seed | same batches
# breaks: "another seed others"
def fit_gan(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    data, steps, batch, latent, seed=0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    noises = noises_of(steps, batch, latent, seed)
    return trained(networks, batches_of(data, batch, 42), noises)


# %% wrong: the steps run eagerly | test_in_graph | in every step
# breaks: "The steps run in a tf.function: the Python code of each network runs at most ten times"
def fit_gan(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    data, steps, batch, latent, seed=0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    noises = noises_of(steps, batch, latent, seed)
    step = stepper(networks, graph=False)
    return trained(networks, batches_of(data, batch, seed), noises, step=step)


# %% wrong: the number of the step as a Python argument | test_in_graph | runs
# breaks: "however many steps there are"
def fit_gan(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    data, steps, batch, latent, seed=0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer

    @tf.function(autograph=False)
    def step(real, number):
        losses = gan_step(*networks, real, noise_of(batch, latent, seed, number))
        return tf.stack([losses["discriminator"], losses["generator"]])

    batches = batches_of(data, batch, seed).take(min(steps, 8))
    first = [step(real, k) for k, real in enumerate(batches)]
    rest = batches_of(data, batch, seed + 1).take(steps - len(first))
    noises = noises_of(steps, batch, latent, seed)[len(first) :]
    return tf.stack(first + [stepper(networks)(*pair) for pair in zip(rest, noises)])
