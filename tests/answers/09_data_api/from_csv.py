"""Answers to from_csv."""

import csv

import numpy as np
import tensorflow as tf


def columns_of(path, label):
    with open(path, newline="") as file:
        names, *rows = csv.reader(file)
    if label not in names:
        raise ValueError(f"no column {label}")
    return dict(zip(names, zip(*rows)))


def whole(field):
    return field.lstrip("-").isdigit()


def numeric(field):
    try:
        float(field)
    except ValueError:
        return False
    return True


def typed(column, missing=np.nan):
    if all(whole(field) for field in column):
        return np.array(column, dtype=np.int64)
    if all(field == "" or numeric(field) for field in column):
        return np.array([float(field) if field else missing for field in column], np.float32)
    return np.array(column)


def served(columns, label, batch):
    columns = dict(columns)
    target = columns.pop(label)
    return tf.data.Dataset.from_tensor_slices((columns, target)).batch(batch)


# %% right: the columns in memory
def from_csv(path, label, batch):
    columns = columns_of(path, label)
    return served({name: typed(column) for name, column in columns.items()}, label, batch)


# %% right: make_csv_dataset, told the types
def from_csv(path, label, batch):
    columns = columns_of(path, label)
    defaults = []
    for column in columns.values():
        kind = typed(column).dtype.kind
        defaults.append({"i": tf.int64, "f": np.nan, "U": ""}[kind])
    return tf.data.experimental.make_csv_dataset(
        path, batch, column_defaults=defaults, label_name=label, num_epochs=1, shuffle=False
    )


# %% right: lines decoded in map
def from_csv(path, label, batch):
    columns = columns_of(path, label)
    defaults = []
    for column in columns.values():
        values = typed(column)
        defaults.append(
            tf.constant([], tf.int64)
            if values.dtype == np.int64
            else tf.constant([np.nan if values.dtype == np.float32 else ""])
        )

    def parse(line):
        fields = dict(zip(columns, tf.io.decode_csv(line, defaults)))
        return fields, fields.pop(label)

    return tf.data.TextLineDataset(path).skip(1).map(parse).batch(batch)


# %% wrong: make_csv_dataset guesses | test_dtypes | int32
def from_csv(path, label, batch):
    columns_of(path, label)
    return tf.data.experimental.make_csv_dataset(
        path, batch, label_name=label, num_epochs=1, shuffle=False
    ).map(lambda features, target: (features, target))


# %% wrong: keeps the label among the features | test_form | still among
def from_csv(path, label, batch):
    columns = {name: typed(column) for name, column in columns_of(path, label).items()}
    return tf.data.Dataset.from_tensor_slices((columns, columns[label])).batch(batch)


# %% wrong: drops the last short batch | test_form | dropped
def from_csv(path, label, batch):
    columns = {name: typed(column) for name, column in columns_of(path, label).items()}
    target = columns.pop(label)
    return tf.data.Dataset.from_tensor_slices((columns, target)).batch(batch, drop_remainder=True)


# %% wrong: make_csv_dataset shuffles | test_values | mixed up
def from_csv(path, label, batch):
    columns = columns_of(path, label)
    defaults = [
        {"i": tf.int64, "f": np.nan, "U": ""}[typed(c).dtype.kind] for c in columns.values()
    ]
    return tf.data.experimental.make_csv_dataset(
        path, batch, column_defaults=defaults, label_name=label, num_epochs=1, shuffle_seed=5
    )


# %% wrong: floats of 16 bits on the way | test_values | lower precision
def from_csv(path, label, batch):
    columns = {name: typed(column) for name, column in columns_of(path, label).items()}
    for name, column in columns.items():
        if column.dtype == np.float32:
            columns[name] = column.astype(np.float16).astype(np.float32)
    return served(columns, label, batch)


# %% wrong: every number is a float | test_dtypes | become floats
def from_csv(path, label, batch):
    columns = {}
    for name, column in columns_of(path, label).items():
        values = typed(column)
        columns[name] = values.astype(np.float32) if values.dtype == np.int64 else values
    return served(columns, label, batch)


# %% wrong: whole numbers of 32 bits | test_dtypes | int32
def from_csv(path, label, batch):
    columns = {}
    for name, column in columns_of(path, label).items():
        values = typed(column)
        columns[name] = values.astype(np.int32) if values.dtype == np.int64 else values
    return served(columns, label, batch)


# %% wrong: the label is a float64 | test_dtypes | the label is
def from_csv(path, label, batch):
    columns = {name: typed(column) for name, column in columns_of(path, label).items()}
    if columns[label].dtype == np.float32:
        columns[label] = columns[label].astype(np.float64)
    return served(columns, label, batch)


# %% wrong: words in lower case, cut | test_values | name
def from_csv(path, label, batch):
    columns = {name: typed(column) for name, column in columns_of(path, label).items()}
    for name, column in columns.items():
        if column.dtype.kind == "U":
            columns[name] = np.array([field[:5] for field in column])
    return served(columns, label, batch)


# %% wrong: splits at every comma | test_quotes | fields
def from_csv(path, label, batch):
    with open(path) as file:
        names, *rows = [line.rstrip("\n").split(",") for line in file]
    if label not in names:
        raise ValueError("no such column")
    rows = [row[: len(names) - 1] + row[-1:] if len(row) < len(names) else row for row in rows]
    if any(len(row) != len(names) for row in rows):
        raise IndexError("a row has too many fields")
    columns = {name: typed(column) for name, column in zip(names, zip(*rows))}
    return served(columns, label, batch)


