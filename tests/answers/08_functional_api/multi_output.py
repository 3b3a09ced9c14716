"""Answers to multi_output. A wrong answer differs from `two` in what it names."""

import keras
import tensorflow as tf

layers = keras.layers
LOSSES = {"label": keras.losses.SparseCategoricalCrossentropy(from_logits=True), "box": "mse"}
WEIGHTS = {"label": 0.2, "box": 0.8}
METRICS = {"label": ["accuracy"]}


def conv(filters=8, size=3, **settings):
    return layers.Conv2D(filters, size, **{"padding": "same", "activation": "relu", **settings})


def body_of(inputs, first=None, pool=None, flatten=None, units=16, activation="relu", **settings):
    x = (pool or layers.MaxPooling2D())((first or conv())(inputs))
    x = (flatten or layers.Flatten())(x)
    return layers.Dense(units, activation=activation, **settings)(x)


def heads_of(body, classes, label=None, box="sigmoid", **settings):
    return {
        "label": layers.Dense(classes, label, name="label", **settings)(body),
        "box": layers.Dense(4, box, name="box", **settings)(body),
    }


def finished(inputs, outputs, optimizer="adam", loss=LOSSES, loss_weights=WEIGHTS, metrics=METRICS):
    model = keras.Model(inputs, outputs)
    model.compile(optimizer, loss=loss, loss_weights=loss_weights, metrics=metrics)
    return model


def two(input_shape, classes, body=None, heads=None, arranged=lambda found: found, **settings):
    inputs = keras.Input(input_shape)
    found = heads_of(body_of(inputs, **body or {}), classes, **heads or {})
    return finished(inputs, arranged(found), **settings)


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


# %% right: compiled with keywords, losses as a list of objects in the order of the outputs
def multi_output(input_shape, classes):
    inputs = keras.Input(shape=input_shape)
    shared = body_of(inputs)
    label, box = layers.Dense(classes)(shared), layers.Dense(4)(shared)
    model = keras.Model(inputs, dict(label=label, box=layers.Activation("sigmoid")(box)))
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=1e-3, epsilon=1e-07),
        loss=[keras.losses.MeanSquaredError(), LOSSES["label"]],
        loss_weights=[0.8, 0.2],
        metrics=[[], [keras.metrics.SparseCategoricalAccuracy(name="accuracy")]],
    )
    return model


# %% right: the loss weights within the losses, which report what they are before
def multi_output(input_shape, classes):
    def squared(box, corners):
        return keras.ops.mean(keras.ops.square(corners - box), axis=-1)

    model = two(input_shape, classes, loss={"label": LOSSES["label"], "box": squared})
    model.summary(print_fn=lambda *_, **__: None)
    return model


# %% wrong: compile's result is returned | test_example | is returned
# breaks: "Return a compiled model with two heads"
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    model = keras.Model(inputs, heads_of(body_of(inputs), classes))
    return model.compile("adam", loss=LOSSES, loss_weights=WEIGHTS, metrics=METRICS)



# %% wrong: a subclass, whose graph is not known | test_example | subclass without a graph
# breaks: "keras.Model(inputs, outputs)"
def multi_output(input_shape, classes):
    class Net(keras.Model):
        def __init__(self):
            super().__init__()
            self.inside = two(input_shape, classes)

        def call(self, inputs):
            return self.inside(inputs)

    model = Net()
    model.compile("adam", loss=LOSSES, loss_weights=WEIGHTS, metrics=METRICS)
    return model



# %% wrong: the outputs are a list | test_example | a list, not a dict
# breaks: "The model returns a dict"
def multi_output(input_shape, classes):
    return two(input_shape, classes, arranged=lambda found: [found["label"], found["box"]], loss=list(LOSSES.values()),
        loss_weights=[0.2, 0.8], metrics=[["accuracy"], []])



# %% wrong: the label's output has another name | test_example | other names
# breaks: "a dict, {"label": logits (batch, classes)"
def multi_output(input_shape, classes):
    return two(input_shape, classes, arranged=lambda found: {"class": found["label"], "box": found["box"]},
        loss={"class": LOSSES["label"], "box": "mse"}, loss_weights={"class": 0.2, "box": 0.8},
        metrics={"class": ["accuracy"]})



# %% wrong: the box's output has another name | test_example | other names
# breaks: ""box": corners (batch, 4)"
def multi_output(input_shape, classes):
    return two(input_shape, classes, arranged=lambda found: {"label": found["label"], "corners": found["box"]},
        loss={"label": LOSSES["label"], "corners": "mse"}, loss_weights={"label": 0.2, "corners": 0.8})



# %% wrong: the heads are exchanged | test_example | swapped
# breaks: "{"label": logits (batch, classes)"
def multi_output(input_shape, classes):
    return two(input_shape, classes, arranged=lambda found: {"label": found["box"], "box": found["label"]})



