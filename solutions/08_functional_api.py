# %% [markdown]
# # The functional API
# A list of layers is enough for a model in which one layer follows another. Real models fork:
# they read a picture *and* a caption, answer with a class *and* a box, run two inputs through the
# same network, or carry a value around a few layers and add it again. Such a model is a
# graph, and Keras writes graphs down with the functional API.
#
# The idea fits into three lines:
#
#     inputs = keras.Input(shape=(4,))               a KerasTensor: shape and dtype, but no numbers
#     outputs = keras.layers.Dense(2)(inputs)        calling a layer on it adds a node to the graph
#     model = keras.Model(inputs, outputs)           the part of the graph between these two
#
# Nothing is computed while you write. A `keras.KerasTensor` only says "numbers of this shape will
# come by here", so you do not write the batch axis, and it shows as `None`. You may call a layer on
# a KerasTensor, use the functions of `keras.ops`, and use `+ - * /`. You may not pass it to a `tf`
# function or ask it for `.numpy()`; there are no numbers yet.
#
# The layer is an object and holds the weights; the call is only a node. So a short rule decides
# who shares weights: **one layer object, called twice, is shared; two objects are not.**
#
# What counts is the function that a model computes, and its weights; which layers you take, and
# whether you nest them, is up to you. A ReLU may be a layer, an argument or `keras.ops.relu`.
#
# In this topic you build a fork, two inputs, two outputs, a shared network, parallel branches and
# skips. Then you take models apart: you look inside a model, and you freeze its first half.

# %%
import keras
import numpy as np  # noqa: F401 - for the examples
import tensorflow as tf  # noqa: F401 - for the examples

# %% [markdown]
# ## A fork: two summaries of one picture
# After some convolutions a picture is a stack of maps, one for each filter. To get features that do
# not depend on the size of the picture, reduce each map to a number. Two numbers are
# better than one: the average says how much of a pattern there is, the maximum whether it is
# anywhere at all.
#
#                                            +-- average over the picture --+
#     image -- conv -- pool -- conv -- maps -|                              |- concat -- features
#                                            +-- maximum over the picture --+
#
# You use `maps` twice, and a fork is no more than that: a variable that you use twice. A
# `keras.Sequential` cannot say this.
#
# No weight depends on height and width here, so `keras.Input(shape=(None, None, 3))` is allowed,
# and the same model works for pictures of all sizes (but only one size in a batch).
#
# Keras: `keras.layers.GlobalAveragePooling2D`, `GlobalMaxPooling2D`, `Concatenate`.


# %%
def feature_net(input_shape: tuple[int | None, int | None, int]) -> keras.Model:
    """Return a model from images to features: (batch, height, width, channels) -> (batch, 32).

    `input_shape`, (height, width, channels), is the shape of the model's input without the batch.
    Height and width may be None; then the model takes images of any size from 2 x 2 on. The layers:

        convolution   8 filters of 3 x 3, stride 1, padding "same", bias, ReLU
        max pooling   windows of 2 x 2, stride 2, padding "valid"
        convolution   16 filters of 3 x 3, stride 1, padding "same", bias, ReLU

    Then the fork: the average of each of the 16 maps over height and width, and its maximum. The
    features are all the averages, then all the maxima. The model is keras.Model(inputs, outputs).

    >>> model = feature_net((None, None, 3))
    >>> model.input_shape, model.output_shape
    ((None, None, None, 3), (None, 32))
    >>> [tuple(weight.shape) for weight in model.weights]
    [(3, 3, 3, 8), (8,), (3, 3, 8, 16), (16,)]
    """
    # TODO 1: from an input to the 16 maps.
    # TODO 2: the fork, and its two ends joined.
    # TODO 3: the model.
    ### BEGIN SOLUTION
    layers = keras.layers
    inputs = keras.Input(shape=input_shape)
    x = layers.Conv2D(8, 3, padding="same", activation="relu")(inputs)
    x = layers.MaxPooling2D(2)(x)
    maps = layers.Conv2D(16, 3, padding="same", activation="relu")(x)
    averages = layers.GlobalAveragePooling2D()(maps)
    maxima = layers.GlobalMaxPooling2D()(maps)
    return keras.Model(inputs, layers.Concatenate()([averages, maxima]))
    ### END SOLUTION


