"""Probes of 18_generative: the student's networks, and small networks of the kit to train."""

import keras
import tensorflow as tf

from tensorkata.student.probes import spec_of, tensors, weighted


def filled(model, values):
    """Give each weight the value of its name and shape; return [name, shape] of those without one.

    Names and shapes are unlike in every case, so the order of the weights is free.
    """
    known = {(name, tuple(array.shape)): array for name, array in values}
    missing = []
    for weight in model.weights:
        if "seed" in weight.name:
            continue
        key = weight.name, tuple(weight.shape)
        if key in known:
            weight.assign(known[key])
        else:
            missing.append([weight.name, list(weight.shape)])
    return missing


def parameters_of(weights):
    """Return [name, shape] of each weight, sorted; the state of a random source is none."""
    return sorted([w.name, list(w.shape)] for w in weights if "seed" not in w.name)


def generator_form(student, hidden, features, noise):
    """Return the output of a new Generator and its weights' names and shapes."""
    model = student.Generator(hidden, features)
    output = model(tensors(noise))
    return formed(model, output)


def discriminator_form(student, hidden, rate, x):
    """Return the output of a new Discriminator and its weights' names and shapes."""
    model = student.Discriminator(hidden, rate)
    output = model(tensors(x))
    return formed(model, output)


def formed(model, output):
    """Return an output, and the names and shapes of the weights, trained and others."""
    trained = parameters_of(model.trainable_weights)
    others = parameters_of(model.non_trainable_weights)
    return {"output": output, "trained": trained, "others": others}


def generated(student, hidden, features, values, noise, training=None):
    """Return what a Generator with these weights gives."""
    return ran(student.Generator(hidden, features), values, noise, training)


def judged(student, hidden, rate, values, x, training=None):
    """Return what a Discriminator with these weights gives."""
    return ran(student.Discriminator(hidden, rate), values, x, training)


def averages(student, hidden, features, values, noise, modes):
    """Return the averages of a Generator after a call in each mode, large ones first.

    Before each call it has these weights again.
    """
    model, found = student.Generator(hidden, features), []
    for training in modes:
        ran(model, values, noise, training)
        after = {}
        for name in ("moving_mean", "moving_variance"):
            weights = [w for w in model.non_trainable_weights if w.name == name]
            after[name] = [w.numpy() for w in sorted(weights, key=lambda w: -w.shape[0])]
        found.append(after)
    return found


def ran(model, values, x, training):
    """Fill a model, call it once, and return the output."""
    x = tensors(x)
    model(x)
    filled(model, values)
    return model(x) if training is None else model(x, training=training)


def generator_gradients(student, hidden, features, values, noise, upstream, kernel):
    """Return the gradient of sum(upstream * samples), in training, in the kernel of this shape."""
    model, noise = student.Generator(hidden, features), tensors(noise)
    return gradient_in(model, noise, values, upstream, "kernel", kernel)


def discriminator_gradients(student, hidden, values, x, upstream, kernel):
    """Return the gradient of sum(upstream * logits) in the kernel of this shape, and in x."""
    model, x = student.Discriminator(hidden, 0.5), tensors(x)
    return gradient_in(model, x, values, upstream, "kernel", kernel, training=False)


def gradient_in(model, x, values, upstream, name, shape, *, training=True):
    """Return the gradients in one weight and in x."""
    model(x)
    filled(model, values)
    [weight] = [w for w in model.trainable_weights if w.name == name and list(w.shape) == shape]
    with tf.GradientTape() as tape:
        tape.watch(x)
        total = weighted(model(x, training=training), upstream)
    in_weight, in_x = tape.gradient(total, [weight.value, x])
    return {"weight": in_weight, "x": in_x}


def dropped(student, units, rate, batch, calls, training=None):
    """Return the logits, call by call, of a Discriminator that counts its units.

    Every unit of the block is 1 before dropout, and the logit is their sum.
    """
    model, x = student.Discriminator([units], rate), tf.zeros((batch, 2))
    model(x)
    for weight in model.trainable_weights:
        ones = weight.name == "bias" and weight.shape == (units,)
        ones = ones or (weight.name == "kernel" and weight.shape == (units, 1))
        weight.assign(tf.ones(weight.shape) if ones else tf.zeros(weight.shape))
    keywords = {} if training is None else {"training": training}
    return tf.stack([model(x, **keywords) for _ in range(calls)])


class Maker(keras.Model):
    """A generator, (noise @ kernel) * gate + bias; half of that if it is not in training.

    The gate is not trained.
    """

    def __init__(self, values):
        super().__init__()
        self.kernel = keras.Variable(values["kernel"])
        self.gate = keras.Variable(values["gate"], trainable=False)
        self.bias = keras.Variable(values["bias"])
        self.built = True

    def call(self, noise, training=False):
        samples = tf.matmul(noise, self.kernel) * self.gate + self.bias
        return samples if training else samples / 2


class Critic(keras.Model):
    """A discriminator, scale * (tanh(x @ kernel + bias) @ head).

    In training half of the batch's mean is subtracted from x. The scale is not trained.
    """

    def __init__(self, values):
        super().__init__()
        self.kernel = keras.Variable(values["kernel"])
        self.bias = keras.Variable(values["bias"])
        self.head = keras.Variable(values["head"])
        self.scale = keras.Variable(values["scale"], trainable=False)
        self.built = True

    def call(self, x, training=False):
        if training:
            x = x - tf.reduce_mean(x, axis=0) / 2
        hidden = tf.tanh(tf.matmul(x, self.kernel) + self.bias)
        return self.scale * tf.matmul(hidden, self.head)


