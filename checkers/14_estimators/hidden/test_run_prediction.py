"""Hidden checks of run_prediction."""

from tensorkata.checking import after, assert_close, draw, points


@points(0.75)
@after("test_values")
def test_many_rows(probes, rng):
    """many rows come in the order of the data, of the newest weights"""
    kernel, x, labels = draw(rng, (4,), (11, 4), (11,))
    got = probes.run_prediction(kernel, [x, labels], 4, (8, 17), seen=[], more=True)
    for row, sample in zip(got["rows"], x, strict=True):
        y = sample @ kernel
        for name, want in (("y", y), ("twice", [y, 2 * y])):
            assert_close(row[name], want, what=f"{name!r} of a row")