# %% [markdown]
# ## Two inputs
# A product has a description and a photo; the price depends on both. Each input gets the layers
# that suit it, until both are short vectors. Then join them, and from there it is a single model:
#
#     text  (batch, text_dim)  -- dense 16 ----------------------+
#                                                                |-- concat 28 -- dense 1 -- score
#     image (batch, h, w, c)   -- conv 8 -- average -- dense 12 -+
#
# You can mix up the order of two inputs, and if both have the same shape, nobody notices. You
# cannot mix up names: a model made with `keras.Model({"text": text, "image": image}, score)` takes
# a dict with the same keys, in `model(...)`, in `fit`, and from a `tf.data.Dataset`. Also give each
# `keras.Input` the same `name`; then the names show in `model.summary()`.


# %%
def multi_input(text_dim: int, image_shape: tuple[int, int, int]) -> keras.Model:
    """Return a model with two inputs: text (batch, text_dim), image (batch, h, w, c) -> (batch, 1).

    The model is called with a dict, model({"text": text, "image": image}), its keys in any order.
    Its layers:

        text     a dense layer of 16 units, ReLU
        image    a convolution of 8 filters, 3 x 3, stride 1, padding "same", ReLU;
                 the average of each map over height and width;
                 a dense layer of 12 units, ReLU
        both     joined along the last axis, the text first; a dense layer of 1 unit, no activation

    Every convolution and dense layer has a bias; there are no other weights, and no dropout. All
    weights are trained. The model is keras.Model(inputs, outputs).

    >>> model = multi_input(5, (8, 6, 3))
    >>> model({"image": tf.ones((2, 8, 6, 3)), "text": tf.ones((2, 5))}).shape.as_list()
    [2, 1]
    """
    # TODO 1: two inputs, which the model must know by name.
    # TODO 2: the text's branch and the image's branch.
    # TODO 3: the score, and the model.
    ### BEGIN SOLUTION
    layers = keras.layers
    text = keras.Input(shape=(text_dim,), name="text")
    image = keras.Input(shape=image_shape, name="image")
    words = layers.Dense(16, activation="relu")(text)
    maps = layers.Conv2D(8, 3, padding="same", activation="relu")(image)
    pixels = layers.Dense(12, activation="relu")(layers.GlobalAveragePooling2D()(maps))
    score = layers.Dense(1)(layers.Concatenate()([words, pixels]))
    return keras.Model({"text": text, "image": image}, score)
    ### END SOLUTION


# %% [markdown]
# ## Two outputs
# What is in the picture, and where? Both questions need the same features, so one body feeds two
# heads. Training needs a single number to make smaller. It is a weighted sum:
#
#     image -- conv -- pool -- dense -+- label: logits --------- crossentropy -- * 0.2 --+
#                                     |                                                  + -- loss
#                                     +- box: sigmoid, in [0,1] -- squared error -- * 0.8 +
#
# The weights decide how much each head may pull at the body. The gradient in the body is the
# weighted sum of the gradients that come back from both heads.
#
# In `compile`, give losses, weights and metrics as dicts under the names of the heads. Lists are
# allowed too, and here is a trap: if the outputs are a dict, Keras sorts them by name, so
# the first entry of a list belongs to `box`, not to `label`.


