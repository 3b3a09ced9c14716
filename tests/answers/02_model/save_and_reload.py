"""Answers to save_and_reload."""

import os
import pathlib
import shutil
import tempfile

import keras
import tensorflow as tf


# %% right: keras.saving
def save_and_reload(model, path):
    if pathlib.Path(path).suffix != ".keras":
        raise ValueError("not a .keras path")
    keras.saving.save_model(model, path, overwrite=True)
    return keras.saving.load_model(path)


# %% right: the old file is removed first
def save_and_reload(model, path):
    if os.path.splitext(path)[1] != ".keras":
        raise ValueError(path)
    if os.path.exists(path):
        os.remove(path)
    model.save(path)
    return keras.models.load_model(path, compile=True)


# %% right: written beside the file, then moved there
def save_and_reload(model, path):
    target = pathlib.Path(path)
    if not target.name.endswith(".keras"):
        raise ValueError(f"{path!r}: only .keras files")
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        fresh = os.path.join(folder, "fresh.keras")
        model.save(fresh)
        os.replace(fresh, path)
    return keras.saving.load_model(target)


# %% right: the last six letters
def save_and_reload(model, path):
    if path[-6:] == ".keras":
        keras.models.save_model(model, path, include_optimizer=True)
        return keras.models.load_model(path)
    raise ValueError("the path must end in .keras")


# %% wrong: the given model comes back | test_example | given model is returned
# breaks: "The result is a new model"
def save_and_reload(model, path):
    if not path.endswith(".keras"):
        raise ValueError(path)
    model.save(path)
    keras.models.load_model(path)
    return model


# %% wrong: nothing is returned | test_example | returned
# breaks: "return the model loaded from that file"
def save_and_reload(model, path):
    if not path.endswith(".keras"):
        raise ValueError(path)
    model.save(path)
    model = keras.models.load_model(path)


# %% wrong: a suffix is added | test_example | given path
# breaks: "Save a model as a `.keras` file at `path`"
def save_and_reload(model, path):
    if not path.endswith(".keras"):
        raise ValueError(path)
    model.save(path + ".keras")
    return keras.models.load_model(path + ".keras")


# %% wrong: a file in a temporary folder | test_example | given path
# breaks: "Save a model as a `.keras` file at `path`"
def save_and_reload(model, path):
    if not path.endswith(".keras"):
        raise ValueError(path)
    with tempfile.TemporaryDirectory() as folder:
        model.save(os.path.join(folder, "model.keras"))
        return keras.models.load_model(os.path.join(folder, "model.keras"))


# %% wrong: the layers without the weights | test_example | weights that are zero
# breaks: "the same layers and weights"
def save_and_reload(model, path):
    if not path.endswith(".keras"):
        raise ValueError(path)
    model.save(path)
    return keras.models.clone_model(model)


# %% wrong: loaded without compile | test_optimizer_state | not compiled
# breaks: "so has the result"
def save_and_reload(model, path):
    if not path.endswith(".keras"):
        raise ValueError(path)
    model.save(path)
    return keras.models.load_model(path, compile=False)


# %% wrong: compiled again | test_optimizer_state | afresh
# breaks: "with the optimizer's state"
def save_and_reload(model, path):
    if not path.endswith(".keras"):
        raise ValueError(path)
    model.save(path)
    loaded = keras.models.load_model(path)
    if model.compiled:
        optimizer = type(model.optimizer).from_config(model.optimizer.get_config())
        loaded.compile(optimizer=optimizer, loss=model.loss)
    return loaded


# %% wrong: weights copied into a clone | test_optimizer_state | afresh
# breaks: "with the optimizer's state"
def save_and_reload(model, path):
    if not path.endswith(".keras"):
        raise ValueError(path)
    model.save(path)
    clone = keras.models.clone_model(model)
    clone.set_weights(model.get_weights())
    return clone


# %% wrong: any path will do | test_suffix | that Keras accepts
# breaks: "Raises ValueError if `path` does not end in"
def save_and_reload(model, path):
    model.save(path)
    return keras.models.load_model(path)


# %% wrong: .keras anywhere in the path | test_suffix | anywhere
# breaks: "Raises ValueError if `path` does not end in"
def save_and_reload(model, path):
    if ".keras" not in path:
        raise ValueError(path)
    model.save(path)
    return keras.models.load_model(path)


# %% wrong: the suffix is mended | test_suffix | corrected
# breaks: "Raises ValueError if `path` does not end in"
def save_and_reload(model, path):
    if not path.endswith(".keras"):
        path = os.path.splitext(path)[0] + ".keras"
    model.save(path)
    return keras.models.load_model(path)


# %% wrong: two parts only, by the first dot | test_suffix | ValueError
# breaks: "Raises ValueError if `path` does not end in"
def save_and_reload(model, path):
    if os.path.basename(path).split(".")[1:] != ["keras"]:
        raise ValueError(path)
    model.save(path)
    return keras.models.load_model(path)


