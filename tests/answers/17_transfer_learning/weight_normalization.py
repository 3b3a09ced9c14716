"""Answers to WeightNormalization."""

# unnoticed: test_scale | weight_normalization result fewer | it is about the output, the visible checks compare the rest
# unnoticed: test_scale | weight_normalization .g * | it is about the output, the visible checks compare the rest
# unnoticed: test_scale | weight_normalization .g after * | it is about the output, the visible checks compare the rest
# unnoticed: test_scale | weight_normalization .v * | it is about the output, the visible checks compare the rest
# unnoticed: test_scale | weight_normalization .shapes* * | it is about the output, the visible checks compare the rest

import keras
import tensorflow as tf


class Sound(keras.layers.Layer):
    """Right, in parts that a wrong answer replaces."""

    def __init__(self, layer, **kwargs):
        super().__init__(**kwargs)
        self.layer = layer

    def build(self, input_shape):
        if not self.layer.built:
            self.layer.build(input_shape)
        self.g = self.add_weight(shape=(self.layer.units,), name="g")
        self.g.assign(tf.norm(tf.convert_to_tensor(self.layer.kernel), axis=0))

    def length(self, v):
        return tf.norm(v, axis=0)

    def kernel(self):
        v = tf.convert_to_tensor(self.layer.kernel)
        return tf.convert_to_tensor(self.g) * v / self.length(v)

    def finished(self, outputs):
        if self.layer.use_bias:
            outputs = outputs + self.layer.bias
        return self.layer.activation(outputs)

    def call(self, inputs):
        return self.finished(tf.matmul(inputs, self.kernel()))


# %% right: Keras's Wrapper, and a scope in which the kernel is another
class WeightNormalization(keras.layers.Wrapper):
    def build(self, input_shape):
        super().build(input_shape)
        self.g = self.add_weight(shape=(self.layer.units,), initializer="ones")
        self.g.assign(keras.ops.norm(self.layer.kernel, axis=0))

    def call(self, inputs):
        kernel = self.g * self.layer.kernel / keras.ops.norm(self.layer.kernel, axis=0)
        with keras.StatelessScope(state_mapping=[(self.layer.kernel, kernel)]):
            return self.layer(inputs)


# %% right: the outputs are scaled, not the kernel
class WeightNormalization(Sound):
    def call(self, inputs):
        v = tf.convert_to_tensor(self.layer.kernel)
        return self.finished(tf.matmul(inputs, v) * (self.g / tf.sqrt(tf.reduce_sum(v * v, axis=0))))


# %% right: l2_normalize and einsum
class WeightNormalization(Sound):
    def call(self, inputs):
        unit = tf.math.l2_normalize(tf.convert_to_tensor(self.layer.kernel), axis=0)
        return self.finished(tf.einsum("...i,io,o->...o", inputs, unit, self.g))


# %% wrong: the layer as it is | test_example | not normalized
# breaks: "kernel = g * v / |v| for each column: |v| is the root of its sum of squares"
class WeightNormalization(Sound):
    def call(self, inputs):
        return self.layer(inputs)


# %% wrong: g is forgotten | test_example | g is missing
# breaks: "kernel = g * v / |v| for each column: |v| is the root of its sum of squares"
class WeightNormalization(Sound):
    def kernel(self):
        v = tf.convert_to_tensor(self.layer.kernel)
        return v / self.length(v)


# %% wrong: not divided | test_example | division
# breaks: "kernel = g * v / |v| for each column: |v| is the root of its sum of squares"
class WeightNormalization(Sound):
    def length(self, v):
        return 1.0


# %% wrong: one length for the whole kernel | test_values | whole kernel
# breaks: "kernel = g * v / |v| for each column: |v| is the root of its sum of squares"
class WeightNormalization(Sound):
    def length(self, v):
        return tf.norm(v)


# %% wrong: the length of each row | test_example | each row
# breaks: "kernel = g * v / |v| for each column: |v| is the root of its sum of squares"
class WeightNormalization(Sound):
    def length(self, v):
        return tf.norm(v, axis=1, keepdims=True)


# %% wrong: without the root | test_example | without its root
# breaks: "kernel = g * v / |v| for each column: |v| is the root of its sum of squares"
class WeightNormalization(Sound):
    def length(self, v):
        return tf.reduce_sum(v * v, axis=0)


# %% wrong: the sum of absolute values | test_example | absolute values
# breaks: "kernel = g * v / |v| for each column: |v| is the root of its sum of squares"
class WeightNormalization(Sound):
    def length(self, v):
        return tf.norm(v, ord=1, axis=0)


# %% wrong: no bias | test_example | bias is missing
# breaks: "bias and activation are its own too"
class WeightNormalization(Sound):
    def finished(self, outputs):
        return self.layer.activation(outputs)


# %% wrong: no activation | test_layer | activation is missing
# breaks: "outputs = activation(inputs @ kernel + bias)"
class WeightNormalization(Sound):
    def finished(self, outputs):
        return outputs + self.layer.bias if self.layer.use_bias else outputs


