# %% [markdown]
# # Transfer learning
#
# Fifty photographs are not enough to learn what an edge is, or a corner, or fur. But somebody has
# learned that already, from a million photographs of other things. *Transfer learning* takes that
# network without its last layer, the *backbone*, puts a new last layer on it, the *head*, and
# trains only what has to be new:
#
#     image ── backbone (learned elsewhere) ── features ── head (new) ── logits
#
# The first half of this topic is that recipe, with the mistakes that everybody makes once:
#
#     freeze                     which layers learn, and what BatchNormalization does meanwhile
#     add_head                   a new head on an old backbone
#     discriminative_step        a small learning rate for old weights, a large one for new ones
#     fine_tune                  first the head, then the top of the backbone
#
# The second half rebuilds five classics of *TensorFlow Addons*, the package in which such things
# lived until it ended in 2024. Some have moved into Keras since, and some have not:
#
#     CyclicalLearningRate       a learning rate that goes up and down
#     gelu                       the activation of most transformers
#     WeightNormalization        length and direction of weights, learned apart
#     SpectralNormalization      a layer that cannot stretch anything
#     CohenKappa                 agreement beyond chance
#
# Backbones with weights are in `keras.applications`; they have to be downloaded. The backbone of
# this topic's last picture is small enough to be trained on the spot: it learns the digits 0 to 4,
# and your code teaches it 5 to 9 from fifty examples. The same code, on random weights, gets
# nowhere in that time.

# %%
import math

import keras
import tensorflow as tf

# %% [markdown]
# ## Freeze
#
# `layer.trainable = False` takes the weights of a layer out of `model.trainable_variables`: no
# optimizer moves them. On a model it sets the flag of every layer inside.
#
# BatchNormalization is the layer that goes on moving. Its moving mean and variance are no matter of
# the optimizer: they are updated by every call with `training=True`. Two switches look alike here:
#
#     layer.trainable = False          BatchNormalization runs in inference: nothing moves at all
#                                      (a special rule of Keras, for this one kind of layer)
#     layer(x, training=False)         the same for this call, whatever `trainable` says
#
# The special rule is gone as soon as you thaw the layer again. So a common recipe for the second
# stage is: thaw the last layers of the backbone, *but no BatchNormalization*. Ten images in a batch
# are a poor estimate of mean and variance; the old statistics come from a million.
#
# Two traps: as long as `model.trainable` itself is False, `model.trainable_variables` is empty,
# whatever the layers inside say. And `layers[-top:]` is everything if `top` is 0.


# %%
def freeze(model: keras.Model, top: int = 0) -> keras.Model:
    """Freeze a model, except for the last `top` layers that count, and return it.

    Layers are counted in the order of model.layers. A model among them does not count, but the
    layers inside it do, in its place, at any depth. Layers without weights do not count.
    keras.layers.BatchNormalization does not count either: it is frozen wherever it stands, so that
    it uses its moving statistics and does not move them, even in a call with training=True.

    If `top` is 0, nothing is trained. If `top` is larger than the number of layers that count, all
    of them are trained. The flags may have any value before.

    Raises ValueError if `top` is negative.

    >>> layers = keras.layers
    >>> parts = [layers.Dense(3), layers.Dense(4), layers.BatchNormalization(), layers.Dense(1)]
    >>> model = keras.Sequential([keras.Input((2,)), *parts])
    >>> [tuple(weight.shape) for weight in freeze(model, top=2).trainable_variables]
    [(3, 4), (4,), (4, 1), (1,)]
    """
    # TODO 1: refuse a negative number.
    # TODO 2: all layers in a row, with those of inner models in their place.
    # TODO 3: the layers that count, and which of them are trained.
    # TODO 4: all the flags.
    raise NotImplementedError("freeze")


# %% [markdown]
# ## A new head
#
# A backbone for images ends in a small picture with many channels, (batch, h, w, c).
# `keras.layers.GlobalAveragePooling2D` makes c features of it; a Dense layer on top makes logits.
#
# In between, the backbone has to run in inference: the head should see the same features in
# training as later. `backbone.trainable = False` sees to it for BatchNormalization, but not for
# Dropout, and no longer if the backbone is thawed. So say `training=False` when you call it. But
# where?
#
#     backbone(inputs, training=False)     in a graph of Keras's functional API: in Keras 3 it is
#                                          overruled by model(x, training=True), so by every fit
#     backbone(inputs, training=False)     in the `call` of a layer of your own: it holds
#
# A layer of your own that keeps another one still needs four lines, and lists its weights.
#
# A `keras.Sequential` without an Input has no weights until it is called. Put a head on such a
# backbone and Keras builds it on the spot, with random weights: the training runs, the loss falls a
# little, and nobody notices that nothing was transferred. (Weights that you load *before* that go
# nowhere.) So look before you build on it: `backbone.built`.


