"""Answers to save_and_reload."""

import os
import pathlib
import tempfile

import keras


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


# %% wrong: the given model comes back | test_output | given model
def save_and_reload(model, path):
    if not path.endswith(".keras"):
        raise ValueError(path)
    model.save(path)
    keras.models.load_model(path)
    return model


# %% wrong: nothing is returned | test_form | returned
def save_and_reload(model, path):
    if not path.endswith(".keras"):
        raise ValueError(path)
    model.save(path)
    model = keras.models.load_model(path)


# %% wrong: a suffix is added | test_form | given path
def save_and_reload(model, path):
    if not path.endswith(".keras"):
        raise ValueError(path)
    model.save(path + ".keras")
    return keras.models.load_model(path + ".keras")


# %% wrong: a file in a temporary folder | test_form | given path
def save_and_reload(model, path):
    if not path.endswith(".keras"):
        raise ValueError(path)
    with tempfile.TemporaryDirectory() as folder:
        model.save(os.path.join(folder, "model.keras"))
        return keras.models.load_model(os.path.join(folder, "model.keras"))


# %% wrong: the layers without the weights | test_output | differ
def save_and_reload(model, path):
    if not path.endswith(".keras"):
        raise ValueError(path)
    model.save(path)
    return keras.models.clone_model(model)


# %% wrong: loaded without compile | test_optimizer_state | not compiled
def save_and_reload(model, path):
    if not path.endswith(".keras"):
        raise ValueError(path)
    model.save(path)
    return keras.models.load_model(path, compile=False)


# %% wrong: compiled again | test_optimizer_state | afresh
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
def save_and_reload(model, path):
    if not path.endswith(".keras"):
        raise ValueError(path)
    model.save(path)
    clone = keras.models.clone_model(model)
    clone.set_weights(model.get_weights())
    return clone


# %% wrong: any path will do | test_suffix | that Keras accepts
def save_and_reload(model, path):
    model.save(path)
    return keras.models.load_model(path)


# %% wrong: .keras anywhere in the path | test_suffix | anywhere
def save_and_reload(model, path):
    if ".keras" not in path:
        raise ValueError(path)
    model.save(path)
    return keras.models.load_model(path)


# %% wrong: the suffix is mended | test_suffix | corrected
def save_and_reload(model, path):
    if not path.endswith(".keras"):
        path = os.path.splitext(path)[0] + ".keras"
    model.save(path)
    return keras.models.load_model(path)


# %% wrong: two parts only, by the first dot | test_suffix | ValueError
def save_and_reload(model, path):
    if os.path.basename(path).split(".")[1:] != ["keras"]:
        raise ValueError(path)
    model.save(path)
    return keras.models.load_model(path)


# %% wrong: an existing file is kept | test_replaces | older file
def save_and_reload(model, path):
    if not path.endswith(".keras"):
        raise ValueError(path)
    if not os.path.exists(path):
        model.save(path)
    return keras.models.load_model(path)
