"""Answers to multi_input. A wrong answer differs from `model` in what it names."""

import keras
import tensorflow as tf

layers = keras.layers

# unnoticed: test_score | multi_input result finer | a model may compute in float64
# unnoticed: test_training | multi_input [*] finer | a model may compute in float64
# unnoticed: test_other_scores | multi_input result finer | a model may compute in float64


def inputs_of(text_dim, image_shape, text="text", image="image"):
    return keras.Input((text_dim,), name=text), keras.Input(image_shape, name=image)


def dense(units, **settings):
    return layers.Dense(units, **{"activation": "relu", **settings})


def conv(filters=8, size=3, **settings):
    return layers.Conv2D(filters, size, **{"padding": "same", "activation": "relu", **settings})


def average():
    return layers.GlobalAveragePooling2D()


def pixels_of(image):
    return dense(12)(average()(conv()(image)))


def scored(*joined, **settings):
    return layers.Dense(1, **settings)(layers.Concatenate()(list(joined)))


def model(sizes, words=None, pixels=None, end=scored, names=("text", "image")):
    text, image = inputs_of(*sizes, *names)
    one, other = text, image
    for layer in [dense(16)] if words is None else words:
        one = layer(one)
    for layer in [conv(), average(), dense(12)] if pixels is None else pixels:
        other = layer(other)
    return keras.Model([text, image], end(one, other))


# %% right: a list of named inputs
def multi_input(text_dim, image_shape):
    text, image = inputs_of(text_dim, image_shape)
    return keras.Model([text, image], scored(dense(16)(text), pixels_of(image)))


# %% right: a list in the other order
def multi_input(text_dim, image_shape):
    text, image = inputs_of(text_dim, image_shape)
    return keras.Model([image, text], scored(dense(16)(text), pixels_of(image)))


# %% right: keras.ops, and a dict of inputs that have no names of their own
def multi_input(text_dim, image_shape):
    inputs = {"image": keras.Input(shape=image_shape), "text": keras.Input(shape=(text_dim,))}
    words = keras.ops.relu(layers.Dense(16)(inputs["text"]))
    maps = keras.ops.relu(layers.Conv2D(8, (3, 3), padding="same")(inputs["image"]))
    pixels = keras.ops.relu(layers.Dense(12)(keras.ops.mean(maps, axis=[1, 2])))
    return keras.Model(inputs, layers.Dense(1)(keras.ops.concatenate([words, pixels], axis=1)))


# %% right: each branch a Sequential
def multi_input(text_dim, image_shape):
    text, image = inputs_of(text_dim, tuple(image_shape))
    words = keras.Sequential([layers.Dense(16), layers.Activation(tf.nn.relu)])
    pixels = keras.Sequential([conv(), layers.GlobalAvgPool2D(), dense(12)])
    joined = layers.concatenate([words(text), pixels(image)])
    return keras.Model(inputs=(text, image), outputs=layers.Dense(1, "linear")(joined))


# %% right: EinsumDense for the dense layers, activations as layers
def multi_input(text_dim, image_shape):
    def einsum(units, x):
        return layers.EinsumDense("bi,io->bo", output_shape=units, bias_axes="o")(x)

    text, image = inputs_of(text_dim, image_shape)
    words = layers.ReLU()(einsum(16, text))
    pixels = layers.ReLU()(einsum(12, average()(conv()(image))))
    joined = layers.Concatenate(axis=1)([words, pixels])
    return keras.Model({"image": image, "text": text}, einsum(1, joined))


# %% right: the score as a sum of two models' outputs, joined in one model
def multi_input(text_dim, image_shape):
    text, image = inputs_of(text_dim, image_shape)
    words = keras.Model(text, dense(16)(text), name="words")
    pixels = keras.Model(image, pixels_of(image), name="pixels")
    left, right = keras.Input((text_dim,)), keras.Input(image_shape)
    joined = keras.ops.append(words(left), pixels(right), axis=-1)
    return keras.Model({"text": left, "image": right}, layers.Dense(1)(joined))


# %% wrong: a function, not a model | test_example | a function
# breaks: "The model is keras.Model(inputs, outputs)"
def multi_input(text_dim, image_shape):
    scorer = model((text_dim, image_shape))
    return lambda inputs: scorer([inputs["text"], inputs["image"]])



