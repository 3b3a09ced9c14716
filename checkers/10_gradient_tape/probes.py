"""Probes of 10_gradient_tape: functions, models and critics that the judge parametrizes."""

import contextlib

import keras
import tensorflow as tf

from tensorkata.student.probes import compiled, spared, tensors, weighted


def curve(terms, wave=None):
    """Return x -> sum of terms[k] * x^k + wave[0] * sin(wave[1] * x), element by element."""

    def f(x):
        x = tf.convert_to_tensor(x)
        result = x * terms[-1]
        for term in terms[-2:0:-1]:
            result = (result + term) * x
        result = result + terms[0]
        return result if wave is None else result + wave[0] * tf.sin(wave[1] * x)

    return f


def derivative(student, terms, wave, x, given="constant"):
    """Return f'(x); x is given as a constant, as a variable or (a plain number) as it is."""
    x = tensors(x)
    return student.derivative(curve(terms, wave), tf.Variable(x) if given == "variable" else x)


def second(student, terms, wave, x):
    """Return the derivative of the derivative."""
    f = curve(terms, wave)
    return student.derivative(lambda z: student.derivative(f, z), tensors(x))


def derivative_in_graph(student, terms, wave, x):
    """Return f'(x), computed inside tf.function."""
    # The student's function is what AutoGraph has to read, not the curve.
    f = tf.autograph.experimental.do_not_convert(curve(terms, wave))
    return compiled(student.derivative, [f, x], jit=False)


def level(student, height, x):
    """Return the derivative of a function that is `height` everywhere."""
    return student.derivative(lambda z: tf.fill(tf.shape(z), tf.cast(height, z.dtype)), tensors(x))


def nth_derivative(student, terms, wave, x, n):
    """Return the n-th derivative of a curve."""
    return student.nth_derivative(curve(terms, wave), tensors(x), n)


def both(student, terms, wave, x):
    """Return (f', g') for the polynomial f and the sine g."""
    return student.both(curve(terms), curve([0.0, 0.0], wave), tensors(x))


def both_counted(student, terms, wave, x):
    """Return (f', g'), how often f and g were called and how many tapes were made."""
    calls = {"f": 0, "g": 0}

    def counted(name, function):
        def run(z):
            calls[name] += 1
            return function(z)

        return run

    with watched_tapes() as seen:
        f, g = counted("f", curve(terms)), counted("g", curve([0.0, 0.0], wave))
        results = student.both(f, g, tensors(x))
    return {"results": results, "calls": calls, "tapes": seen["tapes"]}


@contextlib.contextmanager
def watched_tapes():
    """Count the tapes that are made and the Jacobians that are computed, by whatever name."""
    seen = {"tapes": 0, "jacobians": 0}
    methods = {"__init__": "tapes", "jacobian": "jacobians", "batch_jacobian": "jacobians"}
    kept = {name: getattr(tf.GradientTape, name) for name in methods}

    def counted(name):
        def run(*args, **kwargs):
            seen[methods[name]] += 1
            return kept[name](*args, **kwargs)

        return run

    for name in methods:
        setattr(tf.GradientTape, name, counted(name))
    try:
        yield seen
    finally:
        for name, method in kept.items():
            setattr(tf.GradientTape, name, method)


def jacobian(student, weights, x, mode="eager"):
    """Return the Jacobian of tanh(weights . x), summed over all axes of x."""
    weights, inputs, outputs = tensors(weights), "xyz"[: x.ndim], "ijk"[: weights.ndim - x.ndim]

    # An einsum is one operation, which vectorizes in two thirds of a tensordot's time.
    @tf.autograph.experimental.do_not_convert
    def f(v):
        return tf.tanh(tf.einsum(f"{outputs}{inputs},{inputs}->{outputs}", weights, v))

    if mode == "graph":
        return compiled(student.jacobian, [f, x], jit=False)
    return student.jacobian(f, tensors(x))


def batch_jacobian(student, weights, x):
    """Return the Jacobians of tanh(x . weights), summed over all axes of x but the first."""
    weights, axes = tensors(weights), "xyz"[: x.ndim - 1]
    equation = f"b{axes},{axes}m->bm"
    return student.batch_jacobian(lambda v: tf.tanh(tf.einsum(equation, v, weights)), tensors(x))


