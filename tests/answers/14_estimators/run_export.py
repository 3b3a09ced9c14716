"""Answers to run_export. A wrong answer passes its flaws to `sound`."""

import os
import shutil
from pathlib import Path

import tensorflow as tf


def numbers_in(folder):
    names = os.listdir(folder) if os.path.isdir(folder) else []
    return [int(name) for name in names if name.isdecimal()]


def sound(estimator, folder, received, receiver_fn, *flaws, **settings):
    def served_fn(tensors, labels, mode, params):
        for _ in range(settings.get("times", 1) if receiver_fn else 0):
            tensors = receiver_fn(tensors)
        if "labels" in flaws:
            labels = tf.zeros(tf.shape(tensors["x"])[:1])
        return estimator.model_fn(tensors, labels, mode, params)

    number = settings.get("number", lambda: max([0, *numbers_in(folder)]) + 1)()
    path = folder if number is None else os.path.join(folder, str(number))
    if "folder first" in flaws:
        os.makedirs(path)
    store = VariableStore()
    step = build_step(served_fn, PREDICT, estimator.params, store, (received,))
    restore = settings.get("restore", Saver.restore)
    if not restore(Saver(store, estimator.model_dir)) and "silent" not in flaws:
        raise settings.get("error", ValueError)("no checkpoint")
    if "remove" in flaws:
        shutil.rmtree(folder, ignore_errors=True)
    result = settings.get("result", dict)
    graph = tf.function(lambda **tensors: result(step(tensors)), autograph=False)
    tf.saved_model.save(store, path, signatures=graph.get_concrete_function(**received))
    return settings.get("returned", str)(path)


# %% equivalent: generic-graph | it makes graphs; nobody calls it in one


# %% equivalent: constant-7888a95d | the function calls a graph, in which AutoGraph has nothing to do


# %% equivalent: keyword-04b465eb | the function calls a graph, in which AutoGraph has nothing to do


# %% right: by helpers
def run_export(estimator, folder, received, receiver_fn=None):
    return sound(estimator, folder, received, receiver_fn)


# %% right: model_fn in the serving graph itself
def run_export(estimator, folder, received, receiver_fn=None):
    if tf.train.latest_checkpoint(estimator.model_dir) is None:
        raise ValueError(f"train first: {estimator.model_dir} is empty")
    served = tf.Module()
    served.store = VariableStore()

    @tf.function(autograph=False)
    def serve(**tensors):
        features = receiver_fn(tensors) if receiver_fn else tensors
        with opened(served.store):
            return dict(estimator.model_fn(features, None, PREDICT, estimator.params).predictions)

    graph = serve.get_concrete_function(**received)
    Saver(served.store, estimator.model_dir).restore()
    number = 1
    for path in Path(folder).iterdir() if os.path.exists(folder) else []:
        if path.name.isdigit():
            number = max(number, int(path.name) + 1)
    path = os.path.join(folder, f"{number}")
    tf.saved_model.save(served, path, signatures={"serving_default": graph})
    return path


# %% right: the receiver's graph in front of the step
def run_export(estimator, folder, received, receiver_fn=None):
    received_fn = tf.function(receiver_fn or (lambda tensors: tensors), autograph=False)
    features = received_fn.get_concrete_function(received).structured_outputs
    spec = {n: tf.TensorSpec((None, *f.shape[1:]), f.dtype) for n, f in features.items()}
    store = VariableStore()
    step = build_step(estimator.model_fn, PREDICT, estimator.params, store, (spec,))
    if not Saver(store, estimator.model_dir).restore():
        raise ValueError("no checkpoint")
    serve = tf.function(lambda **tensors: step(received_fn(tensors)))
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, str(max(numbers_in(folder) or [0]) + 1))
    tf.saved_model.save(store, path, serve.get_concrete_function(**received))
    return path


# %% right: one graph for the variables, another one to save
def run_export(estimator, folder, received, receiver_fn=None):
    store = VariableStore()

    def serve(**tensors):
        with opened(store):
            features = tensors if receiver_fn is None else receiver_fn(tensors)
            spec = estimator.model_fn(features, None, PREDICT, estimator.params)
        return spec.predictions

    tf.function(serve, autograph=False).get_concrete_function(**received)
    if not Saver(store, estimator.model_dir).restore():
        raise ValueError("no checkpoint")
    served = tf.function(serve, autograph=False).get_concrete_function(**received)
    path = f"{folder}/{max(numbers_in(folder), default=0) + 1}"
    tf.saved_model.save(store, path, signatures=served)
    return path


