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


@points(0.5)
@after("test_columns")
def test_other_columns(probes, rng):
    """a quoted header decides, even if most of its columns are missing"""
    a, b = draw(rng, (2,)).tolist()
    before = 'mae,"a,b",epoch,"say ""hi"""\r\n0.5,1.5,0,2.5\r\n1,2'
    got = probes.csv_log_of([{"a,b": a, "loss": 1.0}, {"mae": b}], append=True, before=before)
    old = [["mae", "a,b", "epoch", 'say "hi"'], [0.5, 1.5, 0, 2.5]]
    assert_equal(read(got), [*old, ["", a, 0, ""], [b, "", 1, ""]], what="the file")


@points(0.5)
@after("test_append")
def test_many_runs(probes, rng):
    """run after run adds its rows, with the numbers of its epochs"""
    values = draw(rng, (5, 3)).tolist()
    runs = [a_run(n, [{"loss": value} for value in row]) for n, row in enumerate(values)]
    rows = [[n, value] for n, value in enumerate(value for row in values for value in row)]
    want = [[["epoch", "loss"], *rows[: 3 * n + 3]] for n in range(5)]
    texts = probes.csv_log_in_runs(runs)
    assert_equal([read(text) for text in texts], want, what="the file after each run")


def a_run(number, logs):
    """Return a run of three epochs; each object makes two."""
    return {"object": number // 2, "append": True, "first": 3 * number, "logs": logs}
