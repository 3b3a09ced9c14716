"""Answers to CsvLog. A wrong answer differs from `Sound` in what it overrides."""

import csv
import os
from pathlib import Path

import keras

# unbreakable: "No key is "epoch"" | it says which logs are not tried



class Sound(keras.callbacks.Callback):
    def __init__(self, path, append=False):
        super().__init__()
        self.path, self.append = os.fspath(path), append

    def on_train_begin(self, logs=None):
        text = self.old() if self.append and os.path.exists(self.path) else ""
        text = self.whole(text)
        with open(self.path, "w", newline="") as file:
            file.write(text)
        self.columns = next(csv.reader(text.splitlines()), None)

    def old(self):
        with open(self.path, newline="") as file:
            return file.read()

    def whole(self, text):
        return "".join(line for line in text.splitlines(keepends=True) if line.endswith("\n"))

    def names(self, logs):
        return ["epoch", *sorted(logs)]

    def field(self, value):
        return value

    def on_epoch_end(self, epoch, logs=None):
        with open(self.path, "a", newline="") as file:
            self.write(file, epoch, logs or {})

    def write(self, file, epoch, logs):
        writer = csv.writer(file)
        if self.columns is None:
            self.columns = self.names(logs)
            writer.writerow(self.columns)
        row = {"epoch": epoch} | {name: self.field(value) for name, value in logs.items()}
        writer.writerow([row.get(name, "") for name in self.columns])


# %% right: one open file, flushed
class CsvLog(keras.callbacks.Callback):
    def __init__(self, path, append=False):
        super().__init__()
        self.path, self.append, self.file = path, append, None

    def on_train_begin(self, logs=None):
        self.on_train_end()
        lines = []
        if self.append and os.path.isfile(self.path):
            with open(self.path, "rb") as file:
                lines = file.readlines()
        if lines and not lines[-1].endswith(b"\n"):
            lines.pop()
        self.file = open(self.path, "wb+")
        self.file.writelines(lines)
        self.file.flush()
        decoded = [line.decode() for line in lines[:1]]
        self.writer = None
        for header in csv.reader(decoded):
            self.begin(header)

    def begin(self, header):
        class Encoded:
            write = staticmethod(lambda text: self.file.write(text.encode()))

        self.writer = csv.DictWriter(
            Encoded, header, restval="", extrasaction="ignore", lineterminator="\n"
        )

    def on_epoch_end(self, epoch, logs=None):
        row = dict(logs or {}, epoch=epoch)
        if self.writer is None:
            self.begin(["epoch"] + sorted(logs or ()))
            self.writer.writeheader()
        self.writer.writerow(row)
        self.file.flush()

    def on_train_end(self, logs=None):
        if self.file is not None:
            self.file.close()
            self.file = None


# %% right: quotes by hand, the header read when it is needed
class CsvLog(keras.callbacks.Callback):
    def __init__(self, path, append=False):
        super().__init__()
        self.path, self.append = path, append

    def on_train_begin(self, logs=None):
        open(self.path, "ab").close()
        with open(self.path, "rb+") as file:
            content = file.read()
            end = content.rfind(b"\n") + 1 if self.append else 0
            file.truncate(end)

    def on_epoch_end(self, epoch, logs=None):
        with open(self.path, newline="") as file:
            columns = next(csv.reader(file), None)
        rows = []
        if not columns:
            columns = ["epoch", *sorted(logs)]
            rows.append(columns)
        values = {**logs, "epoch": epoch}
        rows.append([str(values[name]) if name in values else "" for name in columns])
        with open(self.path, "a", newline="") as file:
            for row in rows:
                file.write(",".join('"' + field.replace('"', '""') + '"' for field in row) + "\r\n")


# %% right: the whole file anew in each epoch, with seventeen digits
class CsvLog(keras.callbacks.Callback):
    def __init__(self, path, append=False):
        super().__init__()
        self.path, self.append = os.fspath(path), append

    def on_train_begin(self, logs=None):
        self.rows = []
        if self.append and os.path.exists(self.path):
            with open(self.path) as file:
                text = file.read()
            self.rows = list(csv.reader(text[: text.rfind("\n") + 1].splitlines()))

    def on_epoch_end(self, epoch, logs=None):
        values = {name: f"{value:.17g}" for name, value in logs.items()} | {"epoch": epoch}
        self.rows = self.rows or [["epoch", *sorted(logs)]]
        self.rows.append([values.get(name) for name in self.rows[0]])
        with open(self.path + ".new", "w") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(self.rows)
        os.replace(self.path + ".new", self.path)


