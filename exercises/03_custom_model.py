# %% [markdown]
# # Custom models
#
# `keras.Sequential` is a chain and the functional API is a graph. Some models are neither: they
# take a pair of inputs apart in Python, choose a path by a setting, or train in a way that `fit`
# does not know. For them you write a class. The reward is that everything else still works: `fit`,
# `evaluate`, callbacks, `save`. You replace only the part that is yours.
#
#     class MyModel(keras.Model):
#         __init__     makes the layers, once, and keeps them as attributes
#         call         computes the output from the inputs, with those layers
#         train_step   one step of fit: loss, gradient, update, logs     (only if yours differs)
#         test_step    one step of evaluate                              (likewise)
#         get_config   the settings, so that a saved model can be made again
#
# A model is a layer with `compile` and `fit` added. What you know of layers holds: you call
# `model(x)` and never `model.call(x)`, and an attribute that is a layer, or a list or a dict of
# layers, is *tracked*: its weights are the model's weights. Keras itself uses a few attribute
# names, among them `layers`, `losses`, `metrics`, `output`, `path` and `weights`; choose other
# names.
#
# In this topic you write six classes: a model with two inputs, a block with a shortcut, a network
# of such blocks, an autoencoder with its own training step, a wrapper that averages weights,
# and a model that can be saved and made again.

# %%
import functools
from collections.abc import Callable, Sequence

import keras
import tensorflow as tf

# %% [markdown]
# ## WideAndDeep
#
# Some features speak for themselves: this user has bought this very product before. Others only
# speak in combination. A linear model remembers the first kind, a deep model generalizes over the
# second, and wide-and-deep trains both as one model:
#
#     deep ── dense, ReLU ── dense, ReLU ──┐
#                                          ├─ concat ── dense ── output
#     wide ────────────────────────────────┘
#
# (Cheng and others, "Wide & Deep Learning for Recommender Systems", 2016.)
#
# A model with two inputs still has one first argument: a pair. `call` takes it apart, and `fit`
# passes it on unchanged: `model.fit((wide, deep), y)`.
#
# Make layers in `__init__` and use them in `call`. A layer made in `call` would be a new layer
# each time, with new random weights that no optimizer knows. The number of layers may depend
# on a setting: Keras tracks a list of layers, kept as an attribute, like a single layer.


# %%
class WideAndDeep(keras.Model):
    """Join a wide and a deep input: (batch, w), (batch, d) -> (batch, units).

    The inputs come as a pair, `model((wide, deep))`. The deep input passes a dense layer with ReLU
    for each number in `hidden`, in this order (with an empty `hidden` it stays as it is). One more
    dense layer, without activation, sees both, concatenated on the last axis, wide first:

        h = relu(h @ kernel + bias)                 for each hidden layer, starting with h = deep
        output = concat(wide, h) @ kernel + bias

    Inputs and output are float32. Each dense layer has one kernel (inputs, outputs) and one bias
    (outputs,); all are trained, they are made once, and there are no other weights. The batch size
    may be unknown, as in `fit`.

    >>> model = WideAndDeep(hidden=[2], units=1)
    >>> pair = tf.constant([[1.0, 2.0, 3.0]]), tf.constant([[4.0]])
    >>> model(pair).shape.as_list()
    [1, 1]
    >>> model.set_weights([tf.ones(weight.shape) for weight in model.weights])
    >>> model(pair).numpy().tolist()  # h is [5, 5], and 1 + 2 + 3 + 5 + 5 + 1 = 17
    [[17.0]]
    """

    # TODO 1: in __init__, after super().__init__(), make the hidden layers, a list, and the last.
    # TODO 2: in call, take the pair apart and send the deep part through the hidden layers.
    # TODO 3: concatenate and apply the last layer.

    def __init__(self, hidden: Sequence[int], units: int = 1) -> None:
        """Make the layers; `hidden` holds the number of units of each hidden layer."""
        raise NotImplementedError("WideAndDeep")

    def call(self, inputs: tuple[tf.Tensor, tf.Tensor]) -> tf.Tensor:
        """Return the output for a pair (wide, deep)."""
        raise NotImplementedError("WideAndDeep")