# %% wrong: an existing file is kept | test_replaces | older file
# breaks: "An existing file is replaced"
def save_and_reload(model, path):
    if not path.endswith(".keras"):
        raise ValueError(path)
    if not os.path.exists(path):
        model.save(path)
    return keras.models.load_model(path)


# %% wrong: the path is returned | test_example | path is returned
# breaks: "return the model loaded from that file"
def save_and_reload(model, path):
    if not path.endswith(".keras"):
        raise ValueError(path)
    model.save(path)
    return path


# %% wrong: the older format under the new name | test_example | no zip archive
# breaks: "Save a model as a `.keras` file at `path`"
def save_and_reload(model, path):
    if not path.endswith(".keras"):
        raise ValueError(path)
    model.save(path[:-6] + ".h5")
    os.replace(path[:-6] + ".h5", path)
    shutil.copy(path, path[:-6] + ".h5")
    return keras.models.load_model(path[:-6] + ".h5")


# %% wrong: an existing file is not overwritten | test_replaces | it raised
# breaks: "An existing file is replaced"
def save_and_reload(model, path):
    if not path.endswith(".keras"):
        raise ValueError(path)
    if os.path.exists(path):
        raise FileExistsError(path)
    model.save(path)
    return keras.models.load_model(path)


# %% wrong: the optimizer is left out of the file | test_optimizer_state | afresh
# breaks: "so that training goes on as if it had not been interrupted"
def save_and_reload(model, path):
    if not path.endswith(".keras"):
        raise ValueError(path)
    model.save(path, include_optimizer=False)
    loaded = keras.models.load_model(path)
    if model.compiled:
        loaded.compile("adam", model.loss)
        loaded.optimizer.learning_rate = float(model.optimizer.learning_rate)
    return loaded


# %% wrong: another loss after loading | test_optimizer_state | differ
# breaks: "If the model has an optimizer and a loss"
def save_and_reload(model, path):
    if not path.endswith(".keras"):
        raise ValueError(path)
    model.save(path)
    loaded = keras.models.load_model(path)
    if model.compiled:
        loaded.compile(loaded.optimizer, "sparse_categorical_crossentropy")
    return loaded


# %% wrong: an assertion refuses the path | test_suffix | AssertionError instead
# breaks: "Raises ValueError"
def save_and_reload(model, path):
    assert path.endswith(".keras")
    model.save(path)
    return keras.models.load_model(path)


# %% wrong: the trained weights of dense layers only | test_output | differ
# breaks: "with the same layers and weights"
def save_and_reload(model, path):
    if not path.endswith(".keras"):
        raise ValueError(path)
    model.save(path)
    loaded = keras.models.load_model(path)
    for layer in loaded.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.moving_mean.assign(tf.zeros_like(layer.moving_mean))
    return loaded


# %% right: remove the old file, keras.saving in and out
import os


def save_and_reload(model, path):
    if path[-len(".keras") :] != ".keras":
        raise ValueError(f"{path} does not end in .keras")
    if os.path.exists(path):
        os.remove(path)
    keras.saving.save_model(model, path)
    return keras.saving.load_model(path)


# %% right: written beside its place first, then moved there
import os
import shutil
import tempfile


def save_and_reload(model, path):
    if not path.endswith(".keras"):
        raise ValueError("the path must end in .keras")
    with tempfile.TemporaryDirectory() as folder:
        draft = os.path.join(folder, "draft.keras")
        model.save(draft)
        shutil.copyfile(draft, path)
    return keras.models.load_model(path)


# %% wrong: keeps a file that is there already | test_replaces
# breaks: "existing file is replaced."
import os


def save_and_reload(model, path):
    if not path.endswith(".keras"):
        raise ValueError("the path must end in .keras")
    if not os.path.exists(path):
        model.save(path)
    return keras.models.load_model(path)


# %% wrong: compiles anew after loading, with a fresh optimizer of the same settings | test_example
# breaks: "loss, so has the result, with the optimizer's state, so that training goes on as if it had not"
def save_and_reload(model, path):
    if not path.endswith(".keras"):
        raise ValueError("the path must end in .keras")
    model.save(path)
    again = keras.models.load_model(path)
    if again.optimizer is not None:
        optimizer = type(again.optimizer).from_config(again.optimizer.get_config())
        again.compile(optimizer=optimizer, loss=again.loss)
    return again


# %% wrong: refuses ".h5" and leaves the rest to Keras, which writes ".hdf5" without an error | test_suffix | only .h5 is refused
# breaks: "Raises ValueError if `path` does not end"
def save_and_reload(model, path):
    if path.endswith(".h5"):
        raise ValueError("the path must end in .keras")
    model.save(path)
    return keras.models.load_model(path)
