"""Checks of CsvLog: the file's text, read by the judge."""

import csv
import io

import numpy as np

from tensorkata.checking import (
    after,
    assert_equal,
    draw,
    forbids,
    points,
)

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


def drawn(rng, epochs, names=("val_loss", "loss", "accuracy"), digits=3):
    """Draw the logs of that many epochs, with few digits."""
    values = [np.round(draw(rng, (len(names),)).astype(float), digits) for _ in range(epochs)]
    return [dict(zip(names, row.tolist(), strict=True)) for row in values]


def rows(logs, columns=(), first=0):
    """Return the rows of these logs, numbered from the first epoch."""
    names = columns[1:] or sorted(logs[0])
    return [[epoch, *(entry[name] for name in names)] for epoch, entry in enumerate(logs, first)]


def head(logs):
    """Return the header of these logs."""
    return ["epoch", *sorted(logs[0])]


def table(logs):
    """Return the rows of a whole file."""
    return [head(logs), *rows(logs)]


def as_text(lines, end="\n"):
    """Return lines as CSV."""
    file = io.StringIO(newline="")
    csv.writer(file, lineterminator=end).writerows(lines)
    return file.getvalue()


def misread(logs):
    """Return the files of mistaken logs."""
    unsorted, columns = ["epoch", *logs[0]], head(logs)
    rounded = {
        f"the numbers are rounded to {digits} places": [
            columns,
            *([row[0], *(round(value, digits) for value in row[1:])] for row in rows(logs)),
        ]
        for digits in (2, 3, 4, 6)
    }
    training = [
        {name: value for name, value in entry.items() if not name.startswith("val_")}
        for entry in logs
    ]
    return rounded | {
        "the numbers have 6 digits": [
            columns,
            *([row[0], *(float(f"{value:.6g}") for value in row[1:])] for row in rows(logs)),
        ],
        "there is no header": rows(logs),
        "a header before every row": [line for row in rows(logs) for line in (columns, row)],
        "the epochs are counted from 1": [columns, *rows(logs, first=1)],
        "the epoch is missing": [line[1:] for line in table(logs)],
        "the epoch comes last": [[*line[1:], line[0]] for line in table(logs)],
        "the columns are in the order of the logs": [unsorted, *rows(logs, unsorted)],
        "all columns are in alphabetical order, the epoch too": in_order([columns, *rows(logs)]),
        "the values are not under their names": [columns, *rows(logs, unsorted)],
        "only the last row is in the file": [columns, rows(logs)[-1]],
        "the columns of validation are left out": table(training),
    }


def in_order(lines):
    """Return lines with the columns in alphabetical order."""
    order = sorted(range(len(lines[0])), key=lambda at: lines[0][at])
    return [[line[at] for at in order] for line in lines]


def test_example(probes):
    """CsvLog writes what the docstring's example shows"""
    logs = [{"loss": 0.5, "accuracy": 0.75}]
    got = read(probes.csv_log_of(logs))
    assert_equal(got, table(logs), what=FILE, slips=misread(logs) | {EMPTY: []})


@after(test_example)
def test_form(probes):
    """CsvLog is a Keras callback"""
    assert_equal(probes.csv_log_made(), want=True, what=KIND, slips={NO_CALLBACK: "CsvLog"})


@points(1)
@after(test_form)
def test_rows(probes, rng):
    """each epoch has a row: its number, and the values of its logs with all digits"""
    for epochs in (4, 1):
        logs = drawn(rng, epochs, digits=20)
        logs[0] |= {"loss": 1e300, "lr": 1e-20}
        logs = [{"lr": 0.1} | entry for entry in logs]
        got = read(probes.csv_log_of(logs))
        assert_equal(got, table(logs), what=FILE, slips=misread(logs))


@points(1)
@after(test_form)
def test_interruption(probes, rng):
    """at the end of each epoch all rows so far are on the disk"""
    logs = drawn(rng, 3)
    got = probes.csv_log_by_epoch(logs)
    late = {LATE: [[]] * 3, BEHIND: [table(logs[:n]) if n else [] for n in range(3)]}
    late |= {HEAD: [[head(logs)]] * 3}
    want = [table(logs[: n + 1]) for n in range(3)]
    assert_equal([read(text) for text in got], want, what="the file after each epoch", slips=late)


