"""Answers to port_saving."""

import os
import pathlib
import shutil

import keras
import tensorflow as tf


def check(new):
    if not new.endswith(".keras"):
        raise ValueError(f"{new} does not end in .keras")


def load(old):
    return keras.models.load_model(old, compile=False)


# slow: test_example | it writes three files; an export traces the model
# slow: test_keras_file | it ports two models; each export traces its model
# slow: test_export | it writes three files; an export traces the model
# slow: test_refusal | it ports a model too; an export traces the model
# slow: test_both_forms | it writes three files; an export traces the model

# %% right: pathlib, and the functions of keras.saving
def port_saving(old, new, folder):
    if pathlib.Path(new).suffix != ".keras":
        raise ValueError("the name must end in .keras")
    model = keras.saving.load_model(old, compile=False)
    keras.saving.save_model(model, new)
    model.export(folder)


# %% right: exported by an ExportArchive
def port_saving(old, new, folder):
    check(new)
    model = load(old)
    archive = keras.export.ExportArchive()
    archive.track(model)
    spec = tf.TensorSpec([None, *model.input_shape[1:]], tf.float32)
    archive.add_endpoint("serve", model.call, [spec])
    archive.write_out(folder, verbose=False)
    model.save(new)


# %% right: compiled for a moment
def port_saving(old, new, folder):
    check(new)
    model = load(old)
    model.export(folder, format="tf_saved_model", verbose=False)
    model.save(new, overwrite=True)
    return None


# %% wrong: the settings of training are loaded too | test_example | deserialize
# breaks: "loss="mse" included"
def port_saving(old, new, folder):
    check(new)
    model = keras.models.load_model(old)
    model.save(new)
    model.export(folder, verbose=False)


# %% wrong: compiled wherever it works | test_keras_file | old settings came along
# breaks: "whatever loss the old model had"
def port_saving(old, new, folder):
    check(new)
    try:
        model = keras.models.load_model(old)
    except ValueError:
        model = load(old)
    model.save(new)
    model.export(folder, verbose=False)


# %% wrong: mse is explained, and all settings come along | test_keras_file | was compiled
# breaks: "not compiled and without an optimizer"
def port_saving(old, new, folder):
    check(new)
    names = {"mse": keras.losses.mean_squared_error, "mae": keras.losses.mean_absolute_error}
    model = keras.models.load_model(old, custom_objects=names)
    model.save(new)
    model.export(folder, verbose=False)


# %% wrong: read again if the loss is mse | test_keras_file | old settings came along
# breaks: "whatever the model was trained with"
def port_saving(old, new, folder):
    check(new)
    import h5py

    with h5py.File(old) as file:
        model = keras.models.load_model(old, compile="mse" not in file.attrs["training_config"])
    model.save(new)
    model.export(folder, verbose=False)


# %% wrong: compiled again | test_keras_file | has an optimizer
# breaks: "without an optimizer"
def port_saving(old, new, folder):
    check(new)
    model = load(old)
    model.compile("adam", "mse")
    model.save(new)
    model.export(folder, verbose=False)


# %% wrong: the folder by save, as in Keras 2 | test_example | raised
# breaks: "export it to `folder`"
def port_saving(old, new, folder):
    check(new)
    model = load(old)
    model.save(new)
    model.save(folder)


# %% wrong: save_format | test_example | save_format
# breaks: "export it to `folder`"
def port_saving(old, new, folder):
    check(new)
    model = load(old)
    model.save(new)
    model.save(folder, save_format="tf")


# %% wrong: tf.saved_model.save, without an endpoint | test_example
# breaks: "tf.saved_model.load(folder).serve(x) gives the same outputs"
def port_saving(old, new, folder):
    check(new)
    model = load(old)
    model.save(new)
    tf.saved_model.save(model, folder)


# %% wrong: nothing is exported | test_example
# breaks: "export it to `folder`"
def port_saving(old, new, folder):
    check(new)
    load(old).save(new)


# %% wrong: no Keras file | test_keras_file
# breaks: "write it as Keras file `new`"
def port_saving(old, new, folder):
    check(new)
    load(old).export(folder, verbose=False)


