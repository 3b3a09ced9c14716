"""Answers to ConfigurableMLP. A wrong answer differs from `Sound` in what it overrides."""

import keras
import tensorflow as tf


class Sound(keras.Model):
    def __init__(self, hidden, units, activation="relu", l2=0.0, **kwargs):
        super().__init__(**kwargs)
        self.sizes = list(hidden)
        self.units = units
        self.activation = keras.activations.get(activation)
        self.l2 = l2
        self.chain = [self.dense(size, self.activation) for size in hidden]
        self.head = self.dense(units)

    def dense(self, size, activation=None):
        return keras.layers.Dense(
            size, activation, kernel_regularizer=keras.regularizers.L2(self.l2)
        )

    def call(self, inputs):
        for layer in self.chain:
            inputs = layer(inputs)
        return self.head(inputs)

    def get_config(self):
        return {**super().get_config(), **self.settings()}

    def settings(self):
        activation = keras.activations.serialize(self.activation)
        return {
            "hidden": self.sizes,
            "units": self.units,
            "activation": activation,
            "l2": self.l2,
        }


# %% right: serialized as objects, turned back in from_config; the penalty by add_loss
@keras.saving.register_keras_serializable(package="mine")
class ConfigurableMLP(keras.Model):
    def __init__(self, hidden, units, activation="relu", l2=0.0, **kwargs):
        super().__init__(**kwargs)
        self.hidden, self.units, self.l2 = tuple(hidden), units, l2
        self.activation = keras.activations.get(activation)
        self.steps = [keras.layers.Dense(size) for size in (*hidden, units)]

    def call(self, inputs):
        for layer in self.steps[:-1]:
            inputs = self.activation(layer(inputs))
        outputs = self.steps[-1](inputs)
        squares = [tf.reduce_sum(tf.square(layer.kernel)) for layer in self.steps]
        self.add_loss(self.l2 * tf.add_n(squares))
        return outputs

    def get_config(self):
        config = super().get_config()
        activation = keras.saving.serialize_keras_object(self.activation)
        config.update(hidden=self.hidden, units=self.units, activation=activation, l2=self.l2)
        return config

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        config["activation"] = keras.saving.deserialize_keras_object(config["activation"])
        return cls(**config)


# %% right: one Sequential, the activation's name kept, a function for the penalty
class ConfigurableMLP(keras.Model):
    def __init__(self, hidden, units, activation="relu", l2=0.0, **kwargs):
        super().__init__(**kwargs)
        name = activation if isinstance(activation, str) else activation.__name__
        self.config = {"hidden": [*hidden], "units": units, "activation": name, "l2": l2}
        rest = {"kernel_regularizer": keras.regularizers.l2(l2)}
        dense = [keras.layers.Dense(size, activation=name, **rest) for size in hidden]
        self.net = keras.Sequential([*dense, keras.layers.Dense(units, **rest)])

    def call(self, inputs, training=None):
        return self.net(inputs, training=training)

    def get_config(self):
        return super().get_config() | dict(self.config)


# %% right: weights of its own, each kernel with a regularizer
@keras.saving.register_keras_serializable(package="own")
class ConfigurableMLP(keras.Model):
    def __init__(self, hidden, units, activation="relu", l2=0.0, name=None, dtype=None, **kwargs):
        super().__init__(name=name, dtype=dtype, **kwargs)
        self.given = {"hidden": list(hidden), "units": units, "l2": float(l2)}
        self.function = keras.activations.get(activation)

    def build(self, input_shape):
        size, self.pairs = input_shape[-1], []
        for units in (*self.given["hidden"], self.given["units"]):
            rule = keras.regularizers.L2(self.given["l2"])
            kernel = self.add_weight(shape=(size, units), regularizer=rule)
            self.pairs.append((kernel, self.add_weight(shape=(units,), initializer="zeros")))
            size = units

    def call(self, inputs):
        for i, (kernel, bias) in enumerate(self.pairs):
            inputs = self.function(inputs) if i else inputs
            inputs = tf.matmul(inputs, kernel) + bias
        return inputs

    def get_config(self):
        name = keras.activations.serialize(self.function)
        return {**super().get_config(), **self.given, "activation": name}


