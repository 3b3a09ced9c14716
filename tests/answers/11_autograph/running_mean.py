"""Answers to RunningMean."""

import tensorflow as tf

# %% equivalent: statement-3322f07e | tf.Module tracks attributes without it; only its name is lost


# %% right: the mean itself is kept
class RunningMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.mean = None

    def __call__(self, x):
        if self.mean is None:
            self.seen = tf.Variable(0, dtype=tf.int64)
            self.mean = tf.Variable(tf.zeros([x.shape[-1]]))
        self.seen.assign_add(tf.shape(x, out_type=tf.int64)[0])
        gap = tf.reduce_sum(x - self.mean, axis=0)
        self.mean.assign_add(tf.math.divide_no_nan(gap, tf.cast(self.seen, tf.float32)))
        return self.mean.read_value()

    def reset(self):
        self.seen.assign(0)
        self.mean.assign(tf.zeros(self.mean.shape))


# %% right: a tf.function of its own
class RunningMean(tf.Module):
    def __init__(self):
        super().__init__(name="running_mean")
        self.state = None

    @tf.function(reduce_retracing=True)
    def __call__(self, x):
        if self.state is None:
            self.state = tf.Variable(tf.zeros([x.shape[1] + 1]))
        ones = tf.ones_like(x[:, :1])
        self.state.assign_add(tf.reduce_sum(tf.concat([x, ones], axis=1), axis=0))
        return tf.math.divide_no_nan(self.state[:-1], self.state[-1])

    def reset(self):
        self.state.assign(tf.zeros_like(self.state))


# %% right: the making in a method, and a maximum
class RunningMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.variables_of_mine = {}

    def make(self, features):
        if not self.variables_of_mine:
            self.variables_of_mine = {
                "rows": tf.Variable(0.0),
                "total": tf.Variable(tf.zeros(features)),
            }

    def __call__(self, x):
        self.make(x.shape[1:])
        rows, total = self.variables_of_mine["rows"], self.variables_of_mine["total"]
        rows.assign_add(tf.cast(len(x), tf.float32))
        total.assign(total + tf.reduce_sum(x, 0))
        return total / tf.maximum(rows, 1.0)

    def reset(self):
        for variable in self.variables:
            variable.assign(tf.zeros_like(variable))


# %% right: hasattr
class RunningMean(tf.Module):
    def __init__(self):
        super().__init__()

    def __call__(self, x):
        if not hasattr(self, "total"):
            self.rows = tf.Variable(0)
            self.total = tf.Variable(tf.zeros(x.shape[1]))
        self.rows.assign_add(tf.shape(x)[0])
        self.total.assign_add(tf.reduce_sum(x, axis=0))
        return tf.where(self.rows > 0, self.total / tf.cast(tf.maximum(self.rows, 1), x.dtype), 0.0)

    def reset(self):
        self.rows.assign(0)
        self.total.assign(0.0 * self.total)


# %% wrong: the rows are counted in Python | test_graph | it raised
# breaks: "Works in tf.function with an unknown batch size"
class RunningMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.rows = 0
        self.total = None

    def __call__(self, x):
        if self.total is None:
            self.total = tf.Variable(tf.zeros(x.shape[1:]))
        self.rows += x.shape[0]
        self.total.assign_add(tf.reduce_sum(x, axis=0))
        return self.total / max(self.rows, 1)

    def reset(self):
        self.rows = 0
        self.total.assign(tf.zeros_like(self.total))


# %% wrong: a Python number of rows, from a tensor | test_graph | it raised
# breaks: "Eager calls and graphs share the state"
class RunningMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.rows = 0.0
        self.total = None

    def __call__(self, x):
        if self.total is None:
            self.total = tf.Variable(tf.zeros(x.shape[1:]))
        self.rows += tf.cast(tf.shape(x)[0], tf.float32)
        self.total.assign_add(tf.reduce_sum(x, axis=0))
        return tf.math.divide_no_nan(self.total, self.rows)

    def reset(self):
        self.rows = 0.0
        self.total.assign(tf.zeros_like(self.total))