# %% wrong: the h5 file is renamed | test_keras_file
# breaks: "write it as Keras file `new`"
def port_saving(old, new, folder):
    check(new)
    model = load(old)
    shutil.copy(old, new)
    model.export(folder, verbose=False)


# %% wrong: only the weights | test_example | weights.h5
# breaks: "write it as Keras file `new`"
def port_saving(old, new, folder):
    check(new)
    model = load(old)
    model.save_weights(new)
    model.export(folder, verbose=False)


# %% wrong: the architecture with new weights | test_keras_file
# breaks: "gives a model with the same outputs"
def port_saving(old, new, folder):
    check(new)
    model = load(old)
    keras.models.clone_model(model).save(new)
    model.export(folder, verbose=False)


# %% wrong: new weights are exported | test_example
# breaks: "gives the same outputs too"
def port_saving(old, new, folder):
    check(new)
    model = load(old)
    model.save(new)
    keras.models.clone_model(model).export(folder, verbose=False)


# %% wrong: the last layer is taken for an activation | test_example | only the first layer
# breaks: "gives the same outputs too"
def port_saving(old, new, folder):
    check(new)
    model = load(old)
    model.save(new)
    keras.Sequential([keras.Input(model.input_shape[1:]), model.layers[0]]).export(
        folder, verbose=False
    )


# %% wrong: exported for one sample at a time | test_export
# breaks: "for every batch size"
def port_saving(old, new, folder):
    check(new)
    model = load(old)
    model.save(new)
    spec = keras.InputSpec(shape=(1, *model.input_shape[1:]), dtype="float32")
    model.export(folder, verbose=False, input_signature=[spec])


# %% wrong: another endpoint | test_example
# breaks: "tf.saved_model.load(folder).serve(x)"
def port_saving(old, new, folder):
    check(new)
    model = load(old)
    model.save(new)
    archive = keras.export.ExportArchive()
    archive.track(model)
    spec = tf.TensorSpec([None, *model.input_shape[1:]], tf.float32)
    archive.add_endpoint("predict", model.call, [spec])
    archive.write_out(folder, verbose=False)


# %% wrong: the old file is removed | test_keras_file
# breaks: "stays as it is"
def port_saving(old, new, folder):
    check(new)
    model = load(old)
    model.save(new)
    model.export(folder, verbose=False)
    os.remove(old)


# %% wrong: the old file is written again, with trained-off weights | test_keras_file
# breaks: "stays as it is"
def port_saving(old, new, folder):
    check(new)
    model = load(old)
    model.save(new)
    model.export(folder, verbose=False)
    keras.models.clone_model(model).save(old)


# %% wrong: the name is not checked | test_refusal | takes .h5 too
# breaks: "Raises ValueError if `new` does not end in .keras"
def port_saving(old, new, folder):
    model = load(old)
    model.save(new)
    model.export(folder, verbose=False)


# %% wrong: the export comes before the check | test_refusal | check it first
# breaks: "before anything is written"
def port_saving(old, new, folder):
    model = load(old)
    model.export(folder, verbose=False)
    check(new)
    model.save(new)


# %% wrong: the dot of .keras anywhere | test_refusal
# breaks: "does not end in .keras"
def port_saving(old, new, folder):
    if ".keras" not in new:
        raise ValueError(new)
    model = load(old)
    model.export(folder, verbose=False)
    model.save(new if new.endswith(".keras") else new + ".keras")


# %% wrong: everything behind the first dot is the suffix | test_refusal
# breaks: "Raises ValueError if `new` does not end in .keras"
def port_saving(old, new, folder):
    if pathlib.Path(new).name.partition(".")[2] != "keras":
        raise ValueError(new)
    model = load(old)
    model.export(folder, verbose=False)
    model.save(new)


# %% wrong: an assertion | test_refusal | AssertionError
# breaks: "ValueError"
def port_saving(old, new, folder):
    assert new.endswith(".keras")
    model = load(old)
    model.save(new)
    model.export(folder, verbose=False)


# %% wrong: the model is returned | test_keras_file
# breaks: "Returns None"
def port_saving(old, new, folder):
    check(new)
    model = load(old)
    model.save(new)
    model.export(folder, verbose=False)
    return model


# %% equivalent: generic-graph | nobody reads and writes files while a graph is traced
