"""Answers to MiniResNet. A wrong answer differs from `Sound` in what it overrides."""

import functools

import keras
import tensorflow as tf


# unnoticed: test_step | net_step .stem repeated | test_example counts the weights
# unnoticed: test_step | net_step .head repeated | test_example counts the weights
# unnoticed: test_step | net_step .head swapped | kernel and bias are in any order
# unbreakable: "the number of channels is known" | a promise of the caller's


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


# %% right: a subclass of ResidualBlock, found by its number
class MiniResNet(keras.Model):
    def __init__(self, classes, blocks, width=16):
        super().__init__()

        class Block(ResidualBlock):
            pass

        self.parts = [
            keras.layers.Conv2D(width, 3, padding="same", use_bias=False),
            keras.layers.BatchNormalization(),
            keras.layers.ReLU(),
        ]
        for stage in range(len(blocks)):
            self.parts.append(Block(filters=width * 2**stage, stride=min(stage + 1, 2)))
            for _ in range(1, blocks[stage]):
                self.parts.append(Block(width * 2**stage))
        self.parts += [keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(classes)]

    def call(self, inputs, training=False):
        return functools.reduce(lambda x, part: part(x), self.parts, inputs)


# %% right: an equal block, written anew, and the head first
class Equal(keras.layers.Layer):
    def __init__(self, filters, stride=1):
        super().__init__()
        self.filters, self.stride = filters, stride

    def build(self, input_shape):
        rest = {"padding": "same", "use_bias": False}
        self.one = keras.layers.Conv2D(self.filters, 3, self.stride, **rest)
        self.two = keras.layers.Conv2D(self.filters, 3, **rest)
        self.norms = [keras.layers.BatchNormalization() for _ in range(2)]
        self.side = keras.Sequential()
        if self.stride > 1 or input_shape[-1] != self.filters:
            self.side.add(keras.layers.Conv2D(self.filters, 1, self.stride, **rest))
            self.side.add(keras.layers.BatchNormalization())

    def call(self, inputs):
        x = self.norms[0](self.one(inputs))
        x = self.norms[1](self.two(tf.nn.relu(x)))
        return tf.nn.relu(x + (self.side(inputs) if self.side.layers else inputs))


class MiniResNet(keras.Model):
    def __init__(self, classes, blocks, width=16):
        super().__init__()
        self.logits = keras.layers.Dense(classes)
        self.stages = {}
        for k, count in enumerate(blocks):
            self.stages[f"stage_{k}"] = [
                Equal(width * 2**k, 2 if k > 0 and n == 0 else 1) for n in range(count)
            ]
        self.conv = keras.layers.Conv2D(width, 3, padding="same", use_bias=False)
        self.conv_norm = keras.layers.BatchNormalization()

    def call(self, inputs, training=None):
        x = tf.nn.relu(self.conv_norm(self.conv(inputs), training=training))
        for k in range(len(self.stages)):
            for block in self.stages[f"stage_{k}"]:
                x = block(x, training=training)
        return self.logits(tf.reduce_mean(x, axis=[1, 2]))


# %% wrong: the image is kept up to the head | test_example | shape
# breaks: "(batch, h, w, channels) -> (batch, classes)"
class MiniResNet(Sound):
    def reduce(self, image):
        return image


# %% wrong: the filters stay | test_example | do not grow
# breaks: "width * 2**k filters each"
class MiniResNet(Sound):
    doubles = 1

    def stride(self, stage, number):
        return 1


# %% wrong: stage 0 has a stride, too | test_example | stage 0
# breaks: "the first block of every stage but stage 0 has stride 2"
class MiniResNet(Sound):
    def stride(self, stage, number):
        return 1 if number else 2


# %% wrong: every block of a later stage has a stride | test_example | every block
# breaks: "all others have stride 1"
class MiniResNet(Sound):
    def stride(self, stage, number):
        return 2 if stage else 1


# %% wrong: one block in each stage | test_example | weights of one block
# breaks: "has blocks[k] residual blocks"
class MiniResNet(Sound):
    def __init__(self, classes, blocks, width=16, **kwargs):
        super().__init__(classes, [1] * len(blocks), width, **kwargs)


# %% wrong: one object for all blocks of a stage | test_example | weights of one block
# breaks: "each block has its own weights"
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


