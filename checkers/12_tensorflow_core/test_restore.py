"""Checks of restore."""

import numpy as np

from tensorkata.checking import (
    after,
    assert_close,
    assert_equal,
    draw,
    forbids,
    points,
)

pytestmark = forbids("keras")


def drawn(rng, count):
    """Return for each of some checkpoints the model's values, the slots, and the step.

    Of three, the newest has neither the largest number nor the last name.
    """
    bounds = [(40, 50), (900, 990), (10, 20)][:count]
    steps = [int(rng.integers(low, high)) for low, high in bounds]
    models = [draw(rng, (3, 2), (2,)) for _ in steps]
    return models, [draw(rng, (3, 2), (2,)) for _ in steps], steps


def compare(got, models, slots, steps):
    """Hold the step and every variable against the newest checkpoint."""
    slips = {"the oldest checkpoint is read": steps[0], UNREAD: 0, FORGOTTEN: None}
    slips |= {BY_NAME: max(steps)}
    slips |= {"the number of the checkpoints": len(steps), "a string": str(steps[-1])}
    want = [*models[-1], *slots[-1], np.int64(steps[-1] // 2)]
    hold(got, steps[-1], want, slips, [*models[0], *slots[0], np.int64(steps[0] // 2)], STARTS)


def hold(got, step, want, slips, others, zero):
    """Hold the step and every variable; the others, and what zero means, are for the slips."""
    assert_equal(got["raised"], "nothing", what="what is raised", slips=RAISED)
    assert_equal(got["step"], step, what="the step count", slips=slips)
    assert_equal(got["type"], "int", what="the type of the step count", slips=TYPES)
    for value, wanted, other, name in zip(got["values"], want, others, NAMES, strict=True):
        wrong = {"it is from the oldest checkpoint": other, zero: 0 * wanted}
        dtype = "int64" if name == NAMES[-1] else "float32"
        assert_close(value, wanted, dtype=dtype, what=f"{name} afterwards", slips=wrong)
    assert_equal(got["replaced"], [], what="the list of variables that are others", slips=REPLACED)


def test_example(probes):
    """restore gives what the docstring's example shows"""
    values = [np.ones((3, 2), "float32"), np.ones(2, "float32")]
    got, want = probes.restore_without_checkpoint(values, values, "missing"), [*values, *values]
    hold(got, 0, [*want, np.int64(3)], {FORGOTTEN: None}, [*want, np.int64(3)], ERASED)


@points(1.5)
@after(test_example)
def test_values(probes, rng):
    """the model and the optimizer get the values of the newest checkpoint, in place"""
    for count in (1, 3):
        setting = drawn(rng, count)
        compare(probes.restore_from_folder(*setting), *setting)


@points(0.5)
@after(test_example)
def test_nothing(probes, rng):
    """without a checkpoint the result is 0, and all variables stay as they are"""
    values, slots = draw(rng, (2, 3), (3,)), draw(rng, (2, 3), (3,))
    want = [*values, *slots, np.int64(3)]
    for place in ("missing", "empty", "other"):
        got = probes.restore_without_checkpoint(values, slots, place)
        hold(got, 0, want, {FORGOTTEN: None}, want, ERASED)


@points(1)
@after(test_values)
def test_no_value(probes, rng):
    """a variable that gets no value is an AssertionError"""
    setting = drawn(rng, 1)
    compare(probes.restore_from_folder(*setting), *setting)
    for side in ("model", "optimizer"):
        error = probes.restore_misfit(*setting, more=side)["error"]
        what = f"what is raised if the {side} has one more variable"
        assert_equal(error, "AssertionError", what=what, slips=SILENT)


@points(1)
@after(test_values)
def test_left_over(probes, rng):
    """a value that fits no variable is an AssertionError"""
    setting = drawn(rng, 1)
    compare(probes.restore_from_folder(*setting), *setting)
    for side in ("model", "optimizer"):
        error = probes.restore_misfit(*setting, lacking=side)["error"]
        what = f"what is raised if the {side} has one variable less"
        assert_equal(error, "AssertionError", what=what, slips=SILENT)


NAMES = ["the kernel", "the bias", "the first slot", "the second slot", "the optimizer's count"]
STARTS = "it is as it was before: nothing was restored into it"
ERASED = "it was set to 0"
RAISED = {
    "assert_consumed complains if there is no path": "AssertionError",
    "the folder is looked into before it is known to be there": "FileNotFoundError",
}
SILENT = {
    "nothing is raised: something is lost in silence": "nothing",
    "a ValueError, not an AssertionError": "ValueError",
}
BY_NAME = "the one with the last name or the largest number is read, not the one written last"
UNREAD = "the step is not restored"
FORGOTTEN = "nothing is returned"
TYPES = {
    "it is a tensor: int() makes a number of it": "EagerTensor",
    "it is a variable: int() makes a number of it": "int64 tf.Variable",
    "it is a NumPy number: int() makes a number of it": "int64",
}
REPLACED = {"the attribute got another tf.Variable; graphs still use the old one": ["model.kernel"]}
