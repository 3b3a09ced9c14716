"""Answers to MiniResNet. A wrong answer differs from `Sound` in what it overrides."""

import keras
import tensorflow as tf


class Sound(keras.Model):
    doubles = 2

    def __init__(self, classes, blocks, width=16, **kwargs):
        super().__init__(**kwargs)
        self.stem = keras.layers.Conv2D(width, 3, padding="same", use_bias=False)
        self.norm = keras.layers.BatchNormalization()
        self.chain = [
            ResidualBlock(width * self.doubles**stage, self.stride(stage, number))
            for stage, count in enumerate(blocks)
            for number in range(count)
        ]
        self.head = keras.layers.Dense(classes)

    def stride(self, stage, number):
        return 2 if stage and not number else 1

    def begin(self, inputs):
        return tf.nn.relu(self.norm(self.stem(inputs)))

    def reduce(self, image):
        return tf.reduce_mean(image, axis=(1, 2))

    def call(self, inputs, training=False):
        x = self.begin(inputs)
        for block in self.chain:
            x = block(x)
        return self.head(self.reduce(x))


# %% right: one Sequential, the training flag handed on by hand
class MiniResNet(keras.Model):
    def __init__(self, classes, blocks, width=16, **kwargs):
        super().__init__(**kwargs)
        net = [keras.layers.Conv2D(width, 3, padding="same", use_bias=False)]
        net += [keras.layers.BatchNormalization(), keras.layers.Activation("relu")]
        for stage, count in enumerate(blocks):
            strides = [1 if stage == 0 else 2] + [1] * (count - 1)
            net += [ResidualBlock(width << stage, stride) for stride in strides[:count]]
        net += [keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(classes)]
        self.net = keras.Sequential(net)

    def call(self, inputs, training=False):
        return self.net(inputs, training=training)


# %% right: stages as lists in a list, the head as a product with ops
class MiniResNet(keras.Model):
    def __init__(self, classes, blocks, width=16, **kwargs):
        super().__init__(**kwargs)
        self.first = keras.layers.Conv2D(width, (3, 3), padding="same", use_bias=False)
        self.first_norm = keras.layers.BatchNormalization()
        self.stages = []
        for count in blocks:
            stride = 2 if self.stages else 1
            first = [ResidualBlock(width, stride)] if count else []
            self.stages.append([*first, *(ResidualBlock(width) for _ in range(count - 1))])
            width *= 2
        self.head = keras.layers.Dense(classes)

    def call(self, inputs, training=None):
        x = keras.ops.relu(self.first_norm(self.first(inputs), training=training))
        for stage in self.stages:
            for block in stage:
                x = block(x, training=training)
        return self.head(keras.ops.mean(x, axis=[1, 2]))


# %% wrong: the image is kept up to the head | test_form | shape
class MiniResNet(Sound):
    def reduce(self, image):
        return image


# %% wrong: the filters stay | test_form | do not grow
class MiniResNet(Sound):
    doubles = 1

    def stride(self, stage, number):
        return 1


# %% wrong: stage 0 has a stride, too | test_form | stage 0
class MiniResNet(Sound):
    def stride(self, stage, number):
        return 1 if number else 2


# %% wrong: every block of a later stage has a stride | test_form | every block
class MiniResNet(Sound):
    def stride(self, stage, number):
        return 2 if stage else 1


# %% wrong: one block in each stage | test_form | weights of one block
class MiniResNet(Sound):
    def __init__(self, classes, blocks, width=16, **kwargs):
        super().__init__(classes, [1] * len(blocks), width, **kwargs)


# %% wrong: one object for all blocks of a stage | test_form | weights of one block
class MiniResNet(Sound):
    def __init__(self, classes, blocks, width=16, **kwargs):
        super().__init__(classes, [1] * len(blocks), width, **kwargs)
        self.times = blocks

    def call(self, inputs, training=False):
        x = self.begin(inputs)
        for block, times in zip(self.chain, self.times):
            x = block(x)
            for _ in range(times - 1):
                x = tf.nn.relu(x + x)
        return self.head(self.reduce(x))


# %% wrong: one block too few | test_form | too few
class MiniResNet(Sound):
    def __init__(self, classes, blocks, width=16, **kwargs):
        super().__init__(classes, [count - 1 for count in blocks], width, **kwargs)
        self.last = width * 2 ** (len(blocks) - 1)

    def reduce(self, image):
        image = super().reduce(image)
        return tf.pad(image, [[0, 0], [0, self.last - image.shape[1]]])