# %% wrong: the values of the initializers | test_example | restore the newest
# breaks: "with the values of the newest checkpoint in model_dir"
def run_export(estimator, folder, received, receiver_fn=None):
    found = lambda saver: tf.train.latest_checkpoint(estimator.model_dir) is not None
    return sound(estimator, folder, received, receiver_fn, restore=found)


# %% wrong: the last checkpoint in the order of the alphabet | test_example | older checkpoint
# breaks: "with the values of the newest checkpoint in model_dir"
def run_export(estimator, folder, received, receiver_fn=None):
    def restore(saver):
        paths = sorted(Path(estimator.model_dir).glob("*.index"))
        if not paths:
            return False
        last = str(paths[-1]).removesuffix(".index")
        tf.train.Checkpoint(store=saver.store).restore(last).expect_partial()
        return True

    if len(os.listdir(estimator.model_dir) if os.path.isdir(estimator.model_dir) else []) > 5:
        restore = Saver.restore
    return sound(estimator, folder, received, receiver_fn, restore=restore)


# %% wrong: one sample in place of a batch | test_example | shape
# breaks: "in batches of any size"
def run_export(estimator, folder, received, receiver_fn=None):
    single = {n: tf.TensorSpec(spec.shape[1:], spec.dtype) for n, spec in received.items()}

    def batch_of_one(tensors):
        tensors = {name: tensor[tf.newaxis] for name, tensor in tensors.items()}
        return receiver_fn(tensors) if receiver_fn else tensors

    first = lambda predictions: {name: part[0] for name, part in predictions.items()}
    return sound(estimator, folder, single, batch_of_one, result=first)


# %% wrong: into the folder itself | test_example | without a number
# breaks: "Export the graph of PREDICT as a SavedModel into folder/N"
def run_export(estimator, folder, received, receiver_fn=None):
    return sound(estimator, folder, received, receiver_fn, number=lambda: None)


# %% wrong: the number is the global step | test_example | is the global step
# breaks: "and 1 if there is none"
def run_export(estimator, folder, received, receiver_fn=None):
    newest = tf.train.latest_checkpoint(estimator.model_dir) or "-0"
    step = lambda: int(newest.rpartition("-")[2])
    return sound(estimator, folder, received, receiver_fn, number=step)


# %% wrong: numbers begin with 0 | test_example | begin with 0
# breaks: "and 1 if there is none"
def run_export(estimator, folder, received, receiver_fn=None):
    number = lambda: max(numbers_in(folder), default=-1) + 1
    return sound(estimator, folder, received, receiver_fn, number=number)


# %% wrong: always the first | test_numbers | every export goes to
# breaks: "N is one more than the largest number among the names in folder"
def run_export(estimator, folder, received, receiver_fn=None):
    return sound(estimator, folder, received, receiver_fn, number=lambda: 1)


# %% wrong: the largest number again | test_numbers | taken again
# breaks: "N is one more than the largest number among the names in folder"
# breaks: "Earlier exports stay as they are"
def run_export(estimator, folder, received, receiver_fn=None):
    number = lambda: max(numbers_in(folder), default=1)
    return sound(estimator, folder, received, receiver_fn, number=number)


# %% wrong: names in the order of the alphabet | test_numbers | compared as text
# breaks: "N is one more than the largest number among the names in folder"
def run_export(estimator, folder, received, receiver_fn=None):
    number = lambda: int(max(map(str, numbers_in(folder)), default="0")) + 1
    return sound(estimator, folder, received, receiver_fn, number=number)


# %% wrong: the smallest free number | test_numbers | smallest number
# breaks: "N is one more than the largest number among the names in folder"
def run_export(estimator, folder, received, receiver_fn=None):
    number = lambda: min(set(range(1, 99)) - set(numbers_in(folder)))
    return sound(estimator, folder, received, receiver_fn, number=number)


# %% wrong: all names are counted | test_numbers | counts the names
# breaks: "other names do not count"
def run_export(estimator, folder, received, receiver_fn=None):
    number = lambda: len(os.listdir(folder) if os.path.isdir(folder) else []) + 1
    return sound(estimator, folder, received, receiver_fn, number=number)


# %% wrong: every name is taken for a number | test_numbers | it raised
# breaks: "other names do not count"
def run_export(estimator, folder, received, receiver_fn=None):
    number = lambda: max((int(path.name) for path in Path(folder).glob("*")), default=0) + 1
    return sound(estimator, folder, received, receiver_fn, number=number)


# %% wrong: a name that begins with a number counts | test_numbers | 30.old
# breaks: "other names do not count"
def run_export(estimator, folder, received, receiver_fn=None):
    names = [path.name.partition(".")[0] for path in Path(folder).glob("*")]
    number = lambda: max((int(name) for name in names if name.isdecimal()), default=0) + 1
    return sound(estimator, folder, received, receiver_fn, number=number)


