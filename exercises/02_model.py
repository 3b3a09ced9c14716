# %% [markdown]
# # Models
# A model is a function with memory: numbers go in, numbers come out, and what happens between
# depends on weights that training moves. This topic walks once through the whole life of such a
# function: build it, count its weights, choose how it learns, train it, ask it for answers, save it
# and load it again without loss.
#
#     build  ->  compile  ->  fit  ->  predict  ->  save / load
#     layers     optimizer    data     labels       one .keras file
#                loss
#                metrics
#
# The two models here are small, but you handle large ones in the same way. Two habits run
# through all exercises: the model's last layer gives *logits* (any real number, no softmax), and a
# model that answers questions runs in *inference mode* (no dropout, no batch statistics).

# %%
import math
from collections.abc import Sequence

import keras
import numpy as np
import tensorflow as tf

# %% [markdown]
# ## A multilayer perceptron
# A dense layer computes `x @ kernel + bias`. Two of them in a row are still only one matrix
# product, so put something between them that is not linear: ReLU, `max(0, x)`.
#
#     x  ->  [Dense, ReLU]  ->  [Dense, ReLU]  ->  Dense  ->  logits
#     4           8                  6               3
#
# The last layer has no activation. Softmax would only squeeze its values into probabilities, and
# the loss can do that itself, in one step with the logarithm and without rounding to 0 or 1.
# (If you want probabilities, `tf.nn.softmax` makes them from logits at any time.)
#
# `keras.Sequential` takes a list of layers. If the list starts with `keras.Input(shape=...)`, the
# weights are made at once; without it they do not exist before the first call. Give the shape of
# a single sample, without the batch axis.


# %%
def build_mlp(input_dim: int, hidden: Sequence[int], classes: int) -> keras.Sequential:
    """Return a multilayer perceptron: (batch, input_dim) -> (batch, classes), float32 logits.

    The model is a keras.Sequential, and its weights exist when it is returned. For each size in
    `hidden`, in this order, it has a dense layer of that size with ReLU; then a dense layer of
    `classes` units without activation. Each has a kernel and a bias. `hidden` is a list or a tuple,
    and may be empty. Nothing else changes the values, in training either: no softmax, no dropout,
    no normalization.

    >>> model = build_mlp(4, [8, 6], 3)
    >>> [tuple(weight.shape) for weight in model.weights]
    [(4, 8), (8,), (8, 6), (6,), (6, 3), (3,)]
    """
    # TODO 1: the shape of one sample, so that the weights are made at once.
    # TODO 2: the hidden layers.
    # TODO 3: the layer of logits; return the model.
    raise NotImplementedError("build_mlp")


# %% [markdown]
# ## A small AlexNet
# AlexNet (2012) made convolutional networks famous. Its plan is still a good first plan: find local
# patterns, make the picture smaller, find patterns of patterns, then let dense layers decide.
#
# A convolution slides small kernels over the image. With padding `"same"` the picture keeps its
# size. Max pooling keeps the largest value in each window. AlexNet's windows overlap, since they
# are three wide and move by two:
#
#     row:      . . . . . . . . .       n values
#     windows:  [. . .]
#                   [. . .]
#                       [. . .] ...     (n - 3) // 2 + 1 windows; what remains is dropped
#
# Beware: the default of `strides` in `keras.layers.MaxPooling2D` is the window's size, not 1 or 2.
#
# Dropout sets a random half of the units to zero and doubles the others, so that no unit can rely
# on a neighbor and the sum stays the same on average. It does this only in training: `fit` calls
# the model with `training=True`; `evaluate`, `predict` and a plain call do not. (If you write a
# subclass of `keras.Model`, its `call` needs a parameter `training`, or `fit` cannot say so.)