# %% wrong: a subclass, whose graph is not known | test_example | subclass without a graph
# breaks: "The model is keras.Model(inputs, outputs)"
def multi_input(text_dim, image_shape):
    class Scorer(keras.Model):
        def __init__(self):
            super().__init__()
            self.inside = model((text_dim, image_shape))

        def call(self, inputs):
            return self.inside(inputs)

    return Scorer()



# %% wrong: the score itself | test_example | the score is returned
# breaks: "Return a model with two inputs"
def multi_input(text_dim, image_shape):
    text, image = inputs_of(text_dim, image_shape)
    return scored(dense(16)(text), pixels_of(image))



# %% wrong: the inputs have no names | test_example | no names
# breaks: "The model is called with a dict"
def multi_input(text_dim, image_shape):
    return model((text_dim, image_shape), names=(None, None))



# %% wrong: the names are exchanged | test_example | swapped
# breaks: "The model is called with a dict"
def multi_input(text_dim, image_shape):
    return model((text_dim, image_shape), names=("image", "text"))



# %% wrong: the text has another name | test_example | the text's input has another name
# breaks: "called with a dict, model({"text": text"
def multi_input(text_dim, image_shape):
    return model((text_dim, image_shape), names=("words", "image"))



# %% wrong: the image has another name | test_example | the image's input has another name
# breaks: ""image": image}), its keys"
def multi_input(text_dim, image_shape):
    return model((text_dim, image_shape), names=("text", "picture"))



# %% wrong: the keys of the dict are the names' plurals | test_example | the list of inputs
# breaks: "its keys in any order"
def multi_input(text_dim, image_shape):
    text, image = inputs_of(text_dim, image_shape)
    score = scored(dense(16)(text), pixels_of(image))
    return keras.Model({"texts": text, "images": image}, score)



# %% wrong: two scores for each pair | test_example | shape of the output
# breaks: "(batch, h, w, c) -> (batch, 1)"
def multi_input(text_dim, image_shape):
    return model((text_dim, image_shape), end=lambda *both: layers.Flatten()(layers.RepeatVector(2)(scored(*both))))



# %% wrong: the axis of the score is taken away | test_example | axis of length 1
# breaks: "(batch, h, w, c) -> (batch, 1)"
def multi_input(text_dim, image_shape):
    return model((text_dim, image_shape), end=lambda *both: keras.ops.squeeze(scored(*both), axis=-1))



# %% wrong: the last dense layer is forgotten | test_example | dense layer of 1 unit is missing
# breaks: "a dense layer of 1 unit"
def multi_input(text_dim, image_shape):
    return model((text_dim, image_shape), end=lambda *both: layers.Concatenate()(list(both)))



# %% wrong: the picture is flattened | test_example | Flatten
# breaks: "the average of each map over height and width"
def multi_input(text_dim, image_shape):
    return model((text_dim, image_shape), pixels=[conv(), layers.Flatten(), dense(12)])



# %% wrong: the image's dense layer is forgotten | test_example | image's dense layer is missing
# breaks: "a dense layer of 12 units"
def multi_input(text_dim, image_shape):
    return model((text_dim, image_shape), pixels=[conv(), average()])



# %% wrong: the raw text is joined | test_example | text's dense layer is missing
# breaks: "text a dense layer of 16 units"
def multi_input(text_dim, image_shape):
    return model((text_dim, image_shape), words=[])



# %% wrong: twelve units for the text, sixteen for the image | test_example | numbers of units are swapped
# breaks: "text a dense layer of 16 units"
# breaks: "a dense layer of 12 units"
def multi_input(text_dim, image_shape):
    return model((text_dim, image_shape), [dense(12)], [conv(), average(), dense(16)])



# %% wrong: sixteen units for both | test_example | 16 units in both
# breaks: "a dense layer of 12 units"
def multi_input(text_dim, image_shape):
    return model((text_dim, image_shape), pixels=[conv(), average(), dense(16)])



# %% wrong: sixteen filters | test_example | weight shapes
# breaks: "a convolution of 8 filters"
def multi_input(text_dim, image_shape):
    return model((text_dim, image_shape), pixels=[conv(16), average(), dense(12)])



# %% wrong: windows of five pixels | test_example | windows of 5
# breaks: "a convolution of 8 filters, 3 x 3"
def multi_input(text_dim, image_shape):
    return model((text_dim, image_shape), pixels=[conv(8, 5), average(), dense(12)])



# %% wrong: no biases | test_example | biases
# breaks: "Every convolution and dense layer has a bias"
def multi_input(text_dim, image_shape):
    return model((text_dim, image_shape), [dense(16, use_bias=False)], [conv(use_bias=False), average(), dense(12, use_bias=False)],
        lambda *both: scored(*both, use_bias=False))



