"""Answers to save."""

import os

import tensorflow as tf


def root(model, optimizer, step):
    count = tf.Variable(step, dtype=tf.int64)
    return tf.train.Checkpoint(model=model, optimizer=optimizer, step=count)


# %% right: the attributes are set one by one
def save(folder, model, optimizer, step):
    checkpoint = tf.train.Checkpoint(step=tf.Variable(tf.constant(step, tf.int64)))
    checkpoint.model, checkpoint.optimizer = model, optimizer
    os.makedirs(folder, exist_ok=True)
    manager = tf.train.CheckpointManager(checkpoint, directory=folder, max_to_keep=3)
    return manager.save(step)


# %% right: a module as the root, the path put together
def save(folder, model, optimizer, step):
    whole = tf.Module()
    whole.model, whole.optimizer = model, optimizer
    whole.step = tf.Variable(step, trainable=False, dtype="int64")
    manager = tf.train.CheckpointManager(
        tf.train.Checkpoint(whole), folder, max_to_keep=3, checkpoint_name="ckpt"
    )
    manager.save(checkpoint_number=tf.constant(step, tf.int64))
    return os.path.join(folder, f"ckpt-{step}")


# %% right: the files are deleted by hand
def save(folder, model, optimizer, step):
    state = tf.train.get_checkpoint_state(folder)
    older = list(state.all_model_checkpoint_paths) if state else []
    path = root(model, optimizer, step).write(f"{folder}/ckpt-{step}")
    for old in older[:-2]:
        for file in tf.io.gfile.glob(old + ".*"):
            os.remove(file)
    kept = [*older[-2:], path]
    tf.compat.v1.train.update_checkpoint_state(folder, path, all_model_checkpoint_paths=kept)
    return path


# %% wrong: Checkpoint.save counts its own calls | test_example | number is that of the call
# breaks: "The path is folder + "/ckpt-" + the number `step`"
def save(folder, model, optimizer, step):
    return root(model, optimizer, step).save(folder + "/ckpt")


# %% wrong: the manager counts its own calls | test_example | number is that of the call
# breaks: "The path is folder + "/ckpt-" + the number `step`"
def save(folder, model, optimizer, step):
    checkpoint = root(model, optimizer, step)
    return tf.train.CheckpointManager(checkpoint, folder, max_to_keep=3).save()


# %% wrong: nothing is returned | test_example | nothing is returned
# breaks: "and return its path"
def save(folder, model, optimizer, step):
    checkpoint = root(model, optimizer, step)
    tf.train.CheckpointManager(checkpoint, folder, max_to_keep=3).save(step)


# %% wrong: the folder is returned | test_example | folder is returned
# breaks: "and return its path"
def save(folder, model, optimizer, step):
    checkpoint = root(model, optimizer, step)
    tf.train.CheckpointManager(checkpoint, folder, max_to_keep=3).save(step)
    return folder


# %% wrong: write leaves no file `checkpoint` | test_example | finds nothing
# breaks: "tf.train.latest_checkpoint(folder) finds it"
def save(folder, model, optimizer, step):
    return root(model, optimizer, step).write(f"{folder}/ckpt-{step}")


# %% wrong: another name | test_example | another name
# breaks: "The path is folder + "/ckpt-" + the number `step`"
def save(folder, model, optimizer, step):
    checkpoint = root(model, optimizer, step)
    name = "model"
    manager = tf.train.CheckpointManager(checkpoint, folder, max_to_keep=3, checkpoint_name=name)
    return manager.save(step)


# %% wrong: the model only | test_example | model only
# breaks: "Write a checkpoint of a model, an optimizer and a step count"
def save(folder, model, optimizer, step):
    checkpoint = tf.train.Checkpoint(model)
    return tf.train.CheckpointManager(checkpoint, folder, max_to_keep=3).save(step)


# %% wrong: no optimizer | test_example | optimizer is missing
# breaks: "Write a checkpoint of a model, an optimizer and a step count"
def save(folder, model, optimizer, step):
    checkpoint = tf.train.Checkpoint(model=model, step=tf.Variable(step, dtype=tf.int64))
    return tf.train.CheckpointManager(checkpoint, folder, max_to_keep=3).save(step)


# %% wrong: no step | test_example | step is missing
# breaks: "Write a checkpoint of a model, an optimizer and a step count"
def save(folder, model, optimizer, step):
    checkpoint = tf.train.Checkpoint(model=model, optimizer=optimizer)
    return tf.train.CheckpointManager(checkpoint, folder, max_to_keep=3).save(step)


# %% wrong: the step is a Python number | test_example | it raised
# breaks: "where step is an int64 tf.Variable of shape ()"
def save(folder, model, optimizer, step):
    checkpoint = tf.train.Checkpoint(model=model, optimizer=optimizer, step=step)
    return tf.train.CheckpointManager(checkpoint, folder, max_to_keep=3).save(step)


