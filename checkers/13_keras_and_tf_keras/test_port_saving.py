"""Checks of port_saving."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points

FORMS = {
    "new": "what the Keras file gives",
    "served": "what the exported folder gives",
    "old": "what the old file gives afterwards",
}


def drawn(rng, features, outputs, *batches):
    kernel, bias, *xs = draw(
        rng, (features, outputs), (outputs,), *((n, features) for n in batches)
    )
    return [kernel, bias], xs


def oracle(weights, x):
    return 2 * (x.astype(np.float64) @ weights[0] + weights[1])


def compare(got, weights, xs, forms):
    """Hold the outputs of each form for each batch."""
    for form in forms:
        for x, values in zip(xs, got[form], strict=True):
            slips = {
                "only the first layer": oracle(weights, x) / 2,
                "the bias is missing": oracle([weights[0], 0], x),
            }
            want = oracle(weights, x)
            assert_close(values, want, dtype="float32", slips=slips, what=FORMS[form])


def test_example(probes):
    """port_saving writes an export that gives what the docstring's example shows"""
    # The model has a second layer here, which doubles: halves of the example's ones.
    weights = [np.full((2, 1), 0.5, "float32"), np.zeros(1, "float32")]
    [got] = probes.port_saving(weights, [np.float32([[1, 2]])], ["served"])["served"]
    assert_close(
        got, [[3.0]], dtype="float32", slips={"only the first layer": [[1.5]]}, what=FORMS["served"]
    )


@points(1)
def test_keras_file(probes, rng):
    """the Keras file holds the model, not compiled; the old file stays; None is returned"""
    for loss in ("mse", str(rng.choice(READ))):
        weights, xs = drawn(rng, 4, 3, 5, 1)
        got = probes.port_saving(weights, xs, ["new", "old", "rest"], loss)
        compare(got, weights, xs, ["new", "old"])
        want = {"returned": "None", "compiled": False}
        assert_equal(got["rest"], want, what=REST, slips=slips_of_rest(want, loss))


def slips_of_rest(want, loss):
    """Return what each mistake says of the new model, and of what is returned."""
    compiled = want | {"compiled": True}
    return {
        COMPILED if loss == "mse" else f"{COMPILED}, where {loss!r} can be read": compiled,
        "the model is returned": want | {"returned": "Sequential"},
    }


@points(1)
@after(test_example)
def test_export(probes, rng):
    """serve(x) of the exported folder is right for every batch size, and for another loss"""
    weights, xs = drawn(rng, 3, 2, 1, 6, 4)
    loss = str(rng.choice(["mae", "msle", "categorical_crossentropy"]))
    compare(probes.port_saving(weights, xs, ["served"], loss), weights, xs, ["served"])


@points(1)
def test_refusal(probes, rng):
    """a name that does not end in .keras raises ValueError, and nothing is written"""
    weights, xs = drawn(rng, 2, 1, 2)
    names = ["a.b.keras", "c"]
    compare(probes.port_saving(weights, xs, ["new"], "mse", names), weights, xs, ["new"])
    for name in ("new.h5", "new", "new.keras.old"):
        got, want = probes.port_saving_refused(weights, name), REFUSED
        assert_equal(got, want, what=f"what became of the name {name!r}", slips=ACCEPTED)


READ = ["huber", "mean_squared_error", "categorical_crossentropy", "log_cosh"]
REST = "what is returned, and whether the new model is compiled,"
COMPILED = "the new model has an optimizer: it was compiled, or the old settings came along"
REFUSED = {"raised": "ValueError", "files": ["old.h5"]}
ACCEPTED = {
    "`.keras` anywhere in the name is enough": {
        "raised": "nothing",
        "files": ["new.keras.old.keras", "old.h5", "served"],
    },
    "the name is not checked: model.save takes .h5 too": {
        "raised": "nothing",
        "files": ["new.h5", "old.h5", "served"],
    },
    "the name is checked after the export: check it first": {
        "raised": "ValueError",
        "files": ["old.h5", "served"],
    },
}