# %% wrong: each head has a body of its own | test_example | two bodies
# breaks: "label from the body"
# breaks: "box from the body"
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    label = heads_of(body_of(inputs), classes)["label"]
    return finished(inputs, {"label": label, "box": heads_of(body_of(inputs), classes)["box"]})



# %% wrong: the box starts from the logits | test_example | box starts from the label
# breaks: "box from the body"
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    label = layers.Dense(classes)(body_of(inputs))
    return finished(inputs, {"label": label, "box": layers.Dense(4, "sigmoid")(label)})



# %% wrong: the label starts from the box | test_example | label starts from the box
# breaks: "label from the body"
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    box = layers.Dense(4, "sigmoid")(body_of(inputs))
    return finished(inputs, {"label": layers.Dense(classes)(box), "box": box})



# %% wrong: one logit too many | test_example | too many
# breaks: "a dense layer of `classes` units"
def multi_output(input_shape, classes):
    return two(input_shape, classes + 1)



# %% wrong: no pooling | test_example | pooling is missing
# breaks: "max pooling"
def multi_output(input_shape, classes):
    return two(input_shape, classes, {"pool": layers.Identity()})



# %% wrong: a global pooling | test_example | instead of Flatten
# breaks: "flatten"
def multi_output(input_shape, classes):
    return two(input_shape, classes, {"flatten": layers.GlobalMaxPooling2D()})



# %% wrong: more units in the body | test_example | 32 units
# breaks: "a dense layer of 16 units"
def multi_output(input_shape, classes):
    return two(input_shape, classes, {"units": 32})



# %% wrong: sixteen filters | test_example | 16 filters
# breaks: "a convolution of 8 filters"
def multi_output(input_shape, classes):
    return two(input_shape, classes, {"first": conv(16)})



# %% wrong: windows of five pixels | test_example | windows of 5
# breaks: "a convolution of 8 filters, 3 x 3"
def multi_output(input_shape, classes):
    return two(input_shape, classes, {"first": conv(8, 5)})



# %% wrong: the convolution has padding valid | test_example | padding valid
# breaks: "a convolution of 8 filters, 3 x 3, stride 1, padding "same""
def multi_output(input_shape, classes):
    return two(input_shape, classes, {"first": conv(padding="valid")})



# %% wrong: the convolution moves by two pixels | test_example | convolution has stride
# breaks: "a convolution of 8 filters, 3 x 3, stride 1"
def multi_output(input_shape, classes):
    return two(input_shape, classes, {"first": conv(strides=2)})



# %% wrong: the pooling keeps an odd row | test_form | padding same
# breaks: "padding "valid""
def multi_output(input_shape, classes):
    return two(input_shape, classes, {"pool": layers.MaxPooling2D(padding="same")})



# %% wrong: no biases | test_example | biases
# breaks: "each with a bias"
def multi_output(input_shape, classes):
    return two(input_shape, classes, {"first": conv(use_bias=False), "use_bias": False}, {"use_bias": False})



# %% wrong: not compiled | test_example | not compiled
# breaks: "Return a compiled model"
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    return keras.Model(inputs, heads_of(body_of(inputs), classes))



# %% wrong: compiled without Adam | test_example | optimizer
# breaks: "compiled with Adam"
def multi_output(input_shape, classes):
    return two(input_shape, classes, optimizer="rmsprop")



# %% wrong: Adam with a larger learning rate | test_example | learning_rate=0.01
# breaks: "Adam in Keras's default settings"
def multi_output(input_shape, classes):
    return two(input_shape, classes, optimizer=keras.optimizers.Adam(0.01))



# %% wrong: Adam with clipped gradients | test_example | clipnorm=1
# breaks: "Adam in Keras's default settings"
def multi_output(input_shape, classes):
    return two(input_shape, classes, optimizer=keras.optimizers.Adam(clipnorm=1.0))



# %% wrong: no metric | test_report | no metric
# breaks: "Only the label has the metric "accuracy""
def multi_output(input_shape, classes):
    return two(input_shape, classes, metrics=None)



# %% wrong: accuracy for both heads | test_report | both heads
# breaks: "Only the label has the metric "accuracy""
def multi_output(input_shape, classes):
    return two(input_shape, classes, metrics={"label": ["accuracy"], "box": ["accuracy"]})



# %% wrong: softmax on the label | test_heads | softmax on the label
# breaks: "no activation"
def multi_output(input_shape, classes):
    return two(input_shape, classes, heads={"label": "softmax"})



# %% wrong: no sigmoid on the box | test_heads | no sigmoid
# breaks: "a dense layer of 4 units, sigmoid"
def multi_output(input_shape, classes):
    return two(input_shape, classes, heads={"box": None})



