"""Answers to VariableStore. A wrong answer differs from `Sound` in what it overrides."""

import tensorflow as tf


class Sound(tf.Module):
    def __init__(self):
        super().__init__()
        self.global_step = tf.Variable(0, trainable=False, dtype=tf.int64)
        self.kept = {}

    def make(self, name, shape, initializer, trainable):
        with tf.init_scope():
            return tf.Variable(
                initializer(shape),
                trainable=trainable,
                experimental_enable_variable_lifting=False,
            )

    def known(self, variable, shape):
        if variable.shape.as_list() != list(shape):
            raise ValueError("another shape")
        return variable

    def get(self, name, shape, initializer=tf.zeros, trainable=True):
        if name in self.kept:
            return self.known(self.kept[name], shape)
        self.kept[name] = self.make(name, shape, initializer, trainable)
        return self.kept[name]


# %% equivalent: statement-7485dc56 | tf.Module.__init__ only gives the store a name


# %% right: attributes of a child module
class VariableStore(tf.Module):
    def __init__(self):
        super().__init__()
        self.global_step = tf.Variable(0, trainable=False, dtype="int64")
        self.child = tf.Module()

    def get(self, name, shape, initializer=tf.zeros, trainable=True):
        known = getattr(self.child, "v_" + name, None)
        if known is None:
            with tf.init_scope():
                known = tf.Variable(
                    tf.convert_to_tensor(initializer(shape)),
                    trainable=trainable,
                    experimental_enable_variable_lifting=False,
                )
                setattr(self.child, "v_" + name, known)
        if not known.shape.is_compatible_with(shape):
            raise ValueError("shape")
        return known


# %% right: a dict that is asked, and an error that is caught
class VariableStore(tf.Module):
    def __init__(self):
        super().__init__()
        self.all = {}
        self.global_step = tf.Variable(initial_value=0, trainable=False, dtype=tf.int64)

    def get(self, name, shape, initializer=tf.zeros, trainable=True):
        try:
            variable = self.all[name]
        except KeyError:
            with tf.init_scope():
                variable = tf.Variable(
                    lambda: initializer(shape),
                    trainable=trainable,
                    experimental_enable_variable_lifting=False,
                )
            self.all[name] = variable
        if variable.shape != shape:
            raise ValueError("another shape")
        return variable


# %% right: a module for each name, and TensorFlow compares the shapes
class VariableStore(tf.Module):
    def __init__(self):
        super().__init__()
        self.global_step = tf.Variable(tf.zeros((), tf.int64), trainable=False)
        self.entries = {}

    def get(self, name, shape, initializer=tf.zeros, trainable=True):
        entry = self.entries.get(name)
        if entry is None:
            with tf.init_scope():
                entry = tf.Module()
                entry.variable = tf.Variable(
                    initializer(shape),
                    trainable=trainable,
                    experimental_enable_variable_lifting=False,
                )
                self.entries[name] = entry
        tf.TensorShape(shape).assert_is_compatible_with(entry.variable.shape)
        return entry.variable


# %% wrong: one variable for all names | test_names | share one variable
# breaks: "The variables of one graph, by name"
# breaks: "`get` returns the variable of a name"
class VariableStore(Sound):
    def get(self, name, shape, initializer=tf.zeros, trainable=True):
        return super().get("variable", shape, initializer, trainable)


# %% wrong: all stores share one book | test_same | it raised
# breaks: "The variables of one graph, by name"
class VariableStore(Sound):
    book = {}

    def get(self, name, shape, initializer=tf.zeros, trainable=True):
        if name in self.book:
            return self.known(self.book[name], shape)
        self.book[name] = self.make(name, shape, initializer, trainable)
        return self.book[name]


# %% wrong: the initializer is not used | test_example | not used
# breaks: "The first call makes it, with the value initializer(shape)"
class VariableStore(Sound):
    def make(self, name, shape, initializer, trainable):
        return super().make(name, shape, tf.zeros, trainable)


# %% wrong: the initializer gets no shape but the size | test_same
# breaks: "with the value initializer(shape)"
class VariableStore(Sound):
    def make(self, name, shape, initializer, trainable):
        size = 1
        for n in shape:
            size *= n
        return super().make(name, (size,), initializer, trainable)


# %% wrong: a new variable for each call | test_example | makes a new variable
# breaks: "Later calls return the same variable"
class VariableStore(Sound):
    def get(self, name, shape, initializer=tf.zeros, trainable=True):
        self.kept[name] = self.make(name, shape, initializer, trainable)
        return self.kept[name]


# %% wrong: a later call returns a new variable with the value | test_example | a copy
# breaks: "Later calls return the same variable"
class VariableStore(Sound):
    def known(self, variable, shape):
        return tf.Variable(super().known(variable, shape))


# %% wrong: a later call returns the value | test_example | not the variable
# breaks: "Later calls return the same variable"
class VariableStore(Sound):
    def known(self, variable, shape):
        return super().known(variable, shape).value()


# %% wrong: a later call sets the first value again | test_example | asking again
# breaks: "leave its value alone"
class VariableStore(Sound):
    def get(self, name, shape, initializer=tf.zeros, trainable=True):
        variable = super().get(name, shape, initializer, trainable)
        if tf.executing_eagerly():
            variable.assign(initializer(shape))
        return variable


# %% wrong: setdefault, which computes the first value each time | test_example | called again
# breaks: "they do not call the initializer"
class VariableStore(Sound):
    def get(self, name, shape, initializer=tf.zeros, trainable=True):
        made = self.make(name, shape, initializer, trainable)
        return self.known(self.kept.setdefault(name, made), shape)


