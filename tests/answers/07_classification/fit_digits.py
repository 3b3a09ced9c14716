"""Answers to fit_digits."""

import keras
import numpy as np
import tensorflow as tf

Layer = keras.layers


def network(scale=1 / 16, activation=None, outputs=10):
    return keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            Layer.Rescaling(scale),
            Layer.Flatten(),
            Layer.Dense(192, activation="relu"),
            Layer.Dense(outputs, activation=activation),
        ]
    )


def taught(model, x, y, rate=0.01, steps=200, logits=True, rows_of=None):
    """Train within one graph; `rows_of` gives the rows of the batch of each step."""
    images, labels, n = tf.constant(x), tf.constant(y), len(x)
    weights, optimizer = model.trainable_variables, keras.optimizers.Adam(rate)
    loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=logits)

    @tf.function
    def train():
        for step in tf.range(steps):
            rows = tf.random.uniform([128], 0, n, tf.int32) if rows_of is None else rows_of(step)
            with tf.GradientTape() as tape:
                loss = loss_of(tf.gather(labels, rows), model(tf.gather(images, rows)))
            optimizer.apply(tape.gradient(loss, weights), weights)

    train()
    return model


# unbreakable: "Training takes at most ten seconds on one core" | the time limit ends what is slower
# slow: test_output_shape | it trains the model that all checks ask
# unnoticed: test_each_digit | liar doubled | only the order of the logits counts
# unnoticed: test_accuracy | liar doubled | only the order of the logits counts
# unnoticed: test_likelihood | liar doubled | the logits of a good model may be twice as large
# unnoticed: test_each_digit | trained result * | half of each digit is enough
# unnoticed: test_accuracy | trained result * | 95 % are enough
# unnoticed: test_likelihood | trained result * | what is below 0.5 is free


# %% right: compile and fit
def fit_digits(x, y):
    model = network()
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile("adam", loss, jit_compile=False)
    model.optimizer.learning_rate = 0.01
    model.fit(x, y, batch_size=128, epochs=20, verbose=0)
    return model


# %% right: a perceptron in one graph
def fit_digits(x, y):
    return taught(network(), x, y)


# %% right: ridge regression on random features
def fit_digits(x, y):
    rng = np.random.default_rng(3)
    w, b = rng.normal(0, 0.35, (64, 700)), rng.uniform(0, 2 * np.pi, 700)
    features = np.cos(x.reshape(len(x), 64) / 16 @ w + b)
    targets = 12.0 * (y[:, None] == np.arange(10))
    solution = np.linalg.solve(features.T @ features + 0.1 * np.eye(700), features.T @ targets)
    inputs = keras.Input((8, 8, 1))
    flat = Layer.Flatten()(Layer.Rescaling(1 / 16)(inputs))
    hidden, last = Layer.Dense(700, activation=tf.cos), Layer.Dense(10)
    model = keras.Model(inputs, last(hidden(flat)))
    hidden.set_weights([w, b])
    last.set_weights([solution, np.zeros(10)])
    return model


# %% wrong: class numbers where logits belong | test_output_shape | shape
# breaks: "gives ten logits for each image"
def fit_digits(x, y):
    model = taught(network(), x, y, steps=1)
    return lambda images: tf.argmax(model(images), axis=1)


# %% wrong: logits in float64 | test_output_shape | dtype
# breaks: "(batch, 10) in float32"
def fit_digits(x, y):
    model = taught(network(), x, y, steps=1)
    return lambda images: tf.cast(model(images), tf.float64)


# %% wrong: the last fifth is kept for validation | test_each_digit | validation_split
# breaks: "both are sorted by class"
def fit_digits(x, y):
    n = len(x) * 4 // 5
    return taught(network(), x[:n], y[:n])


# %% wrong: the last tenth is kept for validation | test_each_digit | validation_split
# breaks: "both are sorted by class"
# breaks: "it is right on at least half of the unseen digits of each class"
def fit_digits(x, y):
    n = len(x) * 9 // 10
    return taught(network(), x[:n], y[:n])


# %% wrong: batches in the order of the data | test_each_digit | forgotten
# breaks: "both are sorted by class"
def fit_digits(x, y):
    n = len(x)
    return taught(network(), x, y, steps=174, rows_of=lambda step: (step * 8 + tf.range(8)) % n)


