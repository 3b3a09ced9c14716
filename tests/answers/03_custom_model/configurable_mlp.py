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


# %% wrong: the output is one number a sample | test_form | shape
class ConfigurableMLP(Sound):
    def call(self, inputs):
        return tf.reduce_sum(super().call(inputs), axis=-1)


# %% wrong: the last layer is left out | test_form | last layer is missing
class ConfigurableMLP(Sound):
    def __init__(self, hidden, units, activation="relu", l2=0.0, **kwargs):
        super().__init__(hidden[:-1], hidden[-1], activation, l2, **kwargs)
        self.wanted = units

    def call(self, inputs):
        return super().call(inputs)[:, :1] * tf.ones((1, self.wanted))


# %% wrong: the hidden layers are made in call | test_form | as attributes
class ConfigurableMLP(Sound):
    def __init__(self, hidden, units, activation="relu", l2=0.0, **kwargs):
        super().__init__([], units, activation, l2, **kwargs)
        self.todo = hidden

    def call(self, inputs):
        for size in self.todo:
            inputs = self.dense(size, self.activation)(inputs)
        return super().call(inputs)


# %% wrong: relu, whatever the activation | test_output_values | whatever
class ConfigurableMLP(Sound):
    def dense(self, size, activation=None):
        return super().dense(size, activation and "relu")


# %% wrong: the activation is kept and not used | test_output_values | not applied
class ConfigurableMLP(Sound):
    def dense(self, size, activation=None):
        return super().dense(size)


# %% wrong: the last layer has the activation, too | test_output_values | last layer has
class ConfigurableMLP(Sound):
    def dense(self, size, activation=None):
        return super().dense(size, self.activation)


# %% wrong: no penalty | test_output_values | no penalty
class ConfigurableMLP(Sound):
    def dense(self, size, activation=None):
        return keras.layers.Dense(size, activation)


# %% wrong: the biases are penalized as well | test_output_values | biases
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


# %% wrong: the last kernel is not penalized | test_output_values | last kernel is not
class ConfigurableMLP(Sound):
    def dense(self, size, activation=None):
        return super().dense(size, activation) if activation else keras.layers.Dense(size)


# %% wrong: half of the penalty | test_output_values | halved
class ConfigurableMLP(Sound):
    def dense(self, size, activation=None):
        rule = keras.regularizers.L2(self.l2 / 2)
        return keras.layers.Dense(size, activation, kernel_regularizer=rule)


# %% wrong: L1 for L2 | test_output_values | absolute
class ConfigurableMLP(Sound):
    def dense(self, size, activation=None):
        rule = keras.regularizers.L1(self.l2)
        return keras.layers.Dense(size, activation, kernel_regularizer=rule)


# %% wrong: the config forgets the base class | test_copy | another name
class ConfigurableMLP(Sound):
    def get_config(self):
        return self.settings()


# %% wrong: the name is not handed on | test_copy | another name
class ConfigurableMLP(Sound):
    def __init__(self, hidden, units, activation="relu", l2=0.0, **kwargs):
        super().__init__(hidden, units, activation, l2)


# %% wrong: the config tells only the first hidden layer | test_copy | shapes
class ConfigurableMLP(Sound):
    def settings(self):
        return {**super().settings(), "hidden": self.sizes[:1]}


# %% wrong: the config forgets the activation | test_copy | not in the config
class ConfigurableMLP(Sound):
    def settings(self):
        config = super().settings()
        del config["activation"]
        return config


# %% wrong: the config forgets the penalty | test_copy | no penalty
class ConfigurableMLP(Sound):
    def settings(self):
        config = super().settings()
        del config["l2"]
        return config


# %% wrong: the config holds a function | test_copy | JSON
class ConfigurableMLP(Sound):
    def settings(self):
        return {**super().settings(), "activation": self.activation}


# %% wrong: get_config is left to Keras | test_copy | get_config
class ConfigurableMLP(Sound):
    get_config = keras.Model.get_config


# %% wrong: the copy is the original | test_copy | shares its weights
class ConfigurableMLP(Sound):
    made = {}

    def __init__(self, hidden, units, activation="relu", l2=0.0, **kwargs):
        super().__init__(hidden, units, activation, l2, **kwargs)
        self.made[self.name] = self

    @classmethod
    def from_config(cls, config):
        return cls.made[config["name"]]


# %% wrong: only functions are kept, a name becomes the default | test_saved | not in the config
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
class ConfigurableMLP(Sound):
    def compile_from_config(self, config):
        self.compile(keras.optimizers.SGD(0.05, momentum=0.9), "mse")


# %% wrong: a loaded model is frozen | test_saved | does not go on
class ConfigurableMLP(Sound):
    def compile_from_config(self, config):
        self.trainable = False
        super().compile_from_config(config)


# %% wrong: a loaded model is not compiled | test_saved | compile
class ConfigurableMLP(Sound):
    def get_compile_config(self):
        return None


# %% wrong: another default activation | test_defaults | differ
class ConfigurableMLP(Sound):
    def __init__(self, hidden, units, activation="tanh", l2=0.0, **kwargs):
        super().__init__(hidden, units, activation, l2, **kwargs)


# %% wrong: a little penalty by default | test_defaults | penalty
class ConfigurableMLP(Sound):
    def __init__(self, hidden, units, activation="relu", l2=0.01, **kwargs):
        super().__init__(hidden, units, activation, l2, **kwargs)


# %% wrong: without hidden layers the activation comes behind the last one | test_without_hidden_layers | cut off
class ConfigurableMLP(Sound):
    def call(self, inputs):
        outputs = super().call(inputs)
        return outputs if self.chain else self.activation(outputs)