# %% wrong: an int32 step | test_example | is an int32
# breaks: "where step is an int64 tf.Variable of shape ()"
def save(folder, model, optimizer, step):
    checkpoint = tf.train.Checkpoint(model=model, optimizer=optimizer, step=tf.Variable(step))
    return tf.train.CheckpointManager(checkpoint, folder, max_to_keep=3).save(step)


# %% wrong: the step stays 0 | test_example | it is 0
# breaks: "Write a checkpoint of a model, an optimizer and a step count"
def save(folder, model, optimizer, step):
    checkpoint = root(model, optimizer, 0)
    return tf.train.CheckpointManager(checkpoint, folder, max_to_keep=3).save(step)


# %% wrong: other names | test_example | called net
# breaks: "It is what tf.train.Checkpoint(model=model, optimizer=optimizer, step=...) writes"
def save(folder, model, optimizer, step):
    count = tf.Variable(step, dtype=tf.int64)
    checkpoint = tf.train.Checkpoint(net=model, optimizer=optimizer, step=count)
    return tf.train.CheckpointManager(checkpoint, folder, max_to_keep=3).save(step)


# %% wrong: the trainable variables in a list | test_example | list of variables
# breaks: "It is what tf.train.Checkpoint(model=model, optimizer=optimizer, step=...) writes"
def save(folder, model, optimizer, step):
    count, values = tf.Variable(step, dtype=tf.int64), list(model.trainable_variables)
    checkpoint = tf.train.Checkpoint(model=values, optimizer=optimizer, step=count)
    return tf.train.CheckpointManager(checkpoint, folder, max_to_keep=3).save(step)


# %% wrong: only the trained part of the optimizer | test_example | optimizer is missing
# breaks: "It is what tf.train.Checkpoint(model=model, optimizer=optimizer, step=...) writes"
def save(folder, model, optimizer, step):
    part = tf.Module()
    part.trained = list(optimizer.trainable_variables)
    checkpoint = root(model, part, step)
    return tf.train.CheckpointManager(checkpoint, folder, max_to_keep=3).save(step)


# %% wrong: the folder must be there | test_folder | not made
# breaks: "The folder is made if there is none"
def save(folder, model, optimizer, step):
    os.listdir(folder)
    checkpoint = root(model, optimizer, step)
    return tf.train.CheckpointManager(checkpoint, folder, max_to_keep=3).save(step)


# %% wrong: everything is kept | test_newest_three | all of them stay
# breaks: "only the newest three checkpoints of a folder stay"
def save(folder, model, optimizer, step):
    checkpoint = root(model, optimizer, step)
    return tf.train.CheckpointManager(checkpoint, folder, max_to_keep=None).save(step)


# %% wrong: four are kept | test_newest_three | newest four
# breaks: "only the newest three checkpoints of a folder stay"
def save(folder, model, optimizer, step):
    checkpoint = root(model, optimizer, step)
    return tf.train.CheckpointManager(checkpoint, folder, max_to_keep=4).save(step)


# %% wrong: the manager forgets what other calls wrote | test_newest_three | all of them stay
# breaks: "Over all calls"
def save(folder, model, optimizer, step):
    file = os.path.join(folder, "checkpoint")
    if os.path.exists(file):
        os.remove(file)
    checkpoint = root(model, optimizer, step)
    return tf.train.CheckpointManager(checkpoint, folder, max_to_keep=3).save(step)


# %% wrong: old files go by the order of their names | test_newest_three | by name the last three
# breaks: "those written last, whatever their numbers"
def save(folder, model, optimizer, step):
    path = root(model, optimizer, step).write(f"{folder}/ckpt-{step}")
    names = sorted(name[:-6] for name in os.listdir(folder) if name.endswith(".index"))
    for name in names[:-3]:
        for file in tf.io.gfile.glob(f"{folder}/{name}.*"):
            os.remove(file)
    tf.compat.v1.train.update_checkpoint_state(folder, path)
    return path


# %% wrong: those with the smallest numbers go | test_newest_three | by number the last three
# breaks: "those written last, whatever their numbers"
def save(folder, model, optimizer, step):
    path = root(model, optimizer, step).write(f"{folder}/ckpt-{step}")
    names = [name[:-6] for name in os.listdir(folder) if name.endswith(".index")]
    for name in sorted(set(names) - {f"ckpt-{step}"}, key=lambda name: int(name[5:]))[:-2]:
        for file in tf.io.gfile.glob(f"{folder}/{name}.*"):
            os.remove(file)
    tf.compat.v1.train.update_checkpoint_state(folder, path)
    return path


# %% wrong: one file that is written over | test_folder | none but the newest
# breaks: "only the newest three checkpoints of a folder stay"
def save(folder, model, optimizer, step):
    checkpoint = root(model, optimizer, step)
    return tf.train.CheckpointManager(checkpoint, folder, max_to_keep=1).save(step)


# %% wrong: a checkpoint by way of Keras | test_example | keras
# breaks: "Use nothing of keras"
def save(folder, model, optimizer, step):
    step = int(tf.keras.ops.convert_to_tensor(step))
    checkpoint = root(model, optimizer, step)
    return tf.train.CheckpointManager(checkpoint, folder, max_to_keep=3).save(step)
