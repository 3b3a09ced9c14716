"""Answers to port_model."""

import keras
import numpy as np
import tensorflow as tf
from keras import layers


def stack(features, classes, *middle, **out):
    return keras.Sequential(
        [
            keras.Input((features,)),
            layers.Dense(16, activation="relu", name="hidden"),
            *(middle or (layers.UnitNormalization(),)),
            layers.Dense(classes, name="logits", **out),
        ]
    )


def falling(rate, decay, steps=1):
    return keras.optimizers.schedules.InverseTimeDecay(rate, steps, decay)


def ready(model, optimizer, **other):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(**{"optimizer": optimizer, "loss": loss, "metrics": ["accuracy"], **other})
    return model


@keras.saving.register_keras_serializable(package="answers")
class Hyperbola(keras.optimizers.schedules.LearningRateSchedule):
    def __init__(self, rate, decay):
        self.rate, self.decay = rate, decay

    def __call__(self, step):
        return self.rate / (1.0 + self.decay * keras.ops.cast(step, "float32"))

    def get_config(self):
        return {"rate": self.rate, "decay": self.decay}


@keras.saving.register_keras_serializable(package="answers")
class ToUnit(layers.Layer):
    def call(self, x):
        square = keras.ops.sum(x * x, axis=-1, keepdims=True)
        return x * keras.ops.rsqrt(keras.ops.maximum(square, 1e-12))


# %% right: the functional way, and a metric object
def port_model(features, classes, rate, decay):
    inputs = keras.Input(shape=(features,))
    x = layers.Dense(16, "relu", name="hidden")(inputs)
    x = layers.UnitNormalization(axis=-1)(x)
    model = keras.Model(inputs, layers.Dense(classes, name="logits")(x))
    metric = keras.metrics.SparseCategoricalAccuracy(name="accuracy")
    optimizer = keras.optimizers.SGD(learning_rate=falling(rate, decay), momentum=0.9)
    return ready(model, optimizer, metrics=[metric])


# %% right: add by add, with a schedule and a layer of its own
def port_model(features, classes, rate, decay):
    model = keras.Sequential()
    model.add(keras.Input((features,)))
    model.add(layers.Dense(16, activation="relu", name="hidden"))
    model.add(ToUnit())
    model.add(layers.Dense(classes, name="logits"))
    return ready(model, keras.optimizers.SGD(Hyperbola(rate, decay), 0.9))


# %% right: keras.ops on KerasTensors
def port_model(features, classes, rate, decay):
    inputs = keras.layers.Input((features,))
    x = keras.ops.relu(layers.Dense(16, name="hidden")(inputs))
    length = keras.ops.sqrt(keras.ops.sum(x * x, axis=-1, keepdims=True))
    x = x / keras.ops.maximum(length, 1e-6)
    model = keras.Model(inputs, layers.Dense(classes, name="logits")(x))
    return ready(model, keras.optimizers.SGD(falling(rate, decay), momentum=0.9))


# %% wrong: input_shape= stays | test_warnings | input_shape
# breaks: "Making it gives no warning"
def port_model(features, classes, rate, decay):
    model = keras.Sequential()
    model.add(layers.Dense(16, activation="relu", input_shape=(features,), name="hidden"))
    model.add(layers.UnitNormalization())
    model.add(layers.Dense(classes, name="logits"))
    return ready(model, keras.optimizers.SGD(falling(rate, decay), momentum=0.9))


# %% wrong: decay= stays | test_example | does not fall
# breaks: "step k, from 0, has the learning rate rate / (1 + decay * k)"
def port_model(features, classes, rate, decay):
    optimizer = keras.optimizers.SGD(learning_rate=rate, decay=decay, momentum=0.9)
    return ready(stack(features, classes), optimizer)


# %% wrong: decay= beside the schedule | test_warnings | `decay=` is ignored
# breaks: "Making it gives no warning"
def port_model(features, classes, rate, decay):
    optimizer = keras.optimizers.SGD(falling(rate, decay), decay=decay, momentum=0.9)
    return ready(stack(features, classes), optimizer)


# %% wrong: the decay is left out | test_example | does not fall
# breaks: "step k, from 0, has the learning rate rate / (1 + decay * k)"
def port_model(features, classes, rate, decay):
    return ready(stack(features, classes), keras.optimizers.SGD(rate, momentum=0.9))


# %% wrong: weight_decay taken for decay | test_example | does not fall
# breaks: "step k, from 0, has the learning rate rate / (1 + decay * k)"
def port_model(features, classes, rate, decay):
    optimizer = keras.optimizers.SGD(rate, momentum=0.9, weight_decay=decay)
    return ready(stack(features, classes), optimizer)


# %% wrong: lr= stays | test_example | recognized
# breaks: "for Keras 3"
def port_model(features, classes, rate, decay):
    return ready(stack(features, classes), keras.optimizers.SGD(lr=rate, momentum=0.9))