# %%
def add_head(backbone: keras.Model, classes: int) -> keras.Model:
    """Put a new head on a backbone: the backbone's inputs -> logits (batch, classes).

    The backbone gives features (batch, c) or a picture of them (batch, h, w, c). A picture is
    averaged over h and w. One keras.layers.Dense, with a bias and no activation, turns c features
    into logits.

    The backbone is a part of the new model, not a copy. It is frozen: only the kernel and the bias
    of the head are trained. It runs in inference even in a call with training=True. Its
    BatchNormalization layers use their moving statistics and do not move them. Its Dropout layers
    drop nothing. All this holds even if backbone.trainable is set to True later.

    Raises ValueError if the backbone was never built.

    >>> backbone = keras.Sequential([keras.Input((8, 8, 1)), keras.layers.Conv2D(4, 3)])
    >>> model = add_head(backbone, 5)
    >>> model.output_shape, [tuple(weight.shape) for weight in model.trainable_variables]
    ((None, 5), [(4, 5), (5,)])
    """
    # TODO 1: refuse a backbone without weights, and freeze the others.
    # TODO 2: a layer that calls the backbone in inference, whatever is said outside.
    # TODO 3: one vector of features for each image, and the head.
    raise NotImplementedError("add_head")


# %% [markdown]
# ## Two learning rates
#
# New weights are random and have far to go. Old weights are good and must not be thrown away: one
# large step, driven by the errors of a random head, destroys them. One learning rate cannot suit
# both. *Discriminative* learning rates (Howard and Ruder, 2018) give each part of a network its
# own; two parts are enough here:
#
#     tape ── gradients of the backbone's variables ── slow.apply
#         └── gradients of all other variables ─────── fast.apply
#
# Both come from one pass. If you step with one optimizer and then compute the gradients for the
# other, the second one sees another network.
#
# An optimizer belongs to the list of variables that it was built with: give it the same ones in the
# same order at each step. A variable has no `==` that you want: compare with `is`, or with
# `id(variable)`.


# %%
def discriminative_step(
    model: keras.Model,
    backbone: keras.Model,
    loss_fn: keras.losses.Loss,
    slow: keras.optimizers.Optimizer,
    fast: keras.optimizers.Optimizer,
    x: tf.Tensor,
    y: tf.Tensor,
) -> tf.Tensor:
    """Take one training step with two optimizers; return the loss before it, a float32 scalar.

    `slow` moves the trainable variables of `backbone`, a layer of the model, and `fast` the other
    trainable variables of the model. Frozen variables stay. If the whole backbone is frozen, `slow`
    does nothing.

    The loss is loss_fn(y, model(x, training=True)) plus the sum of model.losses. The model is
    called once, and both optimizers use the slopes at the weights before the step. They keep their
    state from step to step, momentum for instance. Works in a tf.function that runs many times.

    >>> backbone = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False)])
    >>> model = keras.Sequential([backbone, keras.layers.Dense(1, use_bias=False)])
    >>> model.set_weights([tf.constant([[2.0]]), tf.constant([[3.0]])])
    >>> mse, x, y = keras.losses.MeanSquaredError(), tf.constant([[1.0]]), tf.constant([[5.0]])
    >>> slow, fast = keras.optimizers.SGD(0.125), keras.optimizers.SGD(0.5)
    >>> float(discriminative_step(model, backbone, mse, slow, fast, x, y))
    1.0
    >>> [float(weight[0, 0]) for weight in model.get_weights()]
    [1.25, 1.0]
    """
    # TODO 1: the loss under a tape, with all that model.losses adds.
    # TODO 2: the two lists of variables, and their gradients from one pass.
    # TODO 3: both optimizers.
    raise NotImplementedError("discriminative_step")