# %% wrong: a normalization of the branches | test_example | weight shapes
# breaks: "there are no other weights"
def multi_input(text_dim, image_shape):
    return model((text_dim, image_shape), [dense(16), layers.BatchNormalization()])



# %% wrong: the sizes of the example | test_form
# breaks: "text (batch, text_dim), image (batch, h, w, c)"
def multi_input(text_dim, image_shape):
    return model((5, (8, 6, 3)))



# %% wrong: the image is joined first | test_score | before the text
# breaks: "joined along the last axis, the text first"
def multi_input(text_dim, image_shape):
    return model((text_dim, image_shape), end=lambda words, pixels: scored(pixels, words))



# %% wrong: no ReLU in the text's branch | test_score | text's dense layer has no ReLU
# breaks: "text a dense layer of 16 units, ReLU"
def multi_input(text_dim, image_shape):
    return model((text_dim, image_shape), [dense(16, activation=None)])



# %% wrong: no ReLU in the image's branch | test_score | image's dense layer has no ReLU
# breaks: "a dense layer of 12 units, ReLU"
def multi_input(text_dim, image_shape):
    return model((text_dim, image_shape), pixels=[conv(), average(), dense(12, activation=None)])



# %% wrong: no ReLU after the convolution | test_score | convolution has no ReLU
# breaks: "padding "same", ReLU"
def multi_input(text_dim, image_shape):
    return model((text_dim, image_shape), pixels=[conv(activation=None), average(), dense(12)])



# %% wrong: the convolution has padding valid | test_score | padding valid
# breaks: "a convolution of 8 filters, 3 x 3, stride 1, padding "same""
def multi_input(text_dim, image_shape):
    return model((text_dim, image_shape), pixels=[conv(padding="valid"), average(), dense(12)])



# %% wrong: the convolution moves by two pixels | test_score | stride 2
# breaks: "a convolution of 8 filters, 3 x 3, stride 1"
def multi_input(text_dim, image_shape):
    return model((text_dim, image_shape), pixels=[conv(strides=2), average(), dense(12)])



# %% wrong: the maximum over the picture | test_score | instead of the average
# breaks: "the average of each map over height and width"
def multi_input(text_dim, image_shape):
    return model((text_dim, image_shape), pixels=[conv(), layers.GlobalMaxPooling2D(), dense(12)])



# %% wrong: the sum over the picture | test_score | sum instead
# breaks: "the average of each map over height and width"
def multi_input(text_dim, image_shape):
    return model((text_dim, image_shape), pixels=[conv(), layers.Lambda(lambda x: keras.ops.sum(x, (1, 2))), dense(12)])



# %% wrong: the score is a probability | test_score | sigmoid
# breaks: "1 unit, no activation"
def multi_input(text_dim, image_shape):
    return model((text_dim, image_shape), end=lambda *both: scored(*both, activation="sigmoid"))



# %% wrong: no negative scores | test_score | ReLU on the score
# breaks: "1 unit, no activation"
def multi_input(text_dim, image_shape):
    return model((text_dim, image_shape), end=lambda *both: scored(*both, activation="relu"))



# %% wrong: the text is read as integers | test_score
# breaks: "text (batch, text_dim)"
def multi_input(text_dim, image_shape):
    text = keras.Input((text_dim,), name="text", dtype="int32")
    image = keras.Input(image_shape, name="image")
    words = dense(16)(keras.ops.cast(text, "float32"))
    return keras.Model([text, image], scored(words, pixels_of(image)))



# %% wrong: ReLU with an upper bound | test_score | relu6
# breaks: "text a dense layer of 16 units, ReLU"
def multi_input(text_dim, image_shape):
    return model((text_dim, image_shape), [dense(16, activation="relu6")],
        [conv(activation="relu6"), average(), dense(12, activation="relu6")])



# %% wrong: the convolution is frozen | test_training | no gradient arrives
# breaks: "weights are trained"
def multi_input(text_dim, image_shape):
    return model((text_dim, image_shape), pixels=[conv(trainable=False), average(), dense(12)])



# %% wrong: the last layer is frozen | test_training | no gradient arrives
# breaks: "weights are trained"
def multi_input(text_dim, image_shape):
    return model((text_dim, image_shape), end=lambda *both: scored(*both, trainable=False))