# %%
def multi_output(input_shape: tuple[int, int, int], classes: int) -> keras.Model:
    """Return a compiled model with two heads: (batch, h, w, c) -> (batch, classes), (batch, 4).

    The model returns a dict, {"label": logits (batch, classes), "box": corners (batch, 4)}. Its
    layers, each with a bias:

        body     a convolution of 8 filters, 3 x 3, stride 1, padding "same", ReLU;
                 max pooling, windows of 2 x 2, stride 2, padding "valid"; flatten;
                 a dense layer of 16 units, ReLU
        label    from the body: a dense layer of `classes` units, no activation
        box      from the body: a dense layer of 4 units, sigmoid

    It is compiled with Adam in Keras's default settings. The label's loss is the crossentropy from
    logits, for labels that are integers (batch,); the box's loss is the mean squared error; the
    loss to be minimized is 0.2 * label's + 0.8 * box's and nothing else. Only the label has the
    metric "accuracy". All weights are trained, without dropout. The model is
    keras.Model(inputs, outputs).

    >>> model = multi_output((8, 6, 1), 3)
    >>> images, targets = np.ones((2, 8, 6, 1)), {"label": np.array([0, 2]), "box": np.ones((2, 4))}
    >>> sorted(model(images))
    ['box', 'label']
    >>> sorted(model.test_on_batch(images, targets, return_dict=True))
    ['box_loss', 'label_accuracy', 'label_loss', 'loss']
    """
    # TODO 1: the body, and both heads.
    # TODO 2: a model whose outputs are a dict.
    # TODO 3: compile it: optimizer, losses, their weights, the metric.
    ### BEGIN SOLUTION
    layers = keras.layers
    inputs = keras.Input(shape=input_shape)
    x = layers.Conv2D(8, 3, padding="same", activation="relu")(inputs)
    x = layers.Flatten()(layers.MaxPooling2D(2)(x))
    body = layers.Dense(16, activation="relu")(x)
    heads = {
        "label": layers.Dense(classes, name="label")(body),
        "box": layers.Dense(4, activation="sigmoid", name="box")(body),
    }
    model = keras.Model(inputs, heads)
    model.compile(
        optimizer="adam",
        loss={
            "label": keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            "box": "mse",
        },
        loss_weights={"label": 0.2, "box": 0.8},
        metrics={"label": ["accuracy"]},
    )
    return model
    ### END SOLUTION


# %% [markdown]
# ## Siamese twins: one network, called twice
# Are these two signatures by the same hand? A classifier cannot say, since it has never seen the
# hand. A siamese network maps each signature to a point and measures how far apart the points are:
#
#     left  -- base --- a --+
#               ||          |-- distance  |a - b|
#     right -- base --- b --+
#
# Both bases are the same object. So a pair and its mirror image have the same distance, and in
# training the gradients of both calls add up in the same weights. Two bases with the same layers
# would give two different maps, and the distance would mean nothing.
#
# You can call a model like a layer. So make the base a separate `keras.Model`, and call it
# on both inputs.
#
# The distance is the root of the sum of squares, and that root has a flaw. Its slope is
#
#     d/ds sqrt(s) = 1 / (2 sqrt(s))        infinite at s = 0
#
# For a pair of equal points the chain rule multiplies this by 0, and infinity times 0 is NaN. One
# such pair in a batch is enough to make all weights NaN. Keep the root away from 0:
# `keras.ops.sqrt(keras.ops.maximum(s, 1e-7))` is constant near 0 and has the slope 0 there.
#
# The functions of `keras.ops` work on KerasTensors and become part of the graph. A `Lambda` layer
# would work as well, until the saved model is loaded: its Python code is in the file as bytes, and
# `load_model` refuses to run them.


# %%
def siamese(input_shape: tuple[int, ...]) -> keras.Model:
    """Return a model from pairs to distances: [(batch, ...), (batch, ...)] -> (batch, 1).

    It is called with a list of two, model([left, right]); `input_shape` is the shape of each
    without the batch. Both share the same base, so the model has the weights of one base: flatten,
    a dense layer of 32 units with tanh, a dense layer of 8 units without activation, each with a
    bias. The output is the Euclidean distance between the base's outputs for left and for right.
    The model is keras.Model(inputs, outputs).

    If both are equal, the output is at most 0.001; its gradient, in both inputs and in the weights,
    is 0, not NaN. At distances of 0.1 and more, output and gradient are right to 0.01 %. The model
    can be saved as .keras and loaded again with just `keras.models.load_model(path)`; then it gives
    the same distances.

    >>> model = siamese((4, 3))
    >>> [tuple(weight.shape) for weight in model.weights]
    [(12, 32), (32,), (32, 8), (8,)]
    >>> x = tf.ones((2, 4, 3))
    >>> model([x, x]).numpy().max() <= 0.001
    np.True_
    """
    # TODO 1: the base, from input_shape to 8 numbers.
    # TODO 2: the points of left and of right, both from this base.
    # TODO 3: their distance, with a root that has a slope everywhere.
    # TODO 4: the model of the pair.
    ### BEGIN SOLUTION
    layers, ops = keras.layers, keras.ops
    inputs = keras.Input(shape=input_shape)
    x = layers.Dense(32, activation="tanh")(layers.Flatten()(inputs))
    base = keras.Model(inputs, layers.Dense(8)(x), name="base")

    left, right = keras.Input(shape=input_shape), keras.Input(shape=input_shape)
    squared = ops.sum(ops.square(base(left) - base(right)), axis=-1, keepdims=True)
    distance = ops.sqrt(ops.maximum(squared, 1e-7))
    return keras.Model([left, right], distance)
    ### END SOLUTION


