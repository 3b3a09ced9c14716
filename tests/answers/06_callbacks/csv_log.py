"""Answers to CsvLog. A wrong answer differs from `Sound` in what it overrides."""

import csv
import os

import keras


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
class CsvLog(Sound):
    def write(self, file, epoch, logs):
        self.columns = None
        super().write(file, epoch, logs)


# %% wrong: the epoch is counted from 1 | test_rows | from 1
class CsvLog(Sound):
    def write(self, file, epoch, logs):
        super().write(file, epoch + 1, logs)


# %% wrong: the epoch is missing | test_form | epoch is missing
class CsvLog(Sound):
    def names(self, logs):
        return sorted(logs)


# %% wrong: no header | test_form | no header
class CsvLog(Sound):
    def write(self, file, epoch, logs):
        self.columns = self.names(logs)
        super().write(file, epoch, logs)


# %% wrong: the order of the logs | test_form | order of the logs
class CsvLog(Sound):
    def names(self, logs):
        return ["epoch", *logs]


# %% wrong: a sorted header over values that are not | test_rows | under their names
class CsvLog(Sound):
    def write(self, file, epoch, logs):
        writer = csv.writer(file)
        if self.columns is None:
            self.columns = self.names(logs)
            writer.writerow(self.columns)
        writer.writerow([epoch, *logs.values()])


# %% wrong: four digits | test_rows | rounded to 4
class CsvLog(Sound):
    def field(self, value):
        return f"{value:.4f}"


# %% wrong: six digits | test_rows | rounded to 6
class CsvLog(Sound):
    def field(self, value):
        return round(value, 6)


# %% wrong: writes when training has ended | test_interruption | before the file is closed
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
class CsvLog(Sound):
    def on_epoch_end(self, epoch, logs=None):
        self.columns = None
        with open(self.path, "w", newline="") as file:
            self.write(file, epoch, logs)


# %% wrong: one row behind | test_interruption | not on the disk yet
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
class CsvLog(Sound):
    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.file = open(self.path, "a", newline="")

    def on_epoch_end(self, epoch, logs=None):
        self.write(self.file, epoch, logs or {})

    def on_train_end(self, logs=None):
        self.file.close()


# %% wrong: append is ignored | test_append | old rows are lost
class CsvLog(Sound):
    def old(self):
        return ""


# %% wrong: a header for each run | test_append | header for each run
class CsvLog(Sound):
    def on_train_begin(self, logs=None):
        super().on_train_begin(logs)
        self.columns = None


# %% wrong: always appends | test_append | keeps the rows
class CsvLog(Sound):
    def __init__(self, path, append=False):
        super().__init__(path, append=True)


# %% wrong: always appends, with another header | test_append | another header
class CsvLog(Sound):
    def on_train_begin(self, logs=None):
        append, self.append = self.append, True
        super().on_train_begin(logs)
        if not append:
            self.columns = None


# %% wrong: behind half a line | test_cut_line | after half a line
class CsvLog(Sound):
    def whole(self, text):
        return text


# %% wrong: half a line gets an end | test_cut_line | left in the file
class CsvLog(Sound):
    def whole(self, text):
        return text + "\n" if text and not text.endswith("\n") else text


# %% wrong: the last line is always removed | test_append | file of two runs
class CsvLog(Sound):
    def whole(self, text):
        return "".join(text.splitlines(keepends=True)[:-1])


# %% wrong: short lines are removed, whole or not | test_cut_line | left in the file
class CsvLog(Sound):
    def whole(self, text):
        lines = text.splitlines()
        kept = [line for line in lines if line.count(",") == lines[0].count(",")]
        return "".join(line + "\n" for line in kept)


# %% wrong: only looks for a line end of Windows | test_cut_line | the file is wrong
class CsvLog(Sound):
    def whole(self, text):
        return text[: text.rfind("\r\n") + 2]


# %% wrong: the second fit goes on with the first one's file | test_fit | keeps the rows
class CsvLog(Sound):
    def on_train_begin(self, logs=None):
        if getattr(self, "columns", None) is None or self.append:
            super().on_train_begin(logs)


# %% wrong: the columns of the first fit are kept, the file is not | test_fit | no header
class CsvLog(Sound):
    columns = None

    def on_train_begin(self, logs=None):
        kept = self.columns
        super().on_train_begin(logs)
        self.columns = self.columns or kept


# %% wrong: val_loss is left out | test_form | first line
class CsvLog(Sound):
    def names(self, logs):
        return ["epoch", *sorted(name for name in logs if not name.startswith("val_"))]


# %% wrong: the order of the header is not kept | test_columns | order of the header
class CsvLog(Sound):
    def write(self, file, epoch, logs):
        if self.columns is None:
            return super().write(file, epoch, logs)
        names = [name for name in sorted(self.columns) if name != "epoch"]
        csv.writer(file).writerow([epoch, *(logs.get(name, "") for name in names)])


# %% wrong: a missing value is left out | test_columns | left out
class CsvLog(Sound):
    def write(self, file, epoch, logs):
        if self.columns is None:
            return super().write(file, epoch, logs)
        row = {"epoch": epoch, **logs}
        csv.writer(file).writerow([row[name] for name in self.columns if name in row])


# %% wrong: a missing value is an error | test_columns | KeyError
class CsvLog(Sound):
    def write(self, file, epoch, logs):
        if self.columns is None:
            return super().write(file, epoch, logs)
        row = {"epoch": epoch, **logs}
        csv.writer(file).writerow([row[name] for name in self.columns])


# %% wrong: a new key is an error | test_columns | ValueError
class CsvLog(Sound):
    def write(self, file, epoch, logs):
        if self.columns is None:
            self.columns = self.names(logs)
            csv.writer(file).writerow(self.columns)
        csv.DictWriter(file, self.columns).writerow({"epoch": epoch, **logs})


# %% wrong: 0 for a missing value | test_columns | becomes 0
class CsvLog(Sound):
    def write(self, file, epoch, logs):
        missing = [name for name in self.columns or () if name != "epoch"]
        super().write(file, epoch, dict.fromkeys(missing, 0.0) | logs)


# %% wrong: a value of 0 is falsy | test_columns | value of 0 is left empty
class CsvLog(Sound):
    def field(self, value):
        return value or ""


# %% wrong: names are not quoted | test_odd_files | not quoted
class CsvLog(Sound):
    def write(self, file, epoch, logs):
        if self.columns is None:
            self.columns = self.names(logs)
            file.write(",".join(self.columns) + "\n")
        row = {"epoch": epoch, **logs}
        file.write(",".join(str(row.get(name, "")) for name in self.columns) + "\n")


# %% wrong: half a header is taken for one | test_odd_files | taken for the header
class CsvLog(Sound):
    def whole(self, text):
        head, end, rows = text.partition("\n")
        return f"{head}\n{super().whole(rows)}" if head else ""


# %% wrong: no callback | test_form | is it a callback
class CsvLog:
    def __init__(self, path, append=False):
        self.path = path


# %% equivalent: statement-d157ac4c |
# The base class only sets params and model to None, and fit sets both before it calls a hook.


# %% equivalent: keyword-5de2ab60 |
# Reading the header, the argument newline matters only for a name with a line end in it.

# %% equivalent: keyword-87e4c9c1 |
# Where the machine's line end is "\n", as on Linux, text is written as it is either way.