# %% wrong: tensors as attributes, no variables | test_graph | it raised
# breaks: "The state is in tf.Variables"
# breaks: "Works in tf.function with an unknown batch size"
class RunningMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.reset()

    def __call__(self, x):
        self.rows = self.rows + tf.cast(tf.shape(x)[0], tf.float32)
        self.total = self.total + tf.reduce_sum(x, axis=0)
        return tf.math.divide_no_nan(self.total, self.rows)

    def reset(self):
        self.rows = 0.0
        self.total = 0.0


# %% wrong: a list of all rows, in Python | test_graph | it raised
# breaks: "Works in tf.function"
class RunningMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.seen = []

    def __call__(self, x):
        self.seen = [*self.seen, x]
        rows = tf.concat(list(self.seen), axis=0)
        return tf.math.divide_no_nan(tf.reduce_sum(rows, 0), tf.cast(len(rows), tf.float32))

    def reset(self):
        self.seen = []


# %% wrong: new variables in each call | test_example | of this batch only
# breaks: "A call adds the rows of its batch"
class RunningMean(tf.Module):
    def __init__(self):
        super().__init__()

    def __call__(self, x):
        self.rows = tf.Variable(0.0)
        self.total = tf.Variable(tf.zeros(x.shape[1:]))
        self.rows.assign_add(tf.cast(tf.shape(x)[0], tf.float32))
        self.total.assign_add(tf.reduce_sum(x, axis=0))
        return tf.math.divide_no_nan(self.total, self.rows)

    def reset(self):
        pass


# %% wrong: one state for all modules | test_example | state is shared
# breaks: "Each module has a state of its own"
class RunningMean(tf.Module):
    shared = {}

    def __init__(self):
        super().__init__()

    def __call__(self, x):
        if x.shape[1] not in self.shared:
            self.shared[x.shape[1]] = tf.Variable(tf.zeros([x.shape[1] + 1]))
        state = self.shared[x.shape[1]]
        state.assign_add(tf.concat([tf.reduce_sum(x, 0), [tf.cast(tf.shape(x)[0], x.dtype)]], 0))
        return tf.math.divide_no_nan(state[:-1], state[-1])

    def reset(self):
        for state in self.shared.values():
            state.assign(tf.zeros_like(state))


# %% wrong: the mean of the batches' means | test_example | batches' means
# breaks: "the mean of all rows since the start"
class RunningMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.total = None

    def __call__(self, x):
        if self.total is None:
            self.calls = tf.Variable(0.0)
            self.total = tf.Variable(tf.zeros(x.shape[1:]))
        self.calls.assign_add(1.0)
        self.total.assign_add(tf.reduce_mean(x, axis=0))
        return self.total / self.calls

    def reset(self):
        self.calls.assign(0.0)
        self.total.assign(tf.zeros_like(self.total))


# %% wrong: batches are counted, not rows | test_example | not rows
# breaks: "the mean of all rows since the start"
class RunningMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.total = None

    def __call__(self, x):
        if self.total is None:
            self.calls = tf.Variable(0.0)
            self.total = tf.Variable(tf.zeros(x.shape[1:]))
        self.calls.assign_add(1.0)
        self.total.assign_add(tf.reduce_sum(x, axis=0))
        return self.total / self.calls

    def reset(self):
        self.calls.assign(0.0)
        self.total.assign(tf.zeros_like(self.total))


# %% wrong: an empty batch counts as a row | test_no_rows | differ
# breaks: "A batch of no rows adds nothing"
class RunningMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.total = None

    def __call__(self, x):
        if self.total is None:
            self.rows = tf.Variable(0.0)
            self.total = tf.Variable(tf.zeros(x.shape[1:]))
        self.rows.assign_add(tf.maximum(tf.cast(tf.shape(x)[0], tf.float32), 1.0))
        self.total.assign_add(tf.reduce_sum(x, axis=0))
        return self.total / self.rows

    def reset(self):
        self.rows.assign(0.0)
        self.total.assign(tf.zeros_like(self.total))