# %% [markdown]
# ## Two stages
#
# With `fit` the recipe needs no loop of your own. It has two stages:
#
#     1   backbone frozen           large learning rate     the head learns to read the features
#     2   top of the backbone too   small learning rate     the features learn to suit the head
#
# The first stage protects the second one: as long as the head is random, its gradients are noise
# for the backbone.
#
# What `trainable` says is read when `fit` traces its training step: once after each `compile`. If
# you change a flag later, the next `fit` goes on with the old step: your thawed layers do not move,
# and no error says so. So the order is always: flags, `compile`, `fit`. A new `compile` also means
# a new optimizer, and that is what you want: the old one was made for the old list of variables.


# %%
def fine_tune(
    model: keras.Model,
    backbone: keras.Model,
    x: tf.Tensor,
    y: tf.Tensor,
    epochs: tuple[int, int],
    rates: tuple[float, float],
    top: int = 1,
    batch_size: int = 32,
) -> list[list[float]]:
    """Train a head, then the top of its backbone too, on x (n, ...) and integer labels y (n,).

    The model turns x into logits (n, classes), and `backbone` is one of its layers.

    - Stage 1: the whole backbone is frozen; the rest is trained for epochs[0] epochs.
    - Stage 2: the backbone is as `freeze(backbone, top)` leaves it; it and the rest are trained for
      epochs[1] more epochs.

    Each stage compiles the model anew. The optimizer is keras.optimizers.SGD without momentum, at
    the learning rate rates[0], then rates[1]. The loss is the sparse categorical crossentropy from
    logits. Each stage calls fit with batch_size.

    The result is a list of two lists of Python floats. They hold the loss of each epoch as fit
    reports it. A stage of 0 epochs changes nothing, and its list is empty.

    >>> backbone = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, use_bias=False)])
    >>> model = keras.Sequential([backbone, keras.layers.Dense(2, use_bias=False)])
    >>> model.set_weights([tf.eye(2), tf.zeros((2, 2))])
    >>> x, y = tf.constant([[1.0, 0.0], [0.0, 1.0]]), tf.constant([0, 1])
    >>> stages = fine_tune(model, backbone, x, y, epochs=(2, 1), rates=(0.5, 0.1))
    >>> [[round(loss, 4) for loss in losses] for losses in stages]
    [[0.6931, 0.5759], [0.4859]]
    """
    # TODO 1: for each stage the flags, and only then compile.
    # TODO 2: fit, without a word on the screen.
    # TODO 3: the losses of each epoch.
    raise NotImplementedError("fine_tune")


# %% [markdown]
# ## A learning rate that goes up and down
#
# Which learning rate is right? Smith (2017) answers: all of them, in turn. A small rate finds the
# bottom of a valley, and a large one gets out of it again, so let the rate swing between the two:
#
#     high |    /\            /\                 half_cycle steps up,
#          |   /  \          /  \                half_cycle steps down
#          |  /    \   or   /    \    /\
#     low  |_/______\__    /______\__/__\_       shrink < 1: each triangle is lower
#          0  n  2n  3n    0  n  2n  3n 4n       than the one before
#
# A *schedule* is an object that Keras's optimizers ask for the rate of each step. It is given the
# optimizer's counter, an integer tensor, and inside `fit` it is asked in a graph: there the step
# has no value yet, and Python's `if` and `float()` are of no use.
#
# float32 holds whole numbers only up to 2^24, about 17 million. If you turn a larger step into
# float32 first, every second step is lost. Find the place within the cycle in integers
# (`step % n`) and divide then.
#
# Addons: `tfa.optimizers.TriangularCyclicalLearningRate`. Keras has other schedules, in
# `keras.optimizers.schedules`.