@points(1)
@after(test_rows)
def test_append(probes, rng):
    """append=True adds rows under the same header; append=False starts the file anew"""
    one, two, three = (drawn(rng, epochs) for epochs in (2, 3, 1))
    runs = [a_run(one, append=True), a_run(two, append=True, number=1, first=2)]
    runs += [a_run(three, append=True), a_run(three, number=2, first=4)]
    got = [read(text) for text in probes.csv_log_in_runs(runs)]
    want, slips = runs_told(one, two, three), misappended(one, two, three)
    assert_equal(got, want, what="the file after each run", slips=slips)


@points(0.5)
@after(test_append)
def test_columns(probes, rng):
    """the header decides: its order stays, a missing value is empty, a new key is left out"""
    a, b, c, d = draw(rng, (4,)).tolist()
    logs = [{"val_loss": a, "loss": b}, {"lr": c, "loss": d}, {"lr": 0.5, "val_loss": 0.0}]
    for columns in HEADERS:
        before = None if columns[0] == "epoch" else as_text([columns])
        got = read(probes.csv_log_of(logs, append=True, before=before))
        assert_equal(got, filed(columns, logs), what=FILE, slips=misfiled(columns, logs))


@points(1)
@after(test_append)
def test_cut_line(probes, rng):
    """a last line that was cut off is removed before rows are added; a whole line stays"""
    for end, cut in CUTS:
        old, logs = drawn(rng, 2) if end else [], drawn(rng, 2)
        whole = as_text(table(old), end) if end else ""
        got = read(probes.csv_log_of(logs, append=True, before=whole + cut))
        want = [*table(old), *rows(logs)] if end else table(logs)
        assert_equal(got, want, what=FILE, slips=uncut(whole, cut, logs))


@points(0.5)
@after(test_append)
def test_quotes(probes, rng):
    """names with a comma or a quote are quoted, and read from the header of another run"""
    logs = drawn(rng, 2, ('the "best"', "top,k"))
    for old in ([], table(logs[:1])):
        got = read(probes.csv_log_of(logs, append=True, before=as_text(old)))
        want = [*old, *rows(logs)] if old else table(logs)
        assert_equal(got, want, what=FILE, slips=unquoted(old, logs))


@points(1)
@after(test_rows)
def test_fit(probes, rng):
    """a real fit logs loss and val_loss, and a second fit starts the file anew"""
    losses, held_out = (draw(rng, (6,)).tolist() for _ in range(2))
    got = read(probes.csv_log_in_fits(losses, held_out))
    pairs = zip(losses, held_out, strict=True)
    lines = [HEADER, *([n % 3, *pair] for n, pair in enumerate(pairs))]
    want, slips = [HEADER, *lines[4:]], misfitted(lines)
    assert_equal(got, want, what="the file after two fits", slips=slips)


def a_run(logs, *, append=False, number=0, first=0):
    """Return a run of the object of that number."""
    return {"object": number, "append": append, "first": first, "logs": logs}


def runs_told(one, two, three):
    """Return the file after each run: three that append, and one that does not."""
    second = [*table(one), *rows(two, first=2)]
    return [table(one), second, [*second, *rows(three)], [head(three), *rows(three, first=4)]]


def misappended(one, two, three):
    """Return the files of runs that append wrongly."""
    first, second, third, last = runs_told(one, two, three)
    again = [head(two), *rows(two, first=2)]
    headed = [*first, *again]
    return {
        "a header for each run": [first, headed, [*headed, *table(three)], last],
        "the old rows are lost": [first, again, table(three), last],
        "a second fit of the object does not append": [first, second, table(three), last],
        "append=False keeps the rows": [first, second, third, [*third, *last[1:]]],
        "append=False keeps the rows, and writes another header": [
            *(first, second, third),
            [*third, *last],
        ],
        "the epochs are counted, not taken from the hook": [
            *(first, [*first, *rows(two)], [*first, *rows(two), *rows(three)], table(three)),
        ],
        "a whole line is removed too": [
            *(first, [*first[:-1], *second[3:]], [*first[:-1], *second[3:-1], *rows(three)], last),
        ],
    }


