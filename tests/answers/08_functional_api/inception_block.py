"""Answers to inception_block. A wrong answer differs from `four` in what it names."""

import keras
import tensorflow as tf

# unnoticed: test_branches | inception_block [*] finer | a model may compute in float64
# unnoticed: test_any_size | inception_block [*] finer | a model may compute in float64
# unnoticed: test_stacked | inception_block .kind * | test_form looks at it
# unnoticed: test_stacked | inception_block .outputs* * | test_form looks at it
# unnoticed: test_stacked | inception_block result fewer | test_form looks at the rest

layers = keras.layers


def conv(filters, size, **settings):
    return layers.Conv2D(filters, size, **{"padding": "same", "activation": "relu", **settings})


def pool(kind=layers.MaxPooling2D, **settings):
    return kind(3, **{"strides": 1, "padding": "same", **settings})


def four(inputs, filters, pooling=None, reduced="relu", last="relu", **more):
    f1, r3, f3, r5, f5, fp = filters
    end, less = {"activation": last, **more}, {"activation": reduced, **more}
    return [
        conv(f1, 1, **end)(inputs),
        conv(f3, 3, **end)(conv(r3, 1, **less)(inputs)),
        conv(f5, 5, **end)(conv(r5, 1, **less)(inputs)),
        conv(fp, 1, **end)((pooling or pool())(inputs)),
    ]


# %% right: keras.ops for pooling, ReLU and concatenation
def inception_block(inputs, filters):
    ops, (f1, r3, f3, r5, f5, fp) = keras.ops, filters

    def plain(filters, size, x):
        return layers.Conv2D(filters, (size, size), padding="same")(x)

    three = plain(f3, 3, ops.relu(plain(r3, 1, inputs)))
    five = plain(f5, 5, ops.relu(plain(r5, 1, inputs)))
    highest = ops.max_pool(inputs, 3, strides=1, padding="same")
    joined = [plain(f1, 1, inputs), three, five, plain(fp, 1, highest)]
    return ops.relu(ops.concatenate(joined, axis=-1))


# %% right: each branch a Sequential, in a loop
def inception_block(inputs, filters):
    f1, r3, f3, r5, f5, fp = filters
    branches = [
        [conv(f1, 1)],
        [conv(r3, 1), conv(f3, 3)],
        [conv(r5, 1), conv(f5, 5)],
        [layers.MaxPool2D((3, 3), (1, 1), "same"), conv(fp, 1)],
    ]
    return layers.concatenate([keras.Sequential(branch)(inputs) for branch in branches])


# %% right: zeros put around by hand
def inception_block(inputs, filters):
    f1, r3, f3, r5, f5, fp = filters

    def one(units, x):
        return layers.Conv2D(units, 1, activation=tf.nn.relu)(x)

    three = conv(f3, 3, padding="valid")(layers.ZeroPadding2D(1)(one(r3, inputs)))
    five = conv(f5, 5, padding="valid")(layers.ZeroPadding2D(2)(one(r5, inputs)))
    ends = [one(f1, inputs), three, five, one(fp, pool()(inputs))]
    return layers.Concatenate(axis=3)(ends)


# %% right: ReLU by keras.ops, each branch through the same helper
def inception_block(inputs, filters):
    sizes = (filters[:1], filters[1:3], filters[3:5], filters[5:])
    ends = []
    for number, branch in enumerate(sizes):
        x = keras.layers.MaxPool2D(3, 1, "same")(inputs) if number == 3 else inputs
        for place, units in enumerate(branch):
            x = keras.ops.relu(conv(units, 1 + 2 * number * place, activation=None)(x))
        ends.append(x)
    return keras.ops.concatenate(ends, axis=-1)


# %% right: layers that change nothing before and behind the block
def inception_block(inputs, filters):
    f1, r3, f3, r5, f5, fp = filters
    start = layers.Activation("linear")(inputs)
    ends = four(start, (f1, r3, f3, r5, f5, fp))
    return layers.Activation("linear")(keras.ops.concatenate(ends, -1))


# %% wrong: the branches are not joined | test_example | without being joined
# breaks: "-> (batch, h, w, f1 + f3 + f5 + fp)"
def inception_block(inputs, filters):
    return four(inputs, filters)



# %% wrong: a model of its own | test_example | a model; the block
# breaks: "it is not a keras.Model"
# breaks: "and so is the result"
def inception_block(inputs, filters):
    return keras.Model(inputs, layers.Concatenate()(four(inputs, filters)))



# %% wrong: the layer that joins, not called | test_example | a layer; the block
# breaks: "and so is the result"
def inception_block(inputs, filters):
    four(inputs, filters)
    return layers.Concatenate()



