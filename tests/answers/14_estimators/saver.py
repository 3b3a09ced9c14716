"""Answers to Saver. A wrong answer differs from `Sound` in what it overrides."""

import os

import tensorflow as tf


class Sound:
    number, name = True, "model.ckpt"

    def __init__(self, store, model_dir, keep=5):
        self.store, self.folder, self.keep = store, model_dir, keep
        self.checkpoint = self.made(store)
        self.manager = tf.train.CheckpointManager(
            self.checkpoint, model_dir, max_to_keep=self.kept(keep), checkpoint_name=self.name
        )

    def made(self, store):
        return tf.train.Checkpoint(store=store)

    def kept(self, keep):
        return keep

    def save(self):
        self.manager.save(self.store.global_step if self.number else None)

    def newest(self):
        return self.manager.latest_checkpoint

    def found(self, path):
        return True

    def missing(self):
        return False

    def sure(self, status):
        try:
            status.assert_existing_objects_matched()
        except AssertionError:
            raise ValueError("a variable is not in the checkpoint") from None

    def load(self, path):
        return self.checkpoint.restore(path)

    def restore(self):
        path = self.newest()
        if not path:
            return self.missing()
        status = self.load(path)
        self.sure(status)
        status.expect_partial()
        return self.found(path)


# %% right: the store as the root, and the names compared
class Saver:
    def __init__(self, store, model_dir, keep=5):
        self.store, self.folder = store, model_dir
        self.checkpoint = tf.train.Checkpoint(store)
        self.manager = tf.train.CheckpointManager(self.checkpoint, model_dir, keep)
        self.manager = tf.train.CheckpointManager(
            self.checkpoint, model_dir, keep, checkpoint_name="model.ckpt"
        )

    def save(self):
        self.manager.save(checkpoint_number=self.store.global_step)

    def restore(self):
        path = tf.train.latest_checkpoint(self.folder)
        if not path:
            return False
        try:
            self.checkpoint.restore(path).assert_existing_objects_matched().expect_partial()
        except AssertionError as error:
            raise ValueError(str(error)) from error
        return True


# %% right: made when it is needed
class Saver:
    def __init__(self, store, model_dir, keep=5):
        self.settings = store, model_dir, keep

    def manager(self):
        store, folder, keep = self.settings
        checkpoint = tf.train.Checkpoint(all=store, step=store.global_step)
        return tf.train.CheckpointManager(checkpoint, folder, keep, checkpoint_name="model.ckpt")

    def save(self):
        self.manager().save(int(self.settings[0].global_step.numpy()))

    def restore(self):
        manager = self.manager()
        if not manager.checkpoints:
            return False
        status = manager.checkpoint.restore(manager.checkpoints[-1])
        try:
            status.assert_existing_objects_matched()
        except AssertionError as error:
            raise ValueError("variables are missing in the checkpoint") from error
        status.expect_partial()
        return True


# %% right: files named, listed and removed by hand
class Saver:
    def __init__(self, store, model_dir, keep=5):
        self.store, self.folder, self.keep = store, model_dir, keep

    def known(self):
        state = tf.train.get_checkpoint_state(self.folder)
        paths = state.all_model_checkpoint_paths if state else []
        return [os.path.join(self.folder, os.path.basename(path)) for path in paths]

    def save(self):
        os.makedirs(self.folder, exist_ok=True)
        path = os.path.join(self.folder, f"model.ckpt-{int(self.store.global_step)}")
        tf.train.Checkpoint(store=self.store).write(path)
        paths = [old for old in self.known() if old != path] + [path]
        for old in paths[: -self.keep]:
            for name in os.listdir(self.folder):
                if name.startswith(os.path.basename(old) + "."):
                    os.remove(os.path.join(self.folder, name))
        kept = paths[-self.keep :]
        tf.compat.v1.train.update_checkpoint_state(self.folder, path, kept)

    def restore(self):
        path = tf.train.latest_checkpoint(self.folder)
        if path is None:
            return False
        status = tf.train.Checkpoint(store=self.store).read(path)
        try:
            status.assert_existing_objects_matched()
        except AssertionError as error:
            raise ValueError("missing") from error
        status.expect_partial()
        return True


# %% wrong: only the trainable variables | test_example | not saved, or not restored
# breaks: "Save a store into a folder, and restore it from there"
# breaks: "into its global step"
class Saver(Sound):
    def made(self, store):
        return tf.train.Checkpoint(**{v.name.partition(":")[0]: v for v in store.trainable_variables})


# %% wrong: the global step stays out | test_example | not saved, or not restored
# breaks: "into its global step"
class Saver(Sound):
    def made(self, store):
        only = tf.Module()
        only.all = [v for v in store.variables if v is not store.global_step]
        return tf.train.Checkpoint(only=only)


# %% wrong: restored lazily into a second object | test_example | nothing was restored
# breaks: "`restore()` reads the newest checkpoint of model_dir into the variables that the store has"
class Saver(Sound):
    def restore(self):
        if not self.newest():
            return False
        tf.train.Checkpoint(store=tf.Module()).restore(self.newest())
        return True


# %% wrong: only the variables that are there are restored | test_late | did not wait
# breaks: "A variable that the store makes later gets its saved value as it is made"
class Saver(Sound):
    def load(self, path):
        class Copy(tf.Module):
            pass

        copy = Copy()
        for name, part in vars(self.store).items():
            if not name.startswith("_"):
                setattr(copy, name, dict(part) if isinstance(part, dict) else part)
        return tf.train.Checkpoint(store=copy).restore(path)


