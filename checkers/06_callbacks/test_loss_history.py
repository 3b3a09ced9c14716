"""Checks of LossHistory."""

from tensorkata.checking import (
    after,
    assert_equal,
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


def kept(batches, epochs):
    """Return the two lists by their names."""
    return {"batches": batches, "epochs": epochs}


def oracle(fit):
    """Return the two lists after a fit."""
    return kept(joined(losses for losses, _ in fit), [loss for _, loss in fit])


def misread(fit, val_loss):
    """Return what mistaken callbacks keep of a fit."""
    batches, epochs = oracle(fit).values()
    ends, mixed = [losses[-1] for losses, _ in fit], joined([*one, loss] for one, loss in fit)
    return {
        "the batches are cleared in each epoch": kept(fit[-1][0], epochs),
        "the losses of batches and epochs are in one list": kept(mixed, epochs),
        "the last batch's loss instead of the epoch's": kept(batches, ends),
        "val_loss instead of loss for the epochs": kept(batches, val_loss),
        "only the last loss is kept": kept(batches[-1:], epochs[-1:]),
        "the losses are in reverse order": kept(batches[::-1], epochs[::-1]),
        NESTED: kept([losses for losses, _ in fit], epochs),
    }


def misbegun(fits):
    """Return what mistaken callbacks hold at the end of several fits."""
    lists = [oracle(fit) for fit in fits]
    total = {name: joined(each[name] for each in lists) for name in lists[0]}
    return {
        "the lists are not cleared when fit starts again": [total] * len(fits),
        "the old lists are cleared; make new lists": [lists[-1]] * len(fits),
        "only `batches` is a new list": [each | {"epochs": total["epochs"]} for each in lists],
        "only `epochs` is a new list": [each | {"batches": total["batches"]} for each in lists],
    }


def kinds(got):
    """Return what each list of losses holds, in words."""
    floats = {name: all(type(loss) is float for loss in got[name]) for name in LISTS}
    return {name: FLOATS if floats[name] else "other things" for name in LISTS}


def test_example(probes):
    """LossHistory keeps what the docstring's example shows"""
    batches, epochs = [{"loss": 0.75}, {"loss": 0.5}], [{"loss": 0.5, "val_loss": 0.625}]
    got = probes.loss_history_by_hand(batches, epochs)
    slips = misread([[[0.75, 0.5], 0.5]], [0.625])
    assert_equal(got, kept([0.75, 0.5], [0.5]), what=WHAT, slips=slips)


@after(test_example)
def test_form(probes):
    """LossHistory is a Keras callback, and both lists are empty before the first fit"""
    want = {"a callback": True, "batches": [], "epochs": []}
    slips = {NO_CALLBACK: want | {"a callback": "LossHistory"}, NO_LISTS: want | kept(None, None)}
    slips |= {LATE: want | kept("missing", "missing")}
    assert_equal(probes.loss_history_kind(), want, what="a new LossHistory", slips=slips)


@points(1)
@after(test_form)
def test_losses(probes, rng):
    """batches and epochs hold the losses of a fit in their order"""
    for sizes in [(3, 2, 4), (1,), (2, 2)]:
        fit = a_fit(rng, *sizes)
        (got,) = probes.loss_history_in_fits([fit])
        slips = misread(fit, [2 * loss for _, loss in fit])
        assert_equal(got, oracle(fit), what=WHAT, slips=slips)


@points(1)
@after(test_losses)
def test_next_fit(probes, rng):
    """the next fit begins with two new lists and does not change the old lists"""
    for sizes in [((2, 1), (2,), (1, 2)), ((3,), (1,))]:
        fits = [a_fit(rng, *batches) for batches in sizes]
        got = probes.loss_history_in_fits(fits)
        assert_equal(got, [oracle(fit) for fit in fits], what=IN_TURN, slips=misbegun(fits))


@points(0.5)
@after(test_losses)
def test_logs(probes, rng):
    """tensors become floats, a loss of 0 is kept, and logs without a loss add nothing"""
    batches, epochs = [*draw(rng, (2,)).tolist(), 0.0, INF], [0.0, *draw(rng, (2,)).tolist()]
    some, others = logs_of(batches), logs_of(epochs)
    none, empty = [None, *some, {}], [*others[:2], {"val_loss": 0.5}, others[2], None]
    got = probes.loss_history_of_tensors(none, empty)
    assert_equal(got, kept(batches, epochs), what=WHAT, slips=misheld(batches, epochs))
    assert_equal(kinds(got), dict.fromkeys(LISTS, FLOATS), what="the content", slips=TENSORS)


@points(1)
@after(test_losses)
def test_fit(probes, rng):
    """in a real fit, validation, evaluate and predict do not change the losses"""
    losses, held_out = (draw(rng, (6,)).tolist() for _ in range(2))  # 2 x 3 batches, 3 x 2 batches
    got = probes.loss_history_in_fit(losses, held_out, epochs=2)
    assert_equal(got, kept(losses, losses[2::3]), what=USED, slips=counted_too(losses, held_out))


def logs_of(losses):
    """Return logs with these losses."""
    return [{"mae": 0.5, "loss": loss} for loss in losses]


def misheld(batches, epochs):
    """Return what callbacks keep that mistake a loss of 0, infinity, or a missing loss."""
    filled = [*epochs[:2], 0.0, *epochs[2:], 0.0]
    return {
        "a loss of 0 is taken for a missing loss": kept([*batches[:2], INF], epochs[1:]),
        "a missing loss is kept as 0": kept(batches, filled),
        "an infinite loss is left out": kept(batches[:3], epochs),
    }


def counted_too(a, b):
    """Return what mistaken callbacks hold after a fit with validation, evaluate and predict."""
    mixed, epochs = [*a[:3], *b[:2], *a[3:], *b[2:]], a[2::3]
    return {
        "the batches of validation and evaluate are kept too": kept(mixed, epochs),
        "validation and evaluate count as epochs": kept(a, [b[1], a[2], b[3], a[5], b[5]]),
        "evaluate or predict clears the lists": kept([], []),
        "the batches of predict are kept too": kept([*a, 0.0, 0.0], epochs),
    }


INF = float("inf")
LISTS, FLOATS = ("batches", "epochs"), "Python floats"
OTHERS = "a tensor or a NumPy number is kept; float() makes a Python float of it"
TENSORS = {
    f"in `batches` {OTHERS}": {"batches": "other things", "epochs": FLOATS},
    f"in `epochs` {OTHERS}": {"batches": FLOATS, "epochs": "other things"},
    OTHERS: dict.fromkeys(LISTS, "other things"),
}
WHAT = "the pair of lists"
IN_TURN = "the list of what each fit left, read at the end,"
USED = "the pair of lists after fit, evaluate and predict"
NESTED = "a list for each epoch, not one list of all batches"
NO_CALLBACK = "the class does not inherit from keras.callbacks.Callback"
NO_LISTS = "the lists are None before the first fit, not empty"
LATE = "the lists are only made when a fit begins"