# %% right: other keys in the config, which from_config turns back
class ConfigurableMLP(Sound):
    def get_config(self):
        return {"name": self.name, "sizes": [*self.sizes, self.units], "rest": self.rest()}

    def rest(self):
        return [keras.activations.serialize(self.activation), self.l2]

    @classmethod
    def from_config(cls, config):
        *hidden, units = config["sizes"]
        return cls(hidden, units, *config["rest"], name=config["name"])


# %% wrong: the output is one number a sample | test_example | the last axis is missing
# breaks: "(batch, features) -> (batch, units)"
class ConfigurableMLP(Sound):
    def call(self, inputs):
        return tf.reduce_sum(super().call(inputs), axis=-1)


# %% wrong: the last layer is left out | test_example | last layer is missing
# breaks: "a dense layer with `units` and without activation comes last"
class ConfigurableMLP(Sound):
    def __init__(self, hidden, units, activation="relu", l2=0.0, **kwargs):
        super().__init__(hidden[:-1], hidden[-1], activation, l2, **kwargs)
        self.sizes, self.units = list(hidden), units
        self.wanted = units

    def call(self, inputs):
        return super().call(inputs)[:, :1] * tf.ones((1, self.wanted))


# %% wrong: the hidden layers are made in call | test_example | as attributes
# breaks: "Each number in `hidden` is a dense layer"
class ConfigurableMLP(Sound):
    def __init__(self, hidden, units, activation="relu", l2=0.0, **kwargs):
        super().__init__([], units, activation, l2, **kwargs)
        self.sizes = self.todo = list(hidden)

    def call(self, inputs):
        for size in self.todo:
            inputs = self.dense(size, self.activation)(inputs)
        return super().call(inputs)


# %% wrong: relu, whatever the activation | test_example | no tanh
# breaks: "is a dense layer with `activation`"
class ConfigurableMLP(Sound):
    def dense(self, size, activation=None):
        return super().dense(size, activation and "relu")


# %% wrong: the activation is kept and not used | test_example | no tanh
# breaks: "is a dense layer with `activation`"
class ConfigurableMLP(Sound):
    def dense(self, size, activation=None):
        return super().dense(size)


# %% wrong: the last layer has the activation, too | test_example | last layer has
# breaks: "a dense layer with `units` and without activation comes last"
class ConfigurableMLP(Sound):
    def dense(self, size, activation=None):
        return super().dense(size, self.activation)


# %% wrong: no penalty | test_example | no penalty
# breaks: "Each kernel is penalized"
class ConfigurableMLP(Sound):
    def dense(self, size, activation=None):
        return keras.layers.Dense(size, activation)


# %% wrong: the biases are penalized as well | test_example | biases
# breaks: "the sum of `losses` is l2 * sum(kernel ** 2)"
class ConfigurableMLP(Sound):
    def dense(self, size, activation=None):
        rule = keras.regularizers.L2(self.l2)
        return keras.layers.Dense(
            size,
            activation,
            kernel_regularizer=rule,
            bias_regularizer=rule,
            bias_initializer="ones",
        )


# %% wrong: the last kernel is not penalized | test_example | last kernel is not
# breaks: "summed over all kernels"
class ConfigurableMLP(Sound):
    def dense(self, size, activation=None):
        return super().dense(size, activation) if activation else keras.layers.Dense(size)


# %% wrong: half of the penalty | test_example | halved
# breaks: "the sum of `losses` is l2 * sum(kernel ** 2)"
class ConfigurableMLP(Sound):
    def dense(self, size, activation=None):
        rule = keras.regularizers.L2(self.l2 / 2)
        return keras.layers.Dense(size, activation, kernel_regularizer=rule)


# %% wrong: L1 for L2 | test_output_values | absolute
# breaks: "the sum of `losses` is l2 * sum(kernel ** 2)"
class ConfigurableMLP(Sound):
    def dense(self, size, activation=None):
        rule = keras.regularizers.L1(self.l2)
        return keras.layers.Dense(size, activation, kernel_regularizer=rule)


# %% wrong: the config forgets the base class | test_copy | name is not
# breaks: "the same name and its own weights"
class ConfigurableMLP(Sound):
    def get_config(self):
        return self.settings()