# %% wrong: the body is linear | test_heads | body's dense layer has no ReLU
# breaks: "a dense layer of 16 units, ReLU"
def multi_output(input_shape, classes):
    return two(input_shape, classes, {"activation": None})



# %% wrong: the convolution is linear | test_heads | convolution has no ReLU
# breaks: "3 x 3, stride 1, padding "same", ReLU"
def multi_output(input_shape, classes):
    return two(input_shape, classes, {"first": conv(activation=None)})



# %% wrong: average pooling | test_heads | average pooling
# breaks: "max pooling, windows of 2 x 2"
def multi_output(input_shape, classes):
    return two(input_shape, classes, {"pool": layers.AveragePooling2D(2)})



# %% wrong: windows of three pixels in the pooling | test_example | windows of 3
# breaks: "windows of 2 x 2, stride 2"
def multi_output(input_shape, classes):
    return two(input_shape, classes, {"pool": layers.MaxPooling2D(3, strides=2)})



# %% wrong: the loss expects probabilities | test_losses | from_logits
# breaks: "The label's loss is the crossentropy from logits"
def multi_output(input_shape, classes):
    return two(input_shape, classes, loss={**LOSSES, "label": "sparse_categorical_crossentropy"})



# %% wrong: a softmax of large logits, then the logarithm | test_losses | then the logarithm
# breaks: "The label's loss is the crossentropy from logits"
def multi_output(input_shape, classes):
    def crossentropy(label, logits):
        return keras.losses.sparse_categorical_crossentropy(label, tf.nn.softmax(logits))

    return two(input_shape, classes, loss={**LOSSES, "label": crossentropy})



# %% wrong: labels as one-hot vectors | test_report
# breaks: "labels that are integers (batch,)"
def multi_output(input_shape, classes):
    return two(input_shape, classes, loss={**LOSSES, "label": keras.losses.CategoricalCrossentropy(from_logits=True)})



# %% wrong: the absolute error | test_losses | absolute error
# breaks: "the box's loss is the mean squared error"
def multi_output(input_shape, classes):
    return two(input_shape, classes, loss={**LOSSES, "box": "mae"})



# %% wrong: the sum of the squared errors | test_losses | not their mean
# breaks: "the box's loss is the mean squared error"
def multi_output(input_shape, classes):
    def squared(box, corners):
        return keras.ops.sum(keras.ops.square(corners - box), axis=-1)

    return two(input_shape, classes, loss={**LOSSES, "box": squared})



# %% wrong: no loss weights | test_losses | weights are missing
# breaks: "0.2 * label's + 0.8 * box's"
def multi_output(input_shape, classes):
    return two(input_shape, classes, loss_weights=None)



# %% wrong: a list of loss weights, in the order of the heads | test_losses | order of the names
# breaks: "0.2 * label's + 0.8 * box's"
def multi_output(input_shape, classes):
    return two(input_shape, classes, loss_weights=[0.2, 0.8])



# %% wrong: a penalty on the weights | test_losses | the reported loss
# breaks: "and nothing else"
def multi_output(input_shape, classes):
    return two(input_shape, classes, {"kernel_regularizer": "l2"})



# %% wrong: something else is called accuracy | test_losses | label_accuracy
# breaks: "the metric "accuracy""
def multi_output(input_shape, classes):
    return two(input_shape, classes, metrics={"label": [keras.metrics.SparseTopKCategoricalAccuracy(classes, name="accuracy")]})



# %% wrong: the body is frozen | test_training | not trained
# breaks: "All weights are trained"
def multi_output(input_shape, classes):
    return two(input_shape, classes, {"trainable": False})



# %% wrong: the convolution is frozen | test_training | not trained
# breaks: "All weights are trained"
def multi_output(input_shape, classes):
    return two(input_shape, classes, {"first": conv(trainable=False)})



# %% wrong: the box's gradient stops at the body | test_training | only the label
# breaks: "All weights are trained"
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    body = body_of(inputs)
    label = heads_of(body, classes)["label"]
    box = layers.Dense(4, "sigmoid")(keras.ops.stop_gradient(body))
    return finished(inputs, {"label": label, "box": box})



# %% wrong: dropout behind the body | test_training
# breaks: "without dropout"
def multi_output(input_shape, classes):
    inputs = keras.Input(input_shape)
    body = layers.Dropout(0.5)(body_of(inputs))
    return finished(inputs, heads_of(body, classes))


# %% equivalent: generic-graph | the function makes a model; it is not called in a graph


