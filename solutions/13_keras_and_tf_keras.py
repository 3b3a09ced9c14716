# %% [markdown]
# # Keras and tf.keras
#
# For five years `tf.keras` *was* Keras: one library that knew one engine, TensorFlow. Since
# TensorFlow 2.16, Keras is a package of its own again, version 3, and runs on TensorFlow, JAX or
# PyTorch. `import keras` and `tf.keras` give you the same classes; the old library lives on as the
# package `tf_keras`.
#
#     2015   keras 1, 2     several engines (Theano, TensorFlow, CNTK)
#     2019   tf.keras       Keras 2 inside of TensorFlow 2, only there
#     2023   keras 3        a new Keras over TensorFlow, JAX and PyTorch
#     2024   TensorFlow 2.16: tf.keras is keras 3; Keras 2 is called tf_keras
#
# Two things follow. Code written in `keras.ops` runs on every engine, and inside a model's
# graph of layers too. And ten years of programs, books and answers on the web are written for
# Keras 2: much of it still runs, some of it raises, and some of it runs and does something else.
# In this topic you write four pieces that run everywhere, and port three that are old.

# %%
from typing import Any

import keras
import tensorflow as tf

# %% [markdown]
# ## Which Keras is this?
#
# Before you port a program, find out what runs it. Up to three modules answer to the name:
#
#     import keras         the package keras: Keras 3
#     tf.keras             the same classes, handed out by TensorFlow
#     import tf_keras      the package tf_keras: Keras 2, if somebody installed it
#
# They agree by default only. With `TF_USE_LEGACY_KERAS=1` in the environment, `tf.keras` *is*
# tf_keras, and a layer of one library does not fit into a model of the other. Then
# `isinstance(layer, keras.layers.Layer)` is False for a layer that looks just right. An answer from
# memory is worth nothing here: ask the modules. Each has a `__version__`, and
# `keras.config.backend()` names the engine (the environment variable may have come too late).


# %%
def which_keras() -> dict[str, Any]:
    """Return facts about the Keras that runs, each asked from its module, anew in every call:

        "keras"         the `__version__` of the module keras
        "tf.keras"      the `__version__` of the module tf.keras
        "tf_keras"      the `__version__` of the package tf_keras; None if its import fails
        "generation"    the first number of the version of tf.keras, as a number
        "backend"       the name of the engine that keras computes with, a string
        "shared"        True if tf.keras.layers.Dense and keras.layers.Dense are one class

    The environment's variables and pip's records may say something else, and do not count.

    >>> facts = which_keras()
    >>> facts["generation"], facts["backend"], facts["shared"]
    (3, 'tensorflow', True)
    """
    # TODO 1: the version of tf_keras, if there is one.
    # TODO 2: the facts, each asked from the module that knows it.
    ### BEGIN SOLUTION
    try:
        import tf_keras

        legacy = tf_keras.__version__
    except ImportError:
        legacy = None
    return {
        "keras": keras.__version__,
        "tf.keras": tf.keras.__version__,
        "tf_keras": legacy,
        "generation": int(tf.keras.__version__.split(".")[0]),
        "backend": keras.config.backend(),
        "shared": tf.keras.layers.Dense is keras.layers.Dense,
    }
    ### END SOLUTION


# %% [markdown]
# ## One softmax for every engine
#
# `keras.ops` has NumPy's functions (`exp`, `sum`, `where`, `matmul`, ...) and those of neural
# networks. The engine computes them; you choose it before the import, with the environment variable
# `KERAS_BACKEND`. The same function then takes three kinds of arguments:
#
#     a tensor of the engine       keras.ops.exp computes now
#     a tensor inside a graph      keras.ops.exp adds to the graph (tf.function, XLA, jax.jit)
#     a keras.KerasTensor          keras.ops.exp becomes a layer of a functional model
#
# A KerasTensor has a shape and a dtype, and no values. `keras.Input((4,))` is one; its shape is
# `(None, 4)`, since nobody knows the batch size yet. `tf.exp`, `np.exp`, `float(x)`, `if x > 0`
# and `for row in x` all ask for values, and raise. So does arithmetic with the `None` of the shape.
#
# Softmax is exp(x) / sum(exp(x)). In float32, exp(89) is infinite already. Subtract the largest
# number first: that changes nothing in the quotient, and everything for the computer.