# %% [markdown]
# ## ResidualBlock
#
# Twenty plain convolutions in a row are hard to train: each has to pass on what the next needs.
# A residual block adds its input to what it computes, so passing on comes for free (He and
# others, "Deep Residual Learning for Image Recognition", 2015, figures 2 and 3):
#
#     inputs ─┬─ conv 3x3 ─ norm ─ ReLU ─ conv 3x3 ─ norm ─┬─ + ─ ReLU ─ output
#             └───────────────── shortcut ─────────────────┘
#
# A sum needs equal shapes. If the block changes the number of channels, or its first convolution
# has a stride, the input no longer fits, and the shortcut becomes a *projection*: a convolution of
# size 1x1 with the same stride, followed by a norm. If the input fits, the shortcut is the
# input itself and has no weights. The choice depends on the number of input channels, and `build`
# is the first method that knows it.
#
# The norm is `keras.layers.BatchNormalization`, which does one thing in training and another in
# inference. Keras passes the `training` flag of a call on to every layer called inside, so in a
# layer you need not do anything. Just do not override it with your own `training=`.


# %%
class ResidualBlock(keras.layers.Layer):
    """Add a shortcut around two convolutions: (batch, h, w, channels) -> (batch, h', w', filters).

    h' = ceil(h / stride), and w' likewise. With conv for keras.layers.Conv2D, padding "same" and no
    bias, and norm for keras.layers.BatchNormalization with its defaults, the output is

        relu(norm(conv3x3(relu(norm(conv3x3(inputs, stride))))) + shortcut)

    where the second convolution has stride 1. The shortcut is the inputs themselves if they have
    the shape of the main path's result (stride 1 and channels = filters); otherwise it is
    norm(conv1x1(inputs, stride)). Each norm is a separate layer, 2 or 3 in all, and the layers
    named here have the only weights. The norms run in training or in inference as the
    block does, which is inference by default. The output is float32; batch size and image size may
    be unknown, the number of channels is known.

    >>> block = ResidualBlock(filters=4, stride=2)
    >>> block(tf.ones((1, 5, 6, 4))).shape.as_list()
    [1, 3, 3, 4]
    >>> len(block.trainable_weights)  # 3 kernels, 3 gammas, 3 betas
    9
    >>> block = ResidualBlock(filters=4)
    >>> _ = block(tf.ones((1, 5, 6, 4)))
    >>> len(block.trainable_weights)  # no projection
    6
    """

    # TODO 1: in __init__, after super().__init__(), keep the settings.
    # TODO 2: in build, make the layers of the main path; the channels are input_shape[-1].
    # TODO 3: there, make the projection, but only if it is needed.
    # TODO 4: in call, compute both paths, add them, and apply the last ReLU.

    def __init__(self, filters: int, stride: int = 1) -> None:
        """Keep the number of filters and the stride of the first convolution."""
        raise NotImplementedError("ResidualBlock")

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Make the layers; Keras calls this once, with the shape of the first inputs."""
        raise NotImplementedError("ResidualBlock")

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return relu(main path + shortcut)."""
        raise NotImplementedError("ResidualBlock")


# %% [markdown]
# ## MiniResNet
#
# Blocks are stacked in *stages*. Within a stage the size of the image and the number of channels
# stay; the first block of each later stage halves the size and doubles the channels. For
# `blocks=(2, 1)` and `width=16`, images of 32x32 pass through:
#
#     stem      conv 3x3, norm, ReLU     32x32, 16 channels
#     stage 0   block, block             32x32, 16
#     stage 1   block with stride 2      16x16, 32
#     head      mean over the image      32 numbers, then one dense layer: the logits
#
# With `blocks=(2, 2, 2, 2)` and `width=64` these are the stages of ResNet-18. The mean over height
# and width, `keras.layers.GlobalAveragePooling2D`, makes the head independent of the image's size.
#
# A model tracks your own layers as it tracks Keras's: whatever `ResidualBlock` owns, the
# network owns. Make a new object for each block: a block called twice has only one set of weights.
#
# There is one trap. `fit` passes `training=True` only to a model whose `call` has a parameter
# `training`. Without it, the model trains with all its norms in inference, and nothing complains.
# With it, the flag reaches the layers inside, whether you pass it on or leave that to Keras.


