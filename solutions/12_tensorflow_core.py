# %% [markdown]
# # TensorFlow without Keras
#
# Keras is a library on top of TensorFlow. Below it there are only a few things: tensors, variables,
# the tape, `tf.function`, `tf.Module` and `tf.train.Checkpoint`. They are enough to build, train
# and save a network, and in this topic you do so without a single Keras object.
#
#     Dense, MLP            tf.Module     hold variables, so that somebody can find them
#     SGD, Momentum, Adam   tf.Module     change variables, and remember what they need for it
#     fit                   tf.function   one graph for all steps
#     save, restore         Checkpoint    variables to files, and back into the same places
#
# Why do it by hand? You meet such code in papers and in large code bases; you can build what Keras
# does not foresee; and when `fit`, an optimizer or a loaded model surprises you, you know what is
# below.
#
# Nothing of Keras is allowed in this topic. Watch out: `tf.keras`, `tf.optimizers`, `tf.losses`,
# `tf.metrics` and `tf.initializers` are Keras under other names. `tf.nn`, `tf.random` and
# `tf.linalg` are TensorFlow's own.

# %%
from collections.abc import Callable

import tensorflow as tf

# %% [markdown]
# ## A dense layer
#
# A `tf.Module` is a class that finds variables. Whatever you store as an attribute, a variable,
# another module, or a list, tuple or dict of them, is listed in `module.variables`; what can be
# trained is in `module.trainable_variables` too. Local variables are not found, nor is what stands
# in a closure.
#
#     class Scale(tf.Module):
#         def __init__(self, features):
#             super().__init__()
#             self.factor = tf.Variable(tf.ones(features))
#
#         def __call__(self, x):
#             return x * self.factor
#
# A module has no `build`. The constructor gets the number of features and makes the variables once.
# A variable made in `__call__` would be a new variable in each call, and it would never learn.
#
# How large should the kernel be at the start? If it is all zeros, nothing flows back through it; if
# it is too large, the signal explodes from layer to layer. Glorot and Bengio (2010) draw each entry
# uniformly:
#
#     limit = sqrt(6 / (features + units))          kernel ~ uniform in [-limit, limit)
#
# `tf.random.stateless_uniform` draws the same numbers whenever it gets the same seed of two
# integers.


# %%
class Dense(tf.Module):
    """Map the last axis by a kernel and a bias: (..., features) -> (..., units), float32.

    The output is activation(x @ kernel + bias), or x @ kernel + bias if activation is None. x has
    two axes or more; its batch may be empty, or of unknown size in a tf.function.

    The attributes kernel (features, units) and bias (units,) are tf.Variables, both trainable. They
    are made once, in the constructor, and are the only variables of the module. The kernel is drawn
    uniformly between -limit and limit, with limit = sqrt(6 / (features + units)); the bias is zeros
    at the start. The same seed gives the same kernel, another seed another kernel.
    Use nothing of keras.

    >>> layer = Dense(3, 2, tf.nn.relu)
    >>> _ = layer.kernel.assign([[1.0, -1.0]] * 3), layer.bias.assign([0.5, 4.0])
    >>> layer(tf.constant([[1.0, 2.0, 3.0]])).numpy().tolist()
    [[6.5, 0.0]]
    """

    # TODO 1: in __init__, make the two variables and keep the activation.
    # TODO 2: in __call__, compute the output.

    def __init__(
        self,
        features: int,
        units: int,
        activation: Callable[[tf.Tensor], tf.Tensor] | None = None,
        seed: int = 0,
    ) -> None:
        """Make the variables; `activation` is a function such as tf.nn.relu, or None."""
        ### BEGIN SOLUTION
        super().__init__()
        limit = (6.0 / (features + units)) ** 0.5
        drawn = tf.random.stateless_uniform((features, units), [seed, 0], -limit, limit)
        self.kernel = tf.Variable(drawn, name="kernel")
        self.bias = tf.Variable(tf.zeros(units), name="bias")
        self.activation = activation
        ### END SOLUTION

    def __call__(self, x: tf.Tensor) -> tf.Tensor:
        """Return activation(x @ kernel + bias)."""
        ### BEGIN SOLUTION
        z = tf.matmul(x, self.kernel) + self.bias
        return z if self.activation is None else self.activation(z)
        ### END SOLUTION