# %% wrong: joined along the width | test_example | shape
# breaks: "joined along the channels"
def inception_block(inputs, filters):
    return layers.Concatenate(axis=2)(four(inputs, (filters[0],) * 6))



# %% wrong: no convolutions that reduce | test_example | reduce are missing
# breaks: "a 1 x 1 convolution, r3"
# breaks: "a 1 x 1 convolution, r5"
def inception_block(inputs, filters):
    f1, r3, f3, r5, f5, fp = filters
    ends = [conv(f1, 1)(inputs), conv(f3, 3)(inputs), conv(f5, 5)(inputs), conv(fp, 1)(pool()(inputs))]
    return layers.Concatenate()(ends)



# %% wrong: the convolutions that reduce look around | test_example | reduce are 3 x 3
# breaks: "a 1 x 1 convolution, r3"
# breaks: "a 1 x 1 convolution, r5"
def inception_block(inputs, filters):
    f1, r3, f3, r5, f5, fp = filters
    three, five = conv(f3, 3)(conv(r3, 3)(inputs)), conv(f5, 5)(conv(r5, 3)(inputs))
    return layers.Concatenate()([conv(f1, 1)(inputs), three, five, conv(fp, 1)(pool()(inputs))])



# %% wrong: the first branch looks around | test_example | first branch is a 3 x 3
# breaks: "a 1 x 1 convolution, f1"
def inception_block(inputs, filters):
    return layers.Concatenate()([conv(filters[0], 3)(inputs), *four(inputs, filters)[1:]])



# %% wrong: two windows of three pixels for one of five | test_example | not 5 x 5
# breaks: "then a 5 x 5 convolution, f5"
def inception_block(inputs, filters):
    f1, r3, f3, r5, f5, fp = filters
    five = conv(f5, 3)(conv(r5, 1)(inputs))
    ends = four(inputs, filters)
    return layers.Concatenate()([*ends[:2], five, ends[3]])



# %% wrong: five and three pixels are exchanged | test_example | convolution are swapped
# breaks: "then a 3 x 3 convolution, f3"
# breaks: "then a 5 x 5 convolution, f5"
def inception_block(inputs, filters):
    f1, r3, f3, r5, f5, fp = filters
    three, five = conv(f3, 5)(conv(r3, 1)(inputs)), conv(f5, 3)(conv(r5, 1)(inputs))
    return layers.Concatenate()([conv(f1, 1)(inputs), three, five, conv(fp, 1)(pool()(inputs))])



# %% wrong: no biases | test_example | biases
# breaks: "Every convolution has a bias"
def inception_block(inputs, filters):
    return layers.Concatenate()(four(inputs, filters, use_bias=False))



# %% wrong: the pooling has no convolution behind it | test_example | convolution is missing
# breaks: "then a 1 x 1 convolution, fp"
def inception_block(inputs, filters):
    return layers.Concatenate()([*four(inputs, filters)[:3], pool()(inputs)])



# %% wrong: the pooling branch is left out | test_example | pooling branch is missing
# breaks: "max pooling in windows of 3 x 3"
def inception_block(inputs, filters):
    return layers.Concatenate()(four(inputs, filters)[:3])



# %% wrong: the 5 x 5 convolution follows the 3 x 3 one's reduction | test_example | share their
# breaks: "a 1 x 1 convolution, r5"
def inception_block(inputs, filters):
    f1, r3, f3, r5, f5, fp = filters
    less = conv(r3, 1)(inputs)
    ends = [conv(f1, 1)(inputs), conv(f3, 3)(less), conv(f5, 5)(less), conv(fp, 1)(pool()(inputs))]
    return layers.Concatenate()(ends)



# %% wrong: the filters that reduce are taken for those behind | test_example | are swapped
# breaks: "then a 3 x 3 convolution, f3"
def inception_block(inputs, filters):
    f1, r3, f3, r5, f5, fp = filters
    return layers.Concatenate()(four(inputs, (f1, f3, r3, f5, r5, fp)))



# %% wrong: the static size in a Reshape | test_example
# breaks: "h and w may be None"
def inception_block(inputs, filters):
    _, height, width, _ = inputs.shape
    joined = layers.Concatenate()(four(inputs, filters))
    rows = layers.Reshape((height * width, joined.shape[-1]))(joined)
    return layers.Reshape((height, width, joined.shape[-1]))(rows)



# %% wrong: images of unknown size are brought to one size | test_example | brought to 8 x 8
# breaks: "h and w may be None"
def inception_block(inputs, filters):
    x = inputs if inputs.shape[1] else layers.Resizing(8, 8)(inputs)
    return layers.Concatenate()(four(x, filters))