# %%
def softmax(x: keras.KerasTensor, axis: int = -1) -> keras.KerasTensor:
    """Return exp(x) divided by its sum along axis: any shape -> that shape and dtype.

    `x` is floating, float16 and bfloat16 included, of rank 1 or more; `axis` may be negative. Right
    for numbers of any size, even 10,000 and -10,000; a share as small as 1e-30 is right too (in
    float32 and float64); -inf gives 0 itself. The gradient in x is the formula's. Works on a
    keras.KerasTensor of unknown sizes and in tf.function with jit_compile=True too. Write it in
    keras.ops and Python only: no tf, and nothing that is called softmax, log_softmax, logsumexp or
    Softmax.

    >>> x = keras.ops.array([[0.0, 0.0], [1000.0, 0.0]])
    >>> keras.ops.convert_to_numpy(softmax(x)).tolist()
    [[0.5, 0.5], [1.0, 0.0]]
    """
    # TODO 1: the exponentials, none of them infinite.
    # TODO 2: each one's share of their sum along the axis.
    ### BEGIN SOLUTION
    odds = keras.ops.exp(x - keras.ops.max(x, axis=axis, keepdims=True))
    return odds / keras.ops.sum(odds, axis=axis, keepdims=True)
    ### END SOLUTION


# %% [markdown]
# ## The angle between two vectors
#
# The cosine similarity compares two embeddings by direction, whatever their lengths:
#
#     cos = sum(x * y) / (|x| * |y|)         1 same direction, 0 at a right angle, -1 opposite
#
# Look at the sign: `keras.losses.cosine_similarity` returned minus this number in Keras 2 and still
# does, because a loss is minimized; `keras.metrics.CosineSimilarity` does not.
#
# The trap is the zero vector: padding gives you one per batch. 0 / 0 is NaN, and so is the slope of
# a root at 0. `keras.ops.where(condition, a, b)` computes both sides and differentiates both, so
# put a harmless number under the root and into the quotient *before*, and choose the result
# *after*, with a second `where`. A small number added below the line does neither: it is too large
# for short vectors, and leaves an enormous slope at 0.


# %%
def cosine_similarity(x: keras.KerasTensor, y: keras.KerasTensor) -> keras.KerasTensor:
    """Return the cosine of the angle between vectors: (..., n), (..., n) -> (...).

    sum(x * y) / (|x| * |y|) along the last axis; both inputs have the same shape, of rank 1 or
    more, and one dtype, float32 or float64, which the result has too. Right for vectors of a length
    from 1e-6 to 1e6. If x or y is the zero vector, the cosine is 0, and so are its gradients in x
    and y; elsewhere the gradients are the formula's. Works on a keras.KerasTensor of unknown sizes
    too, and in tf.function with jit_compile=True, with the same gradients. Write it in keras.ops
    and Python only: no tf, nothing of keras.losses or keras.metrics.

    >>> x = keras.ops.array([[3.0, 4.0], [0.0, 0.0]])
    >>> y = keras.ops.array([[-6.0, -8.0], [1.0, 2.0]])
    >>> keras.ops.convert_to_numpy(cosine_similarity(x, y)).tolist()
    [-1.0, 0.0]
    """
    # TODO 1: the product of the two lengths; a harmless number where it is 0.
    # TODO 2: the cosine; 0 where a vector is zero.
    ### BEGIN SOLUTION
    squares = [keras.ops.sum(v * v, axis=-1) for v in (x, y)]
    defined = keras.ops.logical_and(squares[0] > 0.0, squares[1] > 0.0)
    lengths = [keras.ops.sqrt(keras.ops.where(defined, square, 1.0)) for square in squares]
    cosine = keras.ops.sum(x * y, axis=-1) / lengths[0] / lengths[1]
    return keras.ops.where(defined, cosine, 0.0)
    ### END SOLUTION


