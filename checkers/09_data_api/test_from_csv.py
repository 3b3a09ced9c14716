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


def types_of(batch, label, names):
    """Return the type of each column in a batch."""
    features, target = batch
    parts = {name: target if name == label else features[name] for name in names}
    return {name: part.dtype.name.replace("object", "string") for name, part in parts.items()}


def with_gaps(columns):
    """Empty a field in each column, and add a column that is empty."""
    for name, row in [("weight", 0), ("height", 4), ("count", 3), ("name", 2)]:
        columns[name][row] = ""
    return columns | {"none": [""] * len(columns["name"])}


def typed(rng):
    """Return columns that show their type at last, with their types."""
    numbers = [str(n) for n in rng.integers(10, 99, 9)]
    return {
        "zeros": (["-" + numbers[0], "00" + numbers[1], "0"], "int64"),
        "points": ([f"{number}.0" for number in numbers[2:5]], "float32"),
        "late": ([*numbers[5:7], "-2e-1"], "float32"),
        "codes": ([numbers[7], "12-5", "--3"], "string"),
        "words": (["NA", numbers[8], "2.5"], "string"),
    }


def gaps_of(column):
    """Return a column with gaps treated in other ways."""
    if np.all(np.isnan(column)):
        return {"a missing number becomes 0": np.nan_to_num(column)}
    return {
        "a missing number becomes 0": np.nan_to_num(column),
        "a missing number becomes the mean": np.where(np.isnan(column), np.nanmean(column), column),
        "rows with a missing field are left out": column[~np.isnan(column)],
    }