# %% wrong: everything moves by two pixels | test_form | moves by 2
# breaks: "Everything has stride 1"
def inception_block(inputs, filters):
    ends = four(inputs, filters)
    return layers.Concatenate()([layers.MaxPooling2D(1, strides=2, padding="same")(end) for end in ends])



# %% wrong: the pooling moves by its window | test_form
# breaks: "Everything has stride 1"
def inception_block(inputs, filters):
    return layers.Concatenate()(four(inputs, filters, pool(strides=None)))



# %% wrong: the convolutions have padding valid | test_form
# breaks: "Everything has stride 1 and padding "same""
def inception_block(inputs, filters):
    return layers.Concatenate()(four(inputs, filters, padding="valid"))



# %% wrong: the pooling has padding valid | test_form
# breaks: "Everything has stride 1 and padding "same""
def inception_block(inputs, filters):
    return layers.Concatenate()(four(inputs, filters, pool(padding="valid")))



# %% wrong: the pooling's branch first | test_branches | comes first
# breaks: "joined along the channels in this order"
def inception_block(inputs, filters):
    ends = four(inputs, filters)
    return layers.Concatenate()([ends[3], *ends[:3]])



# %% wrong: the branches in reverse | test_branches | reverse order
# breaks: "joined along the channels in this order"
def inception_block(inputs, filters):
    return layers.Concatenate()(four(inputs, filters)[::-1])



# %% wrong: the third branch before the second | test_branches | second and the third
# breaks: "joined along the channels in this order"
def inception_block(inputs, filters):
    one, three, five, pooled = four(inputs, filters)
    return layers.Concatenate()([one, five, three, pooled])



# %% wrong: average pooling | test_branches | average pooling
# breaks: "max pooling in windows of 3 x 3"
def inception_block(inputs, filters):
    return layers.Concatenate()(four(inputs, filters, pool(layers.AveragePooling2D)))



# %% wrong: pooling in windows of two pixels | test_branches | windows of 2 x 2
# breaks: "max pooling in windows of 3 x 3"
def inception_block(inputs, filters):
    pooling = layers.MaxPooling2D(2, strides=1, padding="same")
    return layers.Concatenate()(four(inputs, filters, pooling))



# %% wrong: the pooling sees zeros around the image | test_branches | counts zeros
# breaks: "padding "same""
def inception_block(inputs, filters):
    padded = keras.Sequential([layers.ZeroPadding2D(1), pool(padding="valid")])
    return layers.Concatenate()(four(inputs, filters, padded))



# %% wrong: the pooling comes last | test_branches | after its 1 x 1
# breaks: "then a 1 x 1 convolution, fp"
def inception_block(inputs, filters):
    ends = four(inputs, filters, layers.Identity())
    return layers.Concatenate()([*ends[:3], pool()(ends[3])])



# %% wrong: no pooling | test_branches | pooling is missing
# breaks: "max pooling in windows of 3 x 3"
def inception_block(inputs, filters):
    return layers.Concatenate()(four(inputs, filters, layers.Identity()))



# %% wrong: the convolutions that reduce are linear | test_branches | reduce have no ReLU
# breaks: "Every convolution has a bias and ReLU"
def inception_block(inputs, filters):
    return layers.Concatenate()(four(inputs, filters, reduced=None))



# %% wrong: the last convolutions are linear | test_branches | last convolutions have no ReLU
# breaks: "Every convolution has a bias and ReLU"
def inception_block(inputs, filters):
    return layers.Concatenate()(four(inputs, filters, last=None))



# %% wrong: no ReLU at all | test_branches | convolutions have no ReLU
# breaks: "Every convolution has a bias and ReLU"
def inception_block(inputs, filters):
    return layers.Concatenate()(four(inputs, filters, reduced=None, last=None))



# %% wrong: fixed names | test_stacked | unique
# breaks: "so that a model may hold several blocks"
def inception_block(inputs, filters):
    ends = four(inputs, filters)
    ends = [layers.Identity(name=f"branch_{n}")(end) for n, end in enumerate(ends)]
    return layers.Concatenate(name="joined")(ends)



# %% wrong: layers are kept and used again | test_stacked | the same layers
# breaks: "Each call makes new layers"
KEPT = {}


def inception_block(inputs, filters):
    f1, r3, f3, r5, f5, fp = filters

    def kept(role, filters, size):
        key = (role, filters, size, inputs.shape[-1])
        return KEPT.setdefault(key, conv(filters, size))

    three = kept("three", f3, 3)(kept("less", r3, 1)(inputs))
    five = kept("five", f5, 5)(kept("fewer", r5, 1)(inputs))
    ends = [kept("one", f1, 1)(inputs), three, five, kept("pooled", fp, 1)(pool()(inputs))]
    return layers.Concatenate()(ends)



