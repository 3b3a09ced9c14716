"""Answers to which_keras."""

import functools
import importlib
import importlib.metadata
import importlib.util
import os

import keras
import tensorflow as tf


def facts(**other):
    try:
        legacy = importlib.import_module("tf_keras").__version__
    except ImportError:
        legacy = None
    return {
        "keras": keras.__version__,
        "tf.keras": tf.keras.__version__,
        "tf_keras": legacy,
        "generation": int(tf.keras.__version__.split(".")[0]),
        "backend": keras.backend.backend(),
        "shared": tf.keras.layers.Dense is keras.layers.Dense,
        **other,
    }


# %% right: importlib, and another address of the engine
def which_keras():
    spec = importlib.util.find_spec("tf_keras")
    legacy = importlib.import_module("tf_keras").__version__ if spec else None
    version = tf.keras.__version__
    return {
        "keras": keras.__version__,
        "tf.keras": version,
        "tf_keras": legacy,
        "generation": int(version.partition(".")[0]),
        "backend": keras.backend.backend(),
        "shared": keras.layers.Dense is tf.keras.layers.Dense,
    }


# %% right: fact by fact
def which_keras():
    found = dict.fromkeys(["keras", "tf.keras", "tf_keras"])
    found["keras"], found["tf.keras"] = keras.__version__, tf.keras.__version__
    try:
        import tf_keras

        found["tf_keras"] = tf_keras.__version__
    except ModuleNotFoundError:
        pass
    major, *_ = map(int, found["tf.keras"].split(".")[:1])
    same = id(tf.keras.layers.Dense) == id(keras.layers.Dense)
    return found | {"generation": major, "backend": tf.keras.config.backend(), "shared": same}


# %% right: a helper, and a comparison
def which_keras():
    result = facts()
    result["shared"] = keras.layers.Dense == tf.keras.layers.Dense
    return result


# %% wrong: the version of keras twice | test_versions | stands for that of tf.keras
# breaks: "the `__version__` of the module tf.keras"
def which_keras():
    return facts(**{"tf.keras": keras.__version__})


# %% wrong: the version of tf.keras twice | test_versions | stands for that of keras
# breaks: "the `__version__` of the module keras"
def which_keras():
    return facts(keras=tf.keras.__version__)


# %% wrong: the versions are exchanged | test_versions | exchanged
# breaks: "the `__version__` of the module tf.keras"
def which_keras():
    return facts(**{"tf.keras": keras.__version__, "keras": tf.keras.__version__})


# %% wrong: the version of the installed distribution | test_versions | pip's metadata
# breaks: "the `__version__` of the module keras"
def which_keras():
    return facts(keras=importlib.metadata.version("keras"))


# %% wrong: pip is asked for tf_keras | test_versions | pip's metadata
# breaks: "and pip's records may say something else"
def which_keras():
    try:
        import tf_keras

        return facts(tf_keras=importlib.metadata.version("tf_keras"))
    except ImportError:
        return facts(tf_keras=None)


# %% wrong: pip is asked for everything | test_versions | pip's metadata
# breaks: "and pip's records may say something else"
def which_keras():
    found = facts()
    version = importlib.metadata.version("keras")
    found |= {"keras": version, "tf.keras": version, "generation": int(version.split(".")[0])}
    try:
        return found | {"tf_keras": importlib.metadata.version("tf_keras")}
    except importlib.metadata.PackageNotFoundError:
        return found | {"tf_keras": None}


# %% wrong: pip says whether tf_keras is there | test_missing | pip's metadata
# breaks: "None if its import fails"
def which_keras():
    found = facts()
    if found["tf_keras"] is None and list(importlib.metadata.distributions(name="tf_keras")):
        found["tf_keras"] = importlib.metadata.version("tf_keras")
    return found


# %% wrong: the environment first, then keras | test_versions | read from the environment
# breaks: "The environment's variables"
def which_keras():
    return facts(backend=os.environ.get("KERAS_BACKEND") or keras.config.backend())