# %% wrong: 0 / 0 before the first row | test_no_rows | values are nan
# breaks: "The mean of no rows at all is zeros"
class RunningMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.total = None

    def __call__(self, x):
        if self.total is None:
            self.rows = tf.Variable(0.0)
            self.total = tf.Variable(tf.zeros(x.shape[1:]))
        self.rows.assign_add(tf.cast(tf.shape(x)[0], tf.float32))
        self.total.assign_add(tf.reduce_sum(x, axis=0))
        return self.total / self.rows

    def reset(self):
        self.rows.assign(0.0)
        self.total.assign(tf.zeros_like(self.total))


# %% wrong: one mean over all features | test_values | shape
# breaks: "a call takes (batch, features) -> (features,), float32"
class RunningMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.rows, self.total = tf.Variable(0.0), tf.Variable(0.0)

    def __call__(self, x):
        self.rows.assign_add(tf.cast(tf.shape(x)[0], tf.float32))
        self.total.assign_add(tf.reduce_sum(x) / x.shape[1])
        return tf.math.divide_no_nan(self.total, self.rows)[None]

    def reset(self):
        self.rows.assign(0.0)
        self.total.assign(0.0)


# %% wrong: float64 | test_example | dtype
# breaks: "(features,), float32"
class RunningMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.total = None

    def __call__(self, x):
        if self.total is None:
            self.rows = tf.Variable(0.0, dtype=tf.float64)
            self.total = tf.Variable(tf.zeros(x.shape[1:], tf.float64))
        self.rows.assign_add(tf.cast(tf.shape(x)[0], tf.float64))
        self.total.assign_add(tf.cast(tf.reduce_sum(x, axis=0), tf.float64))
        return tf.math.divide_no_nan(self.total, self.rows)

    def reset(self):
        self.rows.assign(0.0)
        self.total.assign(tf.zeros_like(self.total))


# %% wrong: reset forgets the sum only | test_reset | not forgotten by reset
# breaks: "`reset()` goes back to the start"
class RunningMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.total = None

    def __call__(self, x):
        if self.total is None:
            self.rows = tf.Variable(0.0)
            self.total = tf.Variable(tf.zeros(x.shape[1:]))
        self.rows.assign_add(tf.cast(tf.shape(x)[0], tf.float32))
        self.total.assign_add(tf.reduce_sum(x, axis=0))
        return tf.math.divide_no_nan(self.total, self.rows)

    def reset(self):
        self.total.assign(tf.zeros_like(self.total))


# %% wrong: reset does nothing | test_reset | has not forgotten
# breaks: "`reset()` goes back to the start"
class RunningMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.total = None

    def __call__(self, x):
        if self.total is None:
            self.rows = tf.Variable(0.0)
            self.total = tf.Variable(tf.zeros(x.shape[1:]))
        self.rows.assign_add(tf.cast(tf.shape(x)[0], tf.float32))
        self.total.assign_add(tf.reduce_sum(x, axis=0))
        return tf.math.divide_no_nan(self.total, self.rows)

    def reset(self):
        self.rows - self.rows
        self.total - self.total


# %% wrong: reset makes new variables | test_reset | makes a new variable
# breaks: "and nothing later makes another"
class RunningMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.total = None

    def __call__(self, x):
        if self.total is None:
            self.rows = tf.Variable(0.0)
            self.total = tf.Variable(tf.zeros(x.shape[1:]))
        self.rows.assign_add(tf.cast(tf.shape(x)[0], tf.float32))
        self.total.assign_add(tf.reduce_sum(x, axis=0))
        return tf.math.divide_no_nan(self.total, self.rows)

    def reset(self):
        self.rows.assign(0.0)
        self.total = tf.Variable(tf.zeros_like(self.total))