# %%
class MiniResNet(keras.Model):
    """Classify images by stages of residual blocks: (batch, h, w, channels) -> (batch, classes).

    The stem is a 3x3 convolution with `width` filters, padding "same" and no bias, then
    keras.layers.BatchNormalization with its defaults, then ReLU. Stage k = 0, 1, ... has blocks[k]
    residual blocks with width * 2**k filters each, as ResidualBlock defines them; each block has
    its own weights; the first block of every stage but stage 0 has stride 2, all others have
    stride 1. Then come the mean over height and width, and a dense layer that gives the logits,
    without activation.

    The output is float32. The norms run in training or in inference as the model does: in training
    during `fit`, in inference by default when called. The layers named here have the only
    weights. Batch size and image size may be unknown; the number of channels is known.

    >>> model = MiniResNet(classes=10, blocks=(1, 1), width=4)
    >>> model(tf.ones((2, 8, 8, 3))).shape.as_list()
    [2, 10]
    >>> len(model.trainable_weights)  # stem 3, stage 0: 6, stage 1 with its projection: 9, head 2
    20
    """

    # TODO 1: in __init__, after super().__init__(), make the layers of the stem.
    # TODO 2: make one list with the blocks of all stages, in their order.
    # TODO 3: make the head.
    # TODO 4: in call, apply them one after the other, and pass the training flag on.

    def __init__(self, classes: int, blocks: Sequence[int], width: int = 16) -> None:
        """Make the layers; `blocks` holds the number of blocks of each stage, each at least 1."""
        raise NotImplementedError("MiniResNet")

    def call(self, inputs: tf.Tensor, training: bool = False) -> tf.Tensor:
        """Return the logits."""
        raise NotImplementedError("MiniResNet")


# %% [markdown]
# ## Autoencoder
#
# An autoencoder learns to squeeze its inputs through a short code and to restore them:
#
#     x (batch, input_dim) ── encoder ── code (batch, code_dim) ── decoder ── x' (batch, input_dim)
#
# There are no labels, since the target is the input. `fit(x, x)` would be enough for that; here you
# write the step yourself, as you will for GANs, contrastive learning and everything else that `fit`
# does not know. Override `train_step(data)`, and `fit` runs your step for each batch, in a graph:
#
#     take the inputs out of data
#     loss under a tf.GradientTape, gradient, self.optimizer.apply_gradients(...)
#     update the metrics, return {name: value so far}
#
# `data` comes in several forms: `fit(x)` passes `x`, `fit(x, y)` a pair, `train_on_batch` a
# triple that may hold None. `keras.utils.unpack_x_y_sample_weight(data)` turns each into a triple.
#
# For an epoch, `fit` shows the last step's logs. So they have to hold the mean *so far*, and
# `keras.metrics.Mean` keeps it. It takes a whole vector: one number for each sample, so a short
# last batch weighs as much as its samples. If a metric is an attribute of the model, Keras resets
# it when an epoch or an `evaluate` begins. Keras does not reset a sum that you keep yourself.


