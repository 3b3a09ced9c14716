"""Checks of Saver."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points


def drawn(rng, **shapes):
    """Draw a value for each name."""
    return {name: np.asarray(draw(rng, shape)) for name, shape in shapes.items()}


def restored(got, saved, step, before, *, returned=True, late=None):
    """Hold the values of the store after restore, and what it returned."""
    late = late or {}
    parts, wrong = {}, {}
    for name, old in (before | late).items():
        what = f"{name!r}, made after restore" if name in late else f"{name!r} after restore"
        parts[what] = got["values"][name], saved[name]
        wrong[what] = {LATE if name in late else STAYED: old, UNSAVED: 0 * old}
    parts["the global step"] = (got["global step"], np.int64(step))
    for what, (part, want) in parts.items():
        slips, dtype = wrong.get(what, {STEP_STAYED: np.int64(7)}), want.dtype.name
        assert_close(part, want, dtype=dtype, slips=slips, what=what)
    wrong = {"nothing is returned": None, "the opposite": not returned} | ENDS
    assert_equal(got["returned"], want=returned, what="the result of restore", slips=wrong)


def test_example(probes):
    """Saver gives what the docstring's example shows"""
    saved, before = {"weight": np.ones(2, "float32")}, {"weight": np.zeros(2, "float32")}
    restored(probes.saver_restored(saved, 0, before), saved, 0, before)


@points(0.75)
@after(test_example)
def test_restore(probes, rng):
    """restore gives every variable and the global step their saved values"""
    for shapes in ({"a": (2, 3), "b": (), "frozen": (4,)}, {"only": (1,)}):
        saved, before = drawn(rng, **shapes), drawn(rng, **shapes)
        step = int(rng.integers(10, 1000))
        saved, before = ({**side, "a/slot": side[min(side)]} for side in (saved, before))
        restored(probes.saver_restored(saved, step, before), saved, step, before)


@points(0.5)
@after(test_example)
def test_smaller_store(probes, rng):
    """the checkpoint may have variables that the store lacks"""
    shapes = {"kernel": (3, 2), "bias": (2,)}
    saved, before = drawn(rng, momentum=(3, 2), **shapes), drawn(rng, **shapes)
    restored(probes.saver_restored(saved, 21, before), saved, 21, before)


@points(0.25)
@after(test_restore)
def test_late(probes, rng):
    """a variable that the store makes after restore gets its saved value as it is made"""
    shapes = {"kernel": (3, 2), "later": (2, 2), "scale": ()}
    saved, before = drawn(rng, **shapes), drawn(rng, **shapes)
    late = {name: before.pop(name) for name in ("later", "scale")}
    got = probes.saver_restored(saved, 31, before, late=late)
    restored(got, saved, 31, before, late=late)


@points(0.5)
@after(test_example)
def test_no_checkpoint(probes, rng):
    """without a checkpoint restore returns False, and the store stays as it is"""
    saved, before = drawn(rng, weight=(2, 3)), drawn(rng, weight=(2, 3))
    restored(probes.saver_restored(saved, 5, before), saved, 5, before)
    for folder in ("missing/folder", "."):
        got = probes.saver_restored(saved, 5, before, folder, saving=False)
        restored(got, before, 7, before, returned=False)


@points(0.5)
@after(test_example)
def test_names(probes, rng):
    """a checkpoint is named after the global step, and the newest one is restored"""
    steps = np.cumsum(rng.integers(2, 50, size=3)).tolist()
    values = list(draw(rng, (3, 2)))
    got, want = probes.saver_kept([values, values], steps, 5), [f"model.ckpt-{n}" for n in steps]
    assert_equal(got["files"], sorted(want), what=FILES, slips=misnamed(steps))
    assert_close(got["weight"], values[-1], slips={OLDEST: values[0]}, what="the restored weight")


@points(0.75)
@after(test_names)
def test_keep(probes, rng):
    """the newest checkpoints stay, counting those of an earlier Saver"""
    for keep, steps, again in [(2, [3, 5, 8, 9], [10, 11]), (3, [2, 4], [6, 9]), (1, [1, 2], [5])]:
        values = [list(draw(rng, (4, 2))) for _ in range(2)]
        got = probes.saver_kept(values, steps, keep, again)
        want = [f"model.ckpt-{n}" for n in (steps + again)[-keep:]]
        wrong = unremoved(steps, again, keep)
        assert_equal(got["files"], sorted(want), what=FILES, slips=wrong)
        weight = values[1][len(again) - 1]
        assert_close(got["weight"], weight, what="the restored weight")


@points(0.5)
@after(test_example)
def test_lacking(probes, rng):
    """a variable that the checkpoint lacks is an error, not a silent start from scratch"""
    shapes = {"kernel": (3, 2), "bias": (2,)}
    saved, before = drawn(rng, **shapes), drawn(rng, **shapes)
    restored(probes.saver_restored(saved, 4, before), saved, 4, before)
    more = before | drawn(rng, scale=(2,))
    got = probes.saver_restored(saved, 4, more, lacking=True)
    assert_equal(got, "ValueError", what="the error of restore", slips=REFUSED)


def misnamed(steps):
    """Return the names that mistakes give."""
    counted = [f"model.ckpt-{n}" for n in range(1, len(steps) + 1)]
    return {
        "the number is that of the save, not the global step": counted,
        "the prefix is not model.ckpt": sorted(f"ckpt-{n}" for n in steps),
        "the global step is not in the name": ["model.ckpt"],
        "only the newest is kept": [f"model.ckpt-{steps[-1]}"],
    }


def unremoved(steps, again, keep):
    """Return the names that stay by mistake."""
    named = {
        "no checkpoint is removed": steps + again,
        "those of an earlier Saver are not counted": steps[-keep:] + again[-keep:],
        "one too many stays": (steps + again)[-keep - 1 :],
        "5 are kept, whatever keep is": (steps + again)[-5:],
    }
    return {told: sorted(f"model.ckpt-{n}" for n in names) for told, names in named.items()}


ENDS = {"the path, not True": "str", "it raises ValueError": "ValueError"}
STAYED = "the value is the one before: nothing was restored"
LATE = "the value of its initializer: restore did not wait for it"
UNSAVED = "zeros, neither the saved value nor the one before"
STEP_STAYED = "the global step is not saved, or not restored"
REFUSED = {
    "nothing is raised": "no error",
    "another error is raised: make it a ValueError": "AssertionError",
}
FILES = "the list of checkpoints in the folder"
OLDEST = "the oldest checkpoint, not the newest"