# %%
class CyclicalLearningRate(keras.optimizers.schedules.LearningRateSchedule):
    """Let the learning rate swing between `low` and `high`, in triangles.

    A cycle is 2 * half_cycle steps. In cycle k (k = 0, 1, ...) the rate is `low` at the first step,
    rises along a straight line to low + (high - low) * shrink^k after half_cycle steps, and falls
    along a straight line back to `low`, at the first step of the next cycle.

    `schedule(step)` returns the rate of a step, a float32 scalar. Steps count from 0. A step is a
    Python int, or a tensor of int32 or int64 with the shape (). The rate is right for steps of more
    than 2^24 too. Works in tf.function, for a step that is not known. `get_config()` returns the
    four arguments, and `from_config` makes the same schedule of them.

    Raises ValueError if half_cycle is less than 1.

    >>> schedule = CyclicalLearningRate(0.25, 1.25, half_cycle=4, shrink=0.5)
    >>> [float(schedule(step)) for step in range(0, 17, 2)]
    [0.25, 0.75, 1.25, 0.75, 0.25, 0.5, 0.75, 0.5, 0.25]
    """

    # TODO 1: in __init__, refuse a bad half_cycle and keep the settings.
    # TODO 2: in __call__, the number of the cycle and the place in it, in integers.
    # TODO 3: in __call__, the height of the triangle at that place.
    # TODO 4: in get_config, the four settings.

    def __init__(self, low: float, high: float, half_cycle: int, shrink: float = 1.0) -> None:
        """Keep the settings."""
        raise NotImplementedError("CyclicalLearningRate")

    def __call__(self, step: int | tf.Tensor) -> tf.Tensor:
        """Return the learning rate of a step."""
        raise NotImplementedError("CyclicalLearningRate")

    def get_config(self) -> dict:
        """Return the settings."""
        raise NotImplementedError("CyclicalLearningRate")


# %% [markdown]
# ## GELU
#
# ReLU asks whether x is positive. GELU (Hendrycks and Gimpel, 2016) asks how sure that is: it
# multiplies x by the probability that a standard normal number is smaller than x:
#
#     gelu(x) = x * P(Z <= x) = x / 2 * (1 + erf(x / sqrt(2)))
#
#     x       -3        -1        0      1        3
#     relu     0         0        0      1        3
#     gelu    -0.004    -0.159    0      0.841    2.996
#
# It is smooth, and it has a small dip left of 0. erf was slow on early accelerators, so BERT and
# GPT-2 used an approximation by tanh. The two differ by up to 0.0005: load weights that were
# trained with one into a network with the other, and each layer's outputs are slightly off.
#
# Far left, 1 + erf(...) is 1 - 0.9999999, and float32 has no digit left. `tf.math.erfc` is 1 - erf,
# computed without that subtraction: erf(z) = 1 - erfc(z), and erfc(-z) = 1 + erf(z).
#
# In Keras: `keras.activations.gelu`, with the argument `approximate`.


# %%
def gelu(x: tf.Tensor, approximate: bool = False) -> tf.Tensor:
    """Return the Gaussian error linear unit of each element: (...) -> (...).

        gelu(x) = x / 2 * (1 + erf(x / sqrt(2)))
        gelu(x) = x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3)))    if approximate=True

    The result has the dtype of x, float32 or float64. Without approximate it is right to 0.01 % of
    itself down to x = -10, where it is about -8e-23. The gradient in x is that of the formula.
    Works in tf.function too. Use neither tf.nn.gelu nor anything of keras.

    >>> x = tf.constant([-1.0, 0.0, 1.0, 3.0])
    >>> [round(float(value), 4) for value in gelu(x)]
    [-0.1587, 0.0, 0.8413, 2.996]
    >>> [round(float(value), 4) for value in gelu(x, approximate=True)]
    [-0.1588, 0.0, 0.8412, 2.9964]
    """
    # TODO 1: the exact one, right far left too.
    # TODO 2: the approximation.
    raise NotImplementedError("gelu")


# %% [markdown]
# ## Length and direction
#
# A unit of a Dense layer has a column of weights. Its *direction* says what the unit looks for, and
# its *length* how loudly it reports. *Weight normalization* (Salimans and Kingma, 2016) makes two
# parameters of them:
#
#     column of the kernel = g * v / |v|          g, a number: the length
#                                                 v, a vector: the direction
#
# The longer v is, the smaller its gradient: training finds a step size for each unit by itself. No
# statistics of a batch are in it, so it works for batches of one, and nothing has to be switched
# off for inference.
#
# The division has to be a part of *each call*, under the tape. If you assign the normalized kernel
# to the layer instead, the output is right, but the gradient does not know of the division.
#
# Each column has its own length: the sum of squares goes down the column, over axis 0. If g begins
# as |v|, the wrapped layer computes what it computed before. So a trained layer can be wrapped.
#
# Addons: `tfa.layers.WeightNormalization`. PyTorch: `torch.nn.utils.parametrizations.weight_norm`.