# %%
class Autoencoder(keras.Model):
    """Restore inputs from a short code: (batch, input_dim) -> (batch, input_dim).

    The output is decoder(encoder(x)): encoder and decoder are one dense layer each, the encoder
    with tanh and code_dim units, the decoder without activation and input_dim units. Inputs and
    output are float32.

    A step of training (`fit`, `train_on_batch`) goes down the gradient of the reconstruction loss,

        loss = mean over samples and features of (output - x) ** 2,

    with the optimizer of `compile(optimizer)`, which is called without a loss. Targets and sample
    weights are ignored if there are any. Training and `evaluate` report one number under one
    name, "reconstruction_loss": the mean of (output - x) ** 2 over all samples since the epoch or
    the evaluation began, each with the weights that its batch met (in training, the weights before
    that batch's update). Each sample counts the same, even in a short last batch. `evaluate`
    changes no weight. All this works in a graph, as in `fit`, and with run_eagerly=True.

    >>> model = Autoencoder(input_dim=2, code_dim=1)
    >>> _ = model(tf.zeros((1, 2)))
    >>> model.set_weights([tf.zeros(weight.shape) for weight in model.weights])
    >>> model.compile(keras.optimizers.SGD(0.5), run_eagerly=True)
    >>> model.train_on_batch(tf.constant([[1.0, 3.0]]), return_dict=True)  # (1 + 9) / 2
    {'reconstruction_loss': 5.0}
    >>> float(sum(weight.numpy().sum() for weight in model.weights))  # the last bias: 0.5 and 1.5
    2.0
    """

    # TODO 1: in __init__, after super().__init__(), make the two layers and a keras.metrics.Mean.
    # TODO 2: in call, encode and decode.
    # TODO 3: in train_step, take the inputs out of data; under a tape, compute the mean squared
    #         error of each sample, and the loss from these errors.
    # TODO 4: there, apply the gradient, give the samples' errors to the metric, return the logs.
    # TODO 5: in test_step, do the same without the update.

    def __init__(self, input_dim: int, code_dim: int) -> None:
        """Make encoder, decoder and the metric."""
        raise NotImplementedError("Autoencoder")

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return the restored inputs."""
        raise NotImplementedError("Autoencoder")

    def train_step(self, data: object) -> dict[str, tf.Tensor]:
        """Take one step on a batch and return {"reconstruction_loss": mean so far}."""
        raise NotImplementedError("Autoencoder")

    def test_step(self, data: object) -> dict[str, tf.Tensor]:
        """Measure one batch and return {"reconstruction_loss": mean so far}."""
        raise NotImplementedError("Autoencoder")


# %% [markdown]
# ## EmaModel
#
# Stochastic steps make the weights jitter around a good place. Their moving average sits still
# there, and it often predicts better than any of the points that it averages (Polyak averaging;
# diffusion models and many image networks are used only with averaged weights):
#
#     average = decay * average + (1 - decay) * weight        after each step, for each weight
#
# With decay = 0.99 the average looks back over about 1 / (1 - decay) = 100 steps.
#
# Nothing about the step itself is new here. `super().train_step(data)` takes Keras's step, with the
# loss and the metrics of `compile`, and returns the logs; your code comes after it. Average *every*
# weight, even if it is not trained, such as a moving variance: an averaged kernel
# with another kernel's statistics predicts nonsense.
#
# To use the averages, swap: the model computes with them, and the trained weights wait in their
# place. Remember that a variable is a box. `kept = weight.value` is another name for the same box,
# and after `weight.assign(...)` it shows the new content; `weight.numpy()` is a copy.


# %%
class EmaModel(keras.Model):
    """Train an inner model and keep a moving average of its weights: output as of inner(inputs).

    `inner` is a built model with float weights and Keras's own train_step; it runs in training or
    in inference as this model does. Training works as it would for the inner model by itself, with
    the loss, the optimizer and the metrics of `compile`; this model trains only the inner model's
    trainable weights.

    `averages` is a list with one variable for each of `inner.weights`, in that order, trained or
    not, of the same shape and dtype. At the start they have the values that the weights have when
    the EmaModel is made. At the end of each step of training (`fit`, `train_on_batch`; in a graph
    and with run_eagerly=True) each average becomes

        average = decay * average + (1 - decay) * weight,

    where weight is the value after the step. Calls, `compile`, `evaluate` and new values of the
    weights do not move them.

    `swap()` exchanges the values of the weights and of the averages, both in place: the model then
    predicts with the averages, and a second swap() restores everything. Making the model raises
    ValueError for a decay below 0 or not below 1.

    >>> inner = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1, use_bias=False)])
    >>> inner.set_weights([tf.constant([[8.0]])])
    >>> model = EmaModel(inner, decay=0.75)
    >>> model.compile(keras.optimizers.SGD(0.5), "mse", run_eagerly=True)
    >>> _ = model.train_on_batch(tf.constant([[1.0]]), tf.constant([[0.0]]))
    >>> float(inner.weights[0][0, 0]), float(model.averages[0][0, 0])  # 8 - 0.5 * 16, 0.75 * 8
    (0.0, 6.0)
    >>> model.swap()
    >>> model(tf.constant([[1.0]])).numpy().tolist()
    [[6.0]]
    """

    # TODO 1: in __init__, refuse a bad decay; keep the inner model; for each of its weights, make
    #         a variable that starts as a copy and is not trained.
    # TODO 2: in call, pass inputs and training flag on to the inner model.
    # TODO 3: in train_step, take Keras's own step, then move every average.
    # TODO 4: in swap, keep a copy of each weight before you overwrite it.

    def __init__(self, inner: keras.Model, decay: float = 0.99) -> None:
        """Keep the inner model and copy its weights."""
        raise NotImplementedError("EmaModel")

    def call(self, inputs: tf.Tensor, training: bool = False) -> tf.Tensor:
        """Return what the inner model makes of the inputs."""
        raise NotImplementedError("EmaModel")

    def train_step(self, data: object) -> dict[str, tf.Tensor]:
        """Take Keras's step on a batch, move the averages, and return the logs of the step."""
        raise NotImplementedError("EmaModel")

    def swap(self) -> None:
        """Exchange weights and averages."""
        raise NotImplementedError("EmaModel")


