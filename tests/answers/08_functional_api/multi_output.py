"""Answers to multi_output. A wrong answer differs from `finished` in what it names."""

import keras
import tensorflow as tf

layers = keras.layers
LOSSES = {"label": keras.losses.SparseCategoricalCrossentropy(from_logits=True), "box": "mse"}
WEIGHTS = {"label": 0.2, "box": 0.8}
METRICS = {"label": ["accuracy"]}


def conv(**settings):
    return layers.Conv2D(8, 3, **{"padding": "same", "activation": "relu", **settings})


def body_of(inputs, first=None, pool=None, flatten=None, activation="relu", **settings):
    x = (pool or layers.MaxPooling2D())((first or conv())(inputs))
    return layers.Dense(16, activation=activation, **settings)((flatten or layers.Flatten())(x))


def heads_of(body, classes, label=None, box="sigmoid"):
    return {
        "label": layers.Dense(classes, label, name="label")(body),
        "box": layers.Dense(4, box, name="box")(body),
    }


def finished(inputs, outputs, optimizer="adam", loss=LOSSES, loss_weights=WEIGHTS, metrics=METRICS):
    model = keras.Model(inputs, outputs)
    model.compile(optimizer, loss=loss, loss_weights=loss_weights, metrics=metrics)
    return model


# %% right: heads without names, losses as objects, a metric outside of a list
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    body = body_of(inputs)
    outputs = {"box": layers.Dense(4, tf.sigmoid)(body), "label": layers.Dense(classes)(body)}
    losses = {**LOSSES, "box": keras.losses.MeanSquaredError()}
    return finished(inputs, outputs, keras.optimizers.Adam(), losses, metrics={"label": "accuracy"})


# %% right: lists, in the order of the sorted names
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    outputs = heads_of(body_of(inputs), classes)
    losses = [keras.losses.mean_squared_error, LOSSES["label"]]
    return finished(inputs, outputs, loss=losses, loss_weights=[0.8, 0.2])


# %% right: the body a Sequential, the sigmoid a layer of its own, a loss that is a function
def multi_output(input_shape, classes):
    inputs = keras.Input(shape=input_shape)
    pool = layers.MaxPool2D((2, 2), strides=2, padding="valid")
    dense = layers.Dense(16, activation=keras.activations.relu)
    body = keras.Sequential([conv(), pool, layers.Flatten(), dense])(inputs)
    box = keras.ops.sigmoid(layers.Dense(4)(body))

    def crossentropy(label, logits):
        label = tf.cast(tf.reshape(label, [-1]), tf.int32)
        return tf.nn.sparse_softmax_cross_entropy_with_logits(label, logits)

    outputs = {"label": layers.Dense(classes)(body), "box": box}
    return finished(inputs, outputs, loss={"label": crossentropy, "box": "mean_squared_error"})


# %% wrong: compile's result is returned | test_form | the returned object
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    model = keras.Model(inputs, heads_of(body_of(inputs), classes))
    return model.compile("adam", loss=LOSSES, loss_weights=WEIGHTS, metrics=METRICS)


# %% wrong: the outputs are a list | test_form | a list, not a dict
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    heads = heads_of(body_of(inputs), classes)
    return finished(inputs, [heads["label"], heads["box"]])


# %% wrong: the heads are exchanged | test_form | swapped
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    heads = heads_of(body_of(inputs), classes)
    return finished(inputs, {"label": heads["box"], "box": heads["label"]})


# %% wrong: each head has a body of its own | test_form | two bodies
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    label = heads_of(body_of(inputs), classes)["label"]
    return finished(inputs, {"label": label, "box": heads_of(body_of(inputs), classes)["box"]})


# %% wrong: the box starts from the logits | test_form | box starts from the label
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    label = layers.Dense(classes)(body_of(inputs))
    return finished(inputs, {"label": label, "box": layers.Dense(4, "sigmoid")(label)})


# %% wrong: no pooling | test_form | pooling is missing
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    body = body_of(inputs, pool=layers.Identity())
    return finished(inputs, heads_of(body, classes))


# %% wrong: a global pooling | test_form | instead of Flatten
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    body = body_of(inputs, flatten=layers.GlobalMaxPooling2D())
    return finished(inputs, heads_of(body, classes))


# %% wrong: not compiled | test_form | not compiled
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    return keras.Model(inputs, heads_of(body_of(inputs), classes))


# %% wrong: compiled without Adam | test_form | optimizer
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    return finished(inputs, heads_of(body_of(inputs), classes), optimizer="rmsprop")


# %% wrong: softmax on the label | test_heads | softmax on the label
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    return finished(inputs, heads_of(body_of(inputs), classes, label="softmax"))


# %% wrong: no sigmoid on the box | test_heads | no sigmoid
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    return finished(inputs, heads_of(body_of(inputs), classes, box=None))


# %% wrong: the body is linear | test_heads | body's dense layer has no ReLU
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    return finished(inputs, heads_of(body_of(inputs, activation=None), classes))


# %% wrong: average pooling | test_heads | average pooling
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    body = body_of(inputs, pool=layers.AveragePooling2D(2))
    return finished(inputs, heads_of(body, classes))


# %% wrong: the loss expects probabilities | test_losses | from_logits
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    losses = {"label": "sparse_categorical_crossentropy", "box": "mse"}
    return finished(inputs, heads_of(body_of(inputs), classes), loss=losses)


# %% wrong: the absolute error | test_losses | absolute error
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    losses = {**LOSSES, "box": "mae"}
    return finished(inputs, heads_of(body_of(inputs), classes), loss=losses)


# %% wrong: no loss weights | test_losses | weights are missing
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    return finished(inputs, heads_of(body_of(inputs), classes), loss_weights=None)


# %% wrong: a list of loss weights, in the order of the heads | test_losses | order of the names
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    return finished(inputs, heads_of(body_of(inputs), classes), loss_weights=[0.2, 0.8])


# %% wrong: no metric | test_losses | no metric
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    return finished(inputs, heads_of(body_of(inputs), classes), metrics=None)


# %% wrong: accuracy for both heads | test_losses | both heads
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    metrics = {"label": ["accuracy"], "box": ["accuracy"]}
    return finished(inputs, heads_of(body_of(inputs), classes), metrics=metrics)


# %% wrong: something else is called accuracy | test_losses | label_accuracy
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    top = keras.metrics.SparseTopKCategoricalAccuracy(classes, name="accuracy")
    return finished(inputs, heads_of(body_of(inputs), classes), metrics={"label": [top]})


# %% wrong: the body is frozen | test_training | not trained
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    return finished(inputs, heads_of(body_of(inputs, trainable=False), classes))


# %% wrong: the convolution is frozen | test_training | not trained
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    return finished(inputs, heads_of(body_of(inputs, conv(trainable=False)), classes))


# %% wrong: the box's gradient stops at the body | test_training | only the label
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    body = body_of(inputs)
    label = heads_of(body, classes)["label"]
    box = layers.Dense(4, "sigmoid")(keras.ops.stop_gradient(body))
    return finished(inputs, {"label": label, "box": box})
