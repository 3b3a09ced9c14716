"""Checks of LossHistory."""

from tensorkata.checking import (
    after,
    assert_equal,
    assert_true,
    draw,
    forbids,
    points,
)

pytestmark = forbids("keras.callbacks.History")


def a_fit(rng, *sizes):
    """Draw the losses of a fit with that many batches per epoch: [[losses, loss], ...]."""
    return [[draw(rng, (n,)).tolist(), draw(rng, ()).item()] for n in sizes]


def joined(lists):
    """Return one list of the elements of lists."""
    return [element for one in lists for element in one]


def oracle(fit):
    """Return [batches, epochs] of a fit."""
    return [joined(losses for losses, _ in fit), [loss for _, loss in fit]]


def misread(fit):
    """Return what mistaken callbacks keep of a fit."""
    batches, epochs = oracle(fit)
    return {
        "the batches are cleared in each epoch": [fit[-1][0], epochs],
        "the losses of batches and epochs are in one list": [
            joined([*a, b] for a, b in fit),
            epochs,
        ],
        "the last batch's loss instead of the epoch's": [
            batches,
            [losses[-1] for losses, _ in fit],
        ],
        "val_loss instead of loss for the epochs": [batches, [2 * loss for loss in epochs]],
        "only the last loss is kept": [batches[-1:], epochs[-1:]],
    }


def misbegun(fits):
    """Return what mistaken callbacks hold at the end of several fits."""
    lists = [oracle(fit) for fit in fits]
    total = [joined(batches for batches, _ in lists), joined(epochs for _, epochs in lists)]
    return {
        "the lists are not cleared when fit starts again": [total] * len(fits),
        "the old lists are cleared; make new lists": [lists[-1]] * len(fits),
    }


def hold_to_floats(got):
    """Require a list of Python floats."""
    floats = isinstance(got, list) and all(type(loss) is float for loss in got)
    assert_true(floats, "is not a list of Python floats", got=got)


def test_form(probes, rng):
    """LossHistory is a Callback with two lists, empty at first, of Python floats"""
    got = probes.loss_history([a_fit(rng, 2)])
    assert_true(isinstance(got, list), "is not a Keras callback", got=got)
    assert_equal(got[0], [True, True], what="[batches is empty, epochs is empty] before a fit")
    batches, epochs = got[1]
    hold_to_floats(batches)
    hold_to_floats(epochs)


@points(1)
@after(test_form)
def test_losses(probes, rng):
    """batches and epochs hold the losses of a fit in their order"""
    for sizes in [(3, 2, 4), (1,), (2, 2)]:
        fit = a_fit(rng, *sizes)
        got = probes.loss_history([fit])[1]
        assert_equal(got, oracle(fit), what="[batches, epochs]", slips=misread(fit))


@points(1)
@after(test_losses)
def test_next_fit(probes, rng):
    """the next fit begins with new lists and does not change the old lists"""
    for sizes in [((2, 3), (4,), (1, 2)), ((3,), (1,))]:
        fits = [a_fit(rng, *batches) for batches in sizes]
        got = probes.loss_history(fits)[1:]
        assert_equal(got, [oracle(fit) for fit in fits], what=IN_TURN, slips=misbegun(fits))


@points(1)
@after(test_losses)
def test_fit(probes, rng):
    """in a real fit, validation and evaluate do not change the losses"""
    losses, held_out = (draw(rng, (6,)).tolist() for _ in range(2))  # 2 x 3 batches, 3 x 2 batches
    got = probes.loss_history_in_fit(losses, held_out, epochs=2)
    want, slips = [losses, losses[2::3]], counted_too(losses, held_out)
    assert_equal(got, want, what="[batches, epochs]", slips=slips)


def counted_too(a, b):
    """Return what mistaken callbacks hold after a fit with validation, and after evaluate."""
    mixed = [*a[:3], *b[:2], *a[3:], *b[2:]]
    return {
        "the batches of validation and evaluate are kept too": [mixed, a[2::3]],
        "validation and evaluate count as epochs": [a, [b[1], a[2], b[3], a[5], b[5]]],
        "validation or evaluate clears the lists": [[], []],
    }


IN_TURN = "[batches, epochs] of each fit, read at the end,"
