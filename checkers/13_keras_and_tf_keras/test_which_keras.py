"""Checks of which_keras."""

from tensorkata.checking import after, assert_equal, points

BACKENDS = ("jax", "torch", "openvino", "numpy")
VERSIONS = ["keras", "tf.keras", "tf_keras"]


def version(rng):
    """Draw a version whose first number has two digits."""
    return ".".join(str(rng.integers(10, 99)) for _ in range(3))


def drawn(rng, *, tf_keras, shared):
    """Draw what the modules of an installation say, and what its surroundings say instead."""
    backend, environment = (str(name) for name in rng.choice(BACKENDS, 2, replace=False))
    return {
        "keras": version(rng),
        "tf.keras": version(rng),
        "tf_keras": version(rng) if tf_keras else None,
        "backend": backend,
        "shared": shared,
        "KERAS_BACKEND": environment,
        "TF_USE_LEGACY_KERAS": "1",
        "pip": version(rng),
    }


def facts_of(installed):
    facts = {name: installed[name] for name in ("keras", "tf.keras", "tf_keras")}
    facts |= {name: installed[name] for name in ("backend", "shared")}
    return facts | {"generation": int(installed["tf.keras"].split(".")[0])}


def slips_of(installed):
    """Return the facts that each mistake gives."""
    right, versions = facts_of(installed), [installed[name] for name in ("keras", "tf.keras")]
    wrong = {
        "the version of keras stands for that of tf.keras": {"tf.keras": versions[0]},
        "the version of tf.keras stands for that of keras": {"keras": versions[1]},
        "the versions of keras and tf.keras are exchanged": {
            "keras": versions[1],
            "tf.keras": versions[0],
        },
        "the generation is the first digit, not the first number": {
            "generation": int(versions[1][0])
        },
        "the generation is that of keras, not of tf.keras": {
            "generation": int(versions[0].split(".")[0])
        },
        "the generation is a string": {"generation": versions[1].split(".")[0]},
        "the generation is known by heart": {"generation": 3},
        "the engine is known by heart": {"backend": "tensorflow"},
        "the engine is read from the environment: ask keras": {
            "backend": installed["KERAS_BACKEND"]
        },
        "the generation is read from the environment: ask tf.keras": {
            "generation": 2 if installed["TF_USE_LEGACY_KERAS"] == "1" else 3
        },
        "whether the classes are shared is read from the environment: ask the modules": {
            "shared": installed["TF_USE_LEGACY_KERAS"] != "1"
        },
        "whether the classes are shared is known by heart": {"shared": True},
        "subclasses count as shared: ask if it is one class": {"shared": True},
        "tf_keras is never there": {"tf_keras": None},
        "the version of tf.keras stands for that of tf_keras": {"tf_keras": versions[1]},
        "whether tf_keras is there, not its version": {
            "tf_keras": installed["tf_keras"] is not None
        },
        "the words 'not installed' stand for None": {"tf_keras": "not installed"},
        "an empty version stands for None": {"tf_keras": ""},
        "the versions are compared, not the classes": {"shared": versions[0] == versions[1]},
    }
    return {words: right | other for words, other in (wrong | by_pip(installed)).items()}


def by_pip(installed):
    """Return what is wrong in the facts if some versions are those of pip's metadata."""
    wrong = {}
    for several in [["keras"], ["tf.keras"], ["tf_keras"], ["keras", "tf.keras"], VERSIONS]:
        facts = dict.fromkeys(several, installed["pip"])
        if "tf.keras" in several:
            facts["generation"] = int(installed["pip"].split(".")[0])
        words = ", ".join(several)
        wrong[f"pip's metadata, not the __version__ of the module: {words}"] = facts
    return wrong


def compare(got, several):
    """Hold the facts of each call against what was installed then."""
    first = {"remembered from the first call": facts_of(several[0])}
    for found, one in zip(got, several, strict=True):
        slips = slips_of(one) | first
        assert_equal(found, facts_of(one), what="the dict of facts", slips=slips)


def test_example(probes):
    """which_keras gives what the docstring's example shows: Keras 3 on TensorFlow, shared"""
    want = {"generation": 3, "backend": "tensorflow", "shared": True}
    slips = {
        "the generation is a string": want | {"generation": "3"},
        "tf.keras and keras are two modules, but they share their classes": want
        | {"shared": False},
    }
    assert_equal(probes.which_keras(), want, what="the dict of these facts", slips=slips)


@points(1.5)
@after(test_example)
def test_versions(probes, rng):
    """versions, generation and engine are asked from the modules, anew in every call"""
    several = [drawn(rng, tf_keras=True, shared=True) for _ in range(2)]
    compare(probes.which_keras(several), several)


@points(0.5)
@after(test_versions)
def test_missing(probes, rng):
    """tf_keras is None if its import fails"""
    several = [drawn(rng, tf_keras=False, shared=True)]
    compare(probes.which_keras(several), several)


@points(0.5)
@after(test_versions)
def test_not_shared(probes, rng):
    """shared is False if tf.keras.layers.Dense is another class"""
    several = [drawn(rng, tf_keras=True, shared=False)]
    compare(probes.which_keras(several), several)
