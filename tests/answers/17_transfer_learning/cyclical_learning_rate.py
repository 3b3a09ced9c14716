"""Answers to CyclicalLearningRate."""

import keras
import tensorflow as tf

Schedule = keras.optimizers.schedules.LearningRateSchedule


class Sound(Schedule):
    """Right, in parts that a wrong answer replaces."""

    def __init__(self, low, high, half_cycle, shrink=1.0):
        if half_cycle < 1:
            raise ValueError("half_cycle")
        self.low, self.high, self.half_cycle, self.shrink = low, high, half_cycle, shrink

    def parts(self, step):
        step = tf.cast(step, tf.int64)
        whole = 2 * self.half_cycle
        return step // whole, step % whole

    def share(self, place):
        return 1 - tf.abs(tf.cast(place, tf.float32) / self.half_cycle - 1)

    def height(self, cycle):
        return (self.high - self.low) * tf.pow(self.shrink, tf.cast(cycle, tf.float32))

    def __call__(self, step):
        cycle, place = self.parts(step)
        return self.low + self.height(cycle) * self.share(place)

    def get_config(self):
        return dict(low=self.low, high=self.high, half_cycle=self.half_cycle, shrink=self.shrink)


# %% right: tf.where for up and down, __dict__ for the config
class CyclicalLearningRate(keras.optimizers.schedules.LearningRateSchedule):
    def __init__(self, low, high, half_cycle, shrink=1.0):
        if half_cycle <= 0:
            raise ValueError("half_cycle must be positive")
        self.settings = {"low": low, "high": high, "half_cycle": half_cycle, "shrink": shrink}

    def __call__(self, step):
        low, high, half, shrink = self.settings.values()
        step = tf.convert_to_tensor(step, tf.int64) if isinstance(step, int) else tf.cast(step, "int64")
        cycle = tf.math.floordiv(step, 2 * half)
        place = tf.cast(step - cycle * 2 * half, tf.float32) / half
        share = tf.where(place < 1, place, 2 - place)
        return low + (high - low) * share * shrink ** tf.cast(cycle, tf.float32)

    def get_config(self):
        return dict(self.settings)


# %% right: in float64, as in the paper
class CyclicalLearningRate(Sound):
    def __call__(self, step):
        step = tf.cast(step, tf.float64)
        cycle = tf.floor(1 + step / (2 * self.half_cycle))
        x = tf.abs(step / self.half_cycle - 2 * cycle + 1)
        height = (self.high - self.low) * tf.cast(self.shrink, tf.float64) ** (cycle - 1)
        return tf.cast(self.low + height * tf.nn.relu(1 - x), tf.float32)


# %% right: keras.ops
class CyclicalLearningRate(Sound):
    def __call__(self, step):
        ops = keras.ops
        step = ops.cast(step, "int64")
        place = ops.mod(step, 2 * self.half_cycle)
        cycle = ops.cast(ops.floor_divide(step, 2 * self.half_cycle), "float32")
        up = ops.cast(place, "float32") / self.half_cycle
        return self.low + (self.high - self.low) * ops.power(self.shrink, cycle) * ops.minimum(up, 2 - up)


# %% wrong: it begins at the top | test_example | begins at
# breaks: "the rate is `low` at the first step"
class CyclicalLearningRate(Sound):
    def share(self, place):
        return 1 - super().share(place)


# %% wrong: a saw | test_triangles | jumps from
# breaks: "rises along a straight line"
class CyclicalLearningRate(Sound):
    def __call__(self, step):
        step = tf.cast(step, tf.int64)
        place = tf.cast(step % self.half_cycle, tf.float32) / self.half_cycle
        if self.shrink != 1:
            return super().__call__(step)
        return self.low + (self.high - self.low) * place


# %% wrong: a cosine for the line | test_triangles | differ
# breaks: "rises along a straight line"
class CyclicalLearningRate(Sound):
    def share(self, place):
        return (1 - tf.cos(3.14159265 * super().share(place))) / 2


# %% wrong: half_cycle is the whole cycle | test_example | whole cycle
# breaks: "A cycle is 2 * half_cycle steps"
class CyclicalLearningRate(Sound):
    def parts(self, step):
        step = 2 * tf.cast(step, tf.int64)
        return step // (2 * self.half_cycle), step % (2 * self.half_cycle)


# %% wrong: only one cycle | test_example | first cycle
# breaks: "In cycle k (k = 0, 1, ...)"
class CyclicalLearningRate(Sound):
    def __call__(self, step):
        step = tf.cast(step, tf.int64)
        return super().__call__(tf.minimum(step, 2 * self.half_cycle))


# %% wrong: no shrinking | test_example | not used
# breaks: "rises along a straight line to low + (high - low) * shrink^k after half_cycle steps"
class CyclicalLearningRate(Sound):
    def height(self, cycle):
        return self.high - self.low


# %% wrong: the first cycle shrinks too | test_example | from 1
# breaks: "rises along a straight line to low + (high - low) * shrink^k after half_cycle steps"
class CyclicalLearningRate(Sound):
    def height(self, cycle):
        return super().height(cycle + 1)


# %% wrong: shrink once, not as a power | test_shrink | as a power
# breaks: "rises along a straight line to low + (high - low) * shrink^k after half_cycle steps"
class CyclicalLearningRate(Sound):
    def height(self, cycle):
        return super().height(tf.minimum(cycle, 1))