def filed(columns, logs, empty=("",)):
    """Return the file of these logs under a header; `empty` stands for a missing value."""
    entries = [entry | {"epoch": epoch} for epoch, entry in enumerate(logs)]
    return [columns, *([f for name in columns for f in fields(entry, name, empty)]
                       for entry in entries)]  # fmt: skip


def fields(entry, name, empty):
    """Return the field of a value, or the text for a missing value."""
    return (entry[name],) if name in entry else empty


def misfiled(columns, logs):
    """Return the files of logs that ignore the existing header."""
    some = [{name: value for name, value in entry.items() if value} for entry in logs]
    own = [[epoch, *(entry[name] for name in sorted(entry))] for epoch, entry in enumerate(logs)]
    return {
        "the order of the header is not kept": [columns, *filed(sorted(columns), logs)[1:]],
        "the columns of the header are not looked at": [columns, *own],
        "a missing value is left out": filed(columns, logs, empty=()),
        "a missing value becomes 0": filed(columns, logs, empty=(0.0,)),
        "None stands for a missing value": filed(columns, logs, empty=("None",)),
        "a new key becomes a new field": added(columns, logs),
        "a value of 0 is left empty": filed(columns, some),
    }


def added(columns, logs):
    """Return the file of logs with a field more for each new key."""
    more = [[entry[name] for name in sorted(entry) if name not in columns] for entry in logs]
    head, *lines = filed(columns, logs)
    return [head, *(line + new for line, new in zip(lines, more, strict=True))]


def unquoted(old, logs):
    """Return the files of logs that do not quote, or split a header at its commas."""
    lines = [*old, *rows(logs)] if old else table(logs)
    raw = "".join(",".join(map(str, line)) + "\n" for line in lines)
    nothing = [[row[0], "", "", ""] for row in rows(logs)]
    bare = [name.replace('"', "") for name in head(logs)]
    return {
        "a quote in a name is lost": [bare, *rows(logs)],
        "a name with a comma is not quoted": read(raw),
        "the header is split at each comma, not read by csv.reader": [*old, *nothing],
    }


def uncut(whole, cut, logs):
    """Return the files of logs that keep the half line, or remove more."""
    added = as_text(rows(logs))
    shorter = "".join(whole.splitlines(keepends=True)[:-1])
    return {
        "the first row is written after half a line": read(whole + cut + added),
        "half a line is left in the file": read(f"{whole}{cut}\n{added}"),
        "half a header is taken for the header": [["epoch", "accu"], [0, ""], [1, ""]],
        "a whole line is removed too": read(shorter + added),
        "the file is lost": table(logs),
    }


def misfitted(lines):
    """Return the files of two fits of three epochs each that mistake the second one."""
    return {
        "the second fit keeps the rows of the first": lines,
        "the second fit writes no header": lines[4:],
        "a header for each fit": [*lines[:4], lines[0], *lines[4:]],
    }


HEADER = ["epoch", "loss", "val_loss"]
HEADERS = (HEADER, ["loss", "epoch", "val_loss"], ["val_loss", "loss"])
# The line ends of an existing file, and the half line behind them; at last only half a header.
CUTS = [("\n", "2,0.12"), ("\r\n", "2"), ("\r\n", "2,0.1,0.2,0.3"), ("\n", ""), ("", "epoch,accu")]
FILE = "the file"
EMPTY = "nothing is in the file"
LATE = "nothing is on the disk before the file is closed or flushed"
BEHIND = "the last row is not on the disk yet"
HEAD = "only the header is on the disk before the file is closed or flushed"
KIND = "the answer to “is it a callback?”"
NO_CALLBACK = "the class does not inherit from keras.callbacks.Callback"