# %% wrong: a header before every row | test_rows | before every row
# breaks: "The header is written once, with the first row of a new or empty file"
class CsvLog(Sound):
    def write(self, file, epoch, logs):
        self.columns = None
        super().write(file, epoch, logs)


# %% wrong: the epoch is counted from 1 | test_example | from 1
# breaks: "A row holds the number that Keras passes for the epoch"
class CsvLog(Sound):
    def write(self, file, epoch, logs):
        super().write(file, epoch + 1, logs)


# %% wrong: the epoch is missing | test_example | epoch is missing
# breaks: "The columns are "epoch""
class CsvLog(Sound):
    def names(self, logs):
        return sorted(logs)


# %% wrong: no header | test_example | no header
# breaks: "The header is written once, with the first row of a new or empty file"
class CsvLog(Sound):
    def write(self, file, epoch, logs):
        self.columns = self.names(logs)
        super().write(file, epoch, logs)


# %% wrong: the order of the logs | test_example | order of the logs
# breaks: "The columns are "epoch" and then the keys of the logs in alphabetical order"
class CsvLog(Sound):
    def names(self, logs):
        return ["epoch", *logs]


# %% wrong: a sorted header over values that are not | test_example | under their names
# breaks: "and the values of its logs"
class CsvLog(Sound):
    def write(self, file, epoch, logs):
        writer = csv.writer(file)
        if self.columns is None:
            self.columns = self.names(logs)
            writer.writerow(self.columns)
        writer.writerow([epoch, *logs.values()])


# %% wrong: four digits | test_rows | rounded to 4
# breaks: "Python floats, with all their digits"
class CsvLog(Sound):
    def field(self, value):
        return f"{value:.4f}"


# %% wrong: six digits | test_rows | rounded to 6
# breaks: "Python floats, with all their digits"
class CsvLog(Sound):
    def field(self, value):
        return round(value, 6)


# %% wrong: writes when training has ended | test_interruption | before the file is closed
# breaks: "At the end of each epoch all rows so far are on the disk"
class CsvLog(Sound):
    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.rows = []

    def on_epoch_end(self, epoch, logs=None):
        self.rows.append((epoch, logs))

    def on_train_end(self, logs=None):
        for epoch, entry in self.rows:
            super().on_epoch_end(epoch, entry)


# %% wrong: the file starts anew with each row | test_rows | only the last row
# breaks: "Write a CSV file with one row for each epoch"
class CsvLog(Sound):
    def on_epoch_end(self, epoch, logs=None):
        self.columns = None
        with open(self.path, "w", newline="") as file:
            self.write(file, epoch, logs)


# %% wrong: one row behind | test_interruption | not on the disk yet
# breaks: "At the end of each epoch all rows so far are on the disk"
class CsvLog(Sound):
    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.pending = None

    def on_epoch_end(self, epoch, logs=None):
        if self.pending:
            super().on_epoch_end(*self.pending)
        self.pending = epoch, logs

    def on_train_end(self, logs=None):
        if self.pending:
            super().on_epoch_end(*self.pending)


# %% wrong: an open file, never flushed | test_interruption | before the file is closed
# breaks: "At the end of each epoch all rows so far are on the disk"
class CsvLog(Sound):
    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.file = open(self.path, "a", newline="")

    def on_epoch_end(self, epoch, logs=None):
        self.write(self.file, epoch, logs or {})

    def on_train_end(self, logs=None):
        self.file.close()


# %% wrong: append is ignored | test_append | old rows are lost
# breaks: "With append=True rows go to the end of an existing file"
class CsvLog(Sound):
    def old(self):
        return ""


# %% wrong: a header for each run | test_append | header for each run
# breaks: "The header is written once, with the first row of a new or empty file"
class CsvLog(Sound):
    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.columns = None


# %% wrong: always appends | test_append | keeps the rows
# breaks: "A fit with append=False starts the file anew"
class CsvLog(Sound):
    def __init__(self, path, append=False):
        super().__init__(path, append=True)


