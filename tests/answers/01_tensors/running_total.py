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

# %% wrong: a new tensor, the variable as before | test_example | has not changed
# breaks: "Add every update to the variable in place"
def running_total(variable, updates):
    variable = variable + tf.reduce_sum(tf.cast(updates, variable.dtype), axis=0)
    return variable

# %% wrong: a new variable | test_example | has not changed
# breaks: "Add every update to the variable in place"
def running_total(variable, updates):
    return tf.Variable(variable + tf.reduce_sum(tf.cast(updates, variable.dtype), axis=0))

# %% wrong: assign for assign_add | test_example | replace
# breaks: "Afterwards variable holds its old value plus all of the updates"
def running_total(variable, updates):
    variable.assign(tf.reduce_sum(tf.cast(updates, variable.dtype), axis=0))
    return variable

# %% wrong: only the last update | test_example | last update
# breaks: "Afterwards variable holds its old value plus all of the updates"
def running_total(variable, updates):
    updates = tf.cast(updates, variable.dtype)
    total = tf.reduce_sum(updates, axis=0)
    for update in updates:
        total = update
    variable.assign_add(total)
    return variable

# %% wrong: the mean of the updates | test_example | mean
# breaks: "Afterwards variable holds its old value plus all of the updates"
def running_total(variable, updates):
    variable.assign_add(tf.reduce_mean(tf.cast(updates, variable.dtype), axis=0))
    return variable

# %% wrong: assign_sub | test_example | subtracted
# breaks: "Add every update to the variable in place"
def running_total(variable, updates):
    variable.assign_sub(tf.reduce_sum(tf.cast(updates, variable.dtype), axis=0))
    return variable

# %% wrong: counts twice | test_example | twice
# breaks: "Afterwards variable holds its old value plus all of the updates"
def running_total(variable, updates):
    updates = tf.cast(updates, variable.dtype)
    variable.assign_add(tf.reduce_sum(updates, axis=0))
    variable.assign_add(tf.cumsum(updates, axis=0)[-1])
    return variable


# %% wrong: returns what assign_add returns | test_same_object | handle
# breaks: "The object returned is the very object passed in"
def running_total(variable, updates):
    return variable.assign_add(tf.reduce_sum(tf.cast(updates, variable.dtype), axis=0))


# %% wrong: returns the value | test_same_object | tensor
# breaks: "The object returned is the very object passed in"
def running_total(variable, updates):
    variable.assign_add(tf.reduce_sum(tf.cast(updates, variable.dtype), axis=0))
    return variable.read_value()


# %% wrong: returns a copy of the variable | test_same_object | new variable
# breaks: "The object returned is the very object passed in"
def running_total(variable, updates):
    variable.assign_add(tf.reduce_sum(tf.cast(updates, variable.dtype), axis=0))
    return tf.Variable(variable)

# %% wrong: returns nothing | test_same_object | None
# breaks: "and return that same variable"
def running_total(variable, updates):
    variable.assign_add(tf.reduce_sum(tf.cast(updates, variable.dtype), axis=0))

# %% wrong: returns the sum over everything | test_same_object | shape
# breaks: "The object returned is the very object passed in"
def running_total(variable, updates):
    variable.assign_add(tf.reduce_sum(tf.cast(updates, variable.dtype), axis=0))
    return tf.reduce_sum(variable)


# %% wrong: returns the sum of the updates | test_same_object | sum of the updates
# breaks: "The object returned is the very object passed in"
def running_total(variable, updates):
    total = tf.reduce_sum(tf.cast(updates, variable.dtype), axis=0)
    variable.assign_add(total)
    return total


# %% wrong: reads the old value outside of the graph | test_in_a_graph | during tracing
# breaks: "where each call adds anew"
def running_total(variable, updates):
    with tf.init_scope():
        old = variable.read_value()
    variable.assign(old + tf.reduce_sum(tf.cast(updates, variable.dtype), axis=0))
    return variable


# %% wrong: NumPy reads the updates | test_in_a_graph | numpy
# breaks: "Works inside tf.function too"
def running_total(variable, updates):
    variable.assign_add(updates.numpy().sum(axis=0).astype(variable.dtype.as_numpy_dtype))
    return variable


# %% wrong: no cast | test_dtypes | dtype
# breaks: "Updates of another dtype are first cast to the variable's dtype"
def running_total(variable, updates):
    variable.assign_add(tf.reduce_sum(updates, axis=0))
    return variable


# %% right: each step by an index, assign_add with read_value off
def running_total(variable, updates):
    updates = tf.cast(updates, variable.dtype)
    variable.assign_add(tf.math.add_n([tf.zeros_like(variable), tf.reduce_sum(updates, 0)]), False)
    return variable


# %% right: a product with ones
def running_total(variable, updates):
    updates = tf.cast(updates, variable.dtype)
    ones = tf.ones_like(updates[:, ...])
    variable.assign_add(tf.einsum("s...,s...->...", ones, updates))
    return variable