# %% wrong: it shrinks with each step | test_example | each step
# breaks: "rises along a straight line to low + (high - low) * shrink^k after half_cycle steps"
class CyclicalLearningRate(Sound):
    def __call__(self, step):
        _, place = self.parts(step)
        return self.low + self.height(step) * self.share(place)


# %% wrong: it shrinks along the way | test_example | along the way
# breaks: "and falls along a straight line back to `low`"
class CyclicalLearningRate(Sound):
    def __call__(self, step):
        _, place = self.parts(step)
        cycle = tf.cast(step, tf.float32) / (2 * self.half_cycle)
        return self.low + self.height(cycle) * self.share(place)


# %% wrong: shrink lowers `low` too | test_example | the whole rate
# breaks: "and falls along a straight line back to `low`"
class CyclicalLearningRate(Sound):
    def __call__(self, step):
        cycle, place = self.parts(step)
        rate = self.low + (self.high - self.low) * self.share(place)
        return rate * self.shrink ** tf.cast(cycle, tf.float32)


# %% wrong: `high` comes on top of `low` | test_example | is added
# breaks: "Let the learning rate swing between `low` and `high`, in triangles"
class CyclicalLearningRate(Sound):
    def height(self, cycle):
        return self.high * tf.pow(self.shrink, tf.cast(cycle, tf.float32))


# %% wrong: steps count from 1 | test_example | from 1
# breaks: "Steps count from 0"
class CyclicalLearningRate(Sound):
    def __call__(self, step):
        return super().__call__(step + 1)


# %% wrong: the step is made a float32 first | test_large | differs
# breaks: "The rate is right for steps of more than 2^24 too"
class CyclicalLearningRate(Sound):
    def __call__(self, step):
        step = tf.cast(step, tf.float32)
        cycle = tf.floor(step / (2 * self.half_cycle))
        place = step - cycle * 2 * self.half_cycle
        return self.low + self.height(cycle) * self.share(place)


# %% wrong: a Python float | test_example | Python number
# breaks: "`schedule(step)` returns the rate of a step, a float32 scalar"
class CyclicalLearningRate(Sound):
    def __call__(self, step):
        rate = super().__call__(step)
        return float(rate) if tf.executing_eagerly() else rate


# %% wrong: float64 | test_example | dtype
# breaks: "`schedule(step)` returns the rate of a step, a float32 scalar"
class CyclicalLearningRate(Sound):
    def __call__(self, step):
        return tf.cast(super().__call__(step), tf.float64)


# %% wrong: nothing is returned | test_example | return
# breaks: "`schedule(step)` returns the rate of a step, a float32 scalar"
class CyclicalLearningRate(Sound):
    def __call__(self, step):
        super().__call__(step)


# %% wrong: only tensors are taken | test_example | raised
# breaks: "A step is a Python int"
class CyclicalLearningRate(Sound):
    def __call__(self, step):
        return super().__call__(step + tf.zeros_like(step, dtype=step.dtype))


# %% wrong: mixed with int64 | test_tensors | raised
# breaks: "or a tensor of int32"
class CyclicalLearningRate(Sound):
    def parts(self, step):
        whole = tf.constant(2 * self.half_cycle, tf.int64)
        return tf.math.floordiv(step, whole), tf.math.floormod(step, whole)


# %% wrong: mixed with int32 | test_tensors | raised
# breaks: "or int64 with the shape ()"
class CyclicalLearningRate(Sound):
    def parts(self, step):
        whole = tf.constant(2 * self.half_cycle, tf.int32)
        if isinstance(step, int):
            return super().parts(step)
        return tf.math.floordiv(step, whole), tf.math.floormod(step, whole)


# %% wrong: int(), which a graph does not have | test_graph
# breaks: "Works in tf.function, for a step that is not known"
class CyclicalLearningRate(Sound):
    def __call__(self, step):
        return super().__call__(step if isinstance(step, int) else step.numpy())


# %% wrong: the config forgets shrink | test_config | config
# breaks: "`get_config()` returns the four arguments"
class CyclicalLearningRate(Sound):
    def get_config(self):
        return dict(low=self.low, high=self.high, half_cycle=self.half_cycle)


# %% wrong: no config | test_config | raised
# breaks: "`get_config()` returns the four arguments"
class CyclicalLearningRate(Sound):
    def get_config(self):
        return Schedule.get_config(self)


# %% wrong: from_config ignores what it is given | test_config
# breaks: "and `from_config` makes the same schedule of them"
class CyclicalLearningRate(Sound):
    @classmethod
    def from_config(cls, config):
        return cls(config["low"], config["high"], config["half_cycle"])


# %% wrong: any half_cycle is taken | test_half_cycle | nothing was raised
# breaks: "Raises ValueError if half_cycle is less than 1"
class CyclicalLearningRate(Sound):
    def __init__(self, low, high, half_cycle, shrink=1.0):
        self.low, self.high, self.half_cycle, self.shrink = low, high, half_cycle, shrink


# %% wrong: only 0 is refused | test_half_cycle | nothing was raised
# breaks: "Raises ValueError if half_cycle is less than 1"
class CyclicalLearningRate(Sound):
    def __init__(self, low, high, half_cycle, shrink=1.0):
        if half_cycle == 0:
            raise ValueError("half_cycle")
        self.low, self.high, self.half_cycle, self.shrink = low, high, half_cycle, shrink
