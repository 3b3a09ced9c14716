"""Answers to MLP. A wrong answer differs from `Sound` in what it overrides."""

import tensorflow as tf


class Sound(tf.Module):
    def __init__(self, features, hidden, classes, seed=0):
        super().__init__()
        sizes = [features, *hidden, classes]
        pairs = zip(sizes, sizes[1:])
        self.layers = [Dense(n, m, None, seed * 100 + k) for k, (n, m) in enumerate(pairs)]

    def __call__(self, x):
        for layer in self.layers[:-1]:
            x = tf.nn.relu(layer(x))
        return self.layers[-1](x)


# unnoticed: test_seed | mlp_start .kernel * | the kernel is random, only its size counts
# unnoticed: test_seed | mlp_start .other * | the difference is random, only its size counts
# unnoticed: test_seed | mlp_start .twin * | the difference is random, only its size counts


# %% right: hidden layers and a head, in one list at the end
class MLP(tf.Module):
    def __init__(self, features, hidden, classes, seed=0, name="mlp"):
        super().__init__(name=name)
        layers = []
        for k, units in enumerate(hidden):
            layers.append(Dense(features, units, tf.nn.relu, seed=seed + 7919 * k))
            features = units
        layers.append(Dense(features, classes, seed=seed + 7919 * len(hidden)))
        self.layers = layers

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


# %% right: the call is a tf.function, seeds from a generator
class MLP(tf.Module):
    def __init__(self, features, hidden, classes, seed=0):
        super().__init__()
        widths = list(hidden) + [classes]
        seeds = tf.random.stateless_uniform([len(widths)], [seed, 5], 0, 2**30, tf.int32)
        self.layers = []
        for units, own in zip(widths, seeds.numpy().tolist()):
            self.layers.append(Dense(features, units, seed=own))
            features = units

    @tf.function
    def __call__(self, x):
        for k in range(len(self.layers) - 1):
            x = tf.maximum(self.layers[k](x), 0.0)
        return self.layers[len(self.layers) - 1](x)


# %% right: the kernels by hand from the layers
class MLP(Sound):
    def __call__(self, x):
        *front, last = self.layers
        for layer in front:
            x = tf.nn.relu(tf.nn.bias_add(tf.linalg.matmul(x, layer.kernel), layer.bias))
        return tf.linalg.matmul(x, last.kernel) + last.bias


# %% wrong: relu at the end too | test_values | last layer too
# breaks: "ReLU follows every layer but the last"
class MLP(Sound):
    def __call__(self, x):
        for layer in self.layers:
            x = tf.nn.relu(layer(x))
        return x


# %% wrong: no relu | test_values | no relu between
# breaks: "ReLU follows every layer but the last"
class MLP(Sound):
    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


# %% wrong: tanh | test_values | tanh
# breaks: "Stack Dense layers, with ReLU between them"
class MLP(Sound):
    def __call__(self, x):
        for layer in self.layers[:-1]:
            x = tf.tanh(layer(x))
        return self.layers[-1](x)


# %% wrong: probabilities | test_example | probabilities
# breaks: "ReLU follows every layer but the last"
class MLP(Sound):
    def __call__(self, x):
        return tf.nn.softmax(super().__call__(x))


# %% wrong: relu before each layer | test_values | applied to x first
# breaks: "ReLU follows every layer but the last"
class MLP(Sound):
    def __call__(self, x):
        for layer in self.layers:
            x = layer(tf.nn.relu(x))
        return x


# %% wrong: float64 comes out | test_example | dtype
# breaks: "-> (batch, classes), float32"
class MLP(Sound):
    def __call__(self, x):
        return tf.cast(super().__call__(x), tf.float64)


# %% wrong: the sizes are reversed | test_sizes | reversed
# breaks: "a layer of each size in hidden (in this order)"
class MLP(Sound):
    def __init__(self, features, hidden, classes, seed=0):
        super().__init__(features, hidden[::-1], classes, seed)


# %% wrong: the last layer is forgotten | test_example | is missing
# breaks: "then a layer of `classes` units"
class MLP(Sound):
    def __init__(self, features, hidden, classes, seed=0):
        super().__init__(features, hidden[:-1], hidden[-1] if hidden else classes, seed)


