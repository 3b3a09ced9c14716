"""Answers to SyncMean."""

import keras
import tensorflow as tf


def on_read(aggregation=tf.VariableAggregation.SUM):
    """Return a variable that each replica adds to by itself."""
    read = tf.VariableSynchronization.ON_READ
    return tf.Variable(0.0, trainable=False, synchronization=read, aggregation=aggregation)


# %% equivalent: statement-34940d1d | a tf.Module without its name works here
# %% equivalent: constant-5130fab5 | nothing asks for the trainable variables
# %% equivalent: keyword-b6281ff8 | nothing asks for the trainable variables
# %% equivalent: keyword-58d1d244 | each update waits for all replicas, and gives the same sums
# %% right: each update waits for all replicas
class SyncMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.sums = tf.Variable(
            tf.zeros(2), trainable=False, aggregation=tf.VariableAggregation.SUM
        )

    def update(self, values):
        size = tf.cast(tf.shape(values)[0], tf.float32)
        self.sums.assign_add(tf.stack([tf.reduce_sum(values), size]))

    def result(self):
        total, count = tf.unstack(self.sums.read_value())
        return total / tf.maximum(count, 1.0)

    def reset(self):
        self.sums.assign([0.0, 0.0])


# %% right: a Keras metric inside
class SyncMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.mean = keras.metrics.Mean()

    def update(self, values):
        self.mean.update_state(values)

    def result(self):
        return tf.convert_to_tensor(self.mean.result())

    def reset(self):
        self.mean.reset_state()


# %% right: both averaged over the replicas, which cancels
class SyncMean(tf.Module):
    def __init__(self):
        super().__init__()

        def make():
            return tf.Variable(
                0.0,
                trainable=False,
                synchronization=tf.VariableSynchronization.ON_READ,
                aggregation=tf.VariableAggregation.MEAN,
            )

        self.total, self.count = make(), make()

    def update(self, values):
        self.total.assign_add(tf.reduce_sum(values))
        self.count.assign_add(tf.cast(tf.size(values), tf.float32))

    def result(self):
        return tf.math.divide_no_nan(self.total.read_value(), self.count.read_value())

    def reset(self):
        for variable in (self.total, self.count):
            variable.assign(0.0)




# %% wrong: variables that are not aggregated | test_replicas | first replica
# breaks: "update(values) is called in a replica context"
class SyncMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.total = tf.Variable(0.0, trainable=False)
        self.count = tf.Variable(0.0, trainable=False)

    def update(self, values):
        self.total.assign_add(tf.reduce_sum(values))
        self.count.assign_add(tf.cast(tf.size(values), tf.float32))

    def result(self):
        return tf.math.divide_no_nan(self.total.read_value(), self.count.read_value())

    def reset(self):
        self.total.assign(0.0)
        self.count.assign(0.0)


# %% wrong: only the first replica is read | test_replicas | first replica
# breaks: "A running mean over the samples of all replicas and all updates, made in strategy.scope()"
class SyncMean(tf.Module):
    def __init__(self):
        super().__init__()
        first = tf.VariableAggregation.ONLY_FIRST_REPLICA
        self.total, self.count = on_read(first), on_read(first)

    def update(self, values):
        self.total.assign_add(tf.reduce_sum(values))
        self.count.assign_add(tf.cast(tf.size(values), tf.float32))

    def result(self):
        return tf.math.divide_no_nan(self.total.read_value(), self.count.read_value())

    def reset(self):
        self.total.assign(0.0)
        self.count.assign(0.0)


# %% wrong: the total is averaged over the replicas, the count is not | test_replicas | the total is averaged
# breaks: "A running mean over the samples of all replicas and all updates, made in strategy.scope()"
class SyncMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.total, self.count = on_read(tf.VariableAggregation.MEAN), on_read()

    def update(self, values):
        self.total.assign_add(tf.reduce_sum(values))
        self.count.assign_add(tf.cast(tf.size(values), tf.float32))

    def result(self):
        return tf.math.divide_no_nan(self.total.read_value(), self.count.read_value())

    def reset(self):
        self.total.assign(0.0)
        self.count.assign(0.0)


# %% wrong: the mean of the updates' means | test_example | counts as much
# breaks: "returns the mean of all values since the start"
class SyncMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.total, self.count = on_read(), on_read()

    def update(self, values):
        mean = tf.math.divide_no_nan(tf.reduce_sum(values), tf.cast(tf.size(values), tf.float32))
        self.total.assign_add(mean)
        self.count.assign_add(1.0)

    def result(self):
        return tf.math.divide_no_nan(self.total.read_value(), self.count.read_value())

    def reset(self):
        self.total.assign(0.0)
        self.count.assign(0.0)


# %% wrong: updates are counted, not samples | test_example | divided by the number of updates
# breaks: "returns the mean of all values since the start"
class SyncMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.total, self.count = on_read(), on_read()

    def update(self, values):
        self.total.assign_add(tf.reduce_sum(values))
        self.count.assign_add(1.0)

    def result(self):
        return tf.math.divide_no_nan(self.total.read_value(), self.count.read_value())

    def reset(self):
        self.total.assign(0.0)
        self.count.assign(0.0)


