"""Answers to multi_input. A wrong answer differs from `scored` in what it names."""

import keras
import tensorflow as tf

layers = keras.layers


def inputs_of(text_dim, image_shape, text="text", image="image"):
    return keras.Input((text_dim,), name=text), keras.Input(image_shape, name=image)


def dense(units, **settings):
    return layers.Dense(units, **{"activation": "relu", **settings})


def conv(**settings):
    return layers.Conv2D(8, 3, **{"padding": "same", "activation": "relu", **settings})


def pixels_of(image):
    return dense(12)(layers.GlobalAveragePooling2D()(conv()(image)))


def scored(*joined, **settings):
    return layers.Dense(1, **settings)(layers.Concatenate()(list(joined)))


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


# %% wrong: a function, not a model | test_form | the returned object
def multi_input(text_dim, image_shape):
    text, image = inputs_of(text_dim, image_shape)
    model = keras.Model([text, image], scored(dense(16)(text), pixels_of(image)))
    return lambda inputs: model([inputs["text"], inputs["image"]])


# %% wrong: the inputs have no names | test_form | no names
def multi_input(text_dim, image_shape):
    text, image = keras.Input((text_dim,)), keras.Input(image_shape)
    return keras.Model([text, image], scored(dense(16)(text), pixels_of(image)))


# %% wrong: the names are exchanged | test_form | swapped
def multi_input(text_dim, image_shape):
    text, image = inputs_of(text_dim, image_shape, "image", "text")
    return keras.Model([text, image], scored(dense(16)(text), pixels_of(image)))


# %% wrong: the image's average is the output's, too | test_form | shape of the output
def multi_input(text_dim, image_shape):
    text, image = inputs_of(text_dim, image_shape)
    score = scored(dense(16)(text), pixels_of(image))
    return keras.Model([text, image], layers.Flatten()(layers.RepeatVector(2)(score)))


# %% wrong: the axis of the score is taken away | test_form | shape of the output
def multi_input(text_dim, image_shape):
    text, image = inputs_of(text_dim, image_shape)
    score = scored(dense(16)(text), pixels_of(image))
    return keras.Model([text, image], keras.ops.squeeze(score, axis=-1))


# %% wrong: the picture is flattened | test_form | Flatten
def multi_input(text_dim, image_shape):
    text, image = inputs_of(text_dim, image_shape)
    pixels = dense(12)(layers.Flatten()(conv()(image)))
    return keras.Model([text, image], scored(dense(16)(text), pixels))


# %% wrong: the image's dense layer is forgotten | test_form | dense layer is missing
def multi_input(text_dim, image_shape):
    text, image = inputs_of(text_dim, image_shape)
    pixels = layers.GlobalAveragePooling2D()(conv()(image))
    return keras.Model([text, image], scored(dense(16)(text), pixels))


# %% wrong: the raw text is joined | test_form | text's dense layer is missing
def multi_input(text_dim, image_shape):
    text, image = inputs_of(text_dim, image_shape)
    return keras.Model([text, image], scored(text, pixels_of(image)))


# %% wrong: the image is joined first | test_score | before the text
def multi_input(text_dim, image_shape):
    text, image = inputs_of(text_dim, image_shape)
    return keras.Model([text, image], scored(pixels_of(image), dense(16)(text)))


# %% wrong: no ReLU in the text's branch | test_score | text's dense layer has no ReLU
def multi_input(text_dim, image_shape):
    text, image = inputs_of(text_dim, image_shape)
    words = dense(16, activation=None)(text)
    return keras.Model([text, image], scored(words, pixels_of(image)))


# %% wrong: no ReLU after the convolution | test_score | convolution has no ReLU
def multi_input(text_dim, image_shape):
    text, image = inputs_of(text_dim, image_shape)
    pixels = dense(12)(layers.GlobalAveragePooling2D()(conv(activation=None)(image)))
    return keras.Model([text, image], scored(dense(16)(text), pixels))


# %% wrong: the maximum over the picture | test_score | instead of the average
def multi_input(text_dim, image_shape):
    text, image = inputs_of(text_dim, image_shape)
    pixels = dense(12)(layers.GlobalMaxPooling2D()(conv()(image)))
    return keras.Model([text, image], scored(dense(16)(text), pixels))


# %% wrong: the score is a probability | test_score | sigmoid
def multi_input(text_dim, image_shape):
    text, image = inputs_of(text_dim, image_shape)
    score = scored(dense(16)(text), pixels_of(image), activation="sigmoid")
    return keras.Model([text, image], score)


# %% wrong: the text is read as integers | test_score
def multi_input(text_dim, image_shape):
    text = keras.Input((text_dim,), name="text", dtype="int32")
    image = keras.Input(image_shape, name="image")
    words = dense(16)(keras.ops.cast(text, "float32"))
    return keras.Model([text, image], scored(words, pixels_of(image)))


# %% wrong: ReLU with an upper bound | test_large_values | relu6
def multi_input(text_dim, image_shape):
    text, image = inputs_of(text_dim, image_shape)
    pixels = layers.GlobalAveragePooling2D()(conv(activation="relu6")(image))
    joined = dense(16, activation="relu6")(text), dense(12, activation="relu6")(pixels)
    return keras.Model([text, image], scored(*joined))


# %% wrong: the convolution is frozen | test_training | no gradient arrives
def multi_input(text_dim, image_shape):
    text, image = inputs_of(text_dim, image_shape)
    maps = conv(trainable=False)(image)
    pixels = dense(12)(layers.GlobalAveragePooling2D()(maps))
    return keras.Model([text, image], scored(dense(16)(text), pixels))


# %% wrong: the gradient stops behind the text's branch | test_training | no gradient arrives
def multi_input(text_dim, image_shape):
    text, image = inputs_of(text_dim, image_shape)
    words = keras.ops.stop_gradient(dense(16)(text))
    return keras.Model([text, image], scored(words, pixels_of(image)))
