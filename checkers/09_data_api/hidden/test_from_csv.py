"""Hidden checks of from_csv."""

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, assert_raises, draw, points


def text_of(counts, notes, weights):
    """Return the text of a CSV file."""
    rows = [",".join(row) for row in zip(counts, notes, map(str, weights), strict=True)]
    return "\n".join(["count,note,weight", *rows, ""])


@points(1)
@after("test_form")
def test_late(probes, rng):
    """the last row of a column can change its type, and a label that is missing is refused"""
    counts, notes = rng.integers(0, 99, (2, 150)).astype(str).tolist()
    counts[-1], notes[-1] = "2.5", "none"
    text = text_of(counts, notes, draw(rng, (150,), dtype="float64"))
    assert_raises(ValueError, probes.from_csv, text, "height", 64)
    got = probes.from_csv(text, "weight", 200)[0][0]
    assert_close(got[0]["count"], np.array(counts, dtype=np.float32), dtype="float32")
    assert_equal(got[0]["note"], notes, what="the column note")