# %% wrong: the blocks are made in call | test_form | as attributes
class MiniResNet(keras.Model):
    def __init__(self, classes, blocks, width=16, **kwargs):
        super().__init__(**kwargs)
        self.settings = classes, blocks, width

    def call(self, inputs, training=False):
        return Sound(*self.settings)(inputs)


# %% wrong: probabilities | test_inference | probabilities
class MiniResNet(Sound):
    def call(self, inputs, training=False):
        return tf.nn.softmax(super().call(inputs))


# %% wrong: the largest value of the image | test_inference | maximum over the image
class MiniResNet(Sound):
    def reduce(self, image):
        return tf.reduce_max(image, axis=(1, 2))


# %% wrong: no strides, 1x1 projections for the channels | test_inference | no stage has a stride
class MiniResNet(Sound):
    def stride(self, stage, number):
        return 1


# %% wrong: the stem has no ReLU | test_inference | stem is missing
class MiniResNet(Sound):
    def begin(self, inputs):
        return self.norm(self.stem(inputs))


# %% wrong: a ReLU on the logits | test_inference | after the logits
class MiniResNet(Sound):
    def call(self, inputs, training=False):
        return tf.nn.relu(super().call(inputs))


# %% wrong: always in training | test_inference | this is inference
class MiniResNet(Sound):
    def call(self, inputs, training=True):
        x = tf.nn.relu(self.norm(self.stem(inputs), training=True))
        for block in self.chain:
            x = block(x, training=True)
        return self.head(self.reduce(x))


# %% wrong: never in training | test_training | this is training
class MiniResNet(Sound):
    def call(self, inputs, training=False):
        x = tf.nn.relu(self.norm(self.stem(inputs), training=False))
        for block in self.chain:
            x = block(x, training=False)
        return self.head(self.reduce(x))


# %% wrong: the blocks train, the stem's norm does not | test_training | differ
class MiniResNet(Sound):
    def begin(self, inputs):
        return tf.nn.relu(self.norm(self.stem(inputs), training=False))


# %% wrong: the stem is cut off from the gradient | test_step | not trained
class MiniResNet(Sound):
    def begin(self, inputs):
        return tf.stop_gradient(super().begin(inputs))


# %% wrong: no gradient passes from a block to the one before | test_step | not trained
class MiniResNet(Sound):
    def call(self, inputs, training=False):
        x = self.begin(inputs)
        for number, block in enumerate(self.chain):
            x = block(tf.stop_gradient(x) if number else x)
        return self.head(self.reduce(x))


# %% wrong: the head is cut off from the gradient | test_step | not trained
class MiniResNet(Sound):
    def call(self, inputs, training=False):
        x = self.begin(inputs)
        for block in self.chain:
            x = block(x)
        x = self.reduce(x)
        logits = self.head(x)
        kernel = tf.convert_to_tensor(self.head.kernel)
        return logits - x @ kernel + x @ tf.stop_gradient(kernel)


# %% wrong: the bias of the head is cut off from the gradient | test_step | not trained
class MiniResNet(Sound):
    def call(self, inputs, training=False):
        bias = tf.convert_to_tensor(self.head.bias) if self.head.built else 0.0
        return super().call(inputs) - bias + tf.stop_gradient(bias)


# %% wrong: a penalty is added to the loss | test_step | the loss
class MiniResNet(Sound):
    def call(self, inputs, training=False):
        logits = super().call(inputs)
        self.add_loss(0.1 * tf.reduce_mean(logits**2))
        return logits


# %% wrong: call has no parameter training | test_step | no parameter training
class MiniResNet(Sound):
    def call(self, inputs):
        return super().call(inputs)


# %% wrong: only stage 1 has a stride | test_three_stages | differ
class MiniResNet(Sound):
    def stride(self, stage, number):
        return 2 if stage == 1 and number == 0 else 1


# %% wrong: the mean over the image divides by a static size | test_training | None
class MiniResNet(Sound):
    def reduce(self, image):
        return tf.reduce_sum(image, axis=(1, 2)) / (image.shape[1] * image.shape[2])


# %% equivalent: keyword-5ef95696
# Keras hands the flag of the outer call on to every layer that is called inside.

# %% equivalent: swap-352f138c
# A dense layer is affine, so the mean of what it makes of each place is what it makes of the mean.