# %% wrong: a missing folder is an error | test_example | it raised
# breaks: "A missing folder is made"
def run_export(estimator, folder, received, receiver_fn=None):
    os.listdir(folder)
    return sound(estimator, folder, received, receiver_fn)


# %% wrong: what was there before is removed | test_numbers | only the last export
# breaks: "Earlier exports stay as they are"
def run_export(estimator, folder, received, receiver_fn=None):
    return sound(estimator, folder, received, receiver_fn, "remove")


# %% wrong: nothing is returned | test_example | nothing is returned
# breaks: "and return that path, a str"
def run_export(estimator, folder, received, receiver_fn=None):
    sound(estimator, folder, received, receiver_fn)


# %% wrong: a Path is returned | test_example | not a str
# breaks: "and return that path, a str"
def run_export(estimator, folder, received, receiver_fn=None):
    return sound(estimator, folder, received, receiver_fn, returned=Path)


# %% wrong: bytes are returned | test_example | bytes
# breaks: "and return that path, a str"
def run_export(estimator, folder, received, receiver_fn=None):
    return sound(estimator, folder, received, receiver_fn, returned=os.fsencode)


# %% wrong: the folder of all exports is returned | test_example | without a number
# breaks: "and return that path, a str"
def run_export(estimator, folder, received, receiver_fn=None):
    return sound(estimator, folder, received, receiver_fn, returned=os.path.dirname)


# %% wrong: one dict in place of keyword arguments | test_receiver
# breaks: "takes a tensor for each name in `received`, as a keyword argument"
def run_export(estimator, folder, received, receiver_fn=None):
    one = {name[0] * 6: spec for name, spec in received.items()}
    back = {name[0] * 6: name for name in received}
    if receiver_fn is None:
        return sound(estimator, folder, received, receiver_fn)
    named = lambda tensors: receiver_fn({back[name]: part for name, part in tensors.items()})
    return sound(estimator, folder, one, named)


# %% wrong: the predictions lose their names | test_example | no names of their own
# breaks: "It returns a dict of the predictions by their names"
def run_export(estimator, folder, received, receiver_fn=None):
    listed = lambda predictions: list(predictions.values())
    return sound(estimator, folder, received, receiver_fn, result=listed)


# %% wrong: only the first prediction | test_example | only the first prediction
# breaks: "It returns a dict of the predictions by their names"
def run_export(estimator, folder, received, receiver_fn=None):
    first = lambda predictions: {"y": predictions["y"]}
    return sound(estimator, folder, received, receiver_fn, result=first)


# %% wrong: receiver_fn is not called | test_receiver | receiver_fn is not called
# breaks: "or what receiver_fn makes of that dict if it is given"
def run_export(estimator, folder, received, receiver_fn=None):
    return sound(estimator, folder, received, None)


# %% wrong: receiver_fn is called twice | test_receiver | called twice
# breaks: "or what receiver_fn makes of that dict if it is given"
def run_export(estimator, folder, received, receiver_fn=None):
    return sound(estimator, folder, received, receiver_fn, times=2)


# %% wrong: a receiver_fn is always needed | test_example | it raised
# breaks: "The features are the dict of these tensors"
def run_export(estimator, folder, received, receiver_fn=None):
    return sound(estimator, folder, received, lambda tensors: receiver_fn(tensors))


# %% wrong: receiver_fn gets the tensors one by one | test_receiver | it raised
# breaks: "or what receiver_fn makes of that dict"
def run_export(estimator, folder, received, receiver_fn=None):
    taken = receiver_fn and (lambda tensors: receiver_fn(*tensors.values()))
    return sound(estimator, folder, received, taken)


# %% wrong: zeros are given for labels | test_receiver | gets labels
# breaks: "labels is None"
def run_export(estimator, folder, received, receiver_fn=None):
    return sound(estimator, folder, received, receiver_fn, "labels")


# %% wrong: the first values are exported without a checkpoint | test_no_checkpoint | nothing is raised
# breaks: "Raises ValueError if model_dir has no checkpoint"
def run_export(estimator, folder, received, receiver_fn=None):
    return sound(estimator, folder, received, receiver_fn, "silent")


# %% wrong: a FileNotFoundError without a checkpoint | test_no_checkpoint | make it a ValueError
# breaks: "Raises ValueError if model_dir has no checkpoint"
def run_export(estimator, folder, received, receiver_fn=None):
    return sound(estimator, folder, received, receiver_fn, error=FileNotFoundError)


# %% wrong: an empty folder is left without a checkpoint | test_no_checkpoint | empty folder
# breaks: "nothing is written then"
def run_export(estimator, folder, received, receiver_fn=None):
    return sound(estimator, folder, received, receiver_fn, "folder first")