# %% wrong: not trained | test_each_digit | equal, or nan
# breaks: "Train a classifier of handwritten digits"
# breaks: "it is right on at least half of the unseen digits of each class"
def fit_digits(x, y):
    model = network()
    model.layers[-1].kernel.assign(tf.zeros((192, 10)))
    return model


# %% wrong: a learning rate far too large | test_each_digit | not recognized
# breaks: "it is right on at least half of the unseen digits of each class"
def fit_digits(x, y):
    return taught(network(), x, y, rate=300.0, steps=30)


# %% wrong: the pixels are scaled once more in use | test_each_digit | not recognized
# breaks: "x holds pixels from 0 to 16"
def fit_digits(x, y):
    model = taught(network(), x, y)
    return lambda images: model(images / 4096)


# %% wrong: the nearest image of a table that is not the data given | test_each_digit | recognized
# breaks: "A class may stand for any of the ten digits, and all images may be turned or mirrored alike"
def fit_digits(x, y):
    from sklearn.datasets import load_digits

    known, digit = load_digits(return_X_y=True)
    known, digit = tf.constant(known, tf.float32), tf.constant(digit)

    def model(images):
        flat = tf.reshape(images, (len(images), 64))
        distances = tf.reduce_sum((flat[:, None] - known[None]) ** 2, axis=-1)
        return 10.0 * tf.one_hot(tf.gather(digit, tf.argmin(distances, axis=1)), 10)

    return model


# %% wrong: too few steps | test_accuracy | unseen digits are recognized
# breaks: "It is right on at least 95 % of all unseen digits"
def fit_digits(x, y):
    return taught(network(), x, y, rate=0.003, steps=25)


# %% wrong: few of the samples | test_accuracy | unseen digits are recognized
# breaks: "It is right on at least 95 % of all unseen digits"
def fit_digits(x, y):
    return taught(network(), x[::12], y[::12], steps=60)


# %% wrong: softmax at the end | test_likelihood | softmax
# breaks: "the mean cross-entropy on unseen digits is below 0.5"
def fit_digits(x, y):
    return taught(network(activation="softmax"), x, y, logits=False)


# %% wrong: logits that are far too sure | test_likelihood | far too sure
# breaks: "the mean cross-entropy on unseen digits is below 0.5"
def fit_digits(x, y):
    model = taught(network(), x, y)
    return lambda images: 100 * model(images)


# %% wrong: logits that are far too timid | test_likelihood | far too timid
# breaks: "the mean cross-entropy on unseen digits is below 0.5"
def fit_digits(x, y):
    model = taught(network(), x, y)
    return lambda images: model(images) / 20


# %% right: more steps at a smaller rate
def fit_digits(x, y):
    return taught(network(), x / 1.0, tf.constant(y), rate=0.005, steps=400)


# %% right: batches by tf.data
def fit_digits(x, y):
    data = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(len(x)).batch(100)
    data = data.repeat(15).prefetch(2)
    model = network()
    loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    optimizer = keras.optimizers.Adam(0.01)
    optimizer.build(model.trainable_variables)

    @tf.function
    def train():
        for images, labels in data:
            with tf.GradientTape() as tape:
                loss = loss_of(labels, model(images, training=True))
            gradients = tape.gradient(loss, model.trainable_variables)
            optimizer.apply(gradients, model.trainable_variables)

    train()
    return model


# %% wrong: a batch of at least two | test_output_shape | shape
# breaks: "in a batch of any size"
def fit_digits(x, y):
    model = taught(network(), x, y, steps=1)
    return lambda images: tf.squeeze(model(images))


# %% wrong: nine classes | test_output_shape | shape
# breaks: "gives ten logits for each image"
def fit_digits(x, y):
    return taught(network(outputs=9), x, np.minimum(y, 8), steps=1)


# %% wrong: nothing is returned | test_output_shape |
# breaks: "-> a model"
def fit_digits(x, y):
    taught(network(), x, y, steps=1)


# %% wrong: the labels are shuffled apart | test_each_digit | recognized
# breaks: "it is right on at least half of the unseen digits of each class"
def fit_digits(x, y):
    return taught(network(), x, np.random.default_rng(1).permutation(y), steps=60)