# %% [markdown]
# ## A network
#
# A module may hold modules, and it finds their variables too:
#
#     MLP(64, [32, 16], 10)
#       layers[0]   Dense(64, 32)  relu      kernel (64, 32), bias (32,)
#       layers[1]   Dense(32, 16)  relu      kernel (32, 16), bias (16,)
#       layers[2]   Dense(16, 10)            kernel (16, 10), bias (10,)
#
# The last layer returns *logits*: any real numbers, which a softmax would turn into probabilities.
# The loss takes the logits as they are, which is more precise.
#
# One seed goes in, and each layer needs another one: two layers of one shape and one seed would
# start as twins.


# %%
class MLP(tf.Module):
    """Stack Dense layers, with ReLU between them: (batch, features) -> (batch, classes), float32.

    The attribute layers is a list of Dense: a layer of each size in hidden (in this order), then a
    layer of `classes` units. ReLU follows every layer but the last. hidden may be empty.
    trainable_variables holds the kernel and bias of every layer, and nothing else; a call makes no
    new ones.

    The same seed gives the same kernels, another seed others; layers of the same shape start with
    different kernels. Works in tf.function too, with a batch of unknown size. Use nothing of keras.

    >>> model = MLP(4, [3], 2)
    >>> [layer.kernel.shape.as_list() for layer in model.layers]
    [[4, 3], [3, 2]]
    >>> model(tf.zeros((5, 4))).numpy().tolist()
    [[0.0, 0.0], [0.0, 0.0], [0.0, 0.0], [0.0, 0.0], [0.0, 0.0]]
    """

    # TODO 1: in __init__, make the layers, each with its own seed.
    # TODO 2: in __call__, send x through all of them.

    def __init__(self, features: int, hidden: list[int], classes: int, seed: int = 0) -> None:
        """Make the layers."""
        ### BEGIN SOLUTION
        super().__init__()
        sizes = [features, *hidden, classes]
        last = len(hidden)
        self.layers = [
            Dense(sizes[k], sizes[k + 1], None if k == last else tf.nn.relu, seed * 1000 + k)
            for k in range(last + 1)
        ]
        ### END SOLUTION

    def __call__(self, x: tf.Tensor) -> tf.Tensor:
        """Return the logits."""
        ### BEGIN SOLUTION
        for layer in self.layers:
            x = layer(x)
        return x
        ### END SOLUTION


# %% [markdown]
# ## An optimizer
#
# An optimizer takes the gradients and changes the variables in place. The simplest one:
#
#     variable <- variable - learning_rate * gradient            variable.assign_sub(...)
#
# Three surprises wait here.
#
# - A graph keeps Python numbers as they were when it was traced. If the learning rate is to change
#   later (a schedule, a warm-up), it must be a `tf.Variable`: a graph reads it in each step.
# - A gradient may be `None`, if the loss does not depend on that variable. An embedding's gradient
#   is a `tf.IndexedSlices`: `values[k]` is for row `indices[k]`, and an index may occur twice.
#   `tf.convert_to_tensor` adds them up into a whole tensor.
# - `variables` is a name that `tf.Module` uses itself: `self.variables = ...` raises an error. Take
#   another name.