# %% wrong: always appends, with another header | test_append | another header
# breaks: "A fit with append=False starts the file anew"
class CsvLog(Sound):
    def on_train_begin(self, logs=None):
        append, self.append = self.append, True
        super().on_train_begin(logs)
        if not append:
            self.columns = None


# %% wrong: behind half a line | test_cut_line | after half a line
# breaks: "A last line without a newline, which an interruption has cut off, is removed"
class CsvLog(Sound):
    def whole(self, text):
        return text


# %% wrong: half a line gets an end | test_cut_line | left in the file
# breaks: "A last line without a newline, which an interruption has cut off, is removed"
class CsvLog(Sound):
    def whole(self, text):
        return text + "\n" if text and not text.endswith("\n") else text


# %% wrong: the last line is always removed | test_append
# breaks: "With append=True rows go to the end of an existing file"
class CsvLog(Sound):
    def whole(self, text):
        return "".join(text.splitlines(keepends=True)[:-1])


# %% wrong: short lines are removed, whole or not | test_cut_line | left in the file
# breaks: "A last line without a newline, which an interruption has cut off, is removed"
class CsvLog(Sound):
    def whole(self, text):
        lines = text.splitlines()
        kept = [line for line in lines if line.count(",") == lines[0].count(",")]
        return "".join(line + "\n" for line in kept)


# %% wrong: only looks for a line end of Windows | test_columns
# breaks: "A last line without a newline, which an interruption has cut off, is removed"
class CsvLog(Sound):
    def whole(self, text):
        return text[: text.rfind("\r\n") + 2]


# %% wrong: the second fit goes on with the first one's file | test_fit | keeps the rows
# breaks: "A fit with append=False starts the file anew"
class CsvLog(Sound):
    def on_train_begin(self, logs=None):
        if getattr(self, "columns", None) is None or self.append:
            super().on_train_begin(logs)


# %% wrong: the columns of the first fit are kept, the file is not | test_fit | no header
# breaks: "The header is written once, with the first row of a new or empty file"
class CsvLog(Sound):
    columns = None

    def on_train_begin(self, logs=None):
        kept = self.columns
        super().on_train_begin(logs)
        self.columns = self.columns or kept


# %% wrong: val_loss is left out | test_rows | validation
# breaks: "The columns are "epoch" and then the keys of the logs in alphabetical order"
class CsvLog(Sound):
    def names(self, logs):
        return ["epoch", *sorted(name for name in logs if not name.startswith("val_"))]


# %% wrong: the order of the header is not kept | test_columns | order of the header
# breaks: "The rows below a header have its columns in its order"
class CsvLog(Sound):
    def write(self, file, epoch, logs):
        if self.columns is None:
            return super().write(file, epoch, logs)
        names = [name for name in sorted(self.columns) if name != "epoch"]
        csv.writer(file).writerow([epoch, *(logs.get(name, "") for name in names)])


# %% wrong: a missing value is left out | test_columns | left out
# breaks: "leaves its field empty"
class CsvLog(Sound):
    def write(self, file, epoch, logs):
        if self.columns is None:
            return super().write(file, epoch, logs)
        row = {"epoch": epoch, **logs}
        csv.writer(file).writerow([row[name] for name in self.columns if name in row])


# %% wrong: a missing value is an error | test_columns | KeyError
# breaks: "leaves its field empty"
class CsvLog(Sound):
    def write(self, file, epoch, logs):
        if self.columns is None:
            return super().write(file, epoch, logs)
        row = {"epoch": epoch, **logs}
        csv.writer(file).writerow([row[name] for name in self.columns])


# %% wrong: a new key is an error | test_columns | ValueError
# breaks: "a key that is not in the header is left out"
class CsvLog(Sound):
    def write(self, file, epoch, logs):
        if self.columns is None:
            self.columns = self.names(logs)
            csv.writer(file).writerow(self.columns)
        csv.DictWriter(file, self.columns).writerow({"epoch": epoch, **logs})


# %% wrong: 0 for a missing value | test_columns | becomes 0
# breaks: "leaves its field empty"
class CsvLog(Sound):
    def write(self, file, epoch, logs):
        missing = [name for name in self.columns or () if name != "epoch"]
        super().write(file, epoch, dict.fromkeys(missing, 0.0) | logs)


