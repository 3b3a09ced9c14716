"""Answers to SpectralNormalization."""

# unnoticed: test_start | spectral_start .u* * | any random vector of length 1 is right
# unnoticed: test_converged | spectral_normalization * | it is about the last output, whatever u begins with

import keras
import tensorflow as tf


def matvec(matrix, vector, back=False):
    return tf.linalg.matvec(matrix, tf.convert_to_tensor(vector), transpose_a=back)


class Sound(keras.layers.Layer):
    """Right, in parts that a wrong answer replaces."""

    def __init__(self, layer, **kwargs):
        super().__init__(**kwargs)
        self.layer = layer

    def build(self, input_shape):
        if not self.layer.built:
            self.layer.build(input_shape)
        self.u = self.add_weight(shape=(self.layer.units,), trainable=False, name="u")
        self.u.assign(self.start())

    def start(self):
        return tf.math.l2_normalize(tf.random.normal((self.layer.units,)))

    def iterate(self, kernel):
        self.u.assign(tf.math.l2_normalize(tf.stop_gradient(matvec(kernel, matvec(kernel, self.u), True))))

    def sigma(self, kernel):
        return tf.norm(matvec(kernel, tf.stop_gradient(tf.convert_to_tensor(self.u))))

    def finished(self, outputs):
        if self.layer.use_bias:
            outputs = outputs + self.layer.bias
        return self.layer.activation(outputs)

    def call(self, inputs, training=False):
        kernel = tf.convert_to_tensor(self.layer.kernel)
        if training:
            self.iterate(kernel)
        return self.finished(tf.matmul(inputs, kernel / self.sigma(kernel)))


# %% right: Keras's Wrapper, v in between, and a scope in which the kernel is another
class SpectralNormalization(keras.layers.Wrapper):
    def build(self, input_shape):
        super().build(input_shape)
        start = keras.random.normal((self.layer.units,))
        self.u = self.add_weight(shape=(self.layer.units,), initializer="zeros", trainable=False)
        self.u.assign(start / keras.ops.norm(start))

    def call(self, inputs, training=None):
        kernel = self.layer.kernel
        if training:
            fixed = keras.ops.stop_gradient(kernel)
            v = keras.ops.matmul(fixed, self.u)
            v = v / keras.ops.norm(v)
            u = keras.ops.matmul(keras.ops.transpose(fixed), v)
            self.u.assign(u / keras.ops.norm(u))
        sigma = keras.ops.norm(keras.ops.matmul(kernel, keras.ops.stop_gradient(self.u.value)))
        with keras.StatelessScope(state_mapping=[(kernel, kernel / sigma)]):
            return self.layer(inputs)


# %% right: sigma as v^T W u, with u and v constant
class SpectralNormalization(Sound):
    def sigma(self, kernel):
        u = tf.stop_gradient(tf.convert_to_tensor(self.u))
        v = tf.stop_gradient(tf.math.l2_normalize(tf.linalg.matvec(kernel, u)))
        return tf.einsum("i,ij,j->", v, kernel, u)


# %% right: the outputs are divided, before the bias
class SpectralNormalization(Sound):
    def call(self, inputs, training=False):
        kernel = tf.convert_to_tensor(self.layer.kernel)
        if training:
            self.iterate(kernel)
        product = tf.tensordot(inputs, kernel, axes=1)
        return self.finished(product / self.sigma(kernel))


# %% wrong: the layer as it is | test_example | not divided
# breaks: "outputs = activation(inputs @ (W / sigma) + bias)"
class SpectralNormalization(Sound):
    def sigma(self, kernel):
        return 1.0


# %% wrong: two iterations | test_example | two iterations
# breaks: "A call with training=True first replaces u by W^T @ (W @ u), divided by its own length"
class SpectralNormalization(Sound):
    def iterate(self, kernel):
        super().iterate(kernel)
        super().iterate(kernel)


# %% wrong: u is not scaled | test_example | not scaled
# breaks: "A call with training=True first replaces u by W^T @ (W @ u), divided by its own length"
class SpectralNormalization(Sound):
    def iterate(self, kernel):
        self.u.assign(matvec(kernel, matvec(kernel, self.u), True))


# %% wrong: divided by sigma instead of its own length | test_example | by sigma
# breaks: "A call with training=True first replaces u by W^T @ (W @ u), divided by its own length"
class SpectralNormalization(Sound):
    def iterate(self, kernel):
        v = matvec(kernel, self.u)
        self.u.assign(tf.stop_gradient(matvec(kernel, v / tf.norm(v), True)))


# %% wrong: u never moves | test_example | not moved
# breaks: "A call with training=True first replaces u by W^T @ (W @ u), divided by its own length"
class SpectralNormalization(Sound):
    def iterate(self, kernel):
        pass


# %% wrong: the iteration comes after the output | test_example | before the iteration
# breaks: "A call with training=True first replaces u by W^T @ (W @ u), divided by its own length"
class SpectralNormalization(Sound):
    def call(self, inputs, training=False):
        kernel = tf.convert_to_tensor(self.layer.kernel)
        outputs = self.finished(tf.matmul(inputs, kernel / self.sigma(kernel)))
        if training:
            self.iterate(kernel)
        return outputs


# %% wrong: u moves in inference too | test_inference | not training
# breaks: "Any other call leaves u alone"
class SpectralNormalization(Sound):
    def call(self, inputs, training=False):
        return super().call(inputs, training=True)


# %% wrong: training is True by default | test_inference | not training
# breaks: "Any other call leaves u alone"
class SpectralNormalization(Sound):
    def call(self, inputs, training=None):
        return super().call(inputs, training=training is not False)