# %% equivalent: constant-83965a4c | a learning rate a tenth higher does as well; it is free
# %% equivalent: constant-0941ba6a | one step more does as well; their number is free
# %% equivalent: statement-750d6d46 | apply builds the optimizer as well; it is traced twice then
# %% equivalent: constant-13601bd2 | one sample more in a batch does as well; its size is free
# %% equivalent: constant-0292f165 | no dropout is asked for, and the digits are learned without it
# %% equivalent: keyword-e4726f5b | no dropout is asked for, and the digits are learned without it


# %% wrong: as many logits as the labels need | test_output_shape
# breaks: "gives ten logits for each image"
def fit_digits(x, y):
    model = keras.Sequential([
        keras.Input((8, 8, 1)),
        keras.layers.Rescaling(1 / 16),
        keras.layers.Flatten(),
        keras.layers.Dense(96, activation="relu"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(int(y.max()) + 1),
    ])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(0.01), loss)
    model.fit(x, y, batch_size=128, epochs=25, verbose=0)
    return model


# %% right: no gradients: a model that keeps the digits and sums a Gaussian of the distances by class
class _Neighbors(keras.Model):
    def __init__(self, x: np.ndarray, y: np.ndarray) -> None:
        super().__init__()
        known = np.asarray(x, dtype="float32").reshape(len(x), -1)
        self.known = tf.constant(known)
        self.norms = tf.constant(np.sum(known**2, axis=1))
        self.votes = tf.constant(np.eye(10, dtype="float32")[np.asarray(y).astype(int)])

    def call(self, images):
        pixels = tf.reshape(tf.cast(images, tf.float32), (-1, self.known.shape[1]))
        own = tf.reduce_sum(tf.square(pixels), axis=1, keepdims=True)
        squares = own - 2.0 * tf.matmul(pixels, self.known, transpose_b=True) + self.norms
        near = -squares / 80.0
        near = near - tf.reduce_max(near, axis=1, keepdims=True)
        return tf.math.log(tf.matmul(tf.exp(near), self.votes) + 1e-4)


def fit_digits(x: np.ndarray, y: np.ndarray) -> keras.Model:
    model = _Neighbors(x, y)
    model(x[:1])
    return model


# %% wrong: as many logits as the largest label of the training data asks for | test_output_shape
# breaks: "takes such pixels as they are, in a batch of any size, and gives ten logits for each image,"
def fit_digits(x: np.ndarray, y: np.ndarray) -> keras.Model:
    model = build_classifier(tuple(x.shape[1:]), classes=int(np.max(y)) + 1)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(0.01), loss)
    model.fit(x, y, batch_size=128, epochs=25, verbose=0)
    return model


# %% right: a dense network, shuffled epochs, and one compiled step of one's own
def fit_digits(x: np.ndarray, y: np.ndarray) -> keras.Model:
    model = keras.Sequential(
        [
            keras.Input(tuple(x.shape[1:])),
            keras.layers.Rescaling(1 / 16),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dense(10),
        ]
    )
    images = tf.constant(np.asarray(x, dtype="float32"))
    labels = tf.constant(np.asarray(y, dtype="int32"))
    weights = model.trainable_variables
    optimizer = keras.optimizers.Adam(0.005)
    optimizer.build(weights)

    @tf.function(input_signature=[tf.TensorSpec([None], tf.int32)])
    def step(rows):
        with tf.GradientTape() as tape:
            logits = model(tf.gather(images, rows), training=True)
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(
                labels=tf.gather(labels, rows), logits=logits
            )
            loss = tf.reduce_mean(losses)
        optimizer.apply(tape.gradient(loss, weights), weights)

    rng = np.random.default_rng(0)
    steps = 0
    while steps < 600:
        order = rng.permutation(len(x)).astype("int32")
        for start in range(0, len(order), 100):
            step(tf.constant(order[start : start + 100]))
            steps += 1
    return model


# %% wrong: the model subtracts the mean image of the batch it is given: a single image becomes blank | test_accuracy | alone
# breaks: "takes such pixels as they are, in a batch of any size"
class _CenterPixels(keras.layers.Layer):
    def call(self, inputs):
        return (inputs - tf.reduce_mean(inputs, axis=0, keepdims=True)) / 16.0


def fit_digits(x: np.ndarray, y: np.ndarray) -> keras.Model:
    model = keras.Sequential(
        [
            keras.Input(tuple(x.shape[1:])),
            _CenterPixels(),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dense(10),
        ]
    )
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(0.01), loss)
    model.fit(x, y, batch_size=128, epochs=12, verbose=0)
    return model
