"""Checks of from_csv: the judge writes the text, and knows its columns."""

import csv
import io

import numpy as np

from tensorkata.checking import after, assert_close, assert_equal, draw, points


def text_of(columns):
    """Return the text of a CSV file with these columns of strings."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerows([list(columns), *zip(*columns.values(), strict=True)])
    return file.getvalue()


def numbers(rng, n):
    """Draw that many numbers, as text."""
    return [f"{value:.5f}" for value in draw(rng, (n,), dtype="float64")]


def integers(rng, n):
    """Draw that many whole numbers, as text; the first is negative."""
    return [str(value) for value in [-7, *rng.integers(-999, 999, n - 1).tolist()]]


def words(rng, n):
    """Draw that many words."""
    return ["".join(rng.choice(list("abcdefgh"), 6)) for _ in range(n)]


def drawn(rng, n):
    makers = {"weight": numbers, "count": integers, "name": words, "height": numbers}
    return {name: make(rng, n) for name, make in makers.items()}


def joined(batches, name=None):
    """Return a feature of all batches, or the label."""
    parts = [features[name] if name else label for features, label in batches]
    return np.concatenate(parts)


def with_gaps(columns):
    """Empty a field in each column."""
    for name, row in [("weight", 0), ("height", 4), ("count", 3), ("name", 2)]:
        columns[name][row] = ""
    return columns


def gaps_of(column):
    """Return a column with gaps treated in other ways; rows 1 and 5 have no gaps."""
    return {
        "a missing number becomes 0": np.nan_to_num(column),
        "a missing number becomes the mean": np.where(np.isnan(column), np.nanmean(column), column),
        "rows with a missing field are left out": column[[1, 5]],
    }


def misquoted(fields):
    """Return the fields with the quotes misread."""
    doubled = [field.replace('"', '""') for field in fields]
    return {
        "the quotes around a field are kept": [
            f'"{field}"' if set(field) & set('",') else field for field in doubled
        ],
        "quotes inside a field are lost": [field.replace('"', "") for field in fields],
        "doubled quotes stay doubled": doubled,
    }


def floats(fields):
    return np.array([float(field or "nan") for field in fields], dtype=np.float32)


def test_form(probes, rng):
    """from_csv serves batches of pairs: a dict of the features, and the label"""
    columns = drawn(rng, 7)
    got = probes.from_csv(text_of(columns), "height", 3)[0]
    forms = [[sorted(features), len(label)] for features, label in got]
    want = [[["count", "name", "weight"], size] for size in (3, 3, 1)]
    slips = {KEPT: [[sorted(columns), size] for size in (3, 3, 1)], DROPPED: want[:2]}
    assert_equal(forms, want, what="the list of [features, size of the label]", slips=slips)


@after(test_form)
def test_dtypes(probes, rng):
    """each column has the type of its fields"""
    features, label = probes.from_csv(text_of(drawn(rng, 5)), "height", 5)[0][0]
    parts = [label, *(features[name] for name in ("weight", "count", "name"))]
    got = [part.dtype.name.replace("object", "string") for part in parts]
    assert_equal(
        got, RIGHT, what="[height, the label, weight, count, name]: the types", slips=TYPES
    )


@points(1)
@after(test_dtypes)
def test_values(probes, rng):
    """the rows keep their order and all their digits, in each pass"""
    columns = drawn(rng, 8)
    columns["count"][1] = str(rng.integers(2**40, 2**41))
    passes = probes.from_csv(text_of(columns), "height", 3, passes=2)
    for _, batches in zip(range(2), passes, strict=True):
        got = np.stack([joined(batches), joined(batches, "weight")])
        want = np.stack([floats(columns["height"]), floats(columns["weight"])])
        assert_close(got, want, what="the label, and weight")
        assert_close(joined(batches, "count"), np.int64(columns["count"]), what="count")
        assert_equal(joined(batches, "name"), columns["name"], what="name")


@points(1)
@after(test_values)
def test_quotes(probes, rng):
    """a field in quotes keeps its commas and its quotes"""
    one, two, three, four = words(rng, 4)
    fields = [f"{one}, {two}", f'the "{three}"', f'"{four}", {one}', two]
    text = text_of({"note": fields, "count": integers(rng, 4)})
    got = joined(probes.from_csv(text, "count", 3)[0], "note")
    assert_equal(got, fields, what="the column", slips=misquoted(fields))


@points(1)
@after(test_values)
def test_missing(probes, rng):
    """a missing number is NaN, even among whole numbers, and a missing string is empty"""
    columns = with_gaps(drawn(rng, 6))
    batches = probes.from_csv(text_of(columns), "height", 4)[0]
    for name in (None, "weight", "count"):
        want, got = floats(columns[name or "height"]), joined(batches, name)
        slips = gaps_of(want)
        assert_close(got, want, dtype="float32", what=name or "the label", slips=slips)
    assert_equal(joined(batches, "name"), columns["name"], what="name")


RIGHT = ["float32", "float32", "int64", "string"]
TYPES = {
    "whole numbers are int32": ["float32", "float32", "int32", "string"],
    "whole numbers become floats": ["float32", "float32", "float32", "string"],
    "the label is float64": ["float64", "float32", "int64", "string"],
    "numbers are float64": ["float64", "float64", "int64", "string"],
    "everything is text": ["string"] * 4,
}
KEPT = "the label is still among the features"
DROPPED = "the last short batch is dropped"