# %% wrong: divided in training only | test_inference | not divided
# breaks: "outputs = activation(inputs @ (W / sigma) + bias)"
class SpectralNormalization(Sound):
    def call(self, inputs, training=False):
        return super().call(inputs, training=True) if training else self.layer(inputs)


# %% wrong: the kernel is overwritten | test_example | assigned to the layer
# breaks: "No call changes W"
class SpectralNormalization(Sound):
    def call(self, inputs, training=False):
        kernel = tf.convert_to_tensor(self.layer.kernel)
        if training:
            self.iterate(kernel)
            self.layer.kernel.assign(kernel / self.sigma(kernel))
            return self.layer(inputs)
        return super().call(inputs)


# %% wrong: the length of the whole kernel | test_example | whole kernel
# breaks: "sigma = |W u|, the length of W @ u"
class SpectralNormalization(Sound):
    def sigma(self, kernel):
        return tf.norm(kernel)


# %% wrong: the exact singular value | test_example | exact
# breaks: "sigma = |W u|, the length of W @ u"
class SpectralNormalization(Sound):
    def sigma(self, kernel):
        return tf.linalg.svd(kernel, compute_uv=False)[0]


# %% wrong: sigma is squared | test_example | squared
# breaks: "sigma = |W u|, the length of W @ u"
class SpectralNormalization(Sound):
    def sigma(self, kernel):
        return super().sigma(kernel) ** 2


# %% wrong: each column by itself | test_example | each column
# breaks: "Wrap a Dense layer, whose kernel W is divided by its largest singular value, about"
class SpectralNormalization(Sound):
    def sigma(self, kernel):
        return tf.norm(kernel, axis=0)


# %% wrong: multiplied | test_example | multiplied
# breaks: "outputs = activation(inputs @ (W / sigma) + bias)"
class SpectralNormalization(Sound):
    def sigma(self, kernel):
        return 1 / super().sigma(kernel)


# %% wrong: no bias | test_training | bias is missing
# breaks: "bias and activation are its own"
class SpectralNormalization(Sound):
    def finished(self, outputs):
        return self.layer.activation(outputs)


# %% wrong: no activation | test_layer | activation is missing
# breaks: "bias and activation are its own"
class SpectralNormalization(Sound):
    def finished(self, outputs):
        return outputs + self.layer.bias if self.layer.use_bias else outputs


# %% wrong: a bias is expected | test_example | raised
# breaks: "it may have been made with use_bias=False"
class SpectralNormalization(Sound):
    def finished(self, outputs):
        return self.layer.activation(tf.nn.bias_add(outputs, tf.convert_to_tensor(self.layer.bias)))


# %% wrong: the outputs of the layer are divided | test_training | divided too
# breaks: "outputs = activation(inputs @ (W / sigma) + bias)"
class SpectralNormalization(Sound):
    def call(self, inputs, training=False):
        kernel = tf.convert_to_tensor(self.layer.kernel)
        if training:
            self.iterate(kernel)
        return self.layer(inputs) / self.sigma(kernel)


# %% wrong: only a layer that is built | test_start | raised
# breaks: "The layer may be built already, or not"
class SpectralNormalization(Sound):
    def build(self, input_shape):
        self.u = self.add_weight(shape=(self.layer.kernel.shape[1],), trainable=False, name="u")
        self.u.assign(self.start())


# %% wrong: a copy of the layer is kept | test_gradient | None
# breaks: "The attribute `layer` is the keras.layers.Dense that was given"
class SpectralNormalization(Sound):
    def __init__(self, layer, **kwargs):
        super(Sound, self).__init__(**kwargs)
        self.layer = keras.layers.Dense.from_config(layer.get_config())


# %% wrong: u is trained | test_start | u is trained
# breaks: "The attribute `u` (units,) is a weight that is not trained"
class SpectralNormalization(Sound):
    def build(self, input_shape):
        super().build(input_shape)
        self.u.trainable = True


# %% wrong: u is a variable of TensorFlow | test_start | no weight
# breaks: "The attribute `u` (units,) is a weight that is not trained"
class SpectralNormalization(Sound):
    def build(self, input_shape):
        if not self.layer.built:
            self.layer.build(input_shape)
        self.u = tf.Variable(self.start(), trainable=False)


# %% wrong: u begins with ones, scaled | test_start | same u
# breaks: "It begins as a random vector of length 1"
class SpectralNormalization(Sound):
    def start(self):
        return tf.math.l2_normalize(tf.ones((self.layer.units,)))


# %% wrong: u begins at any length | test_start | lengths of u
# breaks: "It begins as a random vector of length 1"
class SpectralNormalization(Sound):
    def start(self):
        return tf.random.normal((self.layer.units,))


# %% wrong: sigma is a constant | test_gradient | constant
# breaks: "In the gradients u is a constant, but sigma is not: it depends on W"
class SpectralNormalization(Sound):
    def sigma(self, kernel):
        return tf.stop_gradient(super().sigma(kernel))


# %% wrong: the gradient goes through u | test_gradient | differ
# breaks: "In the gradients u is a constant, but sigma is not: it depends on W"
class SpectralNormalization(Sound):
    def call(self, inputs, training=False):
        kernel = tf.convert_to_tensor(self.layer.kernel)
        u = tf.convert_to_tensor(self.u)
        if training:
            u = tf.math.l2_normalize(matvec(kernel, matvec(kernel, u), True))
            self.u.assign(tf.stop_gradient(u))
        return self.finished(tf.matmul(inputs, kernel / tf.norm(matvec(kernel, u))))


# %% equivalent: keyword-c7493bd2 | nothing asks for a name or a dtype