# %% wrong: a value of 0 is falsy | test_columns | value of 0 is left empty
# breaks: "and the values of its logs"
class CsvLog(Sound):
    def field(self, value):
        return value or ""


# %% wrong: names are not quoted | test_quotes | not quoted
# breaks: "fields with a comma or a quote are quoted"
class CsvLog(Sound):
    def write(self, file, epoch, logs):
        if self.columns is None:
            self.columns = self.names(logs)
            file.write(",".join(self.columns) + "\n")
        row = {"epoch": epoch, **logs}
        file.write(",".join(str(row.get(name, "")) for name in self.columns) + "\n")


# %% wrong: half a header is taken for one | test_cut_line | taken for the header
# breaks: "(it may be the header)"
class CsvLog(Sound):
    def whole(self, text):
        head, end, rows = text.partition("\n")
        return f"{head}\n{super().whole(rows)}" if head else ""


# %% wrong: no callback | test_form | does not inherit
# breaks: "Write a CSV file with one row for each epoch"
class CsvLog:
    def __init__(self, path, append=False):
        self.path, self.append = os.fspath(path), append

    def set_model(self, model):
        self.model = model

    def on_epoch_begin(self, epoch, logs=None):
        self.epoch = epoch

    def on_train_end(self, logs=None):
        self.epoch = None

    on_train_begin, on_epoch_end, old = Sound.on_train_begin, Sound.on_epoch_end, Sound.old
    whole, names, field, write = Sound.whole, Sound.names, Sound.field, Sound.write


# %% wrong: a quoted header is split at its commas | test_quotes | split at each comma
# breaks: "The format is that of the module csv"
class CsvLog(Sound):
    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        with open(self.path) as file:
            line = file.readline().strip()
        self.columns = line.split(",") if line else None


# %% wrong: names with quotes lose them | test_quotes | the file
# breaks: "fields with a comma or a quote are quoted"
class CsvLog(Sound):
    def write(self, file, epoch, logs):
        super().write(file, epoch, {name.replace('"', ""): v for name, v in logs.items()})


# %% wrong: six significant digits | test_rows | 6 digits
# breaks: "with all their digits"
class CsvLog(Sound):
    def field(self, value):
        return f"{value:.6g}"


# %% wrong: the header of another run is passed over | test_columns | not looked at
# breaks: "even if another run wrote it"
class CsvLog(Sound):
    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.headed = self.columns is not None
        self.columns = None

    def write(self, file, epoch, logs):
        if self.headed:
            csv.writer(file).writerow([epoch, *(logs[name] for name in sorted(logs))])
        else:
            super().write(file, epoch, logs)


# %% wrong: None for a missing value | test_columns | None stands
# breaks: "leaves its field empty"
class CsvLog(Sound):
    def write(self, file, epoch, logs):
        missing = [name for name in self.columns or () if name != "epoch"]
        super().write(file, epoch, dict.fromkeys(missing, "None") | logs)


# %% wrong: the epoch is sorted among the other columns | test_example | alphabetical order
# breaks: "The columns are "epoch" and then the keys"
class CsvLog(Sound):
    def names(self, logs):
        return sorted([*logs, "epoch"])


# %% wrong: the epoch comes last | test_example | comes last
# breaks: "The columns are "epoch" and then the keys"
class CsvLog(Sound):
    def names(self, logs):
        return [*sorted(logs), "epoch"]


# %% wrong: the rows of a run are counted | test_append | not taken from the hook
# breaks: "A row holds the number that Keras passes for the epoch"
class CsvLog(Sound):
    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.count = -1

    def on_epoch_end(self, epoch, logs=None):
        self.count += 1
        super().on_epoch_end(self.count, logs)


# %% wrong: an existing file is demanded | test_append | it raised
# breaks: "A missing file is made"
class CsvLog(Sound):
    def on_train_begin(self, logs=None):
        text = self.whole(self.old()) if self.append else ""
        with open(self.path, "w", newline="") as file:
            file.write(text)
        self.columns = next(csv.reader(text.splitlines()), None)


# %% wrong: the first fit appends, a second fit of the object does not | test_append | does not append
# breaks: "With append=True rows go to the end of an existing file"
class CsvLog(Sound):
    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.append = False


