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
    """Return f'(x); x is a constant, a variable, a plain number, or the input of a graph.

    Given "twice" it is f''(x), given "flat" the derivative of a function that is 3.5 everywhere; a
    "frozen" x is a variable that is not trainable.
    """
    f, x = curve(terms, wave), tensors(x)
    if given == "graph":
        # The student's function is what AutoGraph has to read, not the curve.
        f = tf.autograph.experimental.do_not_convert(f)
        return compiled(student.derivative, [f, x], jit=False)
    if given == "twice":
        return student.derivative(lambda z: student.derivative(f, z), x)
    if given == "flat":
        return student.derivative(lambda z: tf.fill(tf.shape(z), tf.cast(3.5, z.dtype)), x)
    if given in {"variable", "frozen"}:
        x = tf.Variable(x, trainable=given == "variable")
    return student.derivative(f, x)


def nth_derivative(student, terms, wave, x, n):
    """Return the n-th derivative of a curve."""
    return student.nth_derivative(curve(terms, wave), tensors(x), n)


def both(student, terms, wave, x, *, counted=False):
    """Return (f', g') for the polynomial f and the sine (or wave="exp") g.

    If they are counted, return also how often f and g were called and how many tapes were made.
    """
    calls = {"f": 0, "g": 0}

    def count(name, function):
        def run(z):
            calls[name] += 1
            return function(z)

        return run

    with watched_tapes() as seen:
        g = tf.exp if wave == "exp" else curve([0.0, 0.0], wave)
        results = student.both(count("f", curve(terms)), count("g", g), tensors(x))
    return {"results": results, "calls": calls, "tapes": seen["tapes"]} if counted else results


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
    """Return the Jacobian of tanh(weights . x), summed over all axes of x; eager or in a graph.

    In the mode "linear" there is no tanh.
    """
    weights, inputs, outputs = tensors(weights), "xyz"[: x.ndim], "ijk"[: weights.ndim - x.ndim]

    # An einsum is one operation, which vectorizes in two thirds of a tensordot's time.
    @tf.autograph.experimental.do_not_convert
    def f(v):
        product = tf.einsum(f"{outputs}{inputs},{inputs}->{outputs}", weights, v)
        return product if mode == "linear" else tf.tanh(product)

    if mode == "graph":
        return compiled(student.jacobian, [f, x], jit=False)
    return student.jacobian(f, tensors(x))


def batch_jacobian(student, weights, x):
    """Return the Jacobians of tanh(x . weights), or without weights of x * x.

    The product is summed over all axes of x but the first.
    """
    weights, axes = tensors(weights), "xyz"[: x.ndim - 1]

    def f(v):
        if weights is None:
            return v * v
        return tf.tanh(tf.einsum(f"b{axes},{axes}m->bm", v, weights))

    return student.batch_jacobian(f, tensors(x))


def bumpy(matrix, *, linear):
    """Return x -> sum of sin(z) + z^3 / 6 over z = matrix @ x, or just of z; x of any rank."""
    matrix = tensors(matrix)

    def f(x):
        z = tf.linalg.matvec(matrix, tf.reshape(x, [-1]))
        return tf.reduce_sum(z if linear else tf.sin(z) + z * z * z / 6.0)

    return f


def hessian_vector_product(student, matrix, x, v, *, linear=False, counted=False):
    """Return the product of a Hessian and a vector; without a matrix, that of x0 * x0 * x1.

    If they are counted, return also how many Jacobians were computed on the way.
    """
    f = (lambda x: x[0] * x[0] * x[1]) if matrix is None else bumpy(matrix, linear=linear)
    with watched_tapes() as seen:
        result = student.hessian_vector_product(f, tensors(x), tensors(v))
    return {"product": result, "jacobians": seen["jacobians"]} if counted else result


def gradient_descent(student, matrix, goal, start, learning_rate, steps, given="constant"):
    """Return the path down |matrix @ x - goal|^2 / 2 + sum(cos(x)); without a matrix, down x * x.

    If the start is a variable ("frozen": not trainable), return also its value afterwards.
    """
    matrix, goal = tensors(matrix), tensors(goal)

    def f(x):
        if matrix is None:
            return x * x
        miss = tf.linalg.matvec(matrix, tf.reshape(x, [-1])) - goal
        return tf.reduce_sum(miss * miss) / 2.0 + tf.reduce_sum(tf.cos(x))

    if given == "constant":
        return student.gradient_descent(f, tensors(start), learning_rate, steps)
    start = tf.Variable(start, trainable=given == "variable")
    path = student.gradient_descent(f, start, learning_rate, steps)
    return {"path": path, "start": start.value()}


class Chain(keras.Model):
    """Run layers one after the other; keras.Sequential would take twice the time to build.

    Without a shape the model is unbuilt until it is called.
    """

    def __init__(self, shape, *parts):
        super().__init__()
        self.parts = list(parts)
        if shape is None:
            return
        for part in parts:
            part.build(shape)
            shape = part.compute_output_shape(shape)
        self.built = True

    def build(self, shape):
        for part in self.parts:
            part.build(shape)
            shape = part.compute_output_shape(shape)

    def call(self, inputs, training=None):
        for part in self.parts:
            # Said to the layers too: stateless_call does not pass it on by itself.
            said = isinstance(part, (Boost, keras.layers.BatchNormalization))
            inputs = part(inputs, training=training) if said else part(inputs)
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


