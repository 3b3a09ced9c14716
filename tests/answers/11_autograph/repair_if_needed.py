"""Answers to repair_if_needed."""

import numpy as np
import tensorflow as tf

# unnoticed: test_result_as_it_is | repair_if_needed .runs * | test_values compares them
# unnoticed: test_result_as_it_is | repair_if_needed .runs[*] * | test_values compares them
# unnoticed: test_result_as_it_is | repair_if_needed result fewer | test_values compares both parts
# unnoticed: test_more_in_graph | repair_if_needed .runs * | test_graph compares them
# unnoticed: test_more_in_graph | repair_if_needed .runs[*] * | test_graph compares them
# unnoticed: test_more_in_graph | repair_if_needed result fewer | test_graph compares both parts


# %% right: tf.cond
def repair_if_needed(x, repair):
    good = tf.reduce_all(tf.math.is_finite(x))
    return tf.cond(good, lambda: x, lambda: repair(x))


# %% right: one variable, which one branch changes
def repair_if_needed(x, repair):
    bad = tf.math.is_nan(x) | tf.math.is_inf(x)
    if tf.reduce_any(bad):
        x = repair(x)
    return x


# %% right: both branches written out, not and or
def repair_if_needed(x, repair):
    nan, inf = tf.reduce_any(tf.math.is_nan(x)), tf.reduce_any(tf.math.is_inf(x))
    if not (nan or inf):
        result = tf.identity(x)
    else:
        result = repair(x)
    return result


# %% right: a number of bad elements
def repair_if_needed(x, repair):
    bad = tf.math.count_nonzero(~tf.math.is_finite(x))
    return tf.case([(bad > 0, lambda: repair(x))], default=lambda: x)


# %% right: x - x is 0 only of what is finite
def repair_if_needed(x, repair):
    zero = tf.equal(x - x, tf.zeros_like(x))
    if tf.math.reduce_all(zero):
        return x
    else:
        return repair(x)


# %% wrong: tf.where, which runs both sides | test_values | runs each time
# breaks: "It runs only if x needs it"
def repair_if_needed(x, repair):
    return tf.where(tf.reduce_all(tf.math.is_finite(x)), x, repair(x))


# %% wrong: element by element | test_example | element by element
# breaks: "Return x, or repair(x) if x has a NaN or an infinity"
def repair_if_needed(x, repair):
    return tf.where(tf.math.is_finite(x), x, repair(x))


# %% wrong: repair runs beforehand, tf.cond only chooses | test_values | runs each time
# breaks: "It runs only if x needs it"
def repair_if_needed(x, repair):
    repaired = repair(x)
    return tf.cond(tf.reduce_all(tf.math.is_finite(x)), lambda: x, lambda: repaired)


# %% wrong: tf.cond without functions | test_example | callable
# breaks: "Return x, or repair(x)"
def repair_if_needed(x, repair):
    return tf.cond(tf.reduce_all(tf.math.is_finite(x)), x, repair(x))


# %% wrong: infinities are overlooked | test_values | has an infinity
# breaks: "if x has a NaN or an infinity"
def repair_if_needed(x, repair):
    if tf.reduce_any(tf.math.is_nan(x)):
        return repair(x)
    return x


# %% wrong: NaN is compared with NaN | test_example | not repaired
# breaks: "if x has a NaN or an infinity"
def repair_if_needed(x, repair):
    if tf.reduce_any(x == float("nan")) or tf.reduce_any(tf.math.is_inf(x)):
        return repair(x)
    return x


# %% wrong: NaN is overlooked, since it is larger than nothing | test_example | not repaired
# breaks: "if x has a NaN or an infinity"
def repair_if_needed(x, repair):
    if tf.reduce_any(tf.abs(x) > x.dtype.max):
        return repair(x)
    return x


# %% wrong: repaired only if nothing is finite | test_example | not repaired
# breaks: "if x has a NaN or an infinity"
def repair_if_needed(x, repair):
    if tf.reduce_any(tf.math.is_finite(x)):
        return x
    return repair(x)