# %% [markdown]
# ## Who looks at whom
#
# Attention asks for each query which keys it should look at. The scores are scaled inner products,
# and a softmax over the keys turns them into weights:
#
#     query (batch, q, d)  \
#                           matmul -> (batch, q, k) / sqrt(d) -> softmax over k -> weights
#     key   (batch, k, d)  /                    ^
#     mask  (batch, k)      ____________________/   False: this key is padding
#
# A mask must act *before* the softmax, or the rest no longer adds up to 1. The usual recipe
# replaces masked scores by a very negative number, whose exponential is 0. Two things break it. In
# float16 nothing finite is below -65504, so that minus a billion is minus infinity, and 0 times
# that is NaN. And a row in which *every* place is masked has no softmax: it gives 1 / k everywhere,
# or NaN.
#
# Batch and lengths are unknown in a model of KerasTensors, d is not: `query.shape[-1]` is a number.
# `keras.ops.swapaxes` and `keras.ops.expand_dims` need no sizes at all.


# %%
def attention_scores(
    query: keras.KerasTensor, key: keras.KerasTensor, mask: keras.KerasTensor | None = None
) -> keras.KerasTensor:
    """Return each query's weights of the keys: (batch, q, d), (batch, k, d) -> (batch, q, k).

    The weights are the softmax, over the keys, of the inner products of query and key, divided by
    sqrt(d). They have the dtype that query and key share (float16, float32 or float64), in which
    all of it may be computed. `mask` (batch, k) is bool: a key whose mask is False has the weight
    0, and takes no part in the softmax. If a sample's mask is False for every key, all its weights
    are 0. Scores may be anything from -10,000 to 10,000, in float16 from -1,000 to 1,000, those of
    masked keys too. The gradients in query and key are the formula's; those of a sample without
    keys are 0. Works on a keras.KerasTensor of unknown batch and lengths and in tf.function with
    jit_compile=True too. Write it in keras.ops and Python only (your own softmax is welcome): no
    tf, no keras.ops.dot_product_attention.

    >>> query, key = keras.ops.ones((1, 1, 4)), keras.ops.ones((1, 3, 4))
    >>> mask = keras.ops.array([[True, False, True]])
    >>> keras.ops.convert_to_numpy(attention_scores(query, key, mask)).tolist()
    [[[0.5, 0.0, 0.5]]]
    """
    # TODO 1: the scaled products of each query with each key.
    # TODO 2: masked scores out of the softmax's way.
    # TODO 3: the weights; nothing for a masked key.
    ### BEGIN SOLUTION
    scores = keras.ops.matmul(query, keras.ops.swapaxes(key, -1, -2)) / query.shape[-1] ** 0.5
    if mask is None:
        return softmax(scores)
    keep = keras.ops.expand_dims(mask, 1)
    weights = softmax(keras.ops.where(keep, scores, float("-inf")))
    return keras.ops.where(keep, weights, 0.0)
    ### END SOLUTION


# %% [markdown]
# ## A layer for every engine
#
# A layer written in `keras.ops` runs everywhere too; weights come from `self.add_weight`. RMSNorm
# is the normalization of most large language models: layer normalization without the mean.
#
#     rms = sqrt(mean(x * x) + epsilon)          output = x / rms * scale
#
# Half precision makes it interesting. In float16 the square of 300 is infinite, so the output would
# be 0; a small x has squares that are 0. Networks in mixed precision therefore compute the *mean of
# the squares* in float32 and come back afterwards. `keras.backend.result_type("float16",
# "float32")` is `"float32"`, and with `"float64"` in place of `"float16"` it stays `"float64"`.
#
# Inside of `call` a layer gets its inputs in its own `compute_dtype` already. While a functional
# model is built, they are symbolic: they have a shape and a dtype, and no values yet.