class Priced(keras.layers.Layer):
    """Pass the input on, and add the mean of its squares to the model's losses."""

    def call(self, inputs):
        self.add_loss(tf.reduce_mean(tf.square(inputs)))
        return inputs

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


def classifier(kernel, bias, factor, strength, *, built=True):
    """Return a model of logits: boost in training, then one dense layer with two L2 penalties.

    The bias is punished half as much as the kernel. An unbuilt model gets its weights in building.
    """
    boost = Boost(factor)
    more = {"kernel": kernel, "bias": bias} if not built else {}
    more = {f"{name}_initializer": given(value) for name, value in more.items()}
    if strength:
        more["kernel_regularizer"] = keras.regularizers.L2(strength)
        more["bias_regularizer"] = keras.regularizers.L2(strength / 2)
    dense = keras.layers.Dense(bias.size, **more)
    model = Chain((None, kernel.shape[0]) if built else None, boost, dense)
    if built:
        dense.set_weights([kernel, bias])
    return model, boost, dense


def given(value):
    """Return an initializer that gives this value."""
    return lambda shape, dtype=None: keras.ops.convert_to_tensor(value, dtype)


def train_step(student, kernel, bias, x, y, strength=0.0, *, seen="logs"):
    """Return the logs of one step, or the weights after it.

    If a "graph" is seen, it takes a step for each batch in x and y; if the "frozen" weights are
    seen, the dense layer is frozen and a normalization stands before it; if the "priced" batches
    are seen, the model adds the mean square of each batch to its losses: the losses of the steps.
    """
    if seen == "priced":
        return trained_priced(student.train_step, kernel, bias, x, y)
    if seen == "graph":
        return trained_in_graph(student.train_step, kernel, bias, x, y)
    if seen == "frozen":
        return trained_frozen(student.train_step, kernel, bias, x, y)
    model, _, dense = classifier(kernel, bias, 2.0, strength)
    loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    logs = student.train_step(model, keras.optimizers.SGD(0.5), loss_fn, tensors(x), tensors(y))
    return {"kernel": dense.kernel, "bias": dense.bias} if seen == "weights" else logs


def trained_in_graph(train_step, kernel, bias, x, y):
    """Return the logs of a step for each batch in x and y, under one tf.function, and passes."""
    model, boost, _ = classifier(kernel, bias, 2.0, 0.1)
    optimizer = keras.optimizers.SGD(0.5, momentum=0.9)
    optimizer.build(model.trainable_variables)
    loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    batches = list(zip(tensors(x), tensors(y), strict=True))

    def steps(*, autograph):
        boost.passes = 0
        step = tf.function(train_step, autograph=autograph)
        return [step(model, optimizer, loss_fn, *batch) for batch in batches]

    return {"logs": spared(steps), "passes": boost.passes}


def trained_frozen(train_step, kernel, bias, x, y):
    """Return the weights after a step: gamma and beta of a normalization, and a frozen kernel."""
    norm, dense = keras.layers.BatchNormalization(), keras.layers.Dense(bias.size)
    model = Chain((None, kernel.shape[0]), norm, dense)
    dense.set_weights([kernel, bias])
    dense.trainable = False
    loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    optimizer = keras.optimizers.SGD(0.5)
    train_step(model, optimizer, loss_fn, tensors(x), tensors(y))
    return {"kernel": dense.kernel, "trained": tf.stack([norm.gamma.value, norm.beta.value])}


def trained_priced(train_step, kernel, bias, x, y):
    """Return the loss of a step of rate 0 for each batch; the model prices its input."""
    dense = keras.layers.Dense(bias.size)
    model = Chain((None, kernel.shape[0]), Priced(), dense)
    dense.set_weights([kernel, bias])
    loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    optimizer, batches = keras.optimizers.SGD(0.0), zip(tensors(x), tensors(y), strict=True)
    return [train_step(model, optimizer, loss_fn, *batch)["loss"] for batch in batches]


def clip_by_global_norm(student, gradients, norm):
    """Return the clipped gradients and the norm; {"values", "indices"} are IndexedSlices."""

    def whole(gradient):
        if not isinstance(gradient, dict):
            return tensors(gradient)
        values, indices = tensors(gradient["values"]), tensors(gradient["indices"])
        return tf.IndexedSlices(values, indices, tensors(gradient["shape"]))

    result = student.clip_by_global_norm([whole(gradient) for gradient in gradients], norm)
    if not isinstance(result, (tuple, list)) or len(result) != 2 or result[0] is None:
        return result
    clipped, total = result
    return {"clipped": [parts(gradient) for gradient in clipped], "total": total}


def parts(gradient):
    """Return IndexedSlices as their three parts, anything else as it is."""
    if not isinstance(gradient, tf.IndexedSlices):
        return gradient
    rows = {"values": gradient.values, "indices": gradient.indices}
    return {**rows, "shape": gradient.dense_shape}