def bumpy(matrix, *, linear):
    """Return x -> sum of sin(z) + z^3 / 6 over z = matrix @ x, or just of z; x of any rank."""
    matrix = tensors(matrix)

    def f(x):
        z = tf.linalg.matvec(matrix, tf.reshape(x, [-1]))
        return tf.reduce_sum(z if linear else tf.sin(z) + z * z * z / 6.0)

    return f


def hessian_vector_product(student, matrix, x, v, *, linear=False):
    """Return the product of a Hessian and a vector."""
    f = bumpy(matrix, linear=linear)
    return student.hessian_vector_product(f, tensors(x), tensors(v))


def product_counted(student, matrix, x, v):
    """Return the product and how many Jacobians were computed on the way."""
    with watched_tapes() as seen:
        result = student.hessian_vector_product(bumpy(matrix, linear=False), tensors(x), tensors(v))
    return {"result": result, "jacobians": seen["jacobians"]}


def gradient_descent(student, matrix, goal, start, learning_rate, steps, given="constant"):
    """Return the path down |matrix @ x - goal|^2 / 2 + sum(cos(x)), and the start afterwards."""
    matrix, goal = tensors(matrix), tensors(goal)

    def f(x):
        miss = tf.linalg.matvec(matrix, tf.reshape(x, [-1])) - goal
        return tf.reduce_sum(miss * miss) / 2.0 + tf.reduce_sum(tf.cos(x))

    start = tf.Variable(start) if given == "variable" else tensors(start)
    path = student.gradient_descent(f, start, learning_rate, steps)
    return {"path": path, "start": tf.convert_to_tensor(start)}


class Chain(keras.Model):
    """Run layers one after the other; keras.Sequential would take twice the time to build."""

    def __init__(self, shape, *parts):
        super().__init__()
        self.parts = list(parts)
        for part in parts:
            part.build(shape)
            shape = part.compute_output_shape(shape)
        self.built = True

    def call(self, inputs, training=None):
        for part in self.parts:
            inputs = part(inputs)
        return inputs


class Boost(keras.layers.Layer):
    """Multiply by a factor in training only, and count the passes in Python."""

    def __init__(self, factor):
        super().__init__()
        self.factor = factor
        self.passes = 0

    def call(self, inputs, training=None):
        self.passes += 1
        return inputs * self.factor if training else inputs

    def compute_output_shape(self, shape):
        return shape


class Idle(keras.layers.Layer):
    """Pass the input on and keep a weight that nothing uses."""

    def build(self, shape):
        self.unused = self.add_weight(shape=(3, shape[-1]))

    def call(self, inputs):
        return inputs

    def compute_output_shape(self, shape):
        return shape


def classifier(kernel, bias, factor, strength):
    """Return a model of logits: boost in training, then one dense layer with an L2 penalty."""
    boost = Boost(factor)
    penalty = keras.regularizers.L2(strength) if strength else None
    dense = keras.layers.Dense(bias.size, kernel_regularizer=penalty)
    model = Chain((None, kernel.shape[0]), boost, dense)
    dense.set_weights([kernel, bias])
    return model, boost, dense


def train_step(student, kernel, bias, x, y, factor=2.0, strength=0.0, learning_rate=0.5):
    """Return the logs of one step and the weights after it."""
    model, _, dense = classifier(kernel, bias, factor, strength)
    optimizer = keras.optimizers.SGD(learning_rate)
    loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    logs = student.train_step(model, optimizer, loss_fn, tensors(x), tensors(y))
    return {"logs": logs, "kernel": dense.kernel, "bias": dense.bias}


def train_in_graph(student, kernel, bias, x, y, momentum):
    """Return the logs of a step for each batch in x and y, under one tf.function, and passes."""
    model, boost, _ = classifier(kernel, bias, 2.0, 0.1)
    optimizer = keras.optimizers.SGD(0.5, momentum=momentum)
    optimizer.build(model.trainable_variables)
    loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    batches = list(zip(tensors(x), tensors(y), strict=True))

    def steps(*, autograph):
        boost.passes = 0
        step = tf.function(student.train_step, autograph=autograph)
        return [step(model, optimizer, loss_fn, *batch) for batch in batches]

    return {"logs": spared(steps), "passes": boost.passes}


def train_normalized(student, kernel, bias, x, y, learning_rate):
    """Return the weights after a step: gamma and beta of a normalization, and a frozen kernel."""
    norm, dense = keras.layers.BatchNormalization(), keras.layers.Dense(bias.size)
    model = Chain((None, kernel.shape[0]), norm, dense)
    dense.set_weights([kernel, bias])
    dense.trainable = False
    loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    optimizer = keras.optimizers.SGD(learning_rate)
    student.train_step(model, optimizer, loss_fn, tensors(x), tensors(y))
    return {"kernel": dense.kernel, "trained": tf.stack([norm.gamma.value, norm.beta.value])}