# %% wrong: one block too few | test_example | too few
# breaks: "has blocks[k] residual blocks"
class MiniResNet(Sound):
    def __init__(self, classes, blocks, width=16, **kwargs):
        super().__init__(classes, [max(count - 1, 1) for count in blocks], width, **kwargs)


# %% wrong: the blocks are made in call | test_example | as attributes
# breaks: "Classify images by stages of residual blocks"
class MiniResNet(keras.Model):
    def __init__(self, classes, blocks, width=16, **kwargs):
        super().__init__(**kwargs)
        self.settings = classes, blocks, width

    def call(self, inputs, training=False):
        return Sound(*self.settings)(inputs)


# %% wrong: probabilities | test_inference | probabilities
# breaks: "without activation"
class MiniResNet(Sound):
    def call(self, inputs, training=False):
        return tf.nn.softmax(super().call(inputs))


# %% wrong: the largest value of the image | test_inference | maximum over the image
# breaks: "Then come the mean over height and width"
class MiniResNet(Sound):
    def reduce(self, image):
        return tf.reduce_max(image, axis=(1, 2))


# %% wrong: no strides, 1x1 projections for the channels | test_inference | no stage has a stride
# breaks: "the first block of every stage but stage 0 has stride 2"
class MiniResNet(Sound):
    def stride(self, stage, number):
        return 1


# %% wrong: the stem has no ReLU | test_inference | stem is missing
# breaks: "then ReLU"
class MiniResNet(Sound):
    def begin(self, inputs):
        return self.norm(self.stem(inputs))


# %% wrong: a ReLU on the logits | test_inference | after the logits
# breaks: "a dense layer that gives the logits, without activation"
class MiniResNet(Sound):
    def call(self, inputs, training=False):
        return tf.nn.relu(super().call(inputs))


# %% wrong: always in training | test_inference | this is inference
# breaks: "in inference by default when called"
class MiniResNet(Sound):
    def call(self, inputs, training=True):
        x = tf.nn.relu(self.norm(self.stem(inputs), training=True))
        for block in self.chain:
            x = block(x, training=True)
        return self.head(self.reduce(x))


# %% wrong: never in training | test_training | this is training
# breaks: "The norms run in training or in inference as the model does"
class MiniResNet(Sound):
    def call(self, inputs, training=False):
        x = tf.nn.relu(self.norm(self.stem(inputs), training=False))
        for block in self.chain:
            x = block(x, training=False)
        return self.head(self.reduce(x))


# %% wrong: the blocks train, the stem's norm does not | test_training | this is training
# breaks: "The norms run in training or in inference as the model does"
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
# breaks: "in training during `fit`"
class MiniResNet(Sound):
    def call(self, inputs):
        return super().call(inputs)


# %% wrong: only stage 1 has a stride | test_three_stages | differ
# breaks: "the first block of every stage but stage 0 has stride 2"
class MiniResNet(Sound):
    def stride(self, stage, number):
        return 2 if stage == 1 and number == 0 else 1


# %% wrong: the mean over the image divides by a static size | test_training | None
# breaks: "Batch size and image size may be unknown"
class MiniResNet(Sound):
    def reduce(self, image):
        return tf.reduce_sum(image, axis=(1, 2)) / (image.shape[1] * image.shape[2])


# %% wrong: one block object, repeated in stage 0 | test_example | stage 0 are one object
# breaks: "each block has its own weights"
class MiniResNet(Sound):
    def __init__(self, classes, blocks, width=16):
        super().__init__(classes, blocks, width)
        self.chain = [*self.chain[:1] * blocks[0], *self.chain[blocks[0] :]]


# %% wrong: one block object, repeated behind the first of each stage | test_example | in a later stage
# breaks: "each block has its own weights"
class MiniResNet(Sound):
    def __init__(self, classes, blocks, width=16):
        super().__init__(classes, [min(count, 2) for count in blocks], width)
        chain, rest = [], list(self.chain)
        for count in blocks:
            chain.append(rest.pop(0))
            if count > 1:
                chain += [rest.pop(0)] * (count - 1)
        self.chain = chain


# %% wrong: one block object wherever the shapes fit | test_example | in each stage
# breaks: "each block has its own weights"
class MiniResNet(Sound):
    def __init__(self, classes, blocks, width=16):
        super().__init__(classes, [1, *(min(count, 2) for count in blocks[1:])], width)
        chain, rest = [rest for rest in self.chain[:1] for _ in range(blocks[0])], self.chain[1:]
        for count in blocks[1:]:
            chain.append(rest.pop(0))
            if count > 1:
                chain += [rest.pop(0)] * (count - 1)
        self.chain = chain