# %%
@keras.saving.register_keras_serializable(package="kata")
class RMSNorm(keras.layers.Layer):
    """Divide each vector by its root mean square: (..., n) -> (..., n), in the layer's dtype.

    The output is x / sqrt(mean(x * x) + epsilon) * scale; the mean runs along the last axis, at any
    rank from 2. There is one weight, scale: n trained numbers, ones at first. Inputs of a float16
    layer may be as large as 10,000 and as small as 0.001: mean and root are computed in float32
    there. A float64 layer computes in float64. Works with an unknown batch size and length. A
    saved model with this layer predicts the same when it is loaded again.
    Write it in keras.ops and Python only: no tf, no keras.layers.RMSNormalization,
    keras.layers.LayerNormalization, keras.ops.rms_normalization or keras.ops.layer_normalization.

    >>> layer = RMSNorm(epsilon=0.0)
    >>> x = keras.ops.array([[0.0, 0.0, 0.0, 2.0], [4.0, 4.0, 4.0, -4.0]])
    >>> keras.ops.convert_to_numpy(layer(x)).round(4).tolist()
    [[0.0, 0.0, 0.0, 2.0], [1.0, 1.0, 1.0, -1.0]]
    """

    # TODO 1: __init__ keeps epsilon; build makes the weight.
    # TODO 2: call divides by the root mean square, computed widely enough, and scales.
    # TODO 3: get_config adds epsilon.

    def __init__(self, epsilon: float = 1e-6, **kwargs) -> None:
        """Keep epsilon; pass the other keywords (`name`, `dtype`) to the base class."""
        ### BEGIN SOLUTION
        super().__init__(**kwargs)
        self.epsilon = epsilon
        ### END SOLUTION

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Make the weight for inputs of this shape, (..., n)."""
        ### BEGIN SOLUTION
        self.scale = self.add_weight(shape=(input_shape[-1],), initializer="ones", name="scale")
        ### END SOLUTION

    def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
        """Return the normalized and scaled inputs: (..., n) -> (..., n)."""
        ### BEGIN SOLUTION
        wide = keras.ops.cast(inputs, keras.backend.result_type(inputs.dtype, "float32"))
        square = keras.ops.mean(wide * wide, axis=-1, keepdims=True)
        unit = wide * keras.ops.rsqrt(square + self.epsilon)
        return keras.ops.cast(unit, inputs.dtype) * self.scale
        ### END SOLUTION

    def get_config(self) -> dict:
        """Return the base class's config and `epsilon`."""
        ### BEGIN SOLUTION
        return super().get_config() | {"epsilon": self.epsilon}
        ### END SOLUTION


# %% [markdown]
# ## Porting a model
#
# This program comes from a book on Keras 2, and every second line of it has changed:
#
#     model = Sequential()
#     model.add(Dense(16, activation="relu", input_shape=(features,), name="hidden"))
#     model.add(Lambda(lambda x: tf.math.l2_normalize(x, axis=-1)))
#     model.add(Dense(classes, name="logits"))
#     model.compile(
#         optimizer=SGD(lr=rate, decay=decay, momentum=0.9),
#         loss=SparseCategoricalCrossentropy(from_logits=True),
#         metrics=["accuracy"],
#     )
#
# | Keras 2 | Keras 3 says | instead |
# | --- | --- | --- |
# | `input_shape=` of a layer | a warning | `keras.Input` comes first |
# | a `tf` function on a `keras.Input` | ValueError | `keras.ops`, or a layer |
# | `Lambda` | nothing, until the file is loaded: ValueError | a layer with a name |
# | `lr=` | ValueError | `learning_rate=` |
# | `decay=` | a warning, and *ignores it* | a schedule of `keras.optimizers.schedules` |
#
# The last one hurts most: the program trains, only differently. In Keras 2, step k (counted from 0)
# had the learning rate rate / (1 + decay * k).