def clip_by_global_norm(student, gradients, norm):
    """Return the clipped gradients and the norm; {"values", "indices"} are IndexedSlices."""

    def given(gradient):
        if not isinstance(gradient, dict):
            return tensors(gradient)
        values, indices = tensors(gradient["values"]), tensors(gradient["indices"])
        return tf.IndexedSlices(values, indices, tensors(gradient["shape"]))

    clipped, total = student.clip_by_global_norm([given(gradient) for gradient in gradients], norm)
    return {"clipped": [parts(gradient) for gradient in clipped], "total": total}


def parts(gradient):
    """Return IndexedSlices as their three parts, anything else as it is."""
    if not isinstance(gradient, tf.IndexedSlices):
        return gradient
    rows = {"values": gradient.values, "indices": gradient.indices}
    return {**rows, "shape": gradient.dense_shape}


def accumulate(student, kernel, bias, batches, factor=2.0):
    """Return the gradients of the model's kernel and bias over batches that can be read once."""
    model, _, _ = classifier(kernel, bias, factor, 0.1)
    loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    pairs = (tuple(tensors(pair)) for pair in batches)
    return list(student.accumulate(model, loss_fn, pairs))


def accumulate_embedding(student, table, batches):
    """Return the gradients of an embedding table, and of a weight that nothing uses."""
    embedding = keras.layers.Embedding(*table.shape)
    model = Chain((None, batches[0][0].shape[1]), embedding, Idle())
    embedding.set_weights([table])
    loss_fn = keras.losses.MeanSquaredError()
    pairs = [tuple(tensors(pair)) for pair in batches]
    return [parts(gradient) for gradient in student.accumulate(model, loss_fn, pairs)]


def log1pexp_twice(student, x, upstream):
    """Return the second derivative of log1pexp, weighted."""
    x = tensors(x)
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = student.log1pexp(x)
        slope = inner.gradient(y, x)
        result = weighted(slope, upstream)
    return outer.gradient(result, x)


def passed_back(student, x, upstream):
    """Return how much of the gradient `upstream` at straight_through(x) reaches x; 0 for None."""
    x = tensors(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        result = weighted(student.straight_through(x), upstream)
    return tape.gradient(result, x, unconnected_gradients="zero")


def squared_through(student, x, upstream):
    """Return the gradient of sum(upstream * straight_through(x)^2) in x; 0 for None."""
    x = tensors(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        result = weighted(tf.square(student.straight_through(x)), upstream)
    return tape.gradient(result, x, unconnected_gradients="zero")


def gradient_penalty(student, weights, real, fake, seed, critic="wave", times=1):
    """Return the penalty of the critic sum(weights * sin(x)), or (bowl) sum(weights * x^2 / 2)."""
    weights = tensors(weights)

    def scores(x):
        values = weights * (tf.sin(x) if critic == "wave" else x * x / 2.0)
        return tf.reduce_sum(tf.reshape(values, [x.shape[0], -1]), axis=1, keepdims=True)

    real, fake = (tf.repeat(tensors(side), times, axis=0) for side in (real, fake))
    return student.gradient_penalty(scores, real, fake, seed)


def penalty_in_weights(student, kernel, bias, x):
    """Return the penalty of relu(x @ kernel + bias) at x, and its gradient in the kernel."""
    kernel = tf.Variable(kernel)
    with tf.GradientTape() as tape:
        penalty = student.gradient_penalty(
            lambda z: tf.nn.relu(tf.matmul(z, kernel) + bias), tensors(x), tensors(x), 3
        )
    return {"penalty": penalty, "gradient": tape.gradient(penalty, kernel)}


def saliency(student, hidden, out, image, labels):
    """Return a map for each label: boost in training, flatten, tanh of `hidden`, then `out`."""
    layers = [
        Boost(2.0),
        keras.layers.Flatten(),
        keras.layers.Dense(hidden.shape[1], activation="tanh", use_bias=False),
        keras.layers.Dense(out.shape[1], use_bias=False),
    ]
    model = Chain((None, *image.shape), *layers)
    model.set_weights([hidden, out])
    return [student.saliency(model, tensors(image), label) for label in labels]
