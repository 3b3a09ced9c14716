"""Hidden checks of LossHistory."""

from tensorkata.checking import after, assert_equal, assert_true, draw, forbids, points

pytestmark = forbids("keras.callbacks.History")


@points(1)
@after("test_losses")
def test_logs(probes, rng):
    """tensors become floats, a loss of 0 is kept, and logs without a loss add nothing"""
    batches, epochs = [*draw(rng, (3,)).tolist(), 0.0], [0.0, *draw(rng, (2,)).tolist()]
    none, empty = [None, *batches, {}], [*epochs[:2], {"val_loss": 0.5}, *epochs[2:], None]
    got = probes.loss_history_by_hand(none, empty)
    assert_equal(got, [batches, epochs], what="[batches, epochs]", slips=misread(batches, epochs))
    floats = all(type(loss) is float for losses in got for loss in losses)
    assert_true(floats, "a tensor is kept instead of a Python float", got=got[0][0])


def misread(batches, epochs):
    """Return what mistaken callbacks keep."""
    filled = [*epochs[:2], 0.0, *epochs[2:], 0.0]
    return {
        "a loss of 0 is taken for a missing loss": [batches[:-1], epochs[1:]],
        "a missing loss is kept as 0": [batches, filled],
    }
