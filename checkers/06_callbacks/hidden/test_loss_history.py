"""Hidden checks of LossHistory."""

from tensorkata.checking import after, assert_equal, draw, forbids, points

pytestmark = forbids("keras.callbacks.History")


@points(0.5)
@after("test_logs")
def test_many_batches(probes, rng):
    """hundreds of losses are kept, without those that are missing"""
    batches, epochs = draw(rng, (300,)).tolist(), [0.0]
    logs = [{"loss": loss} for loss in batches]
    got = probes.loss_history_of_tensors([{}, *logs, None], [{"loss": 0.0}])
    assert_equal(got, {"batches": batches, "epochs": epochs}, what="the pair of lists")