# %%
def build_convnet(input_shape: tuple[int, int, int], classes: int) -> keras.Model:
    """Return a small AlexNet: (batch, height, width, channels) -> (batch, classes), float32 logits.

    `input_shape` is (height, width, channels), height and width at least 7. The layers, in this
    order:

        convolution   8 filters of 5 x 5, stride 1, padding "same", bias, ReLU
        max pooling   windows of 3 x 3, stride 2, padding "valid"
        convolution   16 filters of 3 x 3, stride 1, padding "same", bias, ReLU
        max pooling   windows of 3 x 3, stride 2, padding "valid"
        flatten
        dense         32 units, bias, ReLU
        dropout       rate 0.5, in training (fit) only, each unit of each sample by its own chance
        dense         `classes` units, bias, no activation

    The model is any keras.Model (Sequential, functional or a subclass). Its weights exist when it
    is returned, and stand in the order of the layers, each kernel before its bias.

    >>> model = build_convnet((20, 26, 3), 5)
    >>> [tuple(kernel.shape) for kernel in model.weights[::2]]
    [(5, 5, 3, 8), (3, 3, 8, 16), (320, 32), (32, 5)]
    """
    # TODO 1: the input, then convolution and pooling, twice.
    # TODO 2: the dense layer and its dropout.
    # TODO 3: the layer of logits; return the model.
    raise NotImplementedError("build_convnet")


# %% [markdown]
# ## How many parameters?
# Ask a new model first: how many numbers can training move? A dense layer holds
# `inputs * units + units` of them, a convolution `height * width * channels * filters + filters`,
# however large the picture is. `model.summary()` prints these counts.
#
# Not every weight is trained. A layer with `trainable = False` is frozen, and BatchNormalization
# keeps a moving mean and variance that no gradient ever touches. Keras sorts them for you:
#
# | list | holds |
# | --- | --- |
# | `model.trainable_weights` | what the optimizer moves |
# | `model.non_trainable_weights` | frozen weights, moving statistics |
# | `model.non_trainable_variables` | these, and also the random state of Dropout |
#
# Such a list has one entry for each *array*. An array holds as many numbers as the product of its
# shape; the product of an empty shape is 1, so a single number counts as 1.


# %%
def count_parameters(model: keras.Model) -> dict[str, int]:
    """Return {"trainable": n, "non_trainable": m}: how many numbers a built model's weights hold.

    Each element of each weight counts once, even if a layer is used twice or sits in a model
    inside the model; a weight that is a single number counts as 1. The weights of frozen layers
    (`layer.trainable = False`) and the moving statistics of BatchNormalization are not trainable.
    If the model itself is frozen, no weight is trainable, even if one of its layers is set
    trainable again. Other variables do not count: the random state of Dropout, the variables of the
    optimizer, and those of the metrics.

    >>> dense = keras.layers.Dense(2)
    >>> model = keras.Sequential([keras.Input((3,)), dense, keras.layers.BatchNormalization()])
    >>> count_parameters(model)
    {'trainable': 12, 'non_trainable': 4}
    >>> dense.trainable = False
    >>> count_parameters(model)
    {'trainable': 4, 'non_trainable': 12}
    """
    # TODO 1: tell the weights that train from those that do not.
    # TODO 2: count the numbers in both.
    raise NotImplementedError("count_parameters")


# %% [markdown]
# ## Compile: how the model learns
# `model.compile` ties three choices to a model: an optimizer, a loss, and metrics to report.
#
# For a classifier with integer labels and logits $z$ the loss of one sample with label $y$ is
# $$-\log \mathrm{softmax}(z)_y = \log \sum_j e^{z_j} - z_y$$
# and `keras.losses.SparseCategoricalCrossentropy` computes it. *Sparse* means that labels are
# integers, not one-hot rows. By default it expects probabilities. If you give it logits without
# `from_logits=True`, it clips them to the range of probabilities and learns something else,
# without any error: the most frequent silent mistake in Keras code.
#
# `metrics=["accuracy"]` picks the accuracy that fits labels and outputs, and reports it under that
# name. The string `"adam"` means Adam with its default rate of 0.001; to choose the rate,
# pass the object, `keras.optimizers.Adam(...)`.
#
# `compile` changes the model in place. What does it return?