# %% wrong: the number of the save in the name | test_names | not the global step
# breaks: "`save()` writes the checkpoint model.ckpt-N into model_dir, with N the global step"
class Saver(Sound):
    number = False


# %% wrong: the manager's own prefix | test_names | prefix is not
# breaks: "`save()` writes the checkpoint model.ckpt-N into model_dir"
class Saver(Sound):
    name = "ckpt"


# %% wrong: no number in the name | test_names | not in the name
# breaks: "with N the global step"
class Saver(Sound):
    def save(self):
        path = self.checkpoint.write(os.path.join(self.folder, "model.ckpt"))
        tf.compat.v1.train.update_checkpoint_state(self.folder, path)

    def newest(self):
        return tf.train.latest_checkpoint(self.folder)

    def load(self, path):
        return self.checkpoint.read(path)


# %% wrong: keep is not passed on | test_keep | whatever keep is
# breaks: "The newest `keep` checkpoints of the folder stay"
class Saver(Sound):
    def kept(self, keep):
        return 5


# %% wrong: one more stays | test_keep | one too many
# breaks: "The newest `keep` checkpoints of the folder stay"
class Saver(Sound):
    def kept(self, keep):
        return keep + 1


# %% wrong: nothing is removed | test_keep | no checkpoint is removed
# breaks: "older ones are removed"
class Saver(Sound):
    def kept(self, keep):
        return None


# %% wrong: only its own checkpoints are counted | test_keep | not counted
# breaks: "also those that another Saver wrote before"
class Saver(Sound):
    def __init__(self, store, model_dir, keep=5):
        super().__init__(store, model_dir, keep)
        self.mine = []

    def kept(self, keep):
        return None

    def save(self):
        super().save()
        self.mine.append(self.newest())
        for old in self.mine[: -self.keep]:
            for name in os.listdir(self.folder):
                if name.startswith(os.path.basename(old) + "."):
                    os.remove(os.path.join(self.folder, name))
        self.mine = self.mine[-self.keep :]


# %% wrong: a missing folder is an error | test_example | it raised
# breaks: "A missing folder is made"
class Saver(Sound):
    def __init__(self, store, model_dir, keep=5):
        os.listdir(model_dir)
        super().__init__(store, model_dir, keep)


# %% wrong: the oldest checkpoint | test_names | not the newest
# breaks: "`restore()` reads the newest checkpoint of model_dir"
class Saver(Sound):
    def newest(self):
        return self.manager.checkpoints[0] if self.manager.checkpoints else None


# %% wrong: nothing is returned | test_example | nothing is returned
# breaks: "and returns True"
class Saver(Sound):
    def found(self, path):
        return None


# %% wrong: the path is returned | test_example | result of restore
# breaks: "and returns True"
class Saver(Sound):
    def found(self, path):
        return os.path.basename(path)


# %% wrong: None without a checkpoint | test_no_checkpoint | nothing is returned
# breaks: "Without a checkpoint restore returns False"
class Saver(Sound):
    def missing(self):
        return None


# %% wrong: an error without a checkpoint | test_no_checkpoint | raises ValueError
# breaks: "Without a checkpoint restore returns False"
class Saver(Sound):
    def missing(self):
        raise ValueError("no checkpoint")


# %% wrong: the first values are saved without being asked | test_no_checkpoint | the opposite
# breaks: "Without a checkpoint restore returns False"
class Saver(Sound):
    def restore(self):
        if not self.newest():
            self.save()
        return super().restore()


# %% wrong: zeros without a checkpoint | test_no_checkpoint | neither the saved
# breaks: "the store stays as it is"
class Saver(Sound):
    def missing(self):
        for variable in self.store.variables:
            variable.assign(tf.zeros_like(variable))
        return False


# %% wrong: everything in the file must have a variable | test_smaller_store | raises ValueError
# breaks: "The checkpoint may have variables that the store lacks"
class Saver(Sound):
    def sure(self, status):
        try:
            status.assert_consumed()
        except AssertionError:
            raise ValueError("the store lacks a variable") from None


# %% wrong: the status is not asked | test_lacking | nothing is raised
# breaks: "Raises ValueError if the store has a variable that the checkpoint lacks"
class Saver(Sound):
    def sure(self, status):
        pass


# %% wrong: only the number of variables is compared | test_other_variable
# breaks: "Raises ValueError if the store has a variable that the checkpoint lacks"
class Saver(Sound):
    def sure(self, status):
        names = [name for name, _ in tf.train.list_variables(self.newest())]
        if sum("VARIABLE_VALUE" in name for name in names) <= len(self.store.variables):
            raise ValueError("the checkpoint has less variables")


# %% wrong: expect_partial is taken for a check | test_lacking | nothing is raised
# breaks: "Raises ValueError if the store has a variable that the checkpoint lacks"
class Saver(Sound):
    def sure(self, status):
        status.expect_partial()


# %% wrong: the AssertionError of the status | test_lacking | make it a ValueError
# breaks: "Raises ValueError if the store has a variable that the checkpoint lacks"
class Saver(Sound):
    def sure(self, status):
        status.assert_existing_objects_matched()