# %% wrong: the header goes to the disk, the rows do not | test_interruption | only the header
# breaks: "At the end of each epoch all rows so far are on the disk"
class CsvLog(Sound):
    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.file = open(self.path, "a", newline="")

    def on_epoch_end(self, epoch, logs=None):
        new = self.columns is None
        if new:
            self.columns = self.names(logs)
            csv.writer(self.file).writerow(self.columns)
            self.file.flush()
        self.write(self.file, epoch, logs)

    def on_train_end(self, logs=None):
        self.file.close()


# %% wrong: the cut line is removed, and the line before it | test_cut_line | whole line is removed
# breaks: "A last line without a newline, which an interruption has cut off"
class CsvLog(Sound):
    def whole(self, text):
        whole = super().whole(text)
        return whole if whole == text else "".join(whole.splitlines(keepends=True)[:-1])


# %% wrong: a file that was cut is thrown away | test_cut_line | the file is lost
# breaks: "A last line without a newline, which an interruption has cut off, is removed"
class CsvLog(Sound):
    def whole(self, text):
        return text if text.endswith("\n") else ""


# %% wrong: a new key becomes a new field | test_columns | the file
# breaks: "a key that is not in the header is left out"
class CsvLog(Sound):
    def write(self, file, epoch, logs):
        known = self.columns
        super().write(file, epoch, logs)
        if known and (new := [logs[name] for name in sorted(logs) if name not in known]):
            file.seek(file.tell() - 2)
            file.truncate()
            csv.writer(file).writerow(["", *new])


# %% wrong: Keras's own logger | test_example | this exercise forbids
# breaks: "keras.callbacks.CSVLogger"
class CsvLog(keras.callbacks.CSVLogger):
    pass


# %% right: pathlib, the header kept as it was read, rows of strings
class CsvLog(keras.callbacks.Callback):
    def __init__(self, path, append=False):
        super().__init__()
        self.path = Path(path)
        self.append = append
        self.header = None

    def on_train_begin(self, logs=None):
        kept = b""
        if self.append and self.path.exists():
            *lines, _ = self.path.read_bytes().split(b"\n")
            kept = b"".join(line + b"\n" for line in lines)
        self.path.write_bytes(kept)
        with self.path.open(newline="") as file:
            self.header = next(csv.reader(file), [])

    def on_epoch_end(self, epoch, logs=None):
        values = dict(logs or {})
        lines = []
        if not self.header:
            self.header = ["epoch"] + sorted(values)
            lines.append(self.header)
        values["epoch"] = epoch
        lines.append([repr(values[name]) if name in values else "" for name in self.header])
        with self.path.open("a", newline="") as file:
            csv.writer(file).writerows(lines)


# %% right: the file is made ready when the first row comes
class CsvLog(Sound):
    def on_train_begin(self, logs=None):
        self.is_ready = False

    def on_epoch_end(self, epoch, logs=None):
        if not self.is_ready:
            super().on_train_begin()
            self.is_ready = True
        super().on_epoch_end(epoch, logs)


# %% equivalent: statement-d157ac4c |
# The base class only sets params and model to None, and fit sets both before it calls a hook.


# %% equivalent: keyword-5de2ab60 |
# Reading the header, the argument newline matters only for a name with a line end in it.

# %% equivalent: keyword-87e4c9c1 |
# Where the machine's line end is "\n", as on Linux, text is written as it is either way.


# %% right: bytes for the repair, DictWriter for the rows, the file opened for each row
class CsvLog(keras.callbacks.Callback):
    def __init__(self, path: str | os.PathLike, append: bool = False) -> None:
        super().__init__()
        self.path = Path(path)
        self.append = append
        self.columns: list[str] | None = None

    def on_train_begin(self, logs: dict | None = None) -> None:
        self.columns = None
        if not self.append or not self.path.exists():
            self.path.write_bytes(b"")
            return
        data = self.path.read_bytes()
        whole = data[: data.rfind(b"\n") + 1]
        if len(whole) < len(data):
            with open(self.path, "r+b") as file:
                file.truncate(len(whole))
        if whole:
            with open(self.path, newline="", encoding="utf-8") as file:
                self.columns = next(csv.reader(file)) or None

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        logs = dict(logs or {})
        header = self.columns is None
        if header:
            self.columns = ["epoch", *sorted(logs)]
        with open(self.path, "a", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, self.columns, restval="", extrasaction="ignore")
            if header:
                writer.writeheader()
            writer.writerow({**logs, "epoch": epoch})
            file.flush()
            os.fsync(file.fileno())