# %%
def compile_for_logits(model: keras.Model, learning_rate: float) -> keras.Model:
    """Compile a model whose outputs are logits, and return this same model.

    The model maps (batch, ...) to (batch, classes), for two classes or more; labels are integers
    of any dtype, of shape (batch,). The optimizer is Adam with the given learning rate and Keras's
    defaults otherwise. The loss is the crossentropy of the softmax of the logits, the mean over the
    batch, right even for logits of several hundred. Among the metrics, "accuracy" reports the
    fraction of right labels among all samples, however they are cut into batches.

    >>> even = keras.layers.Dense(2, kernel_initializer="zeros")
    >>> model = keras.Sequential([keras.Input((3,)), even])
    >>> compile_for_logits(model, 0.01) is model
    True
    >>> report = model.test_on_batch(np.ones((4, 3)), np.array([0, 1, 1, 1]), return_dict=True)
    >>> round(float(report["loss"]), 4), float(report["accuracy"])    # log 2: two equal logits
    (0.6931, 0.25)
    """
    # TODO 1: the optimizer, with its rate.
    # TODO 2: the loss for integer labels and logits; the metric.
    # TODO 3: compile, and return the model itself.
    raise NotImplementedError("compile_for_logits")


# %% [markdown]
# ## Train
# A step takes a batch, computes the loss, and moves each weight against its gradient. An
# *epoch* is a pass over all training samples. `model.fit` does both loops and returns a `History`.
# Its `history` attribute is a dict of lists with one number per epoch: `"loss"`, the metrics, and
# the same with `val_` in front for the held-out part.
#
# Judge a model by samples that it has not learned from. `validation_split=0.25` cuts off the last
# quarter before anything is shuffled:
#
#     samples:   0 1 2 3 4 5 6 7 8 | 9 10 11
#                trained on          looked at after each epoch
#
# So if your data is sorted by class, shuffle it yourself beforehand.
#
# The reported loss of an epoch is the mean over its samples, each taken with the weights of that
# moment. It is not the loss of the finished weights, which are usually a bit better.


# %%
def train(
    model: keras.Model, x: np.ndarray, y: np.ndarray, epochs: int, validation_split: float
) -> list[float]:
    """Train a model and return the training loss of each epoch as a list of Python floats.

    The model comes with its optimizer and loss, and keeps them. x is (n, ...), y is (n,), both
    NumPy arrays. With 0 <= validation_split < 1, the model trains on the first
    floor(n * (1 - validation_split)) samples (at least one is left), in any order, in batches of 32
    (the last may be smaller), and never on the samples after them. If the split is 0, it trains on
    all. The loss of an epoch is what fit reports as "loss", penalties on weights included: the mean
    over the training samples, each taken before the step of its own batch.

    >>> zero = keras.layers.Dense(1, kernel_initializer="zeros")
    >>> model = keras.Sequential([keras.Input((1,)), zero])
    >>> model.compile(keras.optimizers.SGD(0.25), "mse")
    >>> train(model, np.ones((4, 1)), np.array([2.0, 2.0, 2.0, 99.0]), 3, validation_split=0.25)
    [4.0, 0.0, 0.0]
    """
    # TODO 1: fit the model.
    # TODO 2: return its losses, one for each epoch.
    raise NotImplementedError("train")


# %% [markdown]
# ## From logits to labels
# The predicted class is the index of the largest logit. Softmax keeps the order, so you do not
# need it here. (Squeezing can even do harm: sigmoid turns both 30 and 40 into exactly 1, and
# softmax gives the logits 1e-9 and 2e-9 exactly the same probability.)
#
# There are two ways to run a model on data:
#
# - `model(x, training=False)` is one call on the whole of x. It gives a tensor, has gradients and
#   works in `tf.function`.
# - `model.predict(x)` goes batch by batch, for data too large for one call. It gives a NumPy array.
#
# Both run in inference mode. `model(x, training=True)` does not: dropout then drops, and
# BatchNormalization uses the batch's own mean, so that a sample's label depends on its neighbors.
#
# Old code calls `model.predict_classes`. Keras dropped it years ago; now you write it.


# %%
def predict_classes(model: keras.Model, x: tf.Tensor) -> tf.Tensor:
    """Return the class of each sample: (batch, ...) -> (batch,), int64, a tensor or a NumPy array.

    The model gives logits (batch, classes), and the class is the index of the largest logit,
    counted from 0, however large the logits are, and however close to each other. The model runs
    in inference mode.

    >>> model = keras.Sequential([keras.Input((3,)), keras.layers.Activation("linear")])
    >>> predict_classes(model, tf.constant([[0.5, 2.0, -1.0], [-3.0, -5.0, -2.0]])).numpy()
    array([1, 2])
    """
    # TODO 1: the logits, in inference mode.
    # TODO 2: the index of the largest logit of each sample.
    raise NotImplementedError("predict_classes")


