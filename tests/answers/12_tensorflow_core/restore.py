"""Answers to restore."""

import os

import tensorflow as tf


def root(model, optimizer):
    step = tf.Variable(0, dtype=tf.int64, trainable=False)
    return tf.train.Checkpoint(model=model, optimizer=optimizer, step=step)


# %% right: a manager finds the newest, both assertions
def restore(folder, model, optimizer):
    checkpoint = root(model, optimizer)
    if not os.path.isdir(folder):
        return 0
    manager = tf.train.CheckpointManager(checkpoint, folder, max_to_keep=None)
    if manager.latest_checkpoint is None:
        return 0
    status = checkpoint.restore(manager.latest_checkpoint)
    status.assert_existing_objects_matched()
    status.assert_consumed()
    return int(checkpoint.step.numpy())


# %% right: read, with a counter of its own
def restore(folder, model, optimizer):
    path = tf.train.latest_checkpoint(folder)
    if not path:
        return 0
    checkpoint = root(model, optimizer)
    checkpoint.save_counter
    checkpoint.read(path).assert_consumed()
    return checkpoint.step.numpy().item()


# %% right: a module as the root
def restore(folder, model, optimizer):
    newest = tf.train.latest_checkpoint(folder)
    whole = tf.Module()
    whole.model, whole.optimizer = model, optimizer
    whole.step = tf.Variable(tf.zeros((), tf.int64))
    if newest is not None:
        tf.train.Checkpoint(whole).restore(newest).assert_consumed()
    return int(whole.step)


# %% wrong: nothing is asserted | test_no_value | in silence
# breaks: "Raises AssertionError if a variable gets no value"
def restore(folder, model, optimizer):
    path = tf.train.latest_checkpoint(folder)
    checkpoint = root(model, optimizer)
    checkpoint.restore(path).expect_partial()
    return int(checkpoint.step)


# %% wrong: what is left over in the file is passed over | test_left_over | in silence
# breaks: "Raises AssertionError if a value of the checkpoint fits no variable"
def restore(folder, model, optimizer):
    path = tf.train.latest_checkpoint(folder)
    if path is None:
        return 0
    checkpoint = root(model, optimizer)
    checkpoint.restore(path).expect_partial().assert_existing_objects_matched()
    return int(checkpoint.step)


# %% wrong: ValueError in the place of AssertionError | test_no_value | not an AssertionError
# breaks: "Raises AssertionError if a variable gets no value"
def restore(folder, model, optimizer):
    path = tf.train.latest_checkpoint(folder)
    if path is None:
        return 0
    checkpoint = root(model, optimizer)
    try:
        checkpoint.restore(path).assert_consumed()
    except AssertionError as error:
        raise ValueError("does not fit") from error
    return int(checkpoint.step)


# %% wrong: the model is called net | test_values | nothing was restored
# breaks: "The checkpoint is one that `save` describes"
# breaks: "All variables of the model and of the optimizer get its values"
def restore(folder, model, optimizer):
    path = tf.train.latest_checkpoint(folder)
    step = tf.Variable(0, dtype=tf.int64)
    checkpoint = tf.train.Checkpoint(net=model, optimizer=optimizer, step=step)
    checkpoint.restore(path).expect_partial()
    return int(step)


# %% wrong: only the model | test_values | nothing was restored
# breaks: "All variables of the model and of the optimizer get its values"
def restore(folder, model, optimizer):
    path = tf.train.latest_checkpoint(folder)
    step = tf.Variable(0, dtype=tf.int64)
    tf.train.Checkpoint(model=model, step=step).restore(path).expect_partial()
    return int(step)


# %% wrong: a step that the checkpoint does not get | test_values | step is not restored
# breaks: "return its step count"
def restore(folder, model, optimizer):
    path = tf.train.latest_checkpoint(folder)
    if path is None:
        return 0
    checkpoint = tf.train.Checkpoint(model=model, optimizer=optimizer)
    checkpoint.restore(path).expect_partial().assert_existing_objects_matched()
    return 0


# %% wrong: the number of restored checkpoints | test_values | number of the checkpoints
# breaks: "return its step count"
def restore(folder, model, optimizer):
    path = tf.train.latest_checkpoint(folder)
    if path is None:
        return 0
    checkpoint = root(model, optimizer)
    checkpoint.restore(path).assert_consumed()
    return int(checkpoint.save_counter)


# %% wrong: the oldest checkpoint | test_values | oldest
# breaks: "Read the newest checkpoint of a folder"
def restore(folder, model, optimizer):
    state = tf.train.get_checkpoint_state(folder)
    if state is None:
        return 0
    checkpoint = root(model, optimizer)
    checkpoint.restore(state.all_model_checkpoint_paths[0]).assert_consumed()
    return int(checkpoint.step)


# %% wrong: the last in the order of the names | test_values | with the last name
# breaks: "The newest is the one written last, whatever its number"
def restore(folder, model, optimizer):
    files = tf.io.gfile.glob(f"{folder}/*.index")
    if not files:
        return 0
    checkpoint = root(model, optimizer)
    checkpoint.restore(sorted(files)[-1].removesuffix(".index")).assert_consumed()
    return int(checkpoint.step)


