"""Hidden checks of CsvLog."""

import csv
import io

from tensorkata.checking import after, assert_equal, draw, forbids, points

pytestmark = forbids("keras.callbacks.CSVLogger")


def read(text):
    """Return the rows of a CSV file, as they stand."""
    return list(csv.reader(io.StringIO(text, newline="")))


@points(1)
@after("test_append")
def test_columns(probes, rng):
    """the header decides: its order stays, a missing value is empty, a new key is left out"""
    a, b, c, d, e = map(repr, draw(rng, (5,)).tolist())
    logs = [{"val_loss": float(a), "loss": float(b)}, {"lr": float(c), "loss": float(d)}]
    logs.append({"lr": 0.5, "val_loss": float(e)})
    got = probes.csv_log([{"append": True, "logs": logs}], before="loss,epoch,val_loss\n")
    want = [["loss", "epoch", "val_loss"], [b, "0", a], [d, "1", ""], ["", "2", e]]
    assert_equal(read(got["ends"][0]), want, what="the file", slips=unlike(a, b, d, e))


@points(1)
@after("test_append")
def test_odd_files(probes, rng):
    """names are quoted, and a header that was cut off is written again"""
    a, b = draw(rng, (2,)).tolist()
    logs = [{"top,5": a, 'the "best"': b}]
    want = [["epoch", 'the "best"', "top,5"], ["0", repr(b), repr(a)]]
    for before in (None, "", "epoch,the"):
        got = probes.csv_log([{"append": True, "logs": logs}], before=before)
        assert_equal(read(got["ends"][0]), want, what="the file", slips=raw(before, a, b))


def unlike(a, b, d, e):
    """Return the files of logs that do not look at the header that is there."""
    head = ["loss", "epoch", "val_loss"]
    return {
        "the order of the header is not kept": [head, ["0", b, a], ["1", d, ""], ["2", "", e]],
        "a missing value is left out": [head, [b, "0", a], [d, "1"], ["2", e]],
    }


def raw(before, a, b):
    """Return the files of logs that do not quote, or write behind half a header."""
    plain = ["epoch", 'the "best"', "top", "5"]
    return {
        "a name with a comma is not quoted": [plain, ["0", repr(b), repr(a)]],
        "half a header is taken for one": read(f"{before or ''}\n0,{b!r},{a!r}\n"),
    }