# %%
class SGD(tf.Module):
    """Stochastic gradient descent: each variable minus learning_rate times its gradient.

    The gradients of apply come in the order of variables, each in its variable's shape and dtype
    (any float). A gradient may be None, and then its variable stays as it is; or tf.IndexedSlices,
    where an index that occurs twice counts twice. Raises ValueError, and changes no variable, if
    there is not one gradient for each variable.

    The attribute learning_rate is a float32 tf.Variable of shape (). A value assigned to it counts
    from the next step on, even if apply runs in a tf.function that is traced already.
    Use nothing of keras.

    >>> weight = tf.Variable([1.0, 2.0])
    >>> optimizer = SGD([weight], learning_rate=0.5)
    >>> optimizer.apply([tf.constant([1.0, -2.0])])
    >>> weight.numpy().tolist()
    [0.5, 3.0]
    """

    # TODO 1: in __init__, keep the variables and the learning rate.
    # TODO 2: in apply, refuse a list of the wrong length.
    # TODO 3: in apply, change every variable that has a gradient.

    def __init__(self, variables: list[tf.Variable], learning_rate: float = 0.01) -> None:
        """Keep the variables that apply changes."""
        ### BEGIN SOLUTION
        super().__init__()
        self.targets = variables
        self.learning_rate = tf.Variable(learning_rate)
        ### END SOLUTION

    def apply(self, gradients: list[tf.Tensor | tf.IndexedSlices | None]) -> None:
        """Take one step."""
        ### BEGIN SOLUTION
        if len(gradients) != len(self.targets):
            raise ValueError(f"{len(gradients)} gradients for {len(self.targets)} variables")
        for variable, gradient in zip(self.targets, gradients, strict=True):
            if gradient is not None:
                rate = tf.cast(self.learning_rate, variable.dtype)
                variable.assign_sub(rate * tf.convert_to_tensor(gradient))
        ### END SOLUTION


# %% [markdown]
# ## Momentum
#
# In a narrow valley plain descent jumps from side to side and hardly moves along. Momentum gives
# every variable a velocity: steps that agree add up, steps that disagree cancel out.
#
#     velocity <- momentum * velocity - learning_rate * gradient
#     variable <- variable + velocity
#
# Nesterov's variant looks ahead. It moves the variable by where the *new* velocity leads next:
#
#     variable <- variable + momentum * velocity - learning_rate * gradient
#
# A velocity is state, called a *slot* of its variable. It must be a `tf.Variable`. A Python list of
# tensors has two faults: a graph changes it only while it is traced, and a checkpoint does not find
# it. A checkpoint finds what a module finds: variables in attributes, in lists, and in dicts whose
# keys are strings.
#
# The velocity includes the learning rate here, as in Keras. PyTorch multiplies by it afterwards;
# the paths differ as soon as the learning rate changes.


# %%
class Momentum(tf.Module):
    """Gradient descent with a velocity for each variable, zeros at the start.

        velocity <- momentum * velocity - learning_rate * gradient
        variable <- variable + velocity
        variable <- variable + momentum * velocity - learning_rate * gradient    if nesterov

    The last row takes the place of the second, and reads the new velocity. learning_rate and
    momentum are Python numbers and stay what they were at first. Velocities have their variables'
    shapes and dtypes (any float); steps are computed in that dtype. If a gradient is None, its
    variable and its velocity stay as they are. Works in tf.function too.

    A tf.train.Checkpoint of the optimizer holds the velocities. A new optimizer, restored from it
    over a copy of the variables, continues the path.
    Use nothing of keras.

    >>> weight = tf.Variable([1.0])
    >>> optimizer = Momentum([weight], learning_rate=0.5, momentum=0.75)
    >>> for _ in range(2):
    ...     optimizer.apply([tf.constant([1.0])])
    >>> weight.numpy().tolist()
    [-0.375]
    """

    # TODO 1: in __init__, make a slot for each variable and keep the settings.
    # TODO 2: in apply, change the velocity and the variable of every gradient.

    def __init__(
        self,
        variables: list[tf.Variable],
        learning_rate: float = 0.01,
        momentum: float = 0.9,
        nesterov: bool = False,
    ) -> None:
        """Make the velocities."""
        ### BEGIN SOLUTION
        super().__init__()
        self.targets = variables
        self.velocities = [tf.Variable(tf.zeros_like(v), trainable=False) for v in self.targets]
        self.learning_rate, self.momentum = learning_rate, momentum
        self.nesterov = nesterov
        ### END SOLUTION

    def apply(self, gradients: list[tf.Tensor | None]) -> None:
        """Take one step."""
        ### BEGIN SOLUTION
        for variable, velocity, gradient in zip(
            self.targets, self.velocities, gradients, strict=True
        ):
            if gradient is None:
                continue
            step = self.learning_rate * gradient
            velocity.assign(self.momentum * velocity - step)
            variable.assign_add(self.momentum * velocity - step if self.nesterov else velocity)
        ### END SOLUTION