# %% wrong: drops every quote | test_quotes | inside a field
def from_csv(path, label, batch):
    columns = columns_of(path, label)
    bare = {name: [field.replace('"', "") for field in column] for name, column in columns.items()}
    return served({name: typed(column) for name, column in bare.items()}, label, batch)


# %% wrong: leaves doubled quotes doubled | test_quotes | stay doubled
def from_csv(path, label, batch):
    columns = columns_of(path, label)
    raw = {name: [f.replace('"', '""') for f in column] for name, column in columns.items()}
    return served({name: typed(column) for name, column in raw.items()}, label, batch)


# %% wrong: leaves the quotes around a field | test_quotes | are kept
def from_csv(path, label, batch):
    columns = columns_of(path, label)
    raw = {
        name: ['"' + f.replace('"', '""') + '"' if set(f) & set(',"') else f for f in column]
        for name, column in columns.items()
    }
    return served({name: typed(column) for name, column in raw.items()}, label, batch)


# %% wrong: 0 for a missing number | test_missing | becomes 0
def from_csv(path, label, batch):
    columns = columns_of(path, label)
    return served({name: typed(column, 0.0) for name, column in columns.items()}, label, batch)


# %% wrong: the mean for a missing number | test_missing | becomes the mean
def from_csv(path, label, batch):
    columns = {}
    for name, column in columns_of(path, label).items():
        values = typed(column)
        if values.dtype == np.float32:
            values = np.where(np.isnan(values), np.nanmean(values), values)
        columns[name] = values
    return served(columns, label, batch)


# %% wrong: rows with gaps are dropped | test_missing | left out
def from_csv(path, label, batch):
    columns = columns_of(path, label)
    rows = [row for row in zip(*columns.values()) if "" not in row]
    kept = dict(zip(columns, zip(*rows)))
    return served({name: typed(column) for name, column in kept.items()}, label, batch)


# %% wrong: a gap among whole numbers is 0 | test_missing | dtype
def from_csv(path, label, batch):
    columns = {}
    for name, column in columns_of(path, label).items():
        filled = [field or "0" for field in column]
        columns[name] = typed(filled if all(map(whole, filled)) else column)
    return served(columns, label, batch)


# %% wrong: a missing string is called missing | test_missing | name
def from_csv(path, label, batch):
    columns = {name: typed(column) for name, column in columns_of(path, label).items()}
    for name, column in columns.items():
        if column.dtype.kind == "U":
            columns[name] = np.array([field or "missing" for field in column.tolist()])
    return served(columns, label, batch)


# %% wrong: the types follow from the first hundred rows | test_late | ValueError
def from_csv(path, label, batch):
    columns = columns_of(path, label)
    types = {name: typed(column[:100]).dtype for name, column in columns.items()}
    arrays = {}
    for name, column in columns.items():
        arrays[name] = typed(column) if types[name].kind != "i" else np.array(column, np.int64)
    return served(arrays, label, batch)


# %% wrong: a field that is no number becomes NaN | test_late | missing number
def from_csv(path, label, batch):
    columns = {}
    for name, column in columns_of(path, label).items():
        values = typed(column)
        if values.dtype.kind == "U" and sum(map(numeric, column)) > len(column) / 2:
            values = np.array(["nan" if not numeric(f) else f for f in column])
        columns[name] = values
    return served(columns, label, batch)


# %% wrong: whole numbers are rounded when most are whole | test_late | rounded
def from_csv(path, label, batch):
    columns = {}
    for name, column in columns_of(path, label).items():
        values = typed(column)
        if values.dtype == np.float32 and sum(map(whole, column)) > 0.9 * len(column):
            values = np.round(values).astype(np.int64)
        columns[name] = values
    return served(columns, label, batch)


# %% wrong: a missing label is a KeyError | test_late | a KeyError
def from_csv(path, label, batch):
    with open(path, newline="") as file:
        names, *rows = csv.reader(file)
    columns = {name: typed(column) for name, column in zip(names, zip(*rows))}
    return served(columns, label, batch)


# %% wrong: everything stays text | test_dtypes | text
def from_csv(path, label, batch):
    columns = {name: np.array(column) for name, column in columns_of(path, label).items()}
    return served(columns, label, batch)


# %% wrong: floats of 64 bits | test_dtypes | float64
def from_csv(path, label, batch):
    columns = {name: typed(column) for name, column in columns_of(path, label).items()}
    wide = {
        name: column.astype(np.float64) if column.dtype == np.float32 else column
        for name, column in columns.items()
    }
    return served(wide, label, batch)


# %% wrong: whole numbers by way of float32 | test_values | count
def from_csv(path, label, batch):
    columns = {name: typed(column) for name, column in columns_of(path, label).items()}
    narrow = {
        name: column.astype(np.float32).astype(np.int64) if column.dtype == np.int64 else column
        for name, column in columns.items()
    }
    return served(narrow, label, batch)


# %% equivalent: keyword-3a64bede | UTF-8 is the default wherever the checks run
# %% equivalent: keyword-c25cbb57 | only line breaks within quotes would be read otherwise, as text
# %% equivalent: constant-0c16165d | CsvDataset gives one tensor a column: the lengths are equal
# %% equivalent: keyword-e8138268 | CsvDataset gives one tensor a column: the lengths are equal
# %% equivalent: constant-4b710dbc | every row of a CSV file has a field for each column
# %% equivalent: keyword-2ca00cc1 | every row of a CSV file has a field for each column
