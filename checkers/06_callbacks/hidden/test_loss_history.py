"""Hidden checks of LossHistory."""

from tensorkata.checking import after, assert_equal, assert_true, draw, forbids, points

pytestmark = forbids("keras.callbacks.History")


@points(1)
@after("test_losses")
def test_logs(probes, rng):
    """tensors become floats, and logs without a loss add nothing"""
    batches, epochs = draw(rng, (4,)).tolist(), draw(rng, (3,)).tolist()
    none, empty = [None, *batches, {}], [*epochs[:1], {"val_loss": 0.5}, *epochs[1:], None]
    got = probes.loss_history_by_hand(none, empty)
    assert_equal(got, [batches, epochs], what="[batches, epochs]")
    floats = all(type(loss) is float for losses in got for loss in losses)
    assert_true(floats, "a tensor is kept where a Python float belongs", got=got[0][0])