# %% wrong: a skip where the channels allow it | test_stacked | input is added
# breaks: "Join parallel branches"
def inception_block(inputs, filters):
    joined = layers.Concatenate()(four(inputs, filters))
    return joined + inputs if joined.shape[-1] == inputs.shape[-1] else joined


# %% right: a table of branches in a loop, ReLU once on the joined last convolutions
def inception_block(
    inputs: keras.KerasTensor, filters: tuple[int, int, int, int, int, int]
) -> keras.KerasTensor:
    f1, r3, f3, r5, f5, fp = filters
    table = [[(f1, 1)], [(r3, 1), (f3, 3)], [(r5, 1), (f5, 5)], [(None, 3), (fp, 1)]]
    branches = []
    for steps in table:
        x = inputs
        for place, (count, size) in enumerate(steps):
            if count is None:
                x = keras.layers.MaxPooling2D((size, size), strides=(1, 1), padding="same")(x)
            else:
                x = keras.layers.Conv2D(count, (size, size), strides=1, padding="same")(x)
                if place < len(steps) - 1:
                    x = keras.ops.relu(x)
        branches.append(x)
    return keras.ops.relu(keras.ops.concatenate(branches, axis=-1))


# %% right: each branch is a Sequential, made last to first
def inception_block(
    inputs: keras.KerasTensor, filters: tuple[int, int, int, int, int, int]
) -> keras.KerasTensor:
    f1, r3, f3, r5, f5, fp = filters

    def conv(count, size):
        return keras.layers.Conv2D(count, size, padding="same", activation="relu")

    pool = keras.layers.MaxPooling2D(3, strides=1, padding="same")
    fourth = keras.Sequential([pool, conv(fp, 1)])(inputs)
    third = keras.Sequential([conv(r5, 1), conv(f5, 5)])(inputs)
    second = keras.Sequential([conv(r3, 1), conv(f3, 3)])(inputs)
    first = keras.Sequential([conv(f1, 1)])(inputs)
    return keras.layers.Concatenate(axis=-1)([first, second, third, fourth])


# %% wrong: the pooling pads with zeros, which win over negative inputs | test_branches
# breaks: "stride 1 and padding "same""
def inception_block(
    inputs: keras.KerasTensor, filters: tuple[int, int, int, int, int, int]
) -> keras.KerasTensor:
    f1, r3, f3, r5, f5, fp = filters

    def conv(x, count, size):
        return keras.layers.Conv2D(count, size, padding="same", activation="relu")(x)

    padded = keras.layers.ZeroPadding2D(1)(inputs)
    pooled = keras.layers.MaxPooling2D(3, strides=1)(padded)
    branches = [
        conv(inputs, f1, 1),
        conv(conv(inputs, r3, 1), f3, 3),
        conv(conv(inputs, r5, 1), f5, 5),
        conv(pooled, fp, 1),
    ]
    return keras.layers.Concatenate()(branches)


# %% wrong: fixed names, so that a second block does not fit into the model | test_stacked
# breaks: "Each call makes new layers, so that a model may hold"
def inception_block(
    inputs: keras.KerasTensor, filters: tuple[int, int, int, int, int, int]
) -> keras.KerasTensor:
    f1, r3, f3, r5, f5, fp = filters

    def conv(x, count, size, name):
        layer = keras.layers.Conv2D(count, size, padding="same", activation="relu", name=name)
        return layer(x)

    pooled = keras.layers.MaxPooling2D(3, strides=1, padding="same", name="pool")(inputs)
    branches = [
        conv(inputs, f1, 1, "conv1"),
        conv(conv(inputs, r3, 1, "reduce3"), f3, 3, "conv3"),
        conv(conv(inputs, r5, 1, "reduce5"), f5, 5, "conv5"),
        conv(pooled, fp, 1, "project"),
    ]
    return keras.layers.Concatenate(name="join")(branches)


# %% wrong: one ReLU after the join; the reducing convolutions have none | test_branches
# breaks: "Every convolution has a bias and ReLU."
def inception_block(
    inputs: keras.KerasTensor, filters: tuple[int, int, int, int, int, int]
) -> keras.KerasTensor:
    f1, r3, f3, r5, f5, fp = filters

    def conv(x, count, size):
        return keras.layers.Conv2D(count, size, padding="same")(x)

    pooled = keras.layers.MaxPooling2D(3, strides=1, padding="same")(inputs)
    branches = [
        conv(inputs, f1, 1),
        conv(conv(inputs, r3, 1), f3, 3),
        conv(conv(inputs, r5, 1), f5, 5),
        conv(pooled, fp, 1),
    ]
    return keras.layers.ReLU()(keras.layers.Concatenate()(branches))