# %% wrong: always relu | test_values | relu
# breaks: "bias and activation are its own too"
class WeightNormalization(Sound):
    def finished(self, outputs):
        return tf.nn.relu(outputs + self.layer.bias if self.layer.use_bias else outputs)


# %% wrong: a bias is expected | test_layer | raised
# breaks: "it may have been made with use_bias=False"
class WeightNormalization(Sound):
    def finished(self, outputs):
        return self.layer.activation(tf.nn.bias_add(outputs, tf.convert_to_tensor(self.layer.bias)))


# %% wrong: g multiplies the bias too | test_example | multiplies the bias
# breaks: "outputs = activation(inputs @ kernel + bias)"
class WeightNormalization(Sound):
    def call(self, inputs):
        v = tf.convert_to_tensor(self.layer.kernel)
        outputs = tf.matmul(inputs, v / self.length(v))
        if self.layer.use_bias:
            outputs += self.layer.bias
        return self.layer.activation(self.g * outputs)


# %% wrong: a built layer is built anew | test_example | differ
# breaks: "The layer may be built already, or not"
class WeightNormalization(Sound):
    def __init__(self, layer, **kwargs):
        super(Sound, self).__init__(**kwargs)
        self.layer = type(layer).from_config(layer.get_config() | {"kernel_initializer": "ones"})


# %% wrong: only a layer that is built | test_start | raised
# breaks: "The layer may be built already, or not"
class WeightNormalization(Sound):
    def build(self, input_shape):
        length = tf.norm(tf.convert_to_tensor(self.layer.kernel), axis=0)
        self.g = self.add_weight(shape=length.shape, name="g")
        self.g.assign(length)


# %% wrong: g begins at 1 | test_example | begins at 1
# breaks: "The attribute `g` (units,) is a weight that begins as |v|, so a layer that is wrapped gives the same outputs as before"
class WeightNormalization(Sound):
    def build(self, input_shape):
        super().build(input_shape)
        self.g.assign(tf.ones_like(self.g))


# %% wrong: g is one number | test_example | shapes
# breaks: "The attribute `g` (units,) is a weight that begins as |v|, so a layer that is wrapped gives the same outputs as before"
class WeightNormalization(Sound):
    def build(self, input_shape):
        super().build(input_shape)
        self.g = self.add_weight(shape=(1,), name="one")
        self.g.assign(tf.norm(tf.convert_to_tensor(self.layer.kernel))[None])


# %% wrong: g is not trained | test_example | shapes
# breaks: "g, v and the bias are trained, and there are no other weights"
class WeightNormalization(Sound):
    def build(self, input_shape):
        super().build(input_shape)
        self.g.trainable = False


# %% wrong: the normalized kernel is a weight of its own | test_example | shapes
# breaks: "g, v and the bias are trained, and there are no other weights"
class WeightNormalization(Sound):
    def build(self, input_shape):
        super().build(input_shape)
        self.kept = self.add_weight(shape=self.layer.kernel.shape, trainable=False)


# %% wrong: the kernel is overwritten | test_example | assigned to the layer
# breaks: "A call changes none of them"
class WeightNormalization(Sound):
    def call(self, inputs):
        self.layer.kernel.assign(self.kernel())
        return self.layer(inputs)


# %% wrong: v is kept at length 1 | test_example | length 1
# breaks: "A call changes none of them"
class WeightNormalization(Sound):
    def call(self, inputs):
        v = tf.convert_to_tensor(self.layer.kernel)
        outputs = super().call(inputs)
        self.layer.kernel.assign(v / self.length(v))
        return outputs


# %% wrong: the length is a constant | test_gradient | constant
# breaks: "The gradients in the inputs and in all weights are those of the formula"
class WeightNormalization(Sound):
    def length(self, v):
        return tf.stop_gradient(tf.norm(v, axis=0))


# %% wrong: g gets no gradient | test_gradient | None
# breaks: "The gradients in the inputs and in all weights are those of the formula"
class WeightNormalization(Sound):
    def kernel(self):
        v = tf.convert_to_tensor(self.layer.kernel)
        return self.g.numpy() * v / self.length(v)


# %% wrong: the inputs get no gradient | test_gradient | None
# breaks: "The gradients in the inputs and in all weights are those of the formula"
class WeightNormalization(Sound):
    def call(self, inputs):
        return super().call(tf.stop_gradient(inputs))


# %% wrong: flattened inputs | test_values | raised
# breaks: "Wrap a Dense layer, with length and direction of its kernel apart: (..., n) -> (..., units)"
class WeightNormalization(Sound):
    def call(self, inputs):
        return super().call(tf.reshape(inputs, (tf.shape(inputs)[0], -1)))


# %% wrong: a copy of the layer is kept | test_start | raised
# breaks: "The attribute `layer` is the keras.layers.Dense that was given"
class WeightNormalization(Sound):
    def __init__(self, layer, **kwargs):
        super(Sound, self).__init__(**kwargs)
        self.layer = keras.layers.Dense.from_config(layer.get_config())


# %% equivalent: keyword-e9b8b867 | nothing asks for a name or a dtype