# %% wrong: exponential decay | test_example | exponentially
# breaks: "rate / (1 + decay * k)"
def port_model(features, classes, rate, decay):
    schedule = keras.optimizers.schedules.ExponentialDecay(rate, 1, decay)
    return ready(stack(features, classes), keras.optimizers.SGD(schedule, momentum=0.9))


# %% wrong: decay_steps of a thousand | test_example | every 1000 steps
# breaks: "rate / (1 + decay * k)"
def port_model(features, classes, rate, decay):
    optimizer = keras.optimizers.SGD(falling(rate, decay, 1000), momentum=0.9)
    return ready(stack(features, classes), optimizer)


# %% wrong: steps counted from 1 | test_example | counted from 1
# breaks: "step k, from 0"
def port_model(features, classes, rate, decay):
    class Later(Hyperbola):
        def __call__(self, step):
            return super().__call__(step + 1)

    return ready(stack(features, classes), keras.optimizers.SGD(Later(rate, decay), momentum=0.9))


# %% wrong: the rate falls in whole steps of a hundredth | test_learning_rate
# breaks: "rate / (1 + decay * k)"
def port_model(features, classes, rate, decay):
    schedule = keras.optimizers.schedules.InverseTimeDecay(rate, 4, 4 * decay, staircase=True)
    return ready(stack(features, classes), keras.optimizers.SGD(schedule, momentum=0.9))


# %% wrong: no momentum | test_training | momentum is missing
# breaks: "SGD has momentum 0.9"
def port_model(features, classes, rate, decay):
    return ready(stack(features, classes), keras.optimizers.SGD(falling(rate, decay)))


# %% wrong: Adam, as everybody does | test_training
# breaks: "SGD has momentum 0.9"
def port_model(features, classes, rate, decay):
    return ready(stack(features, classes), keras.optimizers.Adam(falling(rate, decay)))


# %% wrong: Nesterov's momentum | test_training
# breaks: "SGD has momentum 0.9"
def port_model(features, classes, rate, decay):
    optimizer = keras.optimizers.SGD(falling(rate, decay), momentum=0.9, nesterov=True)
    return ready(stack(features, classes), optimizer)


# %% wrong: the Lambda stays | test_after_saving
# breaks: "keras.models.load_model(path) alone loads it"
def port_model(features, classes, rate, decay):
    middle = layers.Lambda(lambda x: tf.math.l2_normalize(x, axis=-1, epsilon=1e-12))
    model = stack(features, classes, middle)
    return ready(model, keras.optimizers.SGD(falling(rate, decay), momentum=0.9))


# %% wrong: a Lambda of keras.ops | test_after_saving
# breaks: "keras.models.load_model(path) alone loads it"
def port_model(features, classes, rate, decay):
    middle = layers.Lambda(lambda x: keras.ops.normalize(x, axis=-1))
    model = stack(features, classes, middle)
    return ready(model, keras.optimizers.SGD(falling(rate, decay), momentum=0.9))


# %% wrong: tf on a symbolic tensor | test_example | keras.ops or a layer
# breaks: "for Keras 3"
def port_model(features, classes, rate, decay):
    inputs = keras.Input((features,))
    x = layers.Dense(16, activation="relu", name="hidden")(inputs)
    x = tf.math.l2_normalize(x, axis=-1)
    model = keras.Model(inputs, layers.Dense(classes, name="logits")(x))
    return ready(model, keras.optimizers.SGD(falling(rate, decay), momentum=0.9))


# %% wrong: layer normalization | test_warnings
# breaks: "each sample divided by its length"
def port_model(features, classes, rate, decay):
    model = stack(features, classes, layers.LayerNormalization(center=False, scale=False))
    return ready(model, keras.optimizers.SGD(falling(rate, decay), momentum=0.9))


# %% wrong: batch normalization | test_warnings
# breaks: "each sample divided by its length"
def port_model(features, classes, rate, decay):
    model = stack(features, classes, layers.BatchNormalization(center=False, scale=False))
    return ready(model, keras.optimizers.SGD(falling(rate, decay), momentum=0.9))


# %% wrong: nothing in the middle | test_warnings
# breaks: "each sample divided by its length"
def port_model(features, classes, rate, decay):
    model = stack(features, classes, layers.Activation("linear"))
    return ready(model, keras.optimizers.SGD(falling(rate, decay), momentum=0.9))


# %% wrong: each unit divided by its length over the batch | test_warnings
# breaks: "each sample divided by its length"
def port_model(features, classes, rate, decay):
    inputs = keras.Input((features,))
    x = layers.Dense(16, activation="relu", name="hidden")(inputs)
    length = keras.ops.sqrt(keras.ops.sum(x * x, axis=0, keepdims=True))
    x = x / keras.ops.maximum(length, 1e-6)
    model = keras.Model(inputs, layers.Dense(classes, name="logits")(x))
    return ready(model, keras.optimizers.SGD(falling(rate, decay), momentum=0.9))


