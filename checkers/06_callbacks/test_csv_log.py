"""Checks of CsvLog: the file's text, read by the judge."""

import csv
import io

from tensorkata.checking import (
    after,
    assert_equal,
    draw,
    forbids,
    points,
)

pytestmark = forbids("keras.callbacks.CSVLogger")

COLUMNS = ["epoch", "accuracy", "loss", "val_loss"]


def read(text):
    """Return the rows of a CSV file, numbers as floats."""
    return [[number(field) for field in row] for row in csv.reader(io.StringIO(text, newline=""))]


def number(field):
    """Return the value of a field: a float if it is one."""
    try:
        return float(field)
    except ValueError:
        return field


def drawn(rng, epochs, names=("val_loss", "loss", "accuracy")):
    """Draw the logs of that many epochs."""
    return [dict(zip(names, draw(rng, (len(names),)).tolist(), strict=True)) for _ in range(epochs)]


def rows(logs, columns=COLUMNS, first=0):
    """Return the rows of these logs, numbered from the first epoch."""
    return [
        [epoch, *(entry[name] for name in columns[1:])] for epoch, entry in enumerate(logs, first)
    ]


def table(logs):
    """Return the rows of a whole file."""
    return [COLUMNS, *rows(logs)]


def misread(logs):
    """Return the files of mistaken logs."""
    unsorted = ["epoch", *logs[0]]
    rounded = {
        f"the numbers are rounded to {digits} places": [
            COLUMNS,
            *([row[0], *(round(value, digits) for value in row[1:])] for row in rows(logs)),
        ]
        for digits in (2, 3, 4, 6)
    }
    return rounded | {
        "there is no header": rows(logs),
        "a header before every row": [line for row in rows(logs) for line in (COLUMNS, row)],
        "the epochs are counted from 1": [COLUMNS, *rows(logs, first=1)],
        "the epoch is missing": [line[1:] for line in table(logs)],
        "the columns are in the order of the logs": [unsorted, *rows(logs, unsorted)],
        "the values are not under their names": [COLUMNS, *rows(logs, unsorted)],
        "only the last row is in the file": [COLUMNS, rows(logs)[-1]],
    }


def test_form(probes, rng):
    """CsvLog is a Callback and writes a file that begins with a header"""
    logs = drawn(rng, 1)[0]
    kind, text = probes.csv_kind(logs)
    assert_equal(kind, want=True, what=KIND)
    slips = {words: file[:1] for words, file in misread([logs]).items()}
    assert_equal(read(text)[:1], [COLUMNS], what="the first line", slips=slips)


@points(1)
@after(test_form)
def test_rows(probes, rng):
    """each epoch has a row: its number, and the values of its logs with all digits"""
    for epochs in (4, 1):
        logs = drawn(rng, epochs)
        got = probes.csv_log([{"append": False, "logs": logs}])["ends"][0]
        assert_equal(read(got), table(logs), what="the file", slips=misread(logs))


@points(1)
@after(test_form)
def test_interruption(probes, rng):
    """at the end of each epoch all rows so far are on the disk"""
    logs = drawn(rng, 3)
    got = probes.csv_log([{"append": False, "logs": logs}])["epochs"]
    late = {LATE: [[]] * 3, BEHIND: [table(logs[:n]) if n else [] for n in range(3)]}
    want = [table(logs[: n + 1]) for n in range(3)]
    assert_equal([read(text) for text in got], want, what="the file after each epoch", slips=late)


@points(1)
@after(test_rows)
def test_append(probes, rng):
    """append=True adds rows under the same header; append=False starts the file anew"""
    one, two, three = (drawn(rng, epochs) for epochs in (2, 3, 1))
    runs = [(True, one), (True, two), (False, three)]
    got = probes.csv_log([{"append": append, "logs": logs} for append, logs in runs])["ends"]
    second = [*table(one), *rows(two)]
    added = {REPEATED: [*table(one), *table(two)], "the old rows are lost": table(two)}
    assert_equal(read(got[1]), second, what="the file of two runs that append", slips=added)
    kept = {"append=False keeps the rows": [*second, *rows(three)], TWICE: [*second, *table(three)]}
    assert_equal(
        read(got[2]), table(three), what="the file of a run that does not append", slips=kept
    )


@points(1)
@after(test_append)
def test_cut_line(probes, rng):
    """a last line that was cut off is removed before rows are added; a whole line stays"""
    for end, cut in [("\n", "2,0.12"), ("\r\n", "2"), ("\r\n", "2,0.1,0.2,0.3"), ("\n", "")]:
        old, logs = drawn(rng, 2), drawn(rng, 2)
        whole = "".join(",".join(map(str, row)) + end for row in table(old))
        got = probes.csv_log([{"append": True, "logs": logs}], before=whole + cut)["ends"][0]
        slips = uncut(whole, cut, logs) | {SHORT: [*table(old)[:-1], *rows(logs)]}
        assert_equal(read(got), [*table(old), *rows(logs)], what="the file", slips=slips)


@points(1)
@after(test_rows)
def test_fit(probes, rng):
    """a real fit logs loss and val_loss, and a second fit starts the file anew"""
    losses, held_out = (draw(rng, (6,)).tolist() for _ in range(2))
    got = probes.csv_in_fits(losses, held_out)
    lines = [[n % 3, *row] for n, row in enumerate(zip(losses, held_out, strict=True))]
    head = ["epoch", "loss", "val_loss"]
    slips = {"the second fit keeps the rows of the first": [head, *lines], HEADLESS: lines[3:]}
    assert_equal(read(got), [head, *lines[3:]], what="the file after two fits", slips=slips)


def uncut(whole, cut, logs):
    """Return the files of logs that keep the half line."""
    added = "".join(",".join(map(str, row)) + "\n" for row in rows(logs))
    return {
        "the first row is written after half a line": read(whole + cut + added),
        "half a line is left in the file": read(f"{whole}{cut}\n{added}"),
    }


REPEATED = "a header for each run"
LATE = "nothing is on the disk before the file is closed or flushed"
BEHIND = "the last row is not on the disk yet"
TWICE = "append=False keeps the rows, and writes another header"
HEADLESS = "the second fit writes no header, as if the file still had the first fit's header"
SHORT = "a whole line is removed too"
KIND = "the answer to “is it a callback?”"