# %% wrong: reset throws the variables away | test_reset | variables made after
# breaks: "the first call makes them, and nothing later makes another"
class RunningMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.total = None

    def __call__(self, x):
        if self.total is None:
            self.rows = tf.Variable(0.0)
            self.total = tf.Variable(tf.zeros(x.shape[1:]))
        self.rows.assign_add(tf.cast(tf.shape(x)[0], tf.float32))
        self.total.assign_add(tf.reduce_sum(x, axis=0))
        return tf.math.divide_no_nan(self.total, self.rows)

    def reset(self):
        self.total = None


# %% wrong: variables only for the eager first call | test_graph | it raised
# breaks: "even if the first call is there"
class RunningMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.total = None

    def __call__(self, x):
        if self.total is None and tf.executing_eagerly():
            self.rows = tf.Variable(0.0)
            self.total = tf.Variable(tf.zeros(x.shape[1:]))
        self.rows.assign_add(tf.cast(tf.shape(x)[0], tf.float32))
        self.total.assign_add(tf.reduce_sum(x, axis=0))
        return tf.math.divide_no_nan(self.total, self.rows)

    def reset(self):
        self.rows.assign(0.0)
        self.total.assign(tf.zeros_like(self.total))


# %% wrong: an initial value of the batch's rows | test_graph | it raised
# breaks: "even if the first call is there"
class RunningMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.total = None

    def __call__(self, x):
        if self.total is None:
            self.rows = tf.Variable(0.0)
            self.total = tf.Variable(0 * tf.reduce_sum(x, axis=0).numpy())
        self.rows.assign_add(tf.cast(tf.shape(x)[0], tf.float32))
        self.total.assign_add(tf.reduce_sum(x, axis=0))
        return tf.math.divide_no_nan(self.total, self.rows)

    def reset(self):
        self.rows.assign(0.0)
        self.total.assign(tf.zeros_like(self.total))


# %% wrong: the variables are hidden in a set | test_checkpoint | nothing was restored
# breaks: "tf.train.Checkpoint saves the state"
class RunningMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.state = lambda: None

    def __call__(self, x):
        state = self.state
        if not hasattr(state, "total"):
            state.rows = tf.Variable(0.0)
            state.total = tf.Variable(tf.zeros(x.shape[1:]))
        state.rows.assign_add(tf.cast(tf.shape(x)[0], tf.float32))
        state.total.assign_add(tf.reduce_sum(x, axis=0))
        return tf.math.divide_no_nan(state.total, state.rows)

    def reset(self):
        self.state.rows.assign(0.0)
        self.state.total.assign(tf.zeros_like(self.state.total))


# %% wrong: only the sum is saved, the rows are counted in a set | test_checkpoint | differ
# breaks: "restores it into another module that has been called"
class RunningMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.total = None

    def __call__(self, x):
        if self.total is None:
            rows = tf.Variable(0.0)
            self.rows = lambda: rows
            self.total = tf.Variable(tf.zeros(x.shape[1:]))
        self.rows().assign_add(tf.cast(tf.shape(x)[0], tf.float32))
        self.total.assign_add(tf.reduce_sum(x, axis=0))
        return tf.math.divide_no_nan(self.total, self.rows())

    def reset(self):
        self.rows().assign(0.0)
        self.total.assign(tf.zeros_like(self.total))


# %% wrong: the return is forgotten | test_example | None
# breaks: "returns the mean of all rows since the start"
class RunningMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.total = None

    def __call__(self, x):
        if self.total is None:
            self.rows = tf.Variable(0.0)
            self.total = tf.Variable(tf.zeros(x.shape[1:]))
        self.rows.assign_add(tf.cast(tf.shape(x)[0], tf.float32))
        self.total.assign_add(tf.reduce_sum(x, axis=0))

    def reset(self):
        self.rows.assign(0.0)
        self.total.assign(tf.zeros_like(self.total))