# %% wrong: the largest number | test_values | or the largest number
# breaks: "The newest is the one written last, whatever its number"
def restore(folder, model, optimizer):
    files = tf.io.gfile.glob(f"{folder}/*.index")
    if not files:
        return 0
    numbers = [int(file.removesuffix(".index").rpartition("-")[2]) for file in files]
    checkpoint = root(model, optimizer)
    checkpoint.restore(f"{folder}/ckpt-{max(numbers)}").assert_consumed()
    return int(checkpoint.step)


# %% wrong: new variables in the place of the old ones | test_values | nothing was restored
# breaks: "in place: they stay the same tf.Variables"
def restore(folder, model, optimizer):
    path = tf.train.latest_checkpoint(folder)
    if path is None:
        return 0
    model.kernel, model.bias = tf.Variable(model.kernel), tf.Variable(model.bias)
    checkpoint = root(model, optimizer)
    checkpoint.restore(path).assert_consumed()
    return int(checkpoint.step)


# %% wrong: the right values, and then a copy | test_values | another tf.Variable
# breaks: "they stay the same tf.Variables"
def restore(folder, model, optimizer):
    path = tf.train.latest_checkpoint(folder)
    if path is None:
        return 0
    checkpoint = root(model, optimizer)
    checkpoint.restore(path).assert_consumed()
    model.kernel = tf.Variable(model.kernel)
    return int(checkpoint.step)


# %% wrong: the step is a tensor | test_values | it is a tensor
# breaks: "The result is a Python int"
def restore(folder, model, optimizer):
    path = tf.train.latest_checkpoint(folder)
    if path is None:
        return 0
    checkpoint = root(model, optimizer)
    checkpoint.restore(path).assert_consumed()
    return checkpoint.step.read_value()


# %% wrong: the step as a string, from the name | test_values | a string
# breaks: "The result is a Python int"
def restore(folder, model, optimizer):
    path = tf.train.latest_checkpoint(folder)
    if path is None:
        return 0
    root(model, optimizer).restore(path).assert_consumed()
    return path.rpartition("-")[2]


# %% wrong: assert_consumed complains if there is no path | test_example | complains
# breaks: "If the folder is missing or holds no checkpoint, the result is 0"
def restore(folder, model, optimizer):
    checkpoint = root(model, optimizer)
    checkpoint.restore(tf.train.latest_checkpoint(folder)).assert_consumed()
    return int(checkpoint.step)


# %% wrong: None for no checkpoint | test_example | nothing is returned
# breaks: "the result is 0"
def restore(folder, model, optimizer):
    path = tf.train.latest_checkpoint(folder)
    if path is None:
        return None
    checkpoint = root(model, optimizer)
    checkpoint.restore(path).assert_consumed()
    return int(checkpoint.step)


# %% wrong: the folder must be there | test_example | looked into
# breaks: "If the folder is missing"
def restore(folder, model, optimizer):
    if not os.listdir(folder):
        return 0
    path = tf.train.latest_checkpoint(folder)
    if path is None:
        return 0
    checkpoint = root(model, optimizer)
    checkpoint.restore(path).assert_consumed()
    return int(checkpoint.step)


# %% wrong: any file counts as a checkpoint | test_nothing | complains
# breaks: "or holds no checkpoint"
def restore(folder, model, optimizer):
    if not os.path.isdir(folder) or not os.listdir(folder):
        return 0
    checkpoint = root(model, optimizer)
    checkpoint.restore(tf.train.latest_checkpoint(folder)).assert_consumed()
    return int(checkpoint.step)


# %% wrong: a fresh start sets everything to zero | test_example | set to 0
# breaks: "all variables stay as they are"
def restore(folder, model, optimizer):
    path = tf.train.latest_checkpoint(folder)
    if path is None:
        for variable in (*model.variables, *optimizer.variables):
            variable.assign(tf.zeros_like(variable))
        return 0
    checkpoint = root(model, optimizer)
    checkpoint.restore(path).assert_consumed()
    return int(checkpoint.step)


# %% wrong: only the variables that are trained | test_values | nothing was restored
# breaks: "All variables of the model and of the optimizer get its values"
def restore(folder, model, optimizer):
    path = tf.train.latest_checkpoint(folder)
    if path is None:
        return 0
    reader = tf.train.load_checkpoint(path)
    model.kernel.assign(reader.get_tensor("model/kernel/.ATTRIBUTES/VARIABLE_VALUE"))
    model.bias.assign(reader.get_tensor("model/bias/.ATTRIBUTES/VARIABLE_VALUE"))
    return int(reader.get_tensor("step/.ATTRIBUTES/VARIABLE_VALUE"))


# %% wrong: a step by way of Keras | test_example | keras
# breaks: "Use nothing of keras"
def restore(folder, model, optimizer):
    path = tf.train.latest_checkpoint(folder)
    if path is None:
        return 0
    checkpoint = root(model, optimizer)
    checkpoint.restore(path).assert_consumed()
    return int(tf.keras.ops.convert_to_numpy(checkpoint.step))


# %% equivalent: constant-40277507 | the checkpoint's step takes its place