# %% wrong: integers alone are cast to float32 | test_dtypes | raised
# breaks: "float64 to float32"
def running_total(variable, updates):
    if updates.dtype.is_integer or variable.dtype.is_integer:
        updates = tf.cast(updates, variable.dtype)
    variable.assign_add(tf.reduce_sum(updates, axis=0))
    return variable


# %% wrong: only floats are cast | test_dtypes | raised
# breaks: "int64 to int32"
def running_total(variable, updates):
    if updates.dtype.is_floating or variable.dtype.is_floating:
        updates = tf.cast(updates, variable.dtype)
    variable.assign_add(tf.reduce_sum(updates, axis=0))
    return variable


# %% wrong: the sum is cast, not each update | test_dtypes | cast each update first
# breaks: "are first cast to the variable's dtype, each by itself"
def running_total(variable, updates):
    variable.assign_add(tf.cast(tf.reduce_sum(updates, axis=0), variable.dtype))
    return variable


# %% wrong: floats are rounded for an int variable | test_dtypes | differ
# breaks: "floats to integers, which cuts the fraction off"
def running_total(variable, updates):
    if updates.dtype.is_floating and variable.dtype.is_integer:
        updates = tf.round(updates)
    variable.assign_add(tf.reduce_sum(tf.cast(updates, variable.dtype), axis=0))
    return variable


# %% wrong: the first update is taken with the last | test_example | differ
# breaks: "Afterwards variable holds its old value plus all of the updates"
def running_total(variable, updates):
    updates = tf.cast(updates, variable.dtype)
    variable.assign_add(updates[0] - updates[-1])
    return variable


# %% wrong: the mean times the number of steps | test_no_steps | values are nan
# breaks: "if steps is 0, it is unchanged"
def running_total(variable, updates):
    updates = tf.cast(updates, variable.dtype)
    steps = tf.cast(tf.shape(updates)[0], variable.dtype)
    if variable.dtype.is_integer:
        variable.assign_add(tf.reduce_sum(updates, axis=0))
    else:
        variable.assign_add(tf.reduce_mean(updates, axis=0) * steps)
    return variable


# %% wrong: the last of the running sums | test_no_steps | raised
# breaks: "if steps is 0, it is unchanged"
def running_total(variable, updates):
    variable.assign_add(tf.cumsum(tf.cast(updates, variable.dtype), axis=0)[-1])
    return variable


# %% wrong: the sum over the last axis | test_example | differ
# breaks: "updates has one more axis in front"
def running_total(variable, updates):
    variable.assign_add(tf.reduce_sum(tf.cast(updates, variable.dtype), axis=-1))
    return variable


# %% wrong: vectors only | test_in_place | raised
# breaks: "variable has any shape"
def running_total(variable, updates):
    variable.assign_add(tf.einsum("sn->n", tf.cast(updates, variable.dtype)))
    return variable


# %% wrong: a Python number of the old value | test_in_a_graph | raised
# breaks: "Works inside tf.function too, where each call adds anew"
def running_total(variable, updates):
    total = tf.reduce_sum(tf.cast(updates, variable.dtype), axis=0).numpy()
    variable.assign(variable.numpy() + total)
    return variable


# %% wrong: a Python loop over the static number of steps | test_in_a_graph
# breaks: "Works inside tf.function too, where each call adds anew."
def running_total(variable, updates):
    for step in range(updates.shape[0]):
        variable.assign_add(tf.cast(updates[step], variable.dtype))
    return variable


# %% right: the old value is one more row in the sum
def running_total(variable, updates):
    old = tf.expand_dims(variable.read_value(), 0)
    rows = tf.concat([old, tf.cast(updates, variable.dtype)], axis=0)
    variable.assign(tf.reduce_sum(rows, axis=0))
    return variable


# %% right: fold the updates into the old value, one assignment
def running_total(variable, updates):
    steps = tf.cast(updates, variable.dtype)
    total = tf.foldl(
        lambda total, step: total + tf.ensure_shape(step, variable.shape),
        steps,
        initializer=tf.convert_to_tensor(variable),
    )
    variable.assign(total)
    return variable


# %% wrong: floats are added up first and cast afterwards, to lose less | test_dtypes
# breaks: "variable's dtype, each by itself"
def running_total(variable, updates):
    if updates.dtype.is_floating:
        total = tf.cast(tf.reduce_sum(updates, axis=0), variable.dtype)
    else:
        total = tf.reduce_sum(tf.cast(updates, variable.dtype), axis=0)
    variable.assign_add(total)
    return variable


# %% wrong: takes the last of the running sums, which does not exist for no updates | test_no_steps
# breaks: "if steps is 0, it is unchanged."
def running_total(variable, updates):
    sums = tf.cumsum(tf.cast(updates, variable.dtype), axis=0)
    variable.assign_add(sums[-1])
    return variable
