"""Probes of 18_generative: the student's networks, and small networks of the kit to train."""

import keras
import tensorflow as tf

from tensorkata.student.probes import tensors, weighted


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
    """Return what a Generator with these weights gives, and its averages afterwards."""
    model = student.Generator(hidden, features)
    return ran(model, values, noise, training)


def judged(student, hidden, rate, values, x, training=None):
    """Return what a Discriminator with these weights gives."""
    return ran(student.Discriminator(hidden, rate), values, x, training)["output"]


def ran(model, values, x, training):
    """Fill a model, call it once, and return the output and what is not trained."""
    x = tensors(x)
    model(x)
    filled(model, values)
    output = model(x) if training is None else model(x, training=training)
    averages = {
        name: [w for w in model.non_trainable_weights if w.name == name]
        for name in ("moving_mean", "moving_variance")
    }
    return {"output": output, **averages}


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
    """Take a step for each batch; return the losses of each, and all weights at the end."""
    generator, discriminator = Maker(tensors(maker)), Critic(tensors(critic))
    optimizers = [keras.optimizers.SGD(rate, momentum) for rate in rates]

    def step(real, noise):
        return student.gan_step(generator, discriminator, *optimizers, real, noise, **settings)

    if mode == "graph":
        step = tf.function(step, autograph=False)
    losses = [step(*pair) for pair in zip(tensors(reals), tensors(noises), strict=True)]
    maker = {name: getattr(generator, name) for name in ("kernel", "bias", "gate")}
    critic = {name: getattr(discriminator, name) for name in ("kernel", "bias", "head", "scale")}
    return {"losses": losses, "maker": maker, "critic": critic}