def narrowed(count):
    """Return whole numbers that have lost digits."""
    return {
        "whole numbers went through float64, which keeps 53 bits": np.int64(np.float64(count)),
        "whole numbers went through float32, which keeps 24 bits": np.int64(np.float32(count)),
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


def plain_of(column):
    """Return a column as a list; NaN becomes a word, and strings are str."""
    return ["NaN" if value != value else value for value in column.tolist()]


def plain_batch(features, label):
    """Return a batch as plain data."""
    parts = {name: features[name] for name in sorted(features)}
    return [{name: plain_of(column) for name, column in parts.items()}, plain_of(label)]


def example(price=(310.5, "NaN"), rooms=(3, 2), town=("Ulm", "Bonn, Bad Godesberg")):
    return [{"rooms": list(rooms), "town": list(town)}, list(price)]


def type_slips(types):
    return {
        "numbers with a point, as 2.0, are taken for whole numbers": types | {"points": "int64"},
        "the type follows from the first fields, not from all": types | {"late": "int64"},
        "a number with an exponent is taken for text": types | {"late": "string"},
        "leading zeros make text of whole numbers": types | {"zeros": "string"},
        "text is taken for a missing number": types | {"words": "float32"},
    }


def test_example(probes):
    """from_csv serves what the docstring's example shows"""
    text = 'price,rooms,town\n310.5,3,Ulm\n,2,"Bonn, Bad Godesberg"\n'
    passes = probes.from_csv(text, "price", 2)
    if not isinstance(passes, str):
        passes = [[plain_batch(*batch) for batch in batches] for batches in passes]
    assert_equal(passes, [[example()]], what="the list of batches in a pass", slips=EXAMPLE_SLIPS)


@after(test_example)
def test_form(probes, rng):
    """from_csv serves batches of pairs: a dict of the features, and the label"""
    columns = drawn(rng, 7)
    [got] = probes.from_csv(text_of(columns), "height", 3)
    forms = [[sorted(features), len(label)] for features, label in got]
    want = [[["count", "name", "weight"], size] for size in (3, 3, 1)]
    slips = {KEPT: [[sorted(columns), size] for size in (3, 3, 1)], DROPPED: want[:2]}
    slips |= {HEAD: [*want[:2], [want[0][0], 2]]}
    assert_equal(forms, want, what="the list of [features, size of the label]", slips=slips)


@after(test_form)
def test_dtypes(probes, rng):
    """each column has the type of its fields, even the label"""
    for label in ("height", "count", "name"):
        columns = drawn(rng, 5)
        [[batch]] = probes.from_csv(text_of(columns), label, 5)
        got = types_of(batch, label, columns)
        assert_equal(got, RIGHT, what=f"the dict of types, with the label {label},", slips=TYPES)


@points(0.5)
@after(test_dtypes)
def test_values(probes, rng):
    """the rows keep their order and all their digits, in each pass"""
    columns = drawn(rng, 8)
    columns["count"][1] = str(rng.integers(2**61, 2**62))
    passes = probes.from_csv(text_of(columns), "height", 3, passes=2)
    for _, batches in zip(range(2), passes, strict=True):
        got = np.stack([joined(batches), joined(batches, "weight")])
        want = np.stack([floats(columns["height"]), floats(columns["weight"])])
        assert_close(got, want, what="the label, and weight")
        count = np.int64(columns["count"])
        assert_close(joined(batches, "count"), count, what="count", slips=narrowed(count))


@after(test_dtypes)
def test_late_fields(probes, rng):
    """a field far down in a long file decides the type of its column too"""
    rows = 1200
    plain = [str(n) for n in rng.integers(10, 99, rows)]
    last = {"point": "2.5", "word": "NA", "gap": "", "whole": plain[-1]}
    columns = {name: [*plain[:-1], field] for name, field in last.items()}
    types = {"point": "float32", "word": "string", "gap": "float32", "whole": "int64"}
    [[batch]] = probes.from_csv(text_of(columns), "whole", rows)
    got, wrong = types_of(batch, "whole", columns), dict.fromkeys(last, "int64")
    slips = {"the types follow from the first rows, not from all": wrong}
    assert_equal(got, types, what="the dict of types", slips=slips)


@points(0.5)
@after(test_late_fields)
def test_types(probes, rng):
    """the type of a column follows from all its fields, the last one included"""
    columns = typed(rng)
    types = {name: dtype for name, (_, dtype) in columns.items()}
    text = text_of({name: fields for name, (fields, _) in columns.items()})
    [[batch]] = probes.from_csv(text, "points", 3)
    got = types_of(batch, "points", columns)
    assert_equal(got, types, what="the dict of types", slips=type_slips(types))
    for name, (fields, dtype) in columns.items():
        got = plain_of(batch[1] if name == "points" else batch[0][name])
        want = fields if dtype == "string" else [NUMBERS[dtype](field) for field in fields]
        assert_equal(got, want, what=f"the column {name}", slips={NAN: ["nan", *fields[1:]]})


@points(0.5)
@after(test_values)
def test_quotes(probes, rng):
    """a field in quotes keeps its commas and its quotes, and the next columns their types"""
    one, two, three, four = words(rng, 4)
    fields, counts = [f"{one}, {two}", f'the "{three}"', f'"{four}", {one}', two], integers(rng, 4)
    text = text_of({"weight": numbers(rng, 4), "note": fields, "count": counts})
    [batches] = probes.from_csv(text, "weight", 3)
    assert_equal(joined(batches, "note"), fields, what="the column", slips=misquoted(fields))
    got, slips = plain_of(joined(batches, "count")), {SHIFTED: counts}
    assert_equal(got, [int(count) for count in counts], what="the column count", slips=slips)


@points(0.5)
@after(test_values)
def test_missing(probes, rng):
    """a missing number is NaN, even among whole numbers, and a missing string is empty"""
    columns = with_gaps(drawn(rng, 6))
    [batches] = probes.from_csv(text_of(columns), "height", 4)
    types = types_of(batches[0], "height", columns)
    assert_equal(types, GAPS, what="the dict of types", slips=GAP_TYPES)
    for name in (None, "weight", "count", "none"):
        want, got = floats(columns[name or "height"]), joined(batches, name)
        slips = gaps_of(want)
        assert_close(got, want, what=name or "the label", slips=slips)
    fields = columns["name"]
    assert_equal(joined(batches, "name"), fields, what="the column name")


@points(1)
@after(test_values)
def test_label(probes, rng):
    """a label that is not a column is refused at once, and any column can be the label"""
    columns = drawn(rng, 4)
    got = probes.refused_labels(text_of(columns), ["length", "Count", "count"])
    want = {"length": "ValueError", "Count": "ValueError", "count": "nothing was raised"}
    slips = {LATE: dict.fromkeys(want, "nothing was raised")}
    slips |= {CASE: want | {"Count": "nothing was raised"}}
    slips |= {KEY: want | {"length": "KeyError", "Count": "KeyError"}}
    assert_equal(got, want, what="the dict of each label's error", slips=slips)
    [got] = map(joined, probes.from_csv(text_of(columns), "count", 4))
    assert_close(got, np.int64(columns["count"]), dtype="int64", what="the label")


EXAMPLE_SLIPS = {
    "a missing number becomes 0": [[example(price=(310.5, 0.0))]],
    "a missing number becomes the mean": [[example(price=(310.5, 310.5))]],
    "rows with a missing field are left out": [[example((310.5,), (3,), ("Ulm",))]],
    "everything is text": [[example(("310.5", ""), ("3", "2"))]],
    "the quotes around a field are kept": [[example(town=("Ulm", '"Bonn, Bad Godesberg"'))]],
    "a field in quotes is split at its comma": [[example(town=("Ulm", '"Bonn'))]],
    "the label is still among the features": [
        [[example()[0] | {"price": [310.5, "NaN"]}, [310.5, "NaN"]]]
    ],
}
NUMBERS = {"int64": int, "float32": lambda field: float(np.float32(field))}
GAPS = {
    "weight": "float32",
    "count": "float32",
    "name": "string",
    "height": "float32",
    "none": "float32",
}
GAP_TYPES = {
    "a gap among whole numbers becomes a whole number": GAPS | {"count": "int64", "none": "int64"},
    "a column of empty fields is taken for text": GAPS | {"none": "string"},
    "a gap makes text of whole numbers": GAPS | {"count": "string"},
}
RIGHT = {"weight": "float32", "count": "int64", "name": "string", "height": "float32"}
TYPES = {
    "whole numbers are int32": RIGHT | {"count": "int32"},
    "whole numbers become floats": RIGHT | {"count": "float32"},
    "the label is float64": RIGHT | {"height": "float64"},
    "numbers are float64": RIGHT | {"weight": "float64", "height": "float64"},
    "everything is text": dict.fromkeys(RIGHT, "string"),
}
SHIFTED = "a comma in quotes moves the types of the next columns"
KEPT = "the label is still among the features"
DROPPED = "the last short batch is dropped"
HEAD = "the names are served as a row"
NAN = "text is taken for a missing number"
LATE = "a label that is not a column is not refused at once"
CASE = "upper and lower case count as the same name"
KEY = "a KeyError instead of a ValueError"