# %% wrong: always one hidden layer | test_sizes | only one hidden
# breaks: "a layer of each size in hidden"
class MLP(Sound):
    def __init__(self, features, hidden, classes, seed=0):
        super().__init__(features, hidden[:1], classes, seed)


# %% wrong: relu behind the first layer, whatever follows | test_no_hidden_layer | last layer too
# breaks: "hidden may be empty"
class MLP(Sound):
    def __call__(self, x):
        x = tf.nn.relu(self.layers[0](x))
        for layer in self.layers[1:-1]:
            x = tf.nn.relu(layer(x))
        return self.layers[-1](x) if len(self.layers) > 1 else x


# %% wrong: a list in a closure, which no module finds | test_layers | does not find
# breaks: "trainable_variables holds the kernel and bias of every layer"
class MLP(Sound):
    def __init__(self, features, hidden, classes, seed=0):
        super().__init__(features, hidden, classes, seed)
        layers = list(self.layers)
        del self.layers
        self.find = lambda: layers

    def __getattr__(self, name):
        if name == "layers":
            return self.find()
        raise AttributeError(name)


# %% wrong: one more variable | test_layers | no layer's
# breaks: "and nothing else"
class MLP(Sound):
    def __init__(self, features, hidden, classes, seed=0):
        super().__init__(features, hidden, classes, seed)
        self.scale = tf.Variable(1.0)

    def __call__(self, x):
        return super().__call__(x) * self.scale


# %% wrong: the first call makes a counter | test_layers | after two calls
# breaks: "a call makes no new ones"
class MLP(Sound):
    def __call__(self, x):
        if tf.executing_eagerly() and not hasattr(self, "calls"):
            self.calls = tf.Variable(0, trainable=False)
        return super().__call__(x)


# %% wrong: each layer gets the same seed | test_seed | every layer has the same seed
# breaks: "layers of the same shape start with different kernels"
class MLP(Sound):
    def __init__(self, features, hidden, classes, seed=0):
        tf.Module.__init__(self)
        sizes = [features, *hidden, classes]
        self.layers = [Dense(n, m, None, seed) for n, m in zip(sizes, sizes[1:])]


# %% wrong: the seed is not handed on | test_seed | seed is not used
# breaks: "another seed others"
class MLP(Sound):
    def __init__(self, features, hidden, classes, seed=0):
        super().__init__(features, hidden, classes, 3)


# %% wrong: the layers are counted on through all models | test_seed | does not decide
# breaks: "The same seed gives the same kernels"
class MLP(Sound):
    made = 0

    def __init__(self, features, hidden, classes, seed=0):
        super().__init__(features, hidden, classes, seed + MLP.made)
        MLP.made += 1


# %% wrong: NumPy in the call | test_layers | it raised
# breaks: "Works in tf.function too"
class MLP(Sound):
    def __call__(self, x):
        x = x.numpy()
        for layer in self.layers[:-1]:
            x = (x @ layer.kernel.numpy() + layer.bias.numpy()).clip(0)
        return self.layers[-1](tf.constant(x))


# %% wrong: a loop over the samples, which a graph cannot count | test_in_graph | it raised
# breaks: "with a batch of unknown size"
class MLP(Sound):
    def __call__(self, x):
        rows = [super(MLP, self).__call__(x[k : k + 1]) for k in range(x.shape[0])]
        return tf.concat(rows, axis=0)


# %% wrong: layers of Keras | test_example | keras
# breaks: "Use nothing of keras"
class MLP(tf.Module):
    def __init__(self, features, hidden, classes, seed=0):
        super().__init__()
        self.layers = [tf.keras.layers.Dense(units, "relu") for units in hidden]
        self.layers.append(tf.keras.layers.Dense(classes))
        for layer in self.layers:
            layer.build((None, features))
            features = layer.units

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x


# %% equivalent: statement-f2fde5d0 | a tf.Module without its constructor only lacks its name
# %% equivalent: constant-7d77fd01 | any numbers that differ will do as seeds
# %% equivalent: operator-aa48f7ec | any numbers that differ will do as seeds