# %% wrong: 0 / 0 for a sample of zeros | test_logits | becomes NaN
# breaks: "a sample of zeros stays zero"
def port_model(features, classes, rate, decay):
    inputs = keras.Input((features,))
    x = layers.Dense(16, activation="relu", name="hidden")(inputs)
    x = x / keras.ops.sqrt(keras.ops.sum(x * x, axis=-1, keepdims=True))
    model = keras.Model(inputs, layers.Dense(classes, name="logits")(x))
    return ready(model, keras.optimizers.SGD(falling(rate, decay), momentum=0.9))


# %% wrong: no input, so nothing is built | test_example
# breaks: "built and ready for fit"
def port_model(features, classes, rate, decay):
    model = keras.Sequential()
    model.add(layers.Dense(16, activation="relu", name="hidden"))
    model.add(layers.UnitNormalization())
    model.add(layers.Dense(classes, name="logits"))
    return ready(model, keras.optimizers.SGD(falling(rate, decay), momentum=0.9))


# %% wrong: not compiled | test_example
# breaks: "ready for fit"
def port_model(features, classes, rate, decay):
    return stack(features, classes)


# %% wrong: no names | test_warnings
# breaks: "Three layers with the old meaning and names"
def port_model(features, classes, rate, decay):
    model = keras.Sequential(
        [
            keras.Input((features,)),
            layers.Dense(16, activation="relu"),
            layers.UnitNormalization(),
            layers.Dense(classes),
        ]
    )
    return ready(model, keras.optimizers.SGD(falling(rate, decay), momentum=0.9))


# %% wrong: 32 units | test_warnings
# breaks: "16 units with ReLU"
def port_model(features, classes, rate, decay):
    model = keras.Sequential(
        [
            keras.Input((features,)),
            layers.Dense(32, activation="relu", name="hidden"),
            layers.UnitNormalization(),
            layers.Dense(classes, name="logits"),
        ]
    )
    return ready(model, keras.optimizers.SGD(falling(rate, decay), momentum=0.9))


# %% wrong: one logit too many | test_example
# breaks: ""logits", one for each class"
def port_model(features, classes, rate, decay):
    model = stack(features, classes + 1)
    return ready(model, keras.optimizers.SGD(falling(rate, decay), momentum=0.9))


# %% wrong: no ReLU | test_warnings | ReLU
# breaks: "16 units with ReLU"
def port_model(features, classes, rate, decay):
    model = keras.Sequential(
        [
            keras.Input((features,)),
            layers.Dense(16, name="hidden"),
            layers.UnitNormalization(),
            layers.Dense(classes, name="logits"),
        ]
    )
    return ready(model, keras.optimizers.SGD(falling(rate, decay), momentum=0.9))


# %% wrong: probabilities | test_warnings
# breaks: "(batch, features) -> logits"
def port_model(features, classes, rate, decay):
    model = stack(features, classes, activation="softmax")
    return ready(model, keras.optimizers.SGD(falling(rate, decay), momentum=0.9))


# %% wrong: the loss by its name | test_loss_and_accuracy | from_logits
# breaks: "The loss is the sparse crossentropy from logits"
def port_model(features, classes, rate, decay):
    optimizer = keras.optimizers.SGD(falling(rate, decay), momentum=0.9)
    return ready(stack(features, classes), optimizer, loss="sparse_categorical_crossentropy")


# %% wrong: the loss of one-hot labels | test_loss_and_accuracy
# breaks: "The loss is the sparse crossentropy from logits"
def port_model(features, classes, rate, decay):
    loss = keras.losses.CategoricalCrossentropy(from_logits=True)
    optimizer = keras.optimizers.SGD(falling(rate, decay), momentum=0.9)
    return ready(stack(features, classes), optimizer, loss=loss)


# %% wrong: no metric | test_loss_and_accuracy
# breaks: "the metric "accuracy""
def port_model(features, classes, rate, decay):
    optimizer = keras.optimizers.SGD(falling(rate, decay), momentum=0.9)
    return ready(stack(features, classes), optimizer, metrics=[])


# %% wrong: the metric under its long name | test_loss_and_accuracy
# breaks: "the metric "accuracy""
def port_model(features, classes, rate, decay):
    optimizer = keras.optimizers.SGD(falling(rate, decay), momentum=0.9)
    metric = keras.metrics.SparseCategoricalAccuracy()
    return ready(stack(features, classes), optimizer, metrics=[metric])


# %% wrong: the accuracy of binary answers | test_loss_and_accuracy
# breaks: "the metric "accuracy""
def port_model(features, classes, rate, decay):
    optimizer = keras.optimizers.SGD(falling(rate, decay), momentum=0.9)
    metric = keras.metrics.MeanMetricWrapper(
        lambda y, z: keras.ops.mean(keras.ops.cast(z > 0, "float32"), axis=-1), name="accuracy"
    )
    return ready(stack(features, classes), optimizer, metrics=[metric])