# %% wrong: the name is not handed on | test_copy | name is not
# breaks: "the same name and its own weights"
class ConfigurableMLP(Sound):
    def __init__(self, hidden, units, activation="relu", l2=0.0, **kwargs):
        super().__init__(hidden, units, activation, l2)


# %% wrong: the config tells only the first hidden layer | test_copy | only the first hidden layer
# breaks: "a new model with the same `hidden`, `units`, `activation` and `l2`"
class ConfigurableMLP(Sound):
    def settings(self):
        return {**super().settings(), "hidden": self.sizes[:1]}


# %% wrong: the config forgets the activation | test_example | not in the config
# breaks: "a new model with the same `hidden`, `units`, `activation` and `l2`"
class ConfigurableMLP(Sound):
    def settings(self):
        config = super().settings()
        del config["activation"]
        return config


# %% wrong: the config forgets the penalty | test_example | no penalty
# breaks: "a new model with the same `hidden`, `units`, `activation` and `l2`"
class ConfigurableMLP(Sound):
    def settings(self):
        config = super().settings()
        del config["l2"]
        return config


# %% wrong: the config holds a function | test_copy | JSON
# breaks: "returns plain data that JSON can hold"
class ConfigurableMLP(Sound):
    def settings(self):
        return {**super().settings(), "activation": self.activation}


# %% wrong: get_config is left to Keras | test_example | get_config is missing
# breaks: "`get_config()` returns plain data"
class ConfigurableMLP(Sound):
    get_config = keras.Model.get_config


# %% wrong: the copy is the original | test_copy | shares its weights
# breaks: "the same name and its own weights"
class ConfigurableMLP(Sound):
    made = {}

    def __init__(self, hidden, units, activation="relu", l2=0.0, **kwargs):
        super().__init__(hidden, units, activation, l2, **kwargs)
        self.made[self.name] = self

    @classmethod
    def from_config(cls, config):
        return cls.made[config["name"]]


# %% wrong: only functions are kept, a name becomes the default | test_saved | not in the config
# breaks: "A model that is saved as .keras and loaded predicts the same"
class ConfigurableMLP(Sound):
    def __init__(self, hidden, units, activation="relu", l2=0.0, **kwargs):
        super().__init__(hidden, units, activation, l2, **kwargs)
        self.given = "relu" if isinstance(activation, str) else activation.__name__

    def settings(self):
        return {**super().settings(), "activation": self.given}

    @classmethod
    def from_config(cls, config):
        return cls(**config | {"activation": keras.activations.get(config["activation"])})


# %% wrong: a loaded model gets a new optimizer | test_saved | starts afresh
# breaks: "training goes on where it stopped"
class ConfigurableMLP(Sound):
    def compile_from_config(self, config):
        self.compile(keras.optimizers.SGD(0.05, momentum=0.9), "mse")


# %% wrong: a loaded model is not compiled | test_saved | not compiled
# breaks: "if it was compiled"
class ConfigurableMLP(Sound):
    def get_compile_config(self):
        return None


# %% wrong: another default activation | test_output_values | tanh instead of
# breaks: "A multilayer perceptron"
class ConfigurableMLP(Sound):
    def __init__(self, hidden, units, activation="tanh", l2=0.0, **kwargs):
        super().__init__(hidden, units, activation, l2, **kwargs)


# %% wrong: without hidden layers the activation comes behind the last one | test_output_values | last layer has
# breaks: "without activation comes last"
class ConfigurableMLP(Sound):
    def call(self, inputs):
        outputs = super().call(inputs)
        return outputs if self.chain else self.activation(outputs)


# %% wrong: float64 comes out | test_example | dtype
# breaks: "Inputs and output are float32"
class ConfigurableMLP(Sound):
    def call(self, inputs):
        return tf.cast(super().call(inputs), "float64")


# %% wrong: the hidden layers in the opposite order | test_form | opposite order
# breaks: "in this order"
class ConfigurableMLP(Sound):
    def call(self, inputs):
        for layer in self.chain[::-1]:
            inputs = layer(inputs)
        return self.head(inputs)


# %% wrong: only names are taken | test_example | takes a name
# breaks: "`activation` is the name or the function of one of keras.activations"
class ConfigurableMLP(Sound):
    def __init__(self, hidden, units, activation="relu", l2=0.0, **kwargs):
        super().__init__(hidden, units, getattr(keras.activations, activation), l2, **kwargs)