# %% wrong: made inside the graph | test_in_graph | it raised
# breaks: "get also works inside a tf.function: the variable outlives the graph"
class VariableStore(Sound):
    def make(self, name, shape, initializer, trainable):
        return tf.Variable(
            initializer(shape), trainable=trainable, experimental_enable_variable_lifting=False
        )


# %% wrong: a graph has its own new variable | test_in_graph
# breaks: "get also works inside a tf.function: the variable outlives the graph"
class VariableStore(Sound):
    def get(self, name, shape, initializer=tf.zeros, trainable=True):
        if not tf.executing_eagerly():
            return self.make(name, shape, initializer, trainable)
        return super().get(name, shape, initializer, trainable)


# %% wrong: left to tf.function to lift out | test_in_graph | traced again
# breaks: "Such a function is traced once for each signature"
class VariableStore(Sound):
    def make(self, name, shape, initializer, trainable):
        with tf.init_scope():
            return tf.Variable(initializer(shape), trainable=trainable)


# %% wrong: trainable is not passed on | test_trainable | not passed on
# breaks: "`trainable_variables` of the store has exactly the variables made with trainable=True"
class VariableStore(Sound):
    def make(self, name, shape, initializer, trainable):
        return super().make(name, shape, initializer, True)


# %% wrong: no variable is trainable | test_trainable | nothing is trainable
# breaks: "`trainable_variables` of the store has exactly the variables made with trainable=True"
class VariableStore(Sound):
    def make(self, name, shape, initializer, trainable):
        return super().make(name, shape, initializer, False)


# %% wrong: the global step is trainable | test_trainable | global step is trainable
# breaks: "It is not trainable"
class VariableStore(Sound):
    def __init__(self):
        super().__init__()
        self.global_step = tf.Variable(0, dtype=tf.int64)


# %% wrong: the global step is int32 | test_global_step | dtype
# breaks: "`global_step` is an int64 variable"
class VariableStore(Sound):
    def __init__(self):
        super().__init__()
        self.global_step = tf.Variable(0, trainable=False)


# %% wrong: the global step begins with 1 | test_global_step | begins with 1
# breaks: "the scalar 0 at first"
class VariableStore(Sound):
    def __init__(self):
        super().__init__()
        self.global_step = tf.Variable(1, trainable=False, dtype=tf.int64)


# %% wrong: the global step is a number | test_global_step | counted up
# breaks: "`global_step` is an int64 variable"
class VariableStore(Sound):
    def __init__(self):
        super().__init__()
        self.global_step = tf.constant(0, tf.int64)


# %% wrong: the global step has one axis | test_global_step | shape
# breaks: "the scalar 0 at first"
class VariableStore(Sound):
    def __init__(self):
        super().__init__()
        self.global_step = tf.Variable([0], trainable=False, dtype=tf.int64)


# %% wrong: the variables are kept where nothing tracks them | test_checkpoint | not in the checkpoint
# breaks: "tf.train.Checkpoint(store=store) saves and restores every variable"
class VariableStore(Sound):
    def __init__(self):
        super().__init__()
        hidden = {}
        self.find = lambda: hidden

    def get(self, name, shape, initializer=tf.zeros, trainable=True):
        if name in self.find():
            return self.known(self.find()[name], shape)
        self.find()[name] = self.make(name, shape, initializer, trainable)
        return self.find()[name]

    @property
    def trainable_variables(self):
        return [v for v in self.find().values() if v.trainable]


# %% wrong: the global step is in no checkpoint | test_checkpoint | global step
# breaks: "saves and restores every variable by its name, and the global step too."
class VariableStore(Sound):
    def __init__(self):
        tf.Module.__init__(self)
        step = tf.Variable(0, trainable=False, dtype=tf.int64)
        self.kept, self.counter = {}, lambda: step

    @property
    def global_step(self):
        return self.counter()


# %% wrong: two lists, whose variables are saved by their places | test_checkpoint | by its place
# breaks: "tf.train.Checkpoint(store=store) saves and restores every variable by its name"
class VariableStore(tf.Module):
    def __init__(self):
        super().__init__("store")
        self.global_step = tf.Variable(tf.constant(0, tf.int64), trainable=False)
        self.names = []
        self.values = []

    def get(self, name, shape, initializer=tf.zeros, trainable=True):
        if name not in self.names:
            with tf.init_scope():
                value = initializer(shape)
                variable = tf.Variable(
                    value, trainable=trainable, experimental_enable_variable_lifting=False
                )
            self.names.append(name)
            self.values.append(variable)
        found = self.values[self.names.index(name)]
        if tuple(found.shape) != tuple(shape):
            raise ValueError(f"{name} is {found.shape}")
        return found


# %% wrong: a new dict for each variable | test_late | another object than the restored one
# breaks: "A variable that is made after the restore gets its saved value as it is made"
class VariableStore(Sound):
    def get(self, name, shape, initializer=tf.zeros, trainable=True):
        if name not in self.kept:
            self.kept = {**self.kept, name: self.make(name, shape, initializer, trainable)}
        return self.known(self.kept[name], shape)


# %% wrong: any shape is taken | test_refusal | nothing is raised
# breaks: "Raises ValueError if a name is asked for again with another shape"
class VariableStore(Sound):
    def known(self, variable, shape):
        return variable


# %% wrong: only the number of elements is compared | test_refusal | nothing is raised
# breaks: "Raises ValueError if a name is asked for again with another shape"
class VariableStore(Sound):
    def known(self, variable, shape):
        if tf.size(variable) != tf.reduce_prod(tf.constant(shape, tf.int32)):
            raise ValueError("another shape")
        return variable


# %% wrong: an AssertionError for another shape | test_refusal | make it a ValueError
# breaks: "Raises ValueError if a name is asked for again with another shape"
class VariableStore(Sound):
    def known(self, variable, shape):
        assert variable.shape == shape
        return variable
