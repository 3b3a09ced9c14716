"""Answers to inception_block. A wrong answer differs from `four` in what it names."""

import keras
import tensorflow as tf

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


# %% wrong: the branches are not joined | test_form | without being joined
def inception_block(inputs, filters):
    return four(inputs, filters)


# %% wrong: a model of its own | test_form | a model; the block
def inception_block(inputs, filters):
    return keras.Model(inputs, layers.Concatenate()(four(inputs, filters)))


# %% wrong: joined along the width | test_form | shape
def inception_block(inputs, filters):
    return layers.Concatenate(axis=2)(four(inputs, (filters[0],) * 6))


# %% wrong: no convolutions that reduce | test_form | reduce are missing
def inception_block(inputs, filters):
    f1, _, f3, _, f5, fp = filters
    ends = [
        conv(f1, 1)(inputs),
        conv(f3, 3)(inputs),
        conv(f5, 5)(inputs),
        conv(fp, 1)(pool()(inputs)),
    ]
    return layers.Concatenate()(ends)


# %% wrong: no biases | test_form | biases
def inception_block(inputs, filters):
    return layers.Concatenate()(four(inputs, filters, use_bias=False))


# %% wrong: the pooling has no convolution behind it | test_form | shape
def inception_block(inputs, filters):
    return layers.Concatenate()([*four(inputs, filters)[:3], pool()(inputs)])


# %% wrong: the 5 x 5 convolution follows the 3 x 3 one's reduction | test_form | weight shapes
def inception_block(inputs, filters):
    f1, r3, f3, _, f5, fp = filters
    less = conv(r3, 1)(inputs)
    ends = [conv(f1, 1)(inputs), conv(f3, 3)(less), conv(f5, 5)(less), conv(fp, 1)(pool()(inputs))]
    return layers.Concatenate()(ends)


# %% wrong: the filters that reduce are taken for those behind | test_form | shape
def inception_block(inputs, filters):
    f1, r3, f3, r5, f5, fp = filters
    return layers.Concatenate()(four(inputs, (f1, f3, r3, f5, r5, fp)))


# %% wrong: the pooling's branch first | test_branches | comes first
def inception_block(inputs, filters):
    ends = four(inputs, filters)
    return layers.Concatenate()([ends[3], *ends[:3]])


# %% wrong: average pooling | test_branches | average pooling
def inception_block(inputs, filters):
    pooling = pool(layers.AveragePooling2D)
    return layers.Concatenate()(four(inputs, filters, pooling))


# %% wrong: the pooling sees zeros around the image | test_branches | counts zeros
def inception_block(inputs, filters):
    padded = keras.Sequential([layers.ZeroPadding2D(1), pool(padding="valid")])
    return layers.Concatenate()(four(inputs, filters, padded))


# %% wrong: the pooling comes last | test_branches | after its 1 x 1
def inception_block(inputs, filters):
    ends = four(inputs, filters, layers.Identity())
    return layers.Concatenate()([*ends[:3], pool()(ends[3])])


# %% wrong: no pooling | test_branches | pooling is missing
def inception_block(inputs, filters):
    return layers.Concatenate()(four(inputs, filters, layers.Identity()))


# %% wrong: the convolutions that reduce are linear | test_branches | reduce have no ReLU
def inception_block(inputs, filters):
    return layers.Concatenate()(four(inputs, filters, reduced=None))


# %% wrong: no ReLU at all | test_branches | convolutions have no ReLU
def inception_block(inputs, filters):
    return layers.Concatenate()(four(inputs, filters, reduced=None, last=None))


# %% wrong: fixed names | test_stacked | unique
def inception_block(inputs, filters):
    ends = [layers.Identity(name=f"branch_{n}")(end) for n, end in enumerate(four(inputs, filters))]
    return layers.Concatenate(name="joined")(ends)


# %% wrong: layers are kept and used again | test_stacked | weights instead of
KEPT = {}


def inception_block(inputs, filters):
    f1, r3, f3, r5, f5, fp = filters

    def kept(role, filters, size):
        key = (role, filters, size, inputs.shape[-1])
        return KEPT.setdefault(key, conv(filters, size))

    three = kept("three", f3, 3)(kept("less", r3, 1)(inputs))
    five = kept("five", f5, 5)(kept("less", r5, 1)(inputs))
    ends = [kept("one", f1, 1)(inputs), three, five, kept("pooled", fp, 1)(pool()(inputs))]
    return layers.Concatenate()(ends)


# %% wrong: a skip where the channels allow it | test_stacked | input is added
def inception_block(inputs, filters):
    joined = layers.Concatenate()(four(inputs, filters))
    return joined + inputs if joined.shape[-1] == inputs.shape[-1] else joined


# %% wrong: images of unknown size are brought to one size | test_any_size
def inception_block(inputs, filters):
    x = inputs if inputs.shape[1] else layers.Resizing(8, 8)(inputs)
    return layers.Concatenate()(four(x, filters))


# %% wrong: the static size in a Reshape | test_any_size | None
def inception_block(inputs, filters):
    _, height, width, _ = inputs.shape
    ends = four(inputs, filters)
    rows = [layers.Reshape((height * width, end.shape[-1]))(end) for end in ends]
    joined = layers.Concatenate()(rows)
    return layers.Reshape((height, width, joined.shape[-1]))(joined)