# %% wrong: the last block of a stage has the stride | test_example | not the first block
# breaks: "the first block of every stage but stage 0 has stride 2"
class MiniResNet(Sound):
    def __init__(self, classes, blocks, width=16):
        self.counts = blocks
        super().__init__(classes, blocks, width)

    def stride(self, stage, number):
        return 2 if stage and number == self.counts[stage] - 1 else 1


# %% wrong: the stem has a bias | test_example | stem has a bias
# breaks: "padding "same" and no bias"
class MiniResNet(Sound):
    def __init__(self, classes, blocks, width=16):
        super().__init__(classes, blocks, width)
        self.stem = keras.layers.Conv2D(width, 3, padding="same")


# %% wrong: the stem does not pad | test_inference | no padding
# breaks: "padding "same" and no bias"
class MiniResNet(Sound):
    def __init__(self, classes, blocks, width=16):
        super().__init__(classes, blocks, width)
        self.stem = keras.layers.Conv2D(width, 3, use_bias=False)


# %% wrong: the stem of ResNet-50 | test_example | another size
# breaks: "The stem is a 3x3 convolution with `width` filters"
class MiniResNet(Sound):
    def __init__(self, classes, blocks, width=16):
        super().__init__(classes, blocks, width)
        self.stem = keras.layers.Conv2D(width, 7, padding="same", use_bias=False)


# %% wrong: the stem has no norm | test_example | stem has no norm
# breaks: "then keras.layers.BatchNormalization with its defaults"
class MiniResNet(Sound):
    def begin(self, inputs):
        return tf.nn.relu(self.stem(inputs))


# %% wrong: the stem's norm comes after its ReLU | test_inference | comes after
# breaks: "then keras.layers.BatchNormalization with its defaults, then ReLU"
class MiniResNet(Sound):
    def begin(self, inputs):
        return self.norm(tf.nn.relu(self.stem(inputs)))


# %% wrong: one more norm before the head | test_example | a norm more
# breaks: "The layers named here have the only weights"
class MiniResNet(Sound):
    def __init__(self, classes, blocks, width=16):
        super().__init__(classes, blocks, width)
        self.last = keras.layers.BatchNormalization()

    def reduce(self, image):
        return super().reduce(self.last(image))


# %% wrong: float64 logits | test_example | dtype
# breaks: "The output is float32"
class MiniResNet(Sound):
    def call(self, inputs, training=False):
        return tf.cast(super().call(inputs), "float64")


# %% wrong: super().__init__() is missing | test_example | super().__init__
# breaks: "Classify images by stages of residual blocks"
class MiniResNet(Sound):
    def __init__(self, classes, blocks, width=16):
        self.stem = keras.layers.Conv2D(width, 3, padding="same", use_bias=False)
        self.norm = keras.layers.BatchNormalization()
        self.chain = [ResidualBlock(width) for _ in range(blocks[0])]
        self.head = keras.layers.Dense(classes)


# %% wrong: stands on a block with a ReLU before the sum | test_block | fails its own exercise
# breaks: "as ResidualBlock defines them"
class ResidualBlock(ResidualBlock):
    def call(self, inputs):
        outputs, shortcut = inputs, inputs
        for layer in self.main:
            outputs = layer(outputs)
        for layer in self.side:
            shortcut = layer(shortcut)
        return tf.nn.relu(outputs) + shortcut


class MiniResNet(Sound):
    pass


# %% wrong: stands on a block whose convolutions have a bias | test_block | fails its own exercise
# breaks: "as ResidualBlock defines them"
class ResidualBlock(ResidualBlock):
    def build(self, input_shape):
        super().build(input_shape)
        self.main[0].use_bias = True


class MiniResNet(Sound):
    pass


# %% equivalent: keyword-5ef95696
# Keras hands the flag of the outer call on to every layer that is called inside.

# %% equivalent: swap-352f138c
# A dense layer is affine, so the mean of what it makes of each place is what it makes of the mean.