# %% right: nested body; loss and metric as objects; the box's head is made first
def multi_output(input_shape: tuple[int, int, int], classes: int) -> keras.Model:
    body = keras.Sequential(
        [
            keras.Input(input_shape),
            keras.layers.Conv2D(8, 3, padding="same"),
            keras.layers.ReLU(),
            keras.layers.MaxPooling2D(2),
            keras.layers.Flatten(),
            keras.layers.Dense(16),
            keras.layers.ReLU(),
        ]
    )
    heads = {
        "box": keras.layers.Dense(4, activation="sigmoid", name="box"),
        "label": keras.layers.Dense(classes, name="label"),
    }
    inputs = keras.Input(input_shape)
    features = body(inputs)
    model = keras.Model(inputs, {name: head(features) for name, head in heads.items()})
    model.compile(
        optimizer=keras.optimizers.Adam(),
        loss={
            "box": keras.losses.MeanSquaredError(),
            "label": keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        },
        loss_weights={"box": 0.8, "label": 0.2},
        metrics={"label": [keras.metrics.SparseCategoricalAccuracy(name="accuracy")]},
    )
    return model


# %% right: Reshape for flatten, the sigmoid as a layer, names as strings
def multi_output(input_shape: tuple[int, int, int], classes: int) -> keras.Model:
    inputs = keras.Input(input_shape)
    x = keras.layers.Conv2D(8, (3, 3), padding="same", activation="relu")(inputs)
    x = keras.layers.MaxPooling2D((2, 2), strides=(2, 2), padding="valid")(x)
    x = keras.layers.Reshape((-1,))(x)
    x = keras.layers.Dense(16, activation="relu")(x)
    label = keras.layers.Dense(classes, name="label")(x)
    box = keras.layers.Activation("sigmoid", name="box")(keras.layers.Dense(4)(x))
    model = keras.Model(inputs, {"label": label, "box": box})
    crossentropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(
        "adam",
        loss={"label": crossentropy, "box": "mse"},
        loss_weights={"label": 0.2, "box": 0.8},
        metrics={"label": "accuracy"},
    )
    return model


# %% wrong: Adam clips the gradients | test_example
# breaks: "It is compiled with Adam in Keras's default settings."
def multi_output(input_shape: tuple[int, int, int], classes: int) -> keras.Model:
    inputs = keras.Input(input_shape)
    x = keras.layers.Conv2D(8, 3, padding="same", activation="relu")(inputs)
    x = keras.layers.Flatten()(keras.layers.MaxPooling2D(2)(x))
    x = keras.layers.Dense(16, activation="relu")(x)
    label = keras.layers.Dense(classes, name="label")(x)
    box = keras.layers.Dense(4, activation="sigmoid", name="box")(x)
    model = keras.Model(inputs, {"label": label, "box": box})
    crossentropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(
        optimizer=keras.optimizers.Adam(clipnorm=1.0),
        loss={"label": crossentropy, "box": "mse"},
        loss_weights={"label": 0.2, "box": 0.8},
        metrics={"label": ["accuracy"]},
    )
    return model


# %% wrong: weight decay as a regularizer, which adds to the loss | test_losses
# breaks: "loss to be minimized is 0.2 * label's + 0.8 * box's and nothing else"
def multi_output(input_shape: tuple[int, int, int], classes: int) -> keras.Model:
    inputs = keras.Input(input_shape)
    x = keras.layers.Conv2D(8, 3, padding="same", activation="relu")(inputs)
    x = keras.layers.Flatten()(keras.layers.MaxPooling2D(2)(x))
    x = keras.layers.Dense(16, activation="relu", kernel_regularizer="l2")(x)
    label = keras.layers.Dense(classes, name="label")(x)
    box = keras.layers.Dense(4, activation="sigmoid", name="box")(x)
    model = keras.Model(inputs, {"label": label, "box": box})
    crossentropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(
        optimizer="adam",
        loss={"label": crossentropy, "box": "mse"},
        loss_weights={"label": 0.2, "box": 0.8},
        metrics={"label": ["accuracy"]},
    )
    return model


# %% wrong: dropout below the heads; evaluation does not show it | test_training
# breaks: "All weights are trained, without dropout."
def multi_output(input_shape: tuple[int, int, int], classes: int) -> keras.Model:
    inputs = keras.Input(input_shape)
    x = keras.layers.Conv2D(8, 3, padding="same", activation="relu")(inputs)
    x = keras.layers.Flatten()(keras.layers.MaxPooling2D(2)(x))
    x = keras.layers.Dense(16, activation="relu")(x)
    x = keras.layers.Dropout(0.5)(x)
    label = keras.layers.Dense(classes, name="label")(x)
    box = keras.layers.Dense(4, activation="sigmoid", name="box")(x)
    model = keras.Model(inputs, {"label": label, "box": box})
    crossentropy = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(
        optimizer="adam",
        loss={"label": crossentropy, "box": "mse"},
        loss_weights={"label": 0.2, "box": 0.8},
        metrics={"label": ["accuracy"]},
    )
    return model
