"""Hidden checks of from_csv."""

from tensorkata.checking import after, assert_equal, draw, points


def text_of(counts, notes, weights):
    """Return the text of a CSV file."""
    rows = [",".join(row) for row in zip(counts, notes, map(str, weights), strict=True)]
    return "\n".join(["count,note,weight", *rows, ""])


@points(1)
@after("test_form")
def test_late(probes, rng):
    """the last of many rows can change the type of a column"""
    counts, notes = rng.integers(0, 99, (2, 150)).astype(str).tolist()
    text = text_of([*counts, "2.5"], [*notes, "none"], draw(rng, (151,), dtype="float64"))
    [[[got, _]]] = probes.from_csv(text, "weight", 200)
    assert_equal(got["note"], [*notes, "none"], what="note", slips={NAN: [*notes, "nan"]})


NAN = "the text in the last row is taken for a missing number"