# %% [markdown]
# ## Adam
#
# Adam (Kingma and Ba, 2015) keeps two running means for each entry: of the gradient g, and of its
# square. Their ratio says how much the gradients agree, and each entry gets a step of about the
# learning rate, whatever the size of its gradients.
#
#     t <- t + 1
#     m <- beta_1 * m + (1 - beta_1) * g
#     v <- beta_2 * v + (1 - beta_2) * g * g
#     step = learning_rate * (m / (1 - beta_1^t)) / (sqrt(v / (1 - beta_2^t)) + epsilon)
#
# Both means begin at zero, so they are too small at first: after one step m is only (1 - beta_1) g.
# Dividing by 1 - beta^t corrects this bias. The corrected values are for the step; m and v
# themselves go on uncorrected.
#
# The count t is state, like m and v. If t is a Python number, a graph keeps the t of its tracing
# forever, and a restored optimizer begins at 1 again.
#
# Weight decay pulls every weight towards zero. If it were added to the gradient, Adam would divide
# it by sqrt(v), and weights with large gradients would hardly decay. AdamW (Loshchilov and Hutter,
# 2019) keeps it apart:
#
#     variable <- variable - step - learning_rate * weight_decay * variable


# %%
class Adam(tf.Module):
    """Adam with bias correction and decoupled weight decay, a step for each variable.

        steps <- steps + 1                                       once in each apply
        m <- beta_1 * m + (1 - beta_1) * gradient                zeros at the start
        v <- beta_2 * v + (1 - beta_2) * gradient * gradient     zeros at the start
        m_hat = m / (1 - beta_1^steps)
        v_hat = v / (1 - beta_2^steps)
        step = learning_rate * m_hat / (sqrt(v_hat) + epsilon)
        variable <- variable - step - learning_rate * weight_decay * variable

    learning_rate and the other settings are Python numbers and stay what they were at first. The
    attribute steps is an int64 tf.Variable of shape (), 0 at the start. Everything else is computed
    in the variable's dtype (any float). If a gradient is None, its variable, m and v stay as they
    are. Works in tf.function too.

    A tf.train.Checkpoint of the optimizer holds steps, m and v. A new optimizer, restored from it
    over a copy of the variables, continues the path.
    Use nothing of keras.

    >>> weight = tf.Variable([1.0, 1.0])
    >>> optimizer = Adam([weight], learning_rate=0.125)
    >>> optimizer.apply([tf.constant([100.0, -0.01])])
    >>> weight.numpy().round(3).tolist(), int(optimizer.steps)
    ([0.875, 1.125], 1)
    """

    # TODO 1: in __init__, make all the state and keep the settings.
    # TODO 2: in apply, count the step.
    # TODO 3: in apply, change both means and the variable of every gradient.

    def __init__(
        self,
        variables: list[tf.Variable],
        learning_rate: float = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        weight_decay: float = 0.0,
    ) -> None:
        """Make the count and both means."""
        ### BEGIN SOLUTION
        super().__init__()
        self.targets = variables
        self.means = [tf.Variable(tf.zeros_like(v), trainable=False) for v in self.targets]
        self.squares = [tf.Variable(tf.zeros_like(v), trainable=False) for v in self.targets]
        self.steps = tf.Variable(0, trainable=False, dtype=tf.int64)
        self.learning_rate, self.weight_decay = learning_rate, weight_decay
        self.beta_1, self.beta_2, self.epsilon = beta_1, beta_2, epsilon
        ### END SOLUTION

    def apply(self, gradients: list[tf.Tensor | None]) -> None:
        """Take one step."""
        ### BEGIN SOLUTION
        self.steps.assign_add(1)
        rows = zip(self.targets, self.means, self.squares, gradients, strict=True)
        for variable, mean, square, gradient in rows:
            if gradient is None:
                continue
            steps = tf.cast(self.steps, variable.dtype)
            mean.assign(self.beta_1 * mean + (1 - self.beta_1) * gradient)
            square.assign(self.beta_2 * square + (1 - self.beta_2) * tf.square(gradient))
            up = mean / (1 - self.beta_1**steps)
            down = tf.sqrt(square / (1 - self.beta_2**steps)) + self.epsilon
            decay = self.weight_decay * variable
            variable.assign_sub(self.learning_rate * (up / down + decay))
        ### END SOLUTION