# %% wrong: no biases | test_example | have no bias
# breaks: "Each dense layer has one kernel and one bias"
class ConfigurableMLP(Sound):
    def dense(self, size, activation=None):
        rule = keras.regularizers.L2(self.l2)
        return keras.layers.Dense(size, activation, use_bias=False, kernel_regularizer=rule)


# %% wrong: the first layer is frozen | test_example | is frozen
# breaks: "all are trained"
class ConfigurableMLP(Sound):
    def __init__(self, hidden, units, activation="relu", l2=0.0, **kwargs):
        super().__init__(hidden, units, activation, l2, **kwargs)
        for layer in self.chain[:1]:
            layer.trainable = False


# %% wrong: a norm before the last layer | test_example | a norm besides
# breaks: "there are no other weights"
class ConfigurableMLP(Sound):
    def __init__(self, hidden, units, activation="relu", l2=0.0, **kwargs):
        super().__init__(hidden, units, activation, l2, **kwargs)
        self.chain.append(keras.layers.BatchNormalization())


# %% wrong: a penalty in training only | test_example | no penalty
# breaks: "after a call"
class ConfigurableMLP(Sound):
    def dense(self, size, activation=None):
        return keras.layers.Dense(size, activation)

    def call(self, inputs, training=False):
        outputs = super().call(inputs)
        if training:
            squares = [tf.reduce_sum(layer.kernel**2) for layer in (*self.chain, self.head)]
            self.add_loss(self.l2 * tf.add_n(squares))
        return outputs


# %% wrong: the penalty is a mean | test_example | the mean of the squares
# breaks: "the sum of `losses` is l2 * sum(kernel ** 2)"
class ConfigurableMLP(Sound):
    def dense(self, size, activation=None):
        return keras.layers.Dense(size, activation)

    def call(self, inputs):
        outputs = super().call(inputs)
        for layer in (*self.chain, self.head):
            self.add_loss(self.l2 * tf.reduce_mean(layer.kernel**2))
        return outputs


# %% wrong: the config forgets units | test_example | leaves out
# breaks: "a new model with the same `hidden`, `units`, `activation` and `l2`"
class ConfigurableMLP(Sound):
    def settings(self):
        config = super().settings()
        del config["units"]
        return config


# %% wrong: a loaded model has no penalty | test_saved | no penalty
# breaks: "has the same penalty"
class ConfigurableMLP(Sound):
    def load_own_variables(self, store):
        super().load_own_variables(store)
        for layer in (*self.chain, self.head):
            layer.kernel.regularizer = None


# %% wrong: super().__init__() is missing | test_example | super().__init__
# breaks: "A multilayer perceptron that can be saved"
class ConfigurableMLP(Sound):
    def __init__(self, hidden, units, activation="relu", l2=0.0, **kwargs):
        self.sizes, self.units, self.l2 = hidden, units, l2
        self.activation = keras.activations.get(activation)
        self.chain = [self.dense(size, self.activation) for size in hidden]
        self.head = self.dense(units)

    def get_config(self):
        return self.settings()


# %% right: a list of sizes with the last among them, and a build of its own
@keras.saving.register_keras_serializable(package="kata")
class ConfigurableMLP(keras.Model):
    def __init__(self, hidden, units, activation="relu", l2=0.0, **kwargs):
        super().__init__(**kwargs)
        self.hidden = [int(size) for size in hidden]
        self.units = units
        self.activation = keras.activations.get(activation)
        self.l2 = float(l2)
        functions = [self.activation] * len(self.hidden) + [None]
        self.dense = [
            keras.layers.Dense(
                size, activation=function, kernel_regularizer=keras.regularizers.L2(self.l2)
            )
            for size, function in zip([*self.hidden, units], functions)
        ]

    def build(self, input_shape):
        features = input_shape[-1]
        for layer in self.dense:
            layer.build((None, features))
            features = layer.units

    def call(self, inputs):
        h = inputs
        for layer in self.dense:
            h = layer(h)
        return h

    def get_config(self):
        return {
            **super().get_config(),
            "hidden": list(self.hidden),
            "units": self.units,
            "activation": keras.activations.serialize(self.activation),
            "l2": self.l2,
        }