# %%
class WeightNormalization(keras.layers.Layer):
    """Wrap a Dense layer, with length and direction of its kernel apart: (..., n) -> (..., units).

        outputs = activation(inputs @ kernel + bias)
        kernel = g * v / |v|    for each column: |v| is the root of its sum of squares

    The attribute `layer` is the keras.layers.Dense that was given; v (n, units) is its kernel, and
    bias and activation are its own too; it may have been made with use_bias=False. The layer may be
    built already, or not.

    The attribute `g` (units,) is a weight that begins as |v|, so a layer that is wrapped gives the
    same outputs as before. g, v and the bias are trained, and there are no other weights. A call
    changes none of them. The gradients in the inputs and in all weights are those of the formula.

    >>> dense = keras.layers.Dense(1)
    >>> dense.build((None, 2))
    >>> dense.set_weights([tf.constant([[3.0], [4.0]]), tf.constant([1.0])])
    >>> layer = WeightNormalization(dense)
    >>> layer(tf.constant([[1.0, 2.0]])).numpy().round(4).tolist(), layer.g.numpy().tolist()
    ([[12.0]], [5.0])
    >>> _ = layer.g.assign([10.0])
    >>> layer(tf.constant([[1.0, 2.0]])).numpy().round(4).tolist()
    [[23.0]]
    """

    # TODO 1: in __init__, keep the layer.
    # TODO 2: in build, build the layer if it is not, and make g.
    # TODO 3: in call, the kernel, and what a Dense layer does with it.

    def __init__(self, layer: keras.layers.Dense, **kwargs) -> None:
        """Keep the layer."""
        raise NotImplementedError("WeightNormalization")

    def build(self, input_shape: tuple) -> None:
        """Make g."""
        raise NotImplementedError("WeightNormalization")

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return the outputs."""
        raise NotImplementedError("WeightNormalization")


# %% [markdown]
# ## A layer that cannot stretch
#
# How much can a matrix lengthen a vector? At most by its largest *singular value*, sigma. Divide
# the kernel by sigma and the layer makes no vector longer, and no gradient on the way back.
# Discriminators of GANs need that (Miyato and others, 2018), and fine-tuning on few samples gains.
#
# A singular value decomposition at each step would be slow. *Power iteration* is one product of
# matrix and vector: whatever u you begin with, W^T W pulls it towards the direction that W
# stretches most.
#
#     u <- W^T W u, scaled to length 1            sigma = |W u|
#
# The weights change little from step to step, so u is kept, and one iteration a step keeps up.
# Inference must not move u: else a prediction depends on how many were asked for before it.
#
# Keras has `keras.layers.SpectralNormalization`. Up to Keras 3.15 at least it overwrites the kernel
# by the normalized one in each training step; the kernel itself should stay as the optimizer left
# it.


# %%
class SpectralNormalization(keras.layers.Layer):
    """Wrap a Dense layer, whose kernel W is divided by its largest singular value, about.

        outputs = activation(inputs @ (W / sigma) + bias)    sigma = |W u|, the length of W @ u

    The attribute `layer` is the keras.layers.Dense that was given; W (n, units), bias and
    activation are its own; it may have been made with use_bias=False. The layer may be built
    already, or not.

    The attribute `u` (units,) is a weight that is not trained. It begins as a random vector of
    length 1. A call with training=True first replaces u by W^T @ (W @ u), divided by its own
    length. Any other call leaves u alone. No call changes W. In the gradients u is a constant, but
    sigma is not: it depends on W.

    >>> dense = keras.layers.Dense(2, use_bias=False)
    >>> dense.build((None, 2))
    >>> dense.set_weights([tf.constant([[0.0, 2.0], [4.0, 0.0]])])
    >>> layer = SpectralNormalization(dense)
    >>> for _ in range(20):
    ...     outputs = layer(tf.constant([[1.0, 1.0]]), training=True)
    >>> outputs.numpy().round(3).tolist()
    [[1.0, 0.5]]
    """

    # TODO 1: in __init__, keep the layer.
    # TODO 2: in build, build the layer if it is not, and make u.
    # TODO 3: in call, move u in training; read it again, so that it is a constant.
    # TODO 4: in call, divide the kernel, and do what a Dense layer does with it.

    def __init__(self, layer: keras.layers.Dense, **kwargs) -> None:
        """Keep the layer."""
        raise NotImplementedError("SpectralNormalization")

    def build(self, input_shape: tuple) -> None:
        """Make u."""
        raise NotImplementedError("SpectralNormalization")

    def call(self, inputs: tf.Tensor, training: bool = False) -> tf.Tensor:
        """Return the outputs."""
        raise NotImplementedError("SpectralNormalization")


# %% [markdown]
# ## Agreement beyond chance
#
# Ninety of a hundred images show no tumour. A model that always says "no tumour" is right in 90 %,
# and knows nothing. Cohen (1960) asks how much better an agreement is than that of two raters who
# guess, each with their own habits:
#
#                    predicted                observed    O[i, j] = share of samples with truth i
#                    0     1                                        and prediction j
#     truth 0      O[0,0] O[0,1]   r[0]       by chance   E[i, j] = r[i] * c[j]
#     truth 1      O[1,0] O[1,1]   r[1]
#                   c[0]   c[1]               kappa = 1 - sum of w * O / sum of w * E
#
# w is the price of a confusion. If every confusion costs the same, w is 1 off the diagonal. If
# classes have an order (grades of a disease, stars of a review), a miss by three is worse than a
# miss by one: w = |i - j|, or its square.
#
# kappa is 1 for perfect agreement, 0 for what chance would give, and below 0 for less than that.
#
# kappa of an epoch is not the mean of its batches' kappas. A metric with a state keeps what can be
# added up, here the counts, and divides only in `result`.
#
# Addons: `tfa.metrics.CohenKappa`. scikit-learn: `sklearn.metrics.cohen_kappa_score`.


# %%
class CohenKappa(keras.metrics.Metric):
    """Keep Cohen's kappa over all samples since the start or the last reset_state().

        kappa = 1 - sum of w * O / sum of w * E

    O[i, j] is the share of the samples with the label i and the prediction j, and E[i, j] is the
    share with the label i times the share with the prediction j. The weights w[i, j] are:

        weighting=None           1 if i and j differ, else 0
        weighting="linear"       |i - j|
        weighting="quadratic"    (i - j)^2

    `update_state(y_true, y_pred, sample_weight=None)` takes labels (batch,), which are int32, int64
    or uint8 in 0 .. classes - 1, and scores (batch, classes). The prediction is the class with the
    largest score. With sample_weight (batch,) a sample counts as often as its weight says.

    `result()` is a float32 scalar. It is 0 if the sum of w * E is 0, as it is without any sample.
    Works in tf.function too. Raises ValueError for any other weighting.

    >>> kappa = CohenKappa(classes=2)
    >>> scores = tf.constant([[0.9, 0.1], [0.2, 0.8], [0.3, 0.7]])
    >>> kappa.update_state(tf.constant([0, 0, 1]), scores)
    >>> kappa.update_state(tf.constant([1]), tf.constant([[0.4, 0.6]]))
    >>> float(kappa.result())
    0.5
    """

    # TODO 1: in __init__, refuse an unknown weighting, and make the counts.
    # TODO 2: in update_state, add each sample to the counts.
    # TODO 3: in result, both sums and their quotient.

    def __init__(
        self, classes: int, weighting: str | None = None, name: str = "kappa", **kwargs
    ) -> None:
        """Make the counts."""
        raise NotImplementedError("CohenKappa")

    def update_state(
        self, y_true: tf.Tensor, y_pred: tf.Tensor, sample_weight: tf.Tensor | None = None
    ) -> None:
        """Count some samples."""
        raise NotImplementedError("CohenKappa")

    def result(self) -> tf.Tensor:
        """Return kappa of all samples so far."""
        raise NotImplementedError("CohenKappa")


# %% [markdown]
# ## What to read next
#
# - Keras's guide [Transfer learning and
#   fine-tuning](https://keras.io/guides/transfer_learning/): the recipe of this topic on real
#   photographs, with a word on BatchNormalization.
# - [How transferable are features in deep neural networks?](https://arxiv.org/abs/1411.1792): cut a
#   network at every layer and see what is general and what is not.
# - [Universal Language Model Fine-tuning](https://arxiv.org/abs/1801.06146): discriminative rates
#   and gradual thawing, in the paper that brought them to texts.
# - [Cyclical Learning Rates](https://arxiv.org/abs/1506.01186),
#   [GELU](https://arxiv.org/abs/1606.08415), [Weight
#   Normalization](https://arxiv.org/abs/1602.07868) and [Spectral
#   Normalization](https://arxiv.org/abs/1802.05957), each of them short.
# - Topic 08, where `freeze_until` freezes by name, and topic 05, where you built the
#   BatchNormalization that has to be kept still.
