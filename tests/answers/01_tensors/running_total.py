"""Answers to running_total."""

import keras
import numpy as np


# %% right: one step at a time
def running_total(variable, updates):
    for update in updates:
        variable.assign_add(tf.cast(update, variable.dtype))
    return variable


# %% right: assign of the sum
def running_total(variable, updates):
    variable.assign(variable + keras.ops.sum(keras.ops.cast(updates, variable.dtype), axis=0))
    return variable


# %% wrong: a new tensor, the variable as before | test_in_place | has not changed
def running_total(variable, updates):
    variable = variable + tf.reduce_sum(tf.cast(updates, variable.dtype), axis=0)
    return variable


# %% wrong: a new variable | test_in_place | has not changed
def running_total(variable, updates):
    return tf.Variable(variable + tf.reduce_sum(tf.cast(updates, variable.dtype), axis=0))


# %% wrong: assign for assign_add | test_in_place | replace
def running_total(variable, updates):
    variable.assign(tf.reduce_sum(tf.cast(updates, variable.dtype), axis=0))
    return variable


# %% wrong: only the last update | test_in_place | last update
def running_total(variable, updates):
    updates = tf.cast(updates, variable.dtype)
    total = tf.reduce_sum(updates, axis=0)
    for update in updates:
        total = update
    variable.assign_add(total)
    return variable


# %% wrong: the mean of the updates | test_in_place | mean
def running_total(variable, updates):
    variable.assign_add(tf.reduce_mean(tf.cast(updates, variable.dtype), axis=0))
    return variable


# %% wrong: assign_sub | test_in_place | subtracted
def running_total(variable, updates):
    variable.assign_sub(tf.reduce_sum(tf.cast(updates, variable.dtype), axis=0))
    return variable


# %% wrong: counts twice | test_in_place | twice
def running_total(variable, updates):
    updates = tf.cast(updates, variable.dtype)
    variable.assign_add(tf.reduce_sum(updates, axis=0))
    variable.assign_add(tf.cumsum(updates, axis=0)[-1])
    return variable


# %% wrong: returns what assign_add returns | test_same_object | handle
def running_total(variable, updates):
    return variable.assign_add(tf.reduce_sum(tf.cast(updates, variable.dtype), axis=0))


# %% wrong: returns the value | test_same_object | tensor
def running_total(variable, updates):
    variable.assign_add(tf.reduce_sum(tf.cast(updates, variable.dtype), axis=0))
    return variable.read_value()


# %% wrong: returns a copy of the variable | test_same_object | new variable
def running_total(variable, updates):
    variable.assign_add(tf.reduce_sum(tf.cast(updates, variable.dtype), axis=0))
    return tf.Variable(variable)


# %% wrong: returns nothing | test_shape | None
def running_total(variable, updates):
    variable.assign_add(tf.reduce_sum(tf.cast(updates, variable.dtype), axis=0))


# %% wrong: returns the sum over everything | test_shape | shape
def running_total(variable, updates):
    variable.assign_add(tf.reduce_sum(tf.cast(updates, variable.dtype), axis=0))
    return tf.reduce_sum(variable)


# %% wrong: returns the sum of the updates | test_same_object | sum of the updates
def running_total(variable, updates):
    total = tf.reduce_sum(tf.cast(updates, variable.dtype), axis=0)
    variable.assign_add(total)
    return total


# %% wrong: reads the old value outside of the graph | test_in_a_graph | during tracing
def running_total(variable, updates):
    with tf.init_scope():
        old = variable.read_value()
    variable.assign(old + tf.reduce_sum(tf.cast(updates, variable.dtype), axis=0))
    return variable


# %% wrong: NumPy reads the updates | test_in_a_graph | numpy
def running_total(variable, updates):
    variable.assign_add(updates.numpy().sum(axis=0).astype(variable.dtype.as_numpy_dtype))
    return variable


# %% wrong: no cast | test_dtypes | dtype
def running_total(variable, updates):
    variable.assign_add(tf.reduce_sum(updates, axis=0))
    return variable