# %% wrong: the branches are swapped | test_example | not repaired
# breaks: "Return x, or repair(x) if x has a NaN or an infinity"
def repair_if_needed(x, repair):
    if tf.reduce_all(tf.math.is_finite(x)):
        return repair(x)
    return x


# %% wrong: always repaired | test_values | though all of it is finite
# breaks: "It runs only if x needs it"
def repair_if_needed(x, repair):
    return repair(x)


# %% wrong: repaired again | test_example | runs again
# breaks: "and then once"
def repair_if_needed(x, repair):
    if tf.reduce_all(tf.math.is_finite(x)):
        return x
    return repair(repair(x))


# %% wrong: a second try if the first did not help | test_result_as_it_is | runs again
# breaks: "and then once"
# breaks: "What it returns is the result, finite or not"
def repair_if_needed(x, repair):
    for _ in range(2):
        if not tf.reduce_all(tf.math.is_finite(x)):
            x = repair(x)
    return x


# %% wrong: what is still not finite becomes 0 | test_result_as_it_is | is changed
# breaks: "What it returns is the result, finite or not"
def repair_if_needed(x, repair):
    if tf.reduce_all(tf.math.is_finite(x)):
        return x
    x = repair(x)
    return tf.where(tf.math.is_finite(x), x, tf.zeros_like(x))


# %% wrong: NumPy decides, so only eagerly | test_graph | numpy
# breaks: "Works in tf.function"
def repair_if_needed(x, repair):
    if np.isfinite(x.numpy()).all():
        return x
    return repair(x)


# %% wrong: try and except, which a graph leaves behind | test_graph | it raised
# breaks: "the running graph decides anew for each x"
def repair_if_needed(x, repair):
    try:
        return tf.debugging.check_numerics(x, "not finite")
    except tf.errors.InvalidArgumentError:
        return repair(x)


# %% wrong: in a graph x goes through | test_graph | not repaired
# breaks: "the running graph decides anew for each x"
def repair_if_needed(x, repair):
    if tf.executing_eagerly() and not tf.reduce_all(tf.math.is_finite(x)):
        return repair(x)
    return x


# %% wrong: in a graph everything is repaired | test_graph | all of it is finite
# breaks: "the running graph decides anew for each x"
def repair_if_needed(x, repair):
    if tf.executing_eagerly() and tf.reduce_all(tf.math.is_finite(x)):
        return x
    return repair(x)


# %% wrong: an empty x has no smallest value | test_dtypes | without elements
# breaks: "An empty x needs no repair"
def repair_if_needed(x, repair):
    if tf.reduce_min(tf.cast(tf.math.is_finite(x), tf.int32)) == 1:
        return x
    return repair(x)


# %% wrong: a sum decides, which overflows | test_values | their sum overflows
# breaks: "nor does one of finite numbers, however large"
def repair_if_needed(x, repair):
    if tf.math.is_finite(tf.reduce_sum(x)):
        return x
    return repair(x)


# %% wrong: a norm decides, which overflows too | test_values | their sum overflows
# breaks: "nor does one of finite numbers, however large"
def repair_if_needed(x, repair):
    return tf.cond(tf.math.is_finite(tf.norm(x)), lambda: x, lambda: repair(x))


# %% wrong: float32, whatever x was | test_dtypes | dtype
# breaks: "any shape -> same shape and dtype"
def repair_if_needed(x, repair):
    if tf.reduce_all(tf.math.is_finite(x)):
        return tf.cast(x, tf.float32)
    return tf.cast(repair(x), tf.float32)


# %% wrong: repair gets only the bad values | test_example | shape
# breaks: "repair takes x"
def repair_if_needed(x, repair):
    finite = tf.math.is_finite(x)
    if tf.reduce_all(finite):
        return x
    return repair(x[~finite])


# %% wrong: one way returns nothing | test_values | None
# breaks: "Return x, or repair(x)"
def repair_if_needed(x, repair):
    if not tf.reduce_all(tf.math.is_finite(x)):
        return repair(x)


# %% wrong: the return is forgotten | test_example | return
# breaks: "Return x, or repair(x)"
def repair_if_needed(x, repair):
    if not tf.reduce_all(tf.math.is_finite(x)):
        x = repair(x)
