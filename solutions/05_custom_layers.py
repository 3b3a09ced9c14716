# %% [markdown]
# # Custom layers
#
# A layer is a function that may own weights. Keras ships about a hundred of them; the idea of the
# next paper is not among them, and neither is the small odd step in the middle of your own model.
# Writing a layer yourself is how such an idea becomes something that `fit`, `save` and
# `load_model` treat like every other layer.
#
# A layer has four moments, and each has one method:
#
#     Linear(4)            __init__     settings only: the size of the input is not known yet
#     layer(x), 1st time   build        x has 3 features, so the kernel gets the shape (3, 4)
#                          call         the computation
#     layer(x), 2nd time   call         the same weights again
#     model.save(path)     get_config   the settings, as plain data
#
# You call the layer, `layer(x)`, and never `layer.call(x)`: Keras runs `build` once, casts floating
# inputs to the layer's dtype, hands the training flag on, and then runs your `call`.
#
# In this topic you write nine: a layer with weights, layers without, two normalizations, one that
# is random, one that reads positions, one that wraps another, and one that adds to the loss.

# %%
import keras
import numpy as np
import tensorflow as tf

# %% [markdown]
# ## Linear
#
# Every feature of the output is a weighted sum of the input's features, plus a constant:
#
#     output = activation(inputs @ kernel + bias)
#
#     (batch, 3) @ (3, 4) + (4,)  ->  (batch, 4)
#
# `tf.matmul` takes care of more axes in front: for inputs `(batch, time, 3)` it multiplies every
# step by the same kernel.
#
# Weights are made by `self.add_weight`, in `build`, where the input's shape is known. A weight made
# in `call` would be a new one in each call, and nothing would ever be learned; a plain
# `tf.Variable` works, but the layer does not list it, so that no optimizer finds it.
#
# The layer is saved as its settings and its weights. `get_config` returns the settings, and
# `from_config` hands them to `__init__` again. They travel as JSON: a number or a string is fine as
# it is, and a function such as the activation goes through `keras.activations.serialize`.
#
# Keras's own: `keras.layers.Dense`.


# %%
@keras.saving.register_keras_serializable(package="kata")
class Linear(keras.layers.Layer):
    """Map the last axis by a kernel and a bias: (..., features) -> (..., units).

    The output is activation(inputs @ kernel + bias), in the layer's dtype (float32 unless the layer
    is made with another, as in `Linear(4, dtype="float64")`). Inputs have two axes or more. The
    batch size may be unknown, as it is within `fit`.

    Two trained weights are made once, in this order: the kernel (features, units), Glorot uniform
    at the start, and the bias (units,), zeros at the start.

    `get_config()` returns all that `from_config` needs to make the same layer, as plain data that
    JSON can hold; a saved model predicts the same when it is loaded again.
    Do without keras.layers.Dense and keras.layers.EinsumDense.

    >>> layer = Linear(2, activation="relu")
    >>> layer.build((None, 3))
    >>> layer.set_weights([np.ones((3, 2)), np.array([0.5, -9.0])])
    >>> layer(tf.constant([[1.0, 2.0, 3.0]])).numpy().tolist()
    [[6.5, 0.0]]
    """

    # TODO 1: in __init__, hand **kwargs (name, dtype) to super() and keep the two settings;
    #         keras.activations.get turns a name into a function, and None into the identity.
    # TODO 2: in build, make the kernel and then the bias with self.add_weight.
    # TODO 3: in call, compute the output from the weights that build has made.
    # TODO 4: in get_config, add the two settings to what super().get_config() returns.

    def __init__(self, units: int, activation=None, **kwargs) -> None:
        """Keep the settings; `activation` is None, a name such as "relu", or a function."""
        ### BEGIN SOLUTION
        super().__init__(**kwargs)
        self.units = units
        self.activation = keras.activations.get(activation)
        ### END SOLUTION

    def build(self, input_shape: tuple[int | None, ...]) -> None:
        """Make the weights; Keras calls this once, with the shape of the first inputs."""
        ### BEGIN SOLUTION
        features = input_shape[-1]
        self.kernel = self.add_weight(
            shape=(features, self.units), initializer="glorot_uniform", name="kernel"
        )
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros", name="bias")
        ### END SOLUTION

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return activation(inputs @ kernel + bias)."""
        ### BEGIN SOLUTION
        return self.activation(tf.matmul(inputs, self.kernel) + self.bias)
        ### END SOLUTION

    def get_config(self) -> dict:
        """Return the settings of the layer as plain data."""
        ### BEGIN SOLUTION
        return super().get_config() | {
            "units": self.units,
            "activation": keras.activations.serialize(self.activation),
        }
        ### END SOLUTION


# %% [markdown]
# ## Scale
#
# A layer need not have weights. This one multiplies by a number that is chosen when the model is
# made, and that training leaves alone. So it needs no `build`, and its whole state is one setting:
#
#     output = inputs * factor
#
# Two things are easy to get wrong. A setting that `get_config` does not return is lost in saving.
# And image inputs are often integers: Keras casts *floating* inputs to the layer's dtype and leaves
# integers as they are, so that a layer for both casts them itself, to `self.compute_dtype`.
#
# Keras's own: `keras.layers.Rescaling`.


# %%
@keras.saving.register_keras_serializable(package="kata")
class Scale(keras.layers.Layer):
    """Multiply by a fixed number: (...) -> the same shape.

    The output is inputs * factor in the layer's dtype, also for integer inputs. The layer has no
    weights. `get_config()` returns what `from_config` needs to make the same layer.
    Do without keras.layers.Rescaling and keras.layers.Lambda.

    >>> Scale(0.5)(tf.constant([[2, 3]])).numpy().tolist()
    [[1.0, 1.5]]
    """

    # TODO 1: in __init__, hand **kwargs to super() and keep the factor as a plain number.
    # TODO 2: in call, cast to self.compute_dtype, then multiply.
    # TODO 3: in get_config, add the factor to what super().get_config() returns.

    def __init__(self, factor: float, **kwargs) -> None:
        """Keep the factor."""
        ### BEGIN SOLUTION
        super().__init__(**kwargs)
        self.factor = factor
        ### END SOLUTION

    def call(self, inputs: tf.Tensor) -> tf.Tensor:
        """Return inputs * factor."""
        ### BEGIN SOLUTION
        return tf.cast(inputs, self.compute_dtype) * self.factor
        ### END SOLUTION

    def get_config(self) -> dict:
        """Return the settings of the layer as plain data."""
        ### BEGIN SOLUTION
        return super().get_config() | {"factor": self.factor}
        ### END SOLUTION