# %% wrong: the gradient stops behind the text's branch | test_training | no gradient arrives
# breaks: "weights are trained"
def multi_input(text_dim, image_shape):
    return model((text_dim, image_shape), [dense(16), layers.Lambda(keras.ops.stop_gradient)])



# %% wrong: dropout before the score | test_training | the gradient
# breaks: "and no dropout"
def multi_input(text_dim, image_shape):
    return model((text_dim, image_shape), end=lambda *both: scored(*[layers.Dropout(0.5)(one) for one in both]))


# %% right: image first in code and in the dict; the average as one window over the whole picture
def multi_input(text_dim: int, image_shape: tuple[int, int, int]) -> keras.Model:
    image = keras.Input(image_shape, name="image")
    maps = keras.ops.relu(keras.layers.Conv2D(8, 3, padding="same")(image))
    mean = keras.layers.Flatten()(keras.layers.AveragePooling2D(tuple(image_shape[:2]))(maps))
    seen = keras.ops.relu(keras.layers.Dense(12)(mean))
    text = keras.Input((text_dim,), name="text")
    read = keras.ops.relu(keras.layers.Dense(16)(text))
    both = keras.ops.concatenate([read, seen], axis=-1)
    score = keras.layers.Dense(1)(both)
    return keras.Model({"image": image, "text": text}, score)


# %% right: each branch is a nested model
def multi_input(text_dim: int, image_shape: tuple[int, int, int]) -> keras.Model:
    layers = keras.layers
    inputs = {
        "text": keras.Input((text_dim,), name="text"),
        "image": keras.Input(image_shape, name="image"),
    }
    branches = {
        "text": keras.Sequential([keras.Input((text_dim,)), layers.Dense(16, "relu")]),
        "image": keras.Sequential(
            [
                keras.Input(image_shape),
                layers.Conv2D(8, 3, padding="same", activation="relu"),
                layers.GlobalAveragePooling2D(),
                layers.Dense(12, "relu"),
            ]
        ),
    }
    both = layers.Concatenate()([branches[key](inputs[key]) for key in ("text", "image")])
    return keras.Model(inputs, layers.Dense(1)(both))


# %% wrong: dropout out of habit; it shows in training only | test_training
# breaks: "there are no other weights, and no dropout"
def multi_input(text_dim: int, image_shape: tuple[int, int, int]) -> keras.Model:
    text = keras.Input((text_dim,), name="text")
    image = keras.Input(image_shape, name="image")
    read = keras.layers.Dense(16, activation="relu")(text)
    maps = keras.layers.Conv2D(8, 3, padding="same", activation="relu")(image)
    mean = keras.layers.GlobalAveragePooling2D()(maps)
    seen = keras.layers.Dense(12, activation="relu")(mean)
    both = keras.layers.Concatenate()([read, seen])
    both = keras.layers.Dropout(0.2)(both)
    return keras.Model({"text": text, "image": image}, keras.layers.Dense(1)(both))


# %% wrong: joined in alphabetical order, the image first | test_score
# breaks: "joined along the last axis, the text first"
def multi_input(text_dim: int, image_shape: tuple[int, int, int]) -> keras.Model:
    text = keras.Input((text_dim,), name="text")
    image = keras.Input(image_shape, name="image")
    read = keras.layers.Dense(16, activation="relu")(text)
    maps = keras.layers.Conv2D(8, 3, padding="same", activation="relu")(image)
    mean = keras.layers.GlobalAveragePooling2D()(maps)
    seen = keras.layers.Dense(12, activation="relu")(mean)
    parts = {"text": read, "image": seen}
    both = keras.layers.Concatenate()([parts[key] for key in sorted(parts)])
    return keras.Model({"text": text, "image": image}, keras.layers.Dense(1)(both))


# %% wrong: the ReLU of the convolution comes after the average | test_score
# breaks: "image a convolution of 8 filters, 3 x 3, stride 1, padding "same", ReLU"
def multi_input(text_dim: int, image_shape: tuple[int, int, int]) -> keras.Model:
    text = keras.Input((text_dim,), name="text")
    image = keras.Input(image_shape, name="image")
    read = keras.layers.Dense(16, activation="relu")(text)
    maps = keras.layers.Conv2D(8, 3, padding="same")(image)
    mean = keras.layers.ReLU()(keras.layers.GlobalAveragePooling2D()(maps))
    seen = keras.layers.Dense(12, activation="relu")(mean)
    both = keras.layers.Concatenate()([read, seen])
    return keras.Model({"text": text, "image": image}, keras.layers.Dense(1)(both))