# %% [markdown]
# ## A block of parallel branches
# What size should a kernel have? GoogLeNet (2014) answers: all of them. Its block looks at the
# same input with windows of 1, 3 and 5 pixels and through a pooling, and puts the results side by
# side as channels:
#
#                +-- 1x1: f1 ------------------+
#                |                             |
#     inputs ----+-- 1x1: r3 ---- 3x3: f3 -----+-- concat --> f1 + f3 + f5 + fp channels
#                |                             |
#                +-- 1x1: r5 ---- 5x5: f5 -----+
#                |                             |
#                +-- max 3x3 ---- 1x1: fp -----+
#
# The 1x1 convolutions mix channels at each pixel. Before the 3x3 and the 5x5 convolution they
# reduce the number of channels, so that the large kernels stay affordable.
#
# A block is not a class and not a model: it is a function that takes and returns a KerasTensor.
# Each call makes new layers, so you can use it many times in a model. So give its layers no fixed
# names, since names must be unique within a model.
#
# Beware of `keras.layers.MaxPooling2D`: without `strides` it moves by the size of its window.


# %%
def inception_block(
    inputs: keras.KerasTensor, filters: tuple[int, int, int, int, int, int]
) -> keras.KerasTensor:
    """Join parallel branches: (batch, h, w, c) -> (batch, h, w, f1 + f3 + f5 + fp).

    `inputs` is a KerasTensor and so is the result; it is not a keras.Model. h and w may be None.
    `filters` holds the numbers of filters (f1, r3, f3, r5, f5, fp) of four branches:

        1. a 1 x 1 convolution, f1
        2. a 1 x 1 convolution, r3; then a 3 x 3 convolution, f3
        3. a 1 x 1 convolution, r5; then a 5 x 5 convolution, f5
        4. max pooling in windows of 3 x 3; then a 1 x 1 convolution, fp

    joined along the channels in this order. Every convolution has a bias and ReLU. Everything has
    stride 1 and padding "same". Each call makes new layers, so that a model may hold
    several blocks.

    >>> inputs = keras.Input((None, None, 3))
    >>> inception_block(inputs, (4, 2, 6, 1, 2, 3)).shape
    (None, None, None, 15)
    """

    # TODO 1: the four branches.
    # TODO 2: the branches side by side.
    ### BEGIN SOLUTION
    def conv(units: int, size: int, x: keras.KerasTensor) -> keras.KerasTensor:
        return keras.layers.Conv2D(units, size, padding="same", activation="relu")(x)

    f1, r3, f3, r5, f5, fp = filters
    pooled = keras.layers.MaxPooling2D(3, strides=1, padding="same")(inputs)
    branches = [
        conv(f1, 1, inputs),
        conv(f3, 3, conv(r3, 1, inputs)),
        conv(f5, 5, conv(r5, 1, inputs)),
        conv(fp, 1, pooled),
    ]
    return keras.layers.Concatenate()(branches)
    ### END SOLUTION


# %% [markdown]
# ## Skips
# Thirty layers in a row are hard to train. On its way back the gradient passes all of them and gets
# weaker at each, and it ends where a ReLU is off. A skip adds a road around the layer:
#
#              +-----------------+                       +---------------------+
#              |                 |                       |                     |
#     x  ------+-- dense, ReLU --+--- next step ...      inputs ... x_depth -- concat -- dense 1
#
#     x_k = x_(k-1) + relu(dense(x_(k-1)))
#
# The step only has to learn what should *change*, and the gradient of `x + f(x)` is 1 plus
# something, so it arrives whatever `f` does. On the left the skip is an addition, so both
# sides need the same size. On the right it is a concatenation, which keeps both as they are.
# Residual networks use additions, U-Net and DenseNet concatenations; your model uses both.
#
# In code, a graph is built by plain Python: a loop over `range(depth)` puts one step after another.
# `+` works on KerasTensors; `keras.layers.Add()([a, b])` is the same as a layer.