# %%
def port_model(features: int, classes: int, rate: float, decay: float) -> keras.Model:
    """Return the lesson's model for Keras 3, built and ready for fit: (batch, features) -> logits.

    Three layers with the old meaning and names: "hidden", 16 units with ReLU; each sample divided
    by its length (a sample of zeros stays zero); "logits", one for each class. SGD has momentum
    0.9, and step k, from 0, has the learning rate rate / (1 + decay * k). The loss is the sparse
    crossentropy from logits, the metric "accuracy". Making it gives no warning. Saved as .keras,
    keras.models.load_model(path) alone loads it, and it gives the same logits.

    >>> model = port_model(features=4, classes=3, rate=0.5, decay=0.25)
    >>> _ = model.optimizer.iterations.assign(4)
    >>> model.built, model.output_shape, float(model.optimizer.learning_rate)
    (True, (None, 3), 0.25)
    """
    # TODO 1: the layers; an input first, and nothing of tf between them.
    # TODO 2: a learning rate that falls as it used to.
    # TODO 3: optimizer, loss and metric.
    ### BEGIN SOLUTION
    model = keras.Sequential(
        [
            keras.Input((features,)),
            keras.layers.Dense(16, activation="relu", name="hidden"),
            keras.layers.UnitNormalization(),
            keras.layers.Dense(classes, name="logits"),
        ]
    )
    falling = keras.optimizers.schedules.InverseTimeDecay(rate, decay_steps=1, decay_rate=decay)
    model.compile(
        optimizer=keras.optimizers.SGD(falling, momentum=0.9),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model
    ### END SOLUTION


# %% [markdown]
# ## Porting a training step
#
# In Keras 2 a custom step got its loss from `compiled_loss` and its metrics from
# `compiled_metrics`:
#
#     def train_step(self, data):
#         x, y = data
#         with tf.GradientTape() as tape:
#             y_pred = self(x, training=True)
#             loss = self.compiled_loss(y, y_pred, regularization_losses=self.losses)
#         gradients = tape.gradient(loss, self.trainable_variables)
#         gradients, _ = tf.clip_by_global_norm(gradients, 1.0)
#         self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))
#         self.compiled_metrics.update_state(y, y_pred)
#         return {m.name: m.result() for m in self.metrics}
#
# Keras 3 still runs it, with two warnings, and then reports a *wrong loss*: `compiled_metrics` now
# updates all of the model's metrics, and the one named "loss" gets the outputs. Their mean is what
# fit prints as the loss.
#
#     Keras 3                                          what it does
#     keras.utils.unpack_x_y_sample_weight(data)       three values, None if data has fewer
#     model.compute_loss(x, y, y_pred, sample_weight)  compiled loss + model.losses
#     model.metrics                                    first the mean named "loss", then one object
#                                                      with all compiled metrics
#     metric.update_state(loss)                        for the first; (y, y_pred) for the other
#     model.get_metrics_result()                       the logs, each metric by its own name
#
# A function with the model as its first parameter can be a method:
# `class Ported(keras.Model): train_step = port_training_loop`.


# %%
def port_training_loop(model: keras.Model, data: tuple) -> dict[str, tf.Tensor]:
    """Train a compiled model on one batch, as its train_step, and return the logs for fit.

    `data` is (x, y) or (x, y, sample_weight). The loss is the compiled loss of y and the model's
    outputs in training=True, weighed by sample_weight, plus the model's regularization losses. All
    gradients together are clipped to a global norm of 1, as in the lesson; shorter ones stay. The
    model's optimizer applies them once. fit reports "loss", the plain mean over the epoch's batches
    (a smaller batch counts as much as the others), and each compiled metric by its name. No warning
    is given. Works in a graph too (run_eagerly=False).

    >>> class Ported(keras.Model):
    ...     train_step = port_training_loop
    >>> inputs = keras.Input((1,))
    >>> model = Ported(inputs, keras.layers.Dense(1, kernel_initializer="zeros")(inputs))
    >>> model.compile(keras.optimizers.SGD(0.5), "mse")
    >>> history = model.fit(tf.zeros((1, 1)), tf.fill((1, 1), 3.0), verbose=0)
    >>> history.history["loss"], model.get_weights()[1].tolist()
    ([9.0], [0.5])
    """
    # TODO 1: the three parts of data.
    # TODO 2: the whole loss, recorded, and one clipped update.
    # TODO 3: the mean loss and the metrics, each with what it measures.
    ### BEGIN SOLUTION
    x, y, sample_weight = keras.utils.unpack_x_y_sample_weight(data)
    with tf.GradientTape() as tape:
        y_pred = model(x, training=True)
        loss = model.compute_loss(x, y, y_pred, sample_weight)
    variables = model.trainable_variables
    gradients, _ = tf.clip_by_global_norm(tape.gradient(loss, variables), 1.0)
    model.optimizer.apply(gradients, variables)
    for metric in model.metrics:
        if metric.name == "loss":
            metric.update_state(loss)
        else:
            metric.update_state(y, y_pred)
    return model.get_metrics_result()
    ### END SOLUTION


# %% [markdown]
# ## Porting saved models
#
# Keras 2 wrote whole models in two ways, an HDF5 file and a SavedModel folder. Keras 3 has a format
# for each purpose:
#
#     to go on in Keras         model.save("model.keras")       config, weights, optimizer
#     only the weights          model.save_weights("model.weights.h5")
#     to serve without Keras    model.export("folder")          a SavedModel: a graph, no layers
#
# `model.save("folder")` raises now, and so does `save_format="tf"`. `keras.models.load_model` reads
# `.keras` and `.h5`, but no SavedModel folder (`keras.layers.TFSMLayer` calls one).
#
# An old h5 file has one more trap. It stores the loss by name, and for `loss="mse"` Keras 3 looks
# for a class of that name and fails. `compile=False` leaves the settings of training behind: the
# weights are there, and you compile again if you want to train.


# %%
def port_saving(old: str, new: str, folder: str) -> None:
    """Read the model in the h5 file `old`; write it as Keras file `new`, export it to `folder`.

    `old` was written by model.save, whatever the model was trained with, loss="mse" included, and
    stays as it is. keras.models.load_model(new) gives a model with the same outputs, not compiled
    and without an optimizer, whatever loss the old model had. tf.saved_model.load(folder).serve(x)
    gives the same outputs too, for every batch size. Raises ValueError if `new` does not end in
    .keras, before anything is written. Returns None.

    >>> import tempfile
    >>> path = tempfile.mkdtemp()
    >>> dense = keras.layers.Dense(1, kernel_initializer="ones")
    >>> keras.Sequential([keras.Input((2,)), dense]).save(f"{path}/old.h5")
    >>> port_saving(f"{path}/old.h5", f"{path}/new.keras", f"{path}/served")
    >>> served = tf.saved_model.load(f"{path}/served")
    >>> served.serve(tf.constant([[1.0, 2.0]])).numpy().tolist()
    [[3.0]]
    """
    # TODO 1: refuse a wrong name.
    # TODO 2: the old model, without its settings of training.
    # TODO 3: the two new forms.
    ### BEGIN SOLUTION
    if not new.endswith(".keras"):
        raise ValueError(f"a Keras file ends in .keras, not {new}")
    model = keras.models.load_model(old, compile=False)
    model.save(new)
    model.export(folder, verbose=False)
    ### END SOLUTION


# %% [markdown]
# ## What to read next
#
# - [Migrating Keras 2 code to multi-backend Keras
#   3](https://keras.io/guides/migrating_to_keras_3/), the list of all that has changed.
# - The [operations of keras.ops](https://keras.io/api/ops/), with NumPy's names.
# - [Customizing fit with JAX](https://keras.io/guides/custom_train_step_in_jax/): a train_step
#   without a tape, for an engine in which every step is a pure function.
# - Try this: put `KERAS_BACKEND=jax` into the environment of a fresh Python (after `pip install
#   jax`), and run your first four pieces there.