# %% right: a list of stages, the mean as an op, the flag passed to all that need it
class MiniResNet(keras.Model):
    def __init__(self, classes, blocks, width=16):
        super().__init__()
        self.stem = keras.layers.Conv2D(width, 3, padding="same", use_bias=False)
        self.norm = keras.layers.BatchNormalization()
        self.stages = []
        filters = width
        for stage, count in enumerate(blocks):
            first = ResidualBlock(filters, 2 if stage else 1)
            others = [ResidualBlock(filters) for _ in range(count - 1)]
            self.stages.append([first, *others])
            filters *= 2
        self.logits = keras.layers.Dense(classes)

    def call(self, inputs, training=False):
        h = tf.nn.relu(self.norm(self.stem(inputs), training=training))
        for stage in self.stages:
            for block in stage:
                h = block(h, training=training)
        return self.logits(tf.reduce_mean(h, axis=[1, 2]))


# %% right: one list of all layers from stem to logits; the flag is left to Keras
class MiniResNet(keras.Model):
    def __init__(self, classes, blocks, width=16):
        super().__init__()
        plan = [
            (width * 2**stage, 2 if stage > 0 and i == 0 else 1)
            for stage, count in enumerate(blocks)
            for i in range(count)
        ]
        self.body = [
            keras.layers.Conv2D(width, 3, padding="same", use_bias=False),
            keras.layers.BatchNormalization(),
            keras.layers.Activation("relu"),
            *[ResidualBlock(filters=filters, stride=stride) for filters, stride in plan],
            keras.layers.GlobalAveragePooling2D(),
            keras.layers.Dense(classes),
        ]

    def call(self, inputs, training=False):
        return functools.reduce(lambda h, layer: layer(h), self.body, inputs)


# %% wrong: the mean divides by the static image size | test_training
# breaks: "Batch size and image size may be unknown"
class MiniResNet(keras.Model):
    def __init__(self, classes, blocks, width=16):
        super().__init__()
        self.stem = keras.layers.Conv2D(width, 3, padding="same", use_bias=False)
        self.norm = keras.layers.BatchNormalization()
        self.body = [
            ResidualBlock(width * 2**stage, 2 if stage > 0 and i == 0 else 1)
            for stage, count in enumerate(blocks)
            for i in range(count)
        ]
        self.logits = keras.layers.Dense(classes)

    def call(self, inputs, training=False):
        h = tf.nn.relu(self.norm(self.stem(inputs), training=training))
        for block in self.body:
            h = block(h, training=training)
        pixels = h.shape[1] * h.shape[2]
        return self.logits(tf.reduce_sum(h, axis=[1, 2]) / pixels)


# %% wrong: the norm of the stem is frozen in inference | test_training
# breaks: "The norms run in training or in inference as the model does: in training"
class MiniResNet(keras.Model):
    def __init__(self, classes, blocks, width=16):
        super().__init__()
        self.stem = keras.layers.Conv2D(width, 3, padding="same", use_bias=False)
        self.norm = keras.layers.BatchNormalization()
        self.body = [
            ResidualBlock(width * 2**stage, 2 if stage > 0 and i == 0 else 1)
            for stage, count in enumerate(blocks)
            for i in range(count)
        ]
        self.pool = keras.layers.GlobalAveragePooling2D()
        self.logits = keras.layers.Dense(classes)

    def call(self, inputs, training=False):
        h = tf.nn.relu(self.norm(self.stem(inputs), training=False))
        for block in self.body:
            h = block(h, training=training)
        return self.logits(self.pool(h))


# %% wrong: the stages get 1, 2, 3, ... times the width, not 1, 2, 4, ... | test_example | filters grow by
# breaks: "residual blocks with width * 2**k filters each, as ResidualBlock defines them"
class MiniResNet(keras.Model):
    def __init__(self, classes, blocks, width=16):
        super().__init__()
        self.stem = keras.layers.Conv2D(width, 3, padding="same", use_bias=False)
        self.norm = keras.layers.BatchNormalization()
        self.body = [
            ResidualBlock(width * (stage + 1), 2 if stage > 0 and i == 0 else 1)
            for stage, count in enumerate(blocks)
            for i in range(count)
        ]
        self.pool = keras.layers.GlobalAveragePooling2D()
        self.logits = keras.layers.Dense(classes)

    def call(self, inputs, training=False):
        h = tf.nn.relu(self.norm(self.stem(inputs), training=training))
        for block in self.body:
            h = block(h, training=training)
        return self.logits(self.pool(h))