# %%
def with_skip(input_dim: int, depth: int) -> keras.Model:
    """Return a model with short skips and a long one: (batch, input_dim) -> (batch, 1).

    There are `depth` steps. Each has its own dense layer, of input_dim units with ReLU, and
    adds this layer's output to its input: x_k = x_(k-1) + relu(x_(k-1) @ kernel_k + bias_k),
    where x_0 is the model's input. At the end x_depth and x_0 are joined along the last axis, in
    this order; a dense layer of 1 unit without activation turns them into the output. Gradients
    flow back through the steps and along both kinds of skip.

    The weights of the model are the steps' kernels and biases, step by step, then the last layer's.
    `depth` may be 0. Raises ValueError if it is negative. The model is
    keras.Model(inputs, outputs).

    >>> model = with_skip(3, depth=2)
    >>> [tuple(weight.shape) for weight in model.weights]
    [(3, 3), (3,), (3, 3), (3,), (6, 1), (1,)]
    """
    # TODO 1: refuse a negative depth.
    # TODO 2: the steps, each from the step before.
    # TODO 3: the long skip, and the output.
    ### BEGIN SOLUTION
    if depth < 0:
        raise ValueError(f"depth must not be negative: {depth}")
    inputs = keras.Input(shape=(input_dim,))
    x = inputs
    for _ in range(depth):
        x = x + keras.layers.Dense(input_dim, activation="relu")(x)
    joined = keras.layers.Concatenate()([x, inputs])
    return keras.Model(inputs, keras.layers.Dense(1)(joined))
    ### END SOLUTION


# %% [markdown]
# ## Look inside a model
# What does the third layer see? Since a model is only the part of a graph between some inputs and
# some outputs, you can cut out another part of the same graph:
#
#     model                 inputs -- first -- second -- third -- outputs
#     tap(model, ...)       inputs -- first -- second
#                                       |        |
#                                    "first"  "second"
#
# Nothing is copied. Both models hold the same layer objects, so training one changes the other.
# This is how style transfer reads a network, how you take features from a trained classifier, and
# how you find the layer in which the values go wrong.
#
# - `model.get_layer(name)` finds a layer by its name,
# - `layer.output` is the KerasTensor that it returned when it was called,
# - `model.inputs` is the list of the model's inputs, even for a `keras.Sequential`, which as a
#   rule has no `model.input`.


# %%
def tap(model: keras.Model, layer_names: list[str]) -> keras.Model:
    """Return a model that gives the outputs of inner layers of `model`: {name: (batch, ...)}.

    The new model takes the inputs of `model` and returns a dict with one entry for each name. It
    makes no new weights: a weight changed in either model changes in both. The new model is
    keras.Model(inputs, outputs).

    `model` is a functional model or a Sequential one, and its weights exist. It may have several
    inputs, fed under their names, and may fork. It stays as it is, with all its layers, weights
    and flags. Each of the named layers was called only once, in `model`, and is not a model itself.
    Raises ValueError if no layer in `model.layers` has exactly that name.

    >>> model = keras.Sequential([
    ...     keras.Input((2,)),
    ...     keras.layers.Dense(3, kernel_initializer="ones", name="sums"),
    ...     keras.layers.Dense(1, kernel_initializer="ones", name="total"),
    ... ])
    >>> inner = tap(model, ["total", "sums"])(tf.constant([[1.0, 0.5]]))
    >>> inner["sums"].numpy().tolist(), inner["total"].numpy().tolist()
    ([[1.5, 1.5, 1.5]], [[4.5]])
    """
    # TODO 1: the output of each named layer, under its name.
    # TODO 2: the model that ends there.
    ### BEGIN SOLUTION
    outputs = {name: model.get_layer(name).output for name in layer_names}
    return keras.Model(model.inputs, outputs)
    ### END SOLUTION


