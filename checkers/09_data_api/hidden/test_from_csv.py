"""Hidden checks of from_csv."""

from tensorkata.checking import after, assert_equal, draw, points


def text_of(counts, notes, weights):
    """Return the text of a CSV file."""
    rows = [",".join(row) for row in zip(counts, notes, map(str, weights), strict=True)]
    return "\n".join(["count,note,weight", *rows, ""])


@points(1)
@after("test_form")
def test_late(probes, rng):
    """the last row of a column can change its type, and a missing label is refused"""
    counts, notes = rng.integers(0, 99, (2, 150)).astype(str).tolist()
    text = text_of([*counts, "2.5"], [*notes, "none"], draw(rng, (151,), dtype="float64"))
    error = probes.refused_label(text, "height")
    assert_equal(
        error, "ValueError", what="the error for a label that is not a column", slips=ERRORS
    )
    got, numbers = probes.from_csv(text, "weight", 200)[0][0][0], [float(count) for count in counts]
    assert_equal(got["count"], [*numbers, 2.5], what="count", slips={ROUNDED: [*numbers, 2.0]})
    assert_equal(got["note"], [*notes, "none"], what="note", slips={NAN: [*notes, "nan"]})


ERRORS = {"a KeyError instead of a ValueError": "KeyError", "nothing is refused": ""}
ROUNDED = "the number in the last row is rounded, since all others are whole"
NAN = "the text in the last row is taken for a missing number"