# %% wrong: an update forgets the ones before | test_example | only the last update
# breaks: "returns the mean of all values since the start"
class SyncMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.total, self.count = on_read(), on_read()

    def update(self, values):
        self.total.assign(tf.reduce_sum(values))
        self.count.assign(tf.cast(tf.size(values), tf.float32))

    def result(self):
        return tf.math.divide_no_nan(self.total.read_value(), self.count.read_value())

    def reset(self):
        self.total.assign(0.0)
        self.count.assign(0.0)


# %% wrong: the sum, not divided | test_example | the sum, not the mean
# breaks: "returns the mean of all values since the start"
class SyncMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.total, self.count = on_read(), on_read()

    def update(self, values):
        self.total.assign_add(tf.reduce_sum(values))
        self.count.assign_add(tf.cast(tf.size(values), tf.float32))

    def result(self):
        return self.total.read_value() + 0.0 * self.count.read_value()

    def reset(self):
        self.total.assign(0.0)
        self.count.assign(0.0)


# %% wrong: nothing over nothing | test_replicas | divide safely
# breaks: "0 if there are none"
class SyncMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.total, self.count = on_read(), on_read()

    def update(self, values):
        self.total.assign_add(tf.reduce_sum(values))
        self.count.assign_add(tf.cast(tf.size(values), tf.float32))

    def result(self):
        return self.total.read_value() / self.count.read_value()

    def reset(self):
        self.total.assign(0.0)
        self.count.assign(0.0)


# %% wrong: reset forgets only the total | test_replicas | keeps the count
# breaks: "or the last reset()"
class SyncMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.total, self.count = on_read(), on_read()

    def update(self, values):
        self.total.assign_add(tf.reduce_sum(values))
        self.count.assign_add(tf.cast(tf.size(values), tf.float32))

    def result(self):
        return tf.math.divide_no_nan(self.total.read_value(), self.count.read_value())

    def reset(self):
        self.total.assign(0.0)


# %% wrong: reset does nothing | test_replicas | leaves something
# breaks: "or the last reset()"
class SyncMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.total, self.count = on_read(), on_read()

    def update(self, values):
        self.total.assign_add(tf.reduce_sum(values))
        self.count.assign_add(tf.cast(tf.size(values), tf.float32))

    def result(self):
        return tf.math.divide_no_nan(self.total.read_value(), self.count.read_value())

    def reset(self):
        pass


# %% wrong: asking begins a new mean | test_replicas | asked again
# breaks: "asking does not change it"
class SyncMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.total, self.count = on_read(), on_read()

    def update(self, values):
        self.total.assign_add(tf.reduce_sum(values))
        self.count.assign_add(tf.cast(tf.size(values), tf.float32))

    def result(self):
        mean = tf.math.divide_no_nan(self.total.read_value(), self.count.read_value())
        self.reset()
        return mean

    def reset(self):
        self.total.assign(0.0)
        self.count.assign(0.0)


# %% wrong: sums in Python | test_graph
# breaks: "update works in a tf.function around strategy.run too"
class SyncMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.total, self.count = 0.0, 0.0

    def update(self, values):
        self.total += float(tf.reduce_sum(values))
        self.count += float(len(values))

    def result(self):
        return tf.constant(self.total / max(1.0, self.count))

    def reset(self):
        self.total = self.count = 0.0


# %% wrong: means are kept, one for each update | test_example | counts as much
# breaks: "size may be 0"
class SyncMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.total, self.count = on_read(), on_read()

    def update(self, values):
        if len(values):
            self.total.assign_add(tf.reduce_mean(values))
            self.count.assign_add(1.0)

    def result(self):
        return tf.math.divide_no_nan(self.total.read_value(), self.count.read_value())

    def reset(self):
        self.total.assign(0.0)
        self.count.assign(0.0)


# %% wrong: the mean of no values is added | test_no_samples | divide safely
# breaks: "size may be 0"
class SyncMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.total, self.count = on_read(), on_read()

    def update(self, values):
        size = tf.cast(tf.size(values), tf.float32)
        self.total.assign_add(size * tf.reduce_mean(values))
        self.count.assign_add(size)

    def result(self):
        return tf.math.divide_no_nan(self.total.read_value(), self.count.read_value())

    def reset(self):
        self.total.assign(0.0)
        self.count.assign(0.0)


# %% wrong: a Python number | test_example | leaves TensorFlow
# breaks: "a float32 scalar"
class SyncMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.total, self.count = on_read(), on_read()

    def update(self, values):
        self.total.assign_add(tf.reduce_sum(values))
        self.count.assign_add(tf.cast(tf.size(values), tf.float32))

    def result(self):
        return float(self.total.read_value()) / max(1.0, float(self.count.read_value()))

    def reset(self):
        self.total.assign(0.0)
        self.count.assign(0.0)


# %% wrong: result is forgotten to return | test_example | return
# breaks: "returns the mean of all values since the start"
class SyncMean(tf.Module):
    def __init__(self):
        super().__init__()
        self.total, self.count = on_read(), on_read()

    def update(self, values):
        self.total.assign_add(tf.reduce_sum(values))
        self.count.assign_add(tf.cast(tf.size(values), tf.float32))

    def result(self):
        self.total.read_value() / self.count.read_value()

    def reset(self):
        self.total.assign(0.0)
        self.count.assign(0.0)