# %% [markdown]
# ## Freeze the first part
# A model that was trained on much data is a good start for a task with little. Its first layers
# find edges and textures, which are useful everywhere; its last layers are about the old task. So
# keep the first layers as they are, *frozen*, and let training move only the others.
#
#     freeze_until(model, "b2")
#
#     stem      block: a  b1  b2  c          head
#     frozen        frozen  |  trained       trained
#                           b2 and c are
#
# Each layer has a flag, `layer.trainable`. If you set it to False, the layer's weights leave
# `model.trainable_weights`, the list that the optimizer works on. A model inside a model is a
# layer too, and here four rules matter:
#
# - `model.layers` lists the layers of the model itself; a nested model is a single entry,
#   and its layers are in its own `.layers`.
# - If you set the flag of a model, you set it for all layers inside, at all depths.
# - But if the flag has this value already, setting it does nothing. A model's own flag is usually
#   True, so `model.trainable = True` thaws none of the frozen layers inside; you have to set each
#   of them.
# - `model.trainable_weights` is empty if the flag of `model` is False. Otherwise it holds the
#   weights of each layer whose own flag is True, whatever the flags of the models in between.
#
# Change flags before `compile`: a compiled training step may go on with the old flags.


# %%
def freeze_until(model: keras.Model, layer_name: str) -> keras.Model:
    """Freeze all layers before the named layer, let it and all after it train; return `model`.

    "Before" is the order of `model.layers`. The named layer may also be in a model inside
    `model`, at any depth. Then, in each model on the way down, the layers before the layer that
    leads to it are frozen, and the layers after that are trained. If the named layer is itself a
    model, all layers in it are trained.

    Only the weights in `model.trainable_weights` afterwards count, whatever the flags were
    before. Names are unique. The same model object is returned.
    Raises ValueError if there is no layer of that name; then no flag has been changed.

    >>> dense = keras.layers.Dense
    >>> block = keras.Sequential([keras.Input((3,)), dense(4, name="a"), dense(5, name="b")])
    >>> model = keras.Sequential([keras.Input((2,)), dense(3), block, dense(1)])
    >>> freeze_until(model, "b") is model
    True
    >>> [tuple(weight.shape) for weight in model.trainable_weights]
    [(4, 5), (5,), (5, 1), (1,)]
    """

    # TODO 1: find the way down to the named layer, model by model.
    # TODO 2: refuse a name that no layer has.
    # TODO 3: set the flags, whatever they were.
    ### BEGIN SOLUTION
    def way_down(parent: keras.Model) -> list[keras.Layer]:
        for layer in parent.layers:
            if layer.name == layer_name:
                return [layer]
            further = way_down(layer) if isinstance(layer, keras.Model) else []
            if further:
                return [layer, *further]
        return []

    def thaw(layer: keras.Layer) -> None:
        layer.trainable = True
        for part in getattr(layer, "layers", []):
            thaw(part)

    way = way_down(model)
    if not way:
        raise ValueError(f"there is no layer called {layer_name}")
    thaw(model)
    parent = model
    for step in way:
        for layer in parent.layers[: parent.layers.index(step)]:
            layer.trainable = False
        parent = step
    return model
    ### END SOLUTION


# %% [markdown]
# ## What to read next
# - The guide [The Functional API](https://keras.io/guides/functional_api/), and
#   `keras.utils.plot_model`, which draws graphs.
# - Szegedy and others, [Going deeper with convolutions](https://arxiv.org/abs/1409.4842) (2014):
#   the inception block, with reasons.
# - He and others, [Deep residual learning](https://arxiv.org/abs/1512.03385) (2015), and
#   Ronneberger and others, [U-Net](https://arxiv.org/abs/1505.04597) (2015): short skips and long
#   skips.
# - Bromley and others, *Signature verification using a "siamese" time delay neural network* (1993).
#
# If the next step of a model depends on its own numbers (a loop until something holds, a tree),
# a graph of layers is the wrong tool; topic 03 subclasses `keras.Model` for that. The next topic
# feeds models: `tf.data`.