# %% right: rows are made in memory and appended as bytes; the header is read back at each epoch's end
import io


class CsvLog(keras.callbacks.Callback):
    def __init__(self, path: str | os.PathLike, append: bool = False) -> None:
        super().__init__()
        self.path = os.fspath(path)
        self.append = bool(append)

    def on_train_begin(self, logs: dict | None = None) -> None:
        kept = b""
        if self.append and os.path.exists(self.path):
            with open(self.path, "rb") as file:
                lines, newline, _ = file.read().rpartition(b"\n")
            kept = lines + newline
        with open(self.path, "ab") as file:
            file.truncate(len(kept))

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        values = {"epoch": epoch}
        values.update(logs or {})
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        with open(self.path, newline="", encoding="utf-8") as file:
            columns = next(csv.reader(file), None)
        if not columns:
            columns = ["epoch"] + sorted(key for key in values if key != "epoch")
            writer.writerow(columns)
        writer.writerow([values.get(column, "") for column in columns])
        with open(self.path, "ab", buffering=0) as file:
            file.write(text.getvalue().encode("utf-8"))


# %% wrong: a value of 0.0 becomes an empty field | test_columns
# breaks: "values of its logs, Python floats, with all their digits."
class CsvLog(keras.callbacks.Callback):
    def __init__(self, path: str | os.PathLike, append: bool = False) -> None:
        super().__init__()
        self.path, self.append, self.columns = Path(path), append, None

    def on_train_begin(self, logs: dict | None = None) -> None:
        self.columns = None
        old = self.path.read_bytes() if self.append and self.path.exists() else b""
        self.path.write_bytes(old[: old.rfind(b"\n") + 1])
        with self.path.open(newline="", encoding="utf-8") as file:
            self.columns = next(csv.reader(file), None)

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        values = {"epoch": str(epoch), **(logs or {})}
        with self.path.open("a", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            if not self.columns:
                self.columns = ["epoch", *sorted(logs or {})]
                writer.writerow(self.columns)
            writer.writerow([values.get(column) or "" for column in self.columns])


# %% wrong: takes for granted that the epoch is the first column of an existing header | test_columns
# breaks: "header have its columns in its order, even if another run wrote it."
class CsvLog(keras.callbacks.Callback):
    def __init__(self, path: str | os.PathLike, append: bool = False) -> None:
        super().__init__()
        self.path, self.append, self.keys = Path(path), append, None

    def on_train_begin(self, logs: dict | None = None) -> None:
        self.keys = None
        old = self.path.read_bytes() if self.append and self.path.exists() else b""
        self.path.write_bytes(old[: old.rfind(b"\n") + 1])
        with self.path.open(newline="", encoding="utf-8") as file:
            header = next(csv.reader(file), None)
        if header:
            self.keys = header[1:]

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        logs = logs or {}
        with self.path.open("a", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            if self.keys is None:
                self.keys = sorted(logs)
                writer.writerow(["epoch", *self.keys])
            writer.writerow([epoch, *(logs.get(key, "") for key in self.keys)])


# %% wrong: the columns of the first fit stay, so the second fit's new file has no header | test_fit
# breaks: "The header is written once, with the first row of a new or empty file."
class CsvLog(keras.callbacks.Callback):
    def __init__(self, path: str | os.PathLike, append: bool = False) -> None:
        super().__init__()
        self.path, self.append, self.columns = Path(path), append, None

    def on_train_begin(self, logs: dict | None = None) -> None:
        if not self.append:
            self.path.write_bytes(b"")
        elif self.path.exists():
            old = self.path.read_bytes()
            self.path.write_bytes(old[: old.rfind(b"\n") + 1])
            with self.path.open(newline="", encoding="utf-8") as file:
                self.columns = next(csv.reader(file), None)

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        with self.path.open("a", newline="", encoding="utf-8") as file:
            header = not self.columns
            if header:
                self.columns = ["epoch", *sorted(logs or {})]
            writer = csv.DictWriter(file, self.columns, extrasaction="ignore")
            if header:
                writer.writeheader()
            writer.writerow({"epoch": epoch, **(logs or {})})