def gan_example(student):
    """Return what a step of the docstring's example gives, and two weights after it."""
    zeros = {"kernel_initializer": "zeros"}
    generator, discriminator = (keras.layers.Dense(1, **zeros) for _ in range(2))
    optimizers = [keras.optimizers.SGD(0.5) for _ in range(2)]
    real, noise = tf.ones((4, 1)), tf.ones((4, 2))
    losses = student.gan_step(generator, discriminator, *optimizers, real, noise)
    return {"losses": losses, "kernel": discriminator.kernel, "bias": generator.bias}


def gan_steps(student, maker, critic, reals, noises, rates, settings, momentum=0.0, mode="eager"):
    """Take a step for each batch; return the losses, step by step, and all weights at the end."""
    generator, discriminator = Maker(tensors(maker)), Critic(tensors(critic))
    optimizers = [keras.optimizers.SGD(rate, momentum) for rate in rates]

    def step(real, noise):
        return student.gan_step(generator, discriminator, *optimizers, real, noise, **settings)

    if mode == "graph":
        step = tf.function(step, autograph=False)
    steps = [step(*pair) for pair in zip(tensors(reals), tensors(noises), strict=True)]
    names = ("discriminator", "generator")
    losses = {name: tf.stack([losses[name] for losses in steps]) for name in names}
    maker = {name: getattr(generator, name) for name in ("kernel", "bias", "gate")}
    critic = {name: getattr(discriminator, name) for name in ("kernel", "bias", "head", "scale")}
    return {"losses": losses, "maker": maker, "critic": critic}


def gan_learned(student, maker, critic, real, noise, rates, decay, steps):
    """Return samples and logits after steps of two dense networks, in a graph.

    The discriminator's weights decay: without it the two would circle around each other.
    """
    networks = affine(maker), affine(critic)
    optimizers = [keras.optimizers.SGD(rates[0])]
    optimizers += [keras.optimizers.SGD(rates[1], weight_decay=decay)]
    real, noise = tensors(real), tensors(noise)

    @tf.function(autograph=False)
    def step():
        student.gan_step(*networks, *optimizers, real, noise)

    for _ in range(steps):
        step()
    return {"samples": networks[0](noise), "logits": networks[1](real)}


def sampled(student, mean, log_var, seed, calls, mode="eager"):
    """Return what one Sampling draws, call by call; a graph may not know the batch."""
    layer, inputs = student.Sampling(seed), tensors([mean, log_var])
    if mode == "eager":
        return tf.stack([layer(inputs) for _ in range(calls)])
    layer(inputs)
    known = None if mode == "graph" else [spec_of(one) for one in inputs]

    @tf.function(autograph=False, input_signature=known)
    def call(mean, log_var):
        return layer([mean, log_var])

    return tf.stack([call(*inputs) for _ in range(calls)])


def sampled_by_seed(student, mean, log_var, seed):
    """Return in how many numbers two layers of one seed differ, in each of two calls.

    And "other", how far the first call of a layer with the next seed is from them.
    """
    layers = [student.Sampling(s) for s in (seed, seed, seed + 1)]
    inputs = tensors([mean, log_var])
    (one, again), (same, same_again), (other, _) = (
        [layer(inputs), layer(inputs)] for layer in layers
    )
    changed = [tf.math.count_nonzero(one - same), tf.math.count_nonzero(again - same_again)]
    return {"changed": changed, "other": other - one}


def sampling_gradients(student, mean, log_var, upstream):
    """Return a draw, and the gradients of sum(upstream * z) in mean and log_var."""
    inputs, layer = tensors([mean, log_var]), student.Sampling(3)
    with tf.GradientTape() as tape:
        tape.watch(inputs)
        z = layer(inputs)
        total = weighted(z, upstream)
    return {"z": z, "gradients": tape.gradient(total, inputs)}


def affine(weights):
    """Return a dense layer with these weights, kernel and bias."""
    layer = keras.layers.Dense(len(weights[1]))
    layer.build((None, len(weights[0])))
    layer.set_weights(weights)
    return layer


def vae_example(student):
    """Return what the docstring's example gives."""
    zeros = {"kernel_initializer": "zeros"}
    vae = student.VAE(keras.layers.Dense(2, **zeros), keras.layers.Dense(3, **zeros))
    return {"elbo": vae.elbo(tf.ones((2, 3))), "restored": vae(tf.ones((1, 3)))}


def vae_bound(student, encoder, decoder, x):
    """Return elbo(x)."""
    return student.VAE(affine(encoder), affine(decoder)).elbo(tensors(x))


def vae_bounds(student, encoder, decoder, x, calls, seed):
    """Return elbo(x), call by call."""
    vae = student.VAE(affine(encoder), affine(decoder), seed)
    return tf.stack([vae.elbo(tensors(x)) for _ in range(calls)])


def vae_restored(student, encoder, decoder, x):
    """Return what the model gives for x."""
    return student.VAE(affine(encoder), affine(decoder))(tensors(x))


def vae_fitted(student, encoder, decoder, x, rate, epochs=1, batch=None, eager=True):
    """Return the losses of fit, and the weights afterwards."""
    networks = affine(encoder), affine(decoder)
    vae = student.VAE(*networks)
    vae.compile(keras.optimizers.SGD(rate), run_eagerly=eager)
    how = {"epochs": epochs, "batch_size": batch or len(x), "shuffle": False, "verbose": 0}
    history = vae.fit(tensors(x), **how).history
    return {"history": history, "weights": [network.weights for network in networks]}