# %% [markdown]
# ## The k best
# A single label hides how close the race was. The `k` most likely classes with their
# probabilities show it:
#
#     logits         1.0   3.0   0.0   2.0
#     probabilities  0.09  0.64  0.03  0.24     softmax over all four
#     top 2          (class 1, 0.64), (class 3, 0.24)
#
# The two probabilities of the top 2 do not add up to 1: the other classes keep their share.
#
# `tf.math.top_k` gives the largest values along the last axis, in descending order, and their
# indices. `tf.nn.softmax` subtracts the largest logit before it takes exponentials: `exp(1000)`
# is infinite in every float, `exp(0)` is 1.


# %%
def top_k(model: keras.Model, x: tf.Tensor, k: int) -> tuple[tf.Tensor, tf.Tensor]:
    """Return labels and probabilities of the k most likely classes: two of shape (batch, k).

    The model gives logits (batch, classes) and runs in inference mode. The labels are integers of
    any dtype. The probabilities are float32: the k largest values of the softmax over all classes,
    right even for logits of several hundred. Both stand best first (classes whose probabilities are
    equal in float32, such as 0, in any order); tensors or NumPy arrays. An integer k below 1 or
    above the number of classes raises ValueError.

    >>> model = keras.Sequential([keras.Input((4,)), keras.layers.Activation("linear")])
    >>> labels, probabilities = top_k(model, tf.constant([[1.0, 3.0, 0.0, 2.0]]), 2)
    >>> labels.numpy().tolist(), (100 * probabilities).numpy().round().tolist()
    ([[1, 3]], [[64.0, 24.0]])
    """
    # TODO 1: the logits, in inference mode; how many classes are there?
    # TODO 2: refuse a k that is out of range.
    # TODO 3: the k largest probabilities, and their classes.
    raise NotImplementedError("top_k")


# %% [markdown]
# ## Save and reload
# A `.keras` file is a zip archive of three parts:
#
#     config.json        the layers and how they are connected, and the compile settings
#     model.weights.h5   the weights, and the optimizer's variables
#     metadata.json      versions and date
#
# The optimizer's variables matter if you go on training later. For each weight, Adam keeps
# a moving mean of its gradients and of their squares, and it counts its steps. Without them, it
# starts over with large, uncertain steps, and the loss jumps.
#
# `model.save_weights` writes only the second part, without the layers. `model.save` with a name
# that ends in `.h5` does not fail: it writes the old format, with a warning. To serve a model
# without Keras, there is `model.export`.


# %%
def save_and_reload(model: keras.Model, path: str) -> keras.Model:
    """Save a model as a `.keras` file at `path` and return the model loaded from that file.

    The result is a new model with the same layers and weights. If the model has an optimizer and a
    loss, so has the result, with the optimizer's state, so that training goes on as if it had not
    been interrupted (but for random layers such as Dropout, which may draw other numbers). An
    existing file is replaced. Raises ValueError if `path` does not end
    in ".keras".

    >>> import os, tempfile
    >>> model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     again = save_and_reload(model, os.path.join(folder, "model.keras"))
    >>> again is model, bool(np.all(again.get_weights()[0] == model.get_weights()[0]))
    (False, True)
    """
    # TODO 1: refuse a path with another ending.
    # TODO 2: save the whole model.
    # TODO 3: load it again, ready to go on training.
    raise NotImplementedError("save_and_reload")


# %% [markdown]
# ## What to read next
# You have seen a model's life from the outside. Topic 03 looks inside: you write a model's `call`
# and `train_step` yourself. Topic 04 does the same for losses, and topic 08 builds models with
# several inputs, outputs and branches.
#
# In Keras's documentation, read the guides on [the Sequential
# model](https://keras.io/guides/sequential_model/), on [training and evaluation with the built-in
# methods](https://keras.io/guides/training_with_built_in_methods/), and on
# [saving](https://keras.io/guides/serialization_and_saving/). Then try this: train
# `build_convnet((8, 8, 1), 10)` on `sklearn.datasets.load_digits()`, pixels scaled to [0, 1]. Some
# 30 epochs give about 95 %.