# %% [markdown]
# ## A training loop
#
# Everything comes together in one function:
#
#     for each epoch:          the samples in a new order
#         for each batch:      forward, loss, gradients, optimizer.apply       <- one tf.function
#         the mean loss of the epoch
#
# - Put the step into a `tf.function`, and make that function once: a `tf.function` that is made
#   anew in each epoch is traced anew in each epoch.
# - Python numbers as arguments are traced for each value. Hand over tensors.
# - The last batch may be shorter. Its mean loss must not count as much as that of a full batch: add
#   up the losses of the samples and divide by their number.
# - `tf.nn.sparse_softmax_cross_entropy_with_logits` gives one loss for each sample.
#
# The optimizer was made for `model.trainable_variables`, so give it the gradients in this order.
# (A module lists its attributes by name: bias before kernel.)


# %%
def fit(
    model: tf.Module,
    optimizer: tf.Module,
    x: tf.Tensor,
    y: tf.Tensor,
    epochs: int,
    batch: int,
    seed: int = 0,
) -> tf.Tensor:
    """Train in small batches and return the loss of each epoch: (n, features), (n,) -> (epochs,).

    model(x) gives logits (batch, classes), and y holds integer labels; the loss of a sample is the
    softmax crossentropy. In each step optimizer.apply gets the gradients of the batch's mean loss
    in model.trainable_variables, in this order. An epoch uses every sample once, in batches of
    `batch` samples; the last batch of an epoch has the rest, and batch may be larger than n.

    The order of the samples is random, and another one in each epoch; the same seed gives the same
    orders, another seed others. The result is float32: the mean over all n samples of their losses
    in the epoch, each taken before the step of its batch. epochs = 0 gives an empty result, (0,).

    The steps run in a tf.function, and the model's Python code runs at most three times, however
    many steps there are. Use nothing of keras.

    >>> model = MLP(2, [], 2)
    >>> _ = model.layers[0].kernel.assign(tf.zeros((2, 2)))
    >>> optimizer = SGD(model.trainable_variables, 1.0)
    >>> x, y = tf.constant([[1.0, 0.0], [0.0, 1.0]]), tf.constant([0, 1])
    >>> [round(float(loss), 4) for loss in fit(model, optimizer, x, y, epochs=2, batch=2)]
    [0.6931, 0.4741]
    """
    # TODO 1: one step as a graph.
    # TODO 2: for each epoch, an order, and a step for each of its batches.
    # TODO 3: the mean loss of each epoch.
    ### BEGIN SOLUTION
    samples = tf.data.Dataset.from_tensor_slices((x, y))
    batches = samples.shuffle(len(x), seed=seed).batch(batch)

    @tf.function(reduce_retracing=True)
    def step(inputs: tf.Tensor, labels: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            logits = model(inputs)
            losses = tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits)
            loss = tf.reduce_mean(losses)
        optimizer.apply(tape.gradient(loss, model.trainable_variables))
        return tf.reduce_sum(losses)

    history = [sum(step(*pair) for pair in batches) / len(x) for _ in range(epochs)]
    return tf.convert_to_tensor(history, tf.float32)
    ### END SOLUTION


# %% [markdown]
# ## Save
#
# `tf.train.Checkpoint(model=model, optimizer=optimizer)` makes a root with two named edges. From
# there it follows attributes and list positions to every variable, and writes each value under its
# path:
#
#     model/layers/0/kernel      optimizer/velocities/0      step
#
# So the *structure* matters, not the names that you gave to the variables. A plain Python number
# has no path: wrap it in a `tf.Variable`.
#
# `tf.train.CheckpointManager` looks after the folder: it numbers the files, deletes old ones, and
# keeps a small file called `checkpoint` that says which one is the newest. A manager reads this
# file when it is made, so it goes on where another one has stopped.


