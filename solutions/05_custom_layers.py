# %% [markdown]
# # Custom layers

# %%
import keras
import tensorflow as tf


# %%
class Linear(keras.layers.Layer):
    """x @ kernel + bias."""

    # TODO 1: all.
    ### BEGIN SOLUTION
    def __init__(self, units, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.activation = keras.activations.get(activation)

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), initializer="glorot_uniform")
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros")

    def call(self, inputs):
        return self.activation(tf.matmul(inputs, self.kernel) + self.bias)

    def get_config(self):
        return super().get_config() | {"units": self.units, "activation": keras.activations.serialize(self.activation)}
    ### END SOLUTION
