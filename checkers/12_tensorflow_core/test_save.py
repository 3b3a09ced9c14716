"""Checks of save."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, forbids, points

pytestmark = forbids("keras")


def wanted(values, states, step):
    """Return what the file has, by the names of its values."""
    names = {"model/kernel": values[0], "model/bias": values[1], "step": np.int64(step)}
    slots = {f"optimizer/slots/{k}": state for k, state in enumerate(states)}
    return names | slots | {"optimizer/count": np.int64(step // 2)}


def drawn(rng, count):
    """Return for each of some checkpoints the model's values, the slots, and the step."""
    steps = np.cumsum(draw(rng, (count,), dtype="int64", low=2, high=40)).tolist()
    models = [draw(rng, (3, 2), (2,)) for _ in steps]
    return models, [draw(rng, (3, 2), (2,)) for _ in steps], steps


def numbered(rng):
    """Return five steps; neither the names nor the numbers of the newest three are the last."""
    bounds = [(10, 20), (400, 500), (80, 90), (100, 200), (5, 10)]
    return [int(rng.integers(low, high)) for low, high in bounds]


def compare(file, values, states, step):
    """Hold the values of one file against those that were saved."""
    want, what = wanted(values, states, step), "the list of names in the checkpoint"
    assert_equal(sorted(file), sorted(want), what=what, slips=names_without(want))
    dtype, slips = str(np.asarray(file["step"]).dtype), {SHORT: "int32"}
    assert_equal(dtype, "int64", what="the dtype of step in the checkpoint", slips=slips)
    for name, value in want.items():
        dtype = "int64" if name in {"step", "optimizer/count"} else "float32"
        assert_close(file[name], value, dtype=dtype, what=f"{name} in the checkpoint", slips=ZERO)


def names_without(want):
    """Return the names that are in a file after common mistakes."""
    rest = [name for name in want if not name.startswith("model/")]
    short = [name.removeprefix("model/").removeprefix("optimizer/") for name in want]
    names = {
        "the step is missing": set(want) - {"step"},
        "the optimizer is missing": [n for n in want if not n.startswith("optimizer/")],
        "the model is missing": rest,
        "the slots are missing": [n for n in want if "slots" not in n],
        "the names begin without model/ and optimizer/": short,
        "it is the checkpoint of the model only": ["bias", "kernel"],
        "the model is a list of variables": [*rest, "model/0", "model/1"],
        "the model is called net": [name.replace("model/", "net/") for name in want],
    }
    return {words: sorted(found) for words, found in names.items()}


def hold(got, models, slots, steps):
    """Hold what save returned, the files, the newest checkpoint, and the values in them."""
    names = [f"ckpt-{step}" for step in steps]
    for part, (want, slips) in expected(names).items():
        what = WHAT[part].format(len(names))
        seen = sorted(got[part]) if part == "files" else got[part]
        assert_equal(seen, want, what=what, slips=slips)
    for name, *rest in list(zip(names, models, slots, steps, strict=True))[-3:]:
        compare(got["files"][name], *rest)


def expected(names):
    """Return for each part what is wanted, and what common mistakes give."""
    returned = {
        CALLS: ["ckpt-1"] * len(names),
        "the folder is not made": ["FileNotFoundError"] * len(names),
        "nothing is returned": [None] * len(names),
        "the folder is returned": ["the folder"] * len(names),
        "the files have another name than ckpt": [n.replace("ckpt", "model") for n in names],
    }
    stay = {f"{words} stay": sorted(names[part]) for words, part in STAYING.items()}
    orders = {"by name": str, "by number": lambda name: int(name.removeprefix("ckpt-"))}
    for words, key in orders.items():
        stay |= {f"{words} {LAST}": found for found in kept_by(names, key)}
    return {
        "paths": (names, returned),
        "files": (sorted(names[-3:]), stay),
        "latest": (names[-1], {UNFOUND: None}),
    }


def kept_by(names, key):
    """Yield what stays if the last three in an order stay, whether or not the newest must."""
    for spared in (0, 1):
        kept = []
        for name in names:
            old = sorted(kept if spared else [*kept, name], key=key)
            kept = [*old[spared - 3 :], *[name] * spared]
        yield sorted(kept)


def test_example(probes):
    """save gives what the docstring's example shows"""
    values = [[np.ones((3, 2), "float32"), np.zeros(2, "float32")]]
    hold(probes.save_in_folder(values, values, [40]), values, values, [40])


@points(1)
@after(test_example)
def test_values(probes, rng):
    """the checkpoint has the model, the optimizer, and the step as an int64"""
    models, slots, steps = drawn(rng, 1)
    setting = models, slots, [steps[0] + 2**40]
    hold(probes.save_in_folder(*setting), *setting)


@points(0.5)
@after(test_example)
def test_folder(probes, rng):
    """the folder is made if there is none, and the newest checkpoint is found in it"""
    setting = drawn(rng, 2)
    hold(probes.save_in_folder(*setting, "runs/first"), *setting)


@points(1)
@after(test_example)
def test_newest_three(probes, rng):
    """of five checkpoints the three written last stay, whatever their numbers"""
    setting = *drawn(rng, 5)[:2], numbered(rng)
    hold(probes.save_in_folder(*setting), *setting)


SHORT = "tf.Variable(step) is an int32: name the dtype"
CALLS = "the number is that of the call, not the step"
WHAT = {
    "paths": "the list of what save returned in {} calls",
    "files": "the list of checkpoints in the folder after {} calls",
    "latest": "the newest checkpoint after {} calls, by tf.train.latest_checkpoint",
}
LAST = "the last three stay, not those that were written last"
UNFOUND = "it finds nothing: there is no file `checkpoint` in the folder"
STAYING = {
    "all of them": slice(5),
    "none but the newest": slice(-1, None),
    "only the newest two": slice(-2, None),
    "the newest four": slice(-4, None),
    "the oldest three": slice(3),
}
ZERO = {"it is 0: the value at the start, not the one now": np.zeros(())}