# %% wrong: the generation from the environment | test_versions | read from the environment
# breaks: "The environment's variables"
def which_keras():
    legacy = os.environ.get("TF_USE_LEGACY_KERAS", "").lower() in ("1", "true")
    return facts(generation=2 if legacy else 3)


# %% wrong: the sharing from the environment | test_versions | read from the environment
# breaks: "The environment's variables"
def which_keras():
    return facts(shared=os.environ.get("TF_USE_LEGACY_KERAS") != "1")


# %% wrong: the first digit | test_versions | first digit
# breaks: "the first number of the version of tf.keras"
def which_keras():
    return facts(generation=int(tf.keras.__version__[0]))


# %% wrong: the generation of keras | test_versions | not of tf.keras
# breaks: "the first number of the version of tf.keras"
def which_keras():
    return facts(generation=int(keras.__version__.split(".")[0]))


# %% wrong: the generation as a string | test_example | is a string
# breaks: "as a number"
def which_keras():
    return facts(generation=tf.keras.__version__.split(".")[0])


# %% wrong: the generation by heart | test_versions | generation is known by heart
# breaks: "the first number of the version of tf.keras"
def which_keras():
    return facts(generation=3)


# %% wrong: the engine by heart | test_versions | engine is known by heart
# breaks: "the name of the engine that keras computes with"
def which_keras():
    return facts(backend="tensorflow")


# %% wrong: the engine from the environment | test_versions | environment
# breaks: "the name of the engine that keras computes with"
def which_keras():
    return facts(backend=os.environ.get("KERAS_BACKEND", "tensorflow"))


# %% wrong: the engine's module | test_example
# breaks: "the name of the engine that keras computes with, a string"
def which_keras():
    return facts(backend=keras.backend)


# %% wrong: shared by heart | test_not_shared | shared is known by heart
# breaks: "True if tf.keras.layers.Dense and keras.layers.Dense are one class"
def which_keras():
    return facts(shared=True)


# %% wrong: subclasses are shared too | test_not_shared
# breaks: "are one class"
def which_keras():
    return facts(shared=issubclass(tf.keras.layers.Dense, keras.layers.Dense))


# %% wrong: the modules are compared | test_example | share their classes
# breaks: "True if tf.keras.layers.Dense and keras.layers.Dense are one class"
def which_keras():
    return facts(shared=tf.keras is keras)


# %% wrong: the versions are compared | test_versions
# breaks: "True if tf.keras.layers.Dense and keras.layers.Dense are one class"
def which_keras():
    return facts(shared=tf.keras.__version__ == keras.__version__)


# %% wrong: tf_keras is never there | test_versions | never there
# breaks: "the `__version__` of the package tf_keras"
def which_keras():
    return facts(tf_keras=None)


# %% wrong: tf.keras taken for tf_keras | test_versions | stands for that of tf_keras
# breaks: "the `__version__` of the package tf_keras"
def which_keras():
    return facts(tf_keras=tf.keras.__version__)


# %% wrong: tf_keras is imported whatever comes | test_example | raised
# breaks: "None if its import fails"
def which_keras():
    import tf_keras

    return facts(tf_keras=tf_keras.__version__)


# %% wrong: words for None | test_missing | stand for None
# breaks: "None if its import fails"
def which_keras():
    found = facts()
    return found | {"tf_keras": found["tf_keras"] or "not installed"}


# %% wrong: whether tf_keras is there | test_versions | not its version
# breaks: "the `__version__` of the package tf_keras"
def which_keras():
    return facts(tf_keras=importlib.util.find_spec("tf_keras") is not None)


# %% wrong: a tuple of facts | test_example
# breaks: "Return facts about the Keras that runs"
def which_keras():
    return tuple(facts().values())


# %% wrong: one fact is left out | test_versions
# breaks: "the name of the engine"
def which_keras():
    found = facts()
    del found["keras"]
    return found


# %% wrong: remembered from the first call | test_versions
# breaks: "anew in every call"
@functools.cache
def which_keras():
    return facts()


# %% wrong: read while the file is read | test_versions
# breaks: "anew in every call"
FACTS = facts()


def which_keras():
    return FACTS
