"""Hidden checks of CsvLog."""

import csv
import io

from tensorkata.checking import after, assert_equal, draw, forbids, points

pytestmark = forbids("keras.callbacks.CSVLogger")


def read(text):
    """Return the rows of a CSV file, numbers as floats."""
    return [[number(field) for field in row] for row in csv.reader(io.StringIO(text, newline=""))]


def number(field):
    """Return the value of a field: a float if it is one."""
    try:
        return float(field)
    except ValueError:
        return field


@points(1)
@after("test_append")
def test_columns(probes, rng):
    """the header decides: its order stays, a missing value is empty, a new key is left out"""
    a, b, c, d = draw(rng, (4,)).tolist()
    logs = [{"val_loss": a, "loss": b}, {"lr": c, "loss": d}, {"lr": 0.5, "val_loss": 0.0}]
    for head in (["loss", "epoch", "val_loss"], ["epoch", "loss", "val_loss"]):
        before = None if head[0] == "epoch" else ",".join(head) + "\n"
        got = probes.csv_log([{"append": True, "logs": logs}], before=before)["ends"][0]
        assert_equal(read(got), filed(head, logs), what="the file", slips=misfiled(head, logs))


def filed(head, logs, empty=("",)):
    """Return the file of these logs under a header; `empty` stands for a missing value."""
    rows = [entry | {"epoch": epoch} for epoch, entry in enumerate(logs)]
    return [head, *([f for name in head for f in fields(row, name, empty)] for row in rows)]


def fields(row, name, empty):
    """Return the field of a value, or the text for a missing value."""
    return (row[name],) if name in row else empty


def misfiled(head, logs):
    """Return the files of logs that ignore the existing header."""
    some = [{name: value for name, value in entry.items() if value} for entry in logs]
    return {
        "the order of the header is not kept": [head, *filed(sorted(head), logs)[1:]],
        "a missing value is left out": filed(head, logs, empty=()),
        "a missing value becomes 0": filed(head, logs, empty=(0.0,)),
        "a value of 0 is left empty": filed(head, some),
    }


@points(1)
@after("test_append")
def test_odd_files(probes, rng):
    """names are quoted, and a header that was cut off is written again"""
    a, b = draw(rng, (2,)).tolist()
    logs = [{"top,k": a, 'the "best"': b}]
    want = [["epoch", 'the "best"', "top,k"], [0, b, a]]
    for before in (None, "", "epoch,the"):
        got = probes.csv_log([{"append": True, "logs": logs}], before=before)["ends"][0]
        assert_equal(read(got), want, what="the file", slips=raw(a, b))


def raw(a, b):
    """Return the files of logs that do not quote, or go on under half a header."""
    return {
        "a name with a comma is not quoted": [["epoch", 'the "best"', "top", "k"], [0, b, a]],
        "half a header is taken for the header": [["epoch", "the"], [0, ""]],
    }