# %%
def save(folder: str, model: tf.Module, optimizer: tf.Module, step: int) -> str:
    """Write a checkpoint of a model, an optimizer and a step count, and return its path.

    It is what tf.train.Checkpoint(model=model, optimizer=optimizer, step=...) writes, where step is
    an int64 tf.Variable of shape (). The path is folder + "/ckpt-" + the number `step`, and
    tf.train.latest_checkpoint(folder) finds it. The folder is made if there is none. Over all
    calls, only the newest three checkpoints of a folder stay (those written last, whatever their
    numbers). Use nothing of keras.

    >>> import os, tempfile
    >>> folder = tempfile.mkdtemp()
    >>> model = Dense(3, 2)
    >>> path = save(folder, model, SGD(model.trainable_variables), 40)
    >>> step = tf.train.load_variable(path, "step/.ATTRIBUTES/VARIABLE_VALUE")
    >>> os.path.basename(path), int(step)
    ('ckpt-40', 40)
    """
    # TODO 1: a checkpoint of all three.
    # TODO 2: written into the folder under its number; old ones go.
    ### BEGIN SOLUTION
    count = tf.Variable(step, dtype=tf.int64)
    checkpoint = tf.train.Checkpoint(model=model, optimizer=optimizer, step=count)
    manager = tf.train.CheckpointManager(checkpoint, folder, max_to_keep=3)
    return manager.save(checkpoint_number=step)
    ### END SOLUTION


# %% [markdown]
# ## Restore
#
# `checkpoint.restore(path)` puts values into the variables that exist already. There is a trap: it
# does not complain. If the path is None, it does nothing. If your root says `net=` where the file
# says `model`, nothing matches, and the training begins with random weights.
#
# So look at what `restore` returns:
#
#     status.assert_existing_objects_matched()   every variable of yours got a value
#     status.assert_consumed()                   ... and every value of the file went somewhere
#     status.expect_partial()                    silence: you want only a part
#
# The first two raise an AssertionError.


# %%
def restore(folder: str, model: tf.Module, optimizer: tf.Module) -> int:
    """Read the newest checkpoint of a folder into a model and an optimizer; return its step count.

    The newest is the one written last, whatever its number. The checkpoint is one that `save`
    describes. All variables of the model and of the optimizer get its values in place: they stay
    the same tf.Variables. The result is a Python int. If the folder is missing or holds no
    checkpoint, the result is 0, and all variables stay as they are.

    Raises AssertionError if a variable gets no value. Raises AssertionError if a value of the
    checkpoint fits no variable. Use nothing of keras.

    >>> restore("there/is/no/such/folder", Dense(3, 2), SGD([]))
    0
    """
    # TODO 1: the path of the newest checkpoint, if there is one.
    # TODO 2: the values, into the objects that you got.
    # TODO 3: nothing may be left over, on either side.
    ### BEGIN SOLUTION
    path = tf.train.latest_checkpoint(folder)
    if path is None:
        return 0
    step = tf.Variable(0, dtype=tf.int64)
    checkpoint = tf.train.Checkpoint(model=model, optimizer=optimizer, step=step)
    checkpoint.restore(path).assert_consumed()
    return int(step)
    ### END SOLUTION


# %% [markdown]
# ## What to read next
#
# - TensorFlow's guides [Multilayer perceptrons with Core
#   APIs](https://www.tensorflow.org/guide/core/mlp_core) and [Optimizers with Core
#   APIs](https://www.tensorflow.org/guide/core/optimizers_core): the same path, on larger data.
# - TensorFlow's guides to [modules](https://www.tensorflow.org/guide/intro_to_modules) and to
#   [checkpoints](https://www.tensorflow.org/guide/checkpoint): delayed restoration, and how to look
#   into a file.
# - The papers on [Adam](https://arxiv.org/abs/1412.6980) and on [decoupled weight
#   decay](https://arxiv.org/abs/1711.05101): two pages of each are enough.
# - Topic 03, where Keras does the same in a model's `train_step`.