# %% [markdown]
# ## ConfigurableMLP
#
# Keras can save a functional model because its graph is data. The code of a subclassed model is
# not; Keras saves the name of its class, the *config*, the weights, and the settings of `compile`.
# To load it, Keras runs your class again:
#
#     model.save("m.keras")     config = model.get_config(), as JSON        weights, optimizer state
#                                   |                                            |
#     load_model("m.keras")     ConfigurableMLP.from_config(config)  ->  built, then filled
#
# `get_config` returns the arguments of `__init__` as plain data, together with the base class's
# config (`super().get_config()`: name, dtype). `from_config(config)` calls `cls(**config)`, unless
# you override it. So keep each argument, and if JSON cannot hold it, such as a function, turn it
# into data. `keras.activations.get` takes a name or a function and returns the function;
# `keras.activations.serialize` takes a function and returns its name, and refuses a name.
#
# Nothing complains if a setting is missing from the config. `__init__` has defaults, the weights
# have the right shapes, the file loads, and the model quietly computes something else. So test a
# round trip with settings that are not the defaults.
#
# `keras.saving.register_keras_serializable` gives the class the name under which `load_model` finds
# it. Each kernel's penalty comes from a regularizer, `keras.regularizers.L2`.
# `keras.layers.Dense` takes it as `kernel_regularizer` and reports it in `model.losses`.


# %%
@keras.saving.register_keras_serializable(package="kata")
class ConfigurableMLP(keras.Model):
    """A multilayer perceptron that can be saved: (batch, features) -> (batch, units).

    Inputs and output are float32. Each number in `hidden` is a dense layer with `activation`, in
    this order; a dense layer with `units` and without activation comes last. `activation` is the
    name or the function of one of keras.activations. Each dense layer has one kernel and one bias,
    all are trained, and there are no other weights. Each kernel is penalized: after a call, the sum
    of `losses` is l2 * sum(kernel ** 2), summed over all kernels.

    `get_config()` returns plain data that JSON can hold. From it, even after a trip through JSON,
    `from_config` makes a new model with the same `hidden`, `units`, `activation` and `l2`, the same
    name and its own weights.
    A model that is saved as .keras and loaded predicts the same and has the same penalty; if
    it was compiled, training goes on where it stopped.

    >>> model = ConfigurableMLP(hidden=[3], units=2, activation=keras.activations.tanh, l2=0.5)
    >>> copy = ConfigurableMLP.from_config(model.get_config())
    >>> _ = copy(tf.ones((1, 4)))
    >>> copy.set_weights([tf.ones(weight.shape) for weight in copy.weights])
    >>> [round(float(value), 3) for value in copy(tf.zeros((1, 4)))[0]]  # 3 * tanh(1) + 1
    [3.285, 3.285]
    >>> float(sum(copy.losses))  # 0.5 * (12 + 6)
    9.0
    """

    # TODO 1: in __init__, pass **kwargs (name, dtype) to super(), keep the four settings, and make
    #         the layers.
    # TODO 2: in call, apply them one after the other.
    # TODO 3: in get_config, add the four settings to what super().get_config() returns.

    def __init__(
        self,
        hidden: Sequence[int],
        units: int,
        activation: str | Callable = "relu",
        l2: float = 0.0,
        **kwargs,
    ) -> None:
        """Keep the settings and make the layers."""
        raise NotImplementedError("ConfigurableMLP")

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return the output."""
        raise NotImplementedError("ConfigurableMLP")

    def get_config(self) -> dict:
        """Return the settings of the model as plain data."""
        raise NotImplementedError("ConfigurableMLP")


# %% [markdown]
# ## What to read next
#
# - The Keras guides [Making new layers and models via
#   subclassing](https://keras.io/guides/making_new_layers_and_models_via_subclassing/) and
#   [Customizing what happens in fit() with
#   TensorFlow](https://keras.io/guides/custom_train_step_in_tensorflow/): the two halves of this
#   topic.
# - The Keras guide [Save, serialize, and export
#   models](https://keras.io/guides/serialization_and_saving/), for what else a .keras file may
#   hold.
# - He and others, [Identity Mappings in Deep Residual Networks](https://arxiv.org/abs/1603.05027)
#   (2016): why the order of norm, ReLU and sum in a block matters, and a better order.
# - The source of `keras.Model.fit` in Keras's TensorFlow backend: a loop over `train_step`. You
#   now know all of it but the bookkeeping.
#
# In topic 04 you write what every training step begins with: the loss.