# %% wrong: the name among the keywords is not passed on | test_copy
# breaks: "`from_config` makes a new model with the same `hidden`, `units`, `activation` and `l2`, the same"
@keras.saving.register_keras_serializable(package="kata")
class ConfigurableMLP(keras.Model):
    def __init__(self, hidden, units, activation="relu", l2=0.0, **kwargs):
        super().__init__()
        self.hidden = list(hidden)
        self.units = units
        self.activation = keras.activations.get(activation)
        self.l2 = l2
        dense = functools.partial(
            keras.layers.Dense, kernel_regularizer=keras.regularizers.L2(l2)
        )
        self.steps = [dense(size, activation=self.activation) for size in self.hidden]
        self.last = dense(units)

    def call(self, inputs):
        for step in self.steps:
            inputs = step(inputs)
        return self.last(inputs)

    def get_config(self):
        return {
            **super().get_config(),
            "hidden": list(self.hidden),
            "units": self.units,
            "activation": keras.activations.serialize(self.activation),
            "l2": self.l2,
        }


# %% wrong: serializes the activation as it came, and a name is refused there | test_saved
# breaks: "`get_config()` returns plain data that JSON can hold."
@keras.saving.register_keras_serializable(package="kata")
class ConfigurableMLP(keras.Model):
    def __init__(self, hidden, units, activation="relu", l2=0.0, **kwargs):
        super().__init__(**kwargs)
        self.hidden = list(hidden)
        self.units = units
        self.activation = activation
        self.l2 = l2
        dense = functools.partial(
            keras.layers.Dense, kernel_regularizer=keras.regularizers.L2(l2)
        )
        self.steps = [dense(size, activation=activation) for size in self.hidden]
        self.last = dense(units)

    def call(self, inputs):
        for step in self.steps:
            inputs = step(inputs)
        return self.last(inputs)

    def get_config(self):
        return {
            **super().get_config(),
            "hidden": list(self.hidden),
            "units": self.units,
            "activation": keras.activations.serialize(self.activation),
            "l2": self.l2,
        }


# %% right: the name of the activation is kept; Activation layers between plain dense layers
@keras.saving.register_keras_serializable(package="kata")
class ConfigurableMLP(keras.Model):
    def __init__(self, hidden, units, activation="relu", l2=0.0, **kwargs):
        super().__init__(**kwargs)
        if callable(activation):
            activation = keras.activations.serialize(activation)
        self.hidden, self.units, self.activation, self.l2 = list(hidden), units, activation, l2
        steps = []
        for size in self.hidden:
            steps.append(keras.layers.Dense(size, kernel_regularizer=keras.regularizers.L2(l2)))
            steps.append(keras.layers.Activation(activation))
        self.steps = steps
        self.last = keras.layers.Dense(units, kernel_regularizer=keras.regularizers.L2(l2))

    def call(self, inputs):
        for step in self.steps:
            inputs = step(inputs)
        return self.last(inputs)

    def get_config(self):
        config = super().get_config()
        config["hidden"] = [int(size) for size in self.hidden]
        config["units"] = int(self.units)
        config["activation"] = self.activation
        config["l2"] = float(self.l2)
        return config


# %% wrong: looks a name up in tf.nn, which does not have them all (linear, exponential, mish, ...) | test_output_values | it raised
# breaks: "name or the function of one of keras.activations."
@keras.saving.register_keras_serializable(package="kata")
class ConfigurableMLP(keras.Model):
    def __init__(self, hidden, units, activation="relu", l2=0.0, **kwargs):
        super().__init__(**kwargs)
        self.hidden = list(hidden)
        self.units = units
        self.activation = activation if isinstance(activation, str) else activation.__name__
        self.l2 = l2
        function = getattr(tf.nn, self.activation)
        dense = functools.partial(
            keras.layers.Dense, kernel_regularizer=keras.regularizers.L2(l2)
        )
        self.steps = [dense(size, activation=function) for size in self.hidden]
        self.last = dense(units)

    def call(self, inputs):
        for step in self.steps:
            inputs = step(inputs)
        return self.last(inputs)

    def get_config(self):
        return {
            **super().get_config(),
            "hidden": list(self.hidden),
            "units": self.units,
            "activation": self.activation,
            "l2": self.l2,
        }