def accumulate(student, kernel, bias, batches, *, factor=2.0, built=True):
    """Return the gradients of the model's kernel and bias over batches that can be read once.

    And the kernel afterwards. Without a bias the kernel is an embedding's table (see below).
    """
    if bias is None:
        return embedded(student.accumulate, kernel, batches)
    regression = batches[0][1].dtype.kind == "f"
    model, _, dense = classifier(kernel, bias, 1.0 if regression else factor, 0.1, built=built)
    loss_fn = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    if regression:
        loss_fn = keras.losses.MeanSquaredError()
    gradients = student.accumulate(model, loss_fn, (tuple(tensors(pair)) for pair in batches))
    return {"gradients": gradients, "kernel": dense.kernel}


def embedded(accumulate, table, batches):
    """Return the gradients of an embedding table, and of a weight that nothing uses."""
    embedding = keras.layers.Embedding(*table.shape)
    model = Chain((None, batches[0][0].shape[1]), embedding, Idle())
    embedding.set_weights([table])
    loss_fn = keras.losses.MeanSquaredError()
    pairs = [tuple(tensors(pair)) for pair in batches]
    gradients = accumulate(model, loss_fn, pairs)
    return None if gradients is None else [parts(gradient) for gradient in gradients]


def log1pexp(student, x, upstream):
    """Return the second derivative of log1pexp, weighted."""
    x = tensors(x)
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = student.log1pexp(x)
        slope = inner.gradient(y, x)
        result = weighted(slope, upstream)
    return outer.gradient(result, x, unconnected_gradients="zero")


def straight_through(student, x, upstream, squared=False):
    """Return how much of `upstream` at straight_through(x), or at its square, reaches x."""
    x = tensors(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = student.straight_through(x)
        result = weighted(tf.square(y) if squared else y, upstream)
    return tape.gradient(result, x, unconnected_gradients="zero")


def gradient_penalty(student, weights, real, fake, seed, critic="wave", times=1):
    """Return the penalty of a critic of one score a sample.

    "wave": sum(weights * sin(x)); "bowl": sum(weights * x^2 / 2); "plane": sum(weights * x);
    "relu": the gradient in the weights of relu(x @ weights + 100); "bent": penalty and gradient
    of relu(x @ weights).
    """
    weights = tensors(weights)
    shapes = {"wave": tf.sin, "bowl": lambda x: x * x / 2.0, "plane": tf.identity}
    if critic in {"relu", "bent"}:
        bias = 100.0 if critic == "relu" else 0.0
        got = in_weights(student.gradient_penalty, weights, real, seed, bias)
        return got if critic == "bent" else got["gradient"]

    def scores(x):
        x = tf.ensure_shape(x, [None, *weights.shape])  # as a layer would
        values = weights * shapes[critic](x)
        return tf.reduce_sum(tf.reshape(values, [x.shape[0], -1]), axis=1, keepdims=True)

    real, fake = (tf.repeat(tensors(side), times, axis=0) for side in (real, fake))
    return student.gradient_penalty(scores, real, fake, seed)


def in_weights(gradient_penalty, kernel, x, seed, bias):
    """Return the penalty of relu(x @ kernel + bias) at x, and its gradient in the kernel."""
    kernel = tf.Variable(kernel)
    with tf.GradientTape() as tape:
        penalty = gradient_penalty(
            lambda z: tf.nn.relu(tf.matmul(z, kernel) + bias), tensors(x), tensors(x), seed
        )
    return {"penalty": penalty, "gradient": tape.gradient(penalty, kernel)}


class Blind(keras.layers.Layer):
    """Give every image the same logits."""

    def __init__(self, logits):
        super().__init__()
        self.logits = tf.constant(logits)

    def call(self, inputs):
        return tf.repeat(self.logits[tf.newaxis], tf.shape(inputs)[0], axis=0)

    def compute_output_shape(self, shape):
        return shape[0], len(self.logits)


class Trains(Chain):
    """A chain that runs in training unless it is told not to."""

    def call(self, inputs, training=True):
        return super().call(inputs, training=training)


def saliency(student, hidden, out, image, labels, trains=False):
    """Return a map for each label: boost in training, flatten, tanh of `hidden`, then `out`.

    Without `hidden` the model is linear (flatten, `out`), or ignores the image if `out` is one row.
    A model that `trains` runs in training if nobody says how.
    """
    if hidden is None and out.ndim == 1:
        model = Chain((None, *image.shape), Blind(out))
    else:
        layers = [
            Boost(2.0),
            keras.layers.Flatten(),
            keras.layers.Dense(out.shape[1], use_bias=False),
        ]
        if hidden is not None:
            units = hidden.shape[1]
            layers.insert(2, keras.layers.Dense(units, activation="tanh", use_bias=False))
        model = (Trains if trains else Chain)((None, *image.shape), *layers)
        model.set_weights([out] if hidden is None else [hidden, out])
    return [student.saliency(model, tensors(image), label) for label in labels]
