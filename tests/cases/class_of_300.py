"""A class of 300 in Moodle's zip: small answers, untouched stubs, and one of each odd kind.

`python -m tests.cases.class_of_300 FILE.zip` writes it, to be graded by hand.
"""

from __future__ import annotations

import io
import json
import os
import random
import stat
import sys
import zipfile
from pathlib import Path

from .class_files import ANSWER, NOTEBOOK, TOPIC

STUB = """# %%
import keras
import tensorflow as tf


# %%
class Scale(keras.layers.Layer):
    def __init__(self, factor, **kwargs):
        raise NotImplementedError("Scale")
"""
LINK = stat.S_IFLNK << 16
GRADED, ABSENT, UNREADABLE = "graded", "absent", "unreadable"


def _zip(files, **how):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", **how) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return whole.getvalue()


def _notebook(*sources, minor=5, **more):
    cells = [{"cell_type": "code", "metadata": {}, "source": one, "outputs": []} for one in sources]
    return json.dumps(
        {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": minor, **more}
    )


def _before(line):
    return f"{line}\n{ANSWER}"


BOMB = _zip({f"{TOPIC}.py": b"0" * 2**24}, compression=zipfile.ZIP_DEFLATED)
LEFT_OVER = ANSWER.replace("super()", "raise NotImplementedError\n        super()", 1)
PY, NB = f"{TOPIC}.py", f"{TOPIC}.ipynb"
# What one student's folder has: files, whether they are graded, and points or what the row says.
ODD = {
    # what platforms and people do to names
    "Named Otherwise": ({"hw5 final FINAL.py": ANSWER}, GRADED, 1),
    "Copy Kopie": ({f"{TOPIC} (1).ipynb": NOTEBOOK}, GRADED, 1),
    "Two Files": ({PY: STUB, NB: NOTEBOOK}, GRADED, 1),
    "Notes Beside": ({PY: ANSWER, "notes.py": "x = 1\n", "README.md": "hi"}, GRADED, 1),
    "Text Ending": ({f"{NB}.txt": NOTEBOOK}, GRADED, 1),
    "Upper Case": ({"05_CUSTOM_LAYERS.IPYNB": NOTEBOOK}, GRADED, 1),
    "In A Zip": ({f"{TOPIC}.zip": _zip({f"x/{NB}": NOTEBOOK})}, GRADED, 1),
    "Zip In Zip": ({"a.zip": _zip({"b.zip": _zip({NB: NOTEBOOK})})}, UNREADABLE, "a.zip"),
    "Repository": ({f"kit/exercises/{PY}": ANSWER, "kit/checkers/x.py": ""}, GRADED, 1),
    "Checkpoints": (
        {f".ipynb_checkpoints/{TOPIC}-checkpoint.ipynb": NOTEBOOK, NB: NOTEBOOK},
        GRADED,
        1,
    ),
    # what is no answer
    "Report Pdf": ({"report.pdf": b"%PDF-1.7"}, UNREADABLE, "report.pdf: not a .py or .ipynb"),
    "Rar Archive": ({"hw.rar": b"Rar!\x1a\x07"}, UNREADABLE, "hw.rar: not a .py or .ipynb"),
    "Seven Zip": ({"hw.7z": b"7z\xbc\xaf"}, UNREADABLE, "hw.7z: not a .py or .ipynb"),
    "Online Text": ({"onlinetext.html": "<p>done</p>"}, UNREADABLE, "onlinetext.html"),
    "Other Topic": ({"06_callbacks.ipynb": NOTEBOOK}, ABSENT, "nothing was handed in"),
    "Empty File": ({PY: b""}, UNREADABLE, "the file is empty"),
    "Only Blanks": ({PY: b"\n\n  \n"}, UNREADABLE, "the file is empty"),
    "Empty Notebook": ({NB: _notebook()}, GRADED, 0),
    "Huge File": ({PY: b"#" * (21 * 2**20)}, UNREADABLE, "bytes"),
    "Long Script": ({PY: b"# line\n" * 60_000}, UNREADABLE, "the most is 262,144"),
    "Zip Bomb": ({f"{TOPIC}.zip": BOMB}, UNREADABLE, "bytes when unpacked"),
    "Broken Zip": ({f"{TOPIC}.zip": b"PK\x03\x04 cut off"}, UNREADABLE, "does not open"),
    "Broken Notebook": ({NB: NOTEBOOK[:200]}, UNREADABLE, "not a notebook"),
    "Merge Notebook": ({NB: f"<<<<<<< HEAD\n{NOTEBOOK}\n>>>>>>> b\n"}, UNREADABLE, "<<<<<<<"),
    "Html Saved": ({NB: "<!DOCTYPE html><html></html>"}, UNREADABLE, "not a notebook"),
    "Symbolic Link": ({PY: (LINK, b"/etc/passwd")}, UNREADABLE, "not a regular file"),
    "Random Bytes": ({PY: random.Random(7).randbytes(4000)}, UNREADABLE, "not UTF-8"),
    "Deep Brackets": ({PY: "(" * 5000}, UNREADABLE, "nested deeper"),
    "Utf Sixteen": ({PY: ANSWER.encode("utf-16")}, UNREADABLE, "saved as UTF-16"),
    # hostile names
    "Leads Out": ({f"../../../{PY}": ANSWER}, UNREADABLE, "leads out of the archive"),
    "Back Slash": ({f"..\\..\\{PY}": ANSWER}, UNREADABLE, "leads out of the archive"),
    "Steering Name": ({"\u202egpj.py": ANSWER, "a\x1b[31mb.txt": ""}, GRADED, 1),
    "Markup Name": ({"<script>alert(1)</script>.py": ANSWER}, GRADED, 1),
    "Formula Name": ({"=HYPERLINK(1).py": ANSWER}, GRADED, 1),
    "Long Name": ({f"{'n' * 300}.py": ANSWER}, UNREADABLE, "its name is too long"),
    "Emoji Name": ({"🚀 мой ответ.py": ANSWER}, GRADED, 1),
    "<b>Bold": ({PY: ANSWER}, GRADED, 1),
    "=1+1": ({PY: ANSWER}, GRADED, 1),
    "Zoë Łukasz-O'Brien": ({PY: ANSWER}, GRADED, 1),
    "Jose\u0301 Nuñez": ({PY: ANSWER}, GRADED, 1),
    "李小龍": ({PY: ANSWER}, GRADED, 1),
    # what a text may be
    "Windows Bom": ({PY: b"\xef\xbb\xbf" + ANSWER.replace("\n", "\r\n").encode()}, GRADED, 1),
    "Latin One": ({PY: _before("# -*- coding: latin-1 -*-\n# ä").encode("latin-1")}, GRADED, 1),
    "From Future": ({PY: _before("from __future__ import annotations")}, GRADED, 1),
    "Old Notebook": ({NB: _notebook(ANSWER, minor=2)}, GRADED, 1),
    "Magics": (
        {NB: _notebook("%pip install x\n!ls\n%cd /content\n", "%%bash\nls", ANSWER)},
        GRADED,
        1,
    ),
    "Colab Export": (
        {PY: _before("from google.colab import drive\ndrive.mount('/content/drive')")},
        GRADED,
        1,
    ),
    "Wants Pandas": ({PY: _before("import nowhere.pandas as pd\npd.read_csv('x.csv')")}, GRADED, 1),
    "Chdir And Load": (
        {PY: _before("import os, numpy\nos.chdir('/c')\nw = numpy.load('w.npy')")},
        GRADED,
        1,
    ),
    "Half Merged": (
        {PY: _before("<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> b\n# %%")},
        GRADED,
        1,
    ),
    "Broken Cell": ({PY: _before("# %%\ndef broken(:\n    pass\n# %%")}, GRADED, 1),
    # what a program may do
    "Exits": ({PY: _before("import sys\nsys.exit(0)")}, GRADED, 1),
    "Hard Exit": ({PY: _before("import os\nos._exit(0)")}, GRADED, 0),
    "Waits For Input": ({PY: _before("name = input('name? ')")}, GRADED, 1),
    "Break Point": ({PY: _before("breakpoint()")}, GRADED, 1),
    "Endless Loop": ({PY: f"{ANSWER}\n# %%\nwhile True:\n    pass\n"}, GRADED, 1),
    "Prints Much": ({PY: f"{ANSWER}\nfor n in range(10_000):\n    print('x' * 100)\n"}, GRADED, 1),
    "Own Module": ({PY: "from my_layers import Scale\n", "my_layers.py": ANSWER}, GRADED, 0),
    "Left Over": ({PY: LEFT_OVER}, GRADED, 0),
    "Syntax Error": ({PY: ANSWER.replace("factor, **kwargs):", "factor, **kwargs")}, GRADED, 0),
    "Solves Nothing": ({PY: "x = 1\n"}, GRADED, 0),
}
TWICE = {"Anna Meyer_70001": 1, "Anna Meyer_70002": 0}


def expected(count=300):
    """Return what must come of each student: the status, and points or words of the message."""
    plain = {f"Student {n}": (GRADED, n % 2) for n in range(count - len(ODD) - len(TWICE))}
    odd = {name: tuple(rest) for name, (_, *rest) in ODD.items()}
    return {**plain, **odd, **{name: (GRADED, points) for name, points in TWICE.items()}}


def write_class(path, count=300):
    """Write the zip of such a class, in an order that is no one's."""
    folders = {name: files for name, (files, *_) in ODD.items()}
    folders |= {name: {PY: ANSWER if points else STUB} for name, points in TWICE.items()}
    for name, (_, points) in expected(count).items():
        folders.setdefault(name, {PY: f"{ANSWER if points else STUB}\n# {name}\n"})
    names = sorted(folders)
    random.Random(3).shuffle(names)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for number, name in enumerate(names):
            who = name if name in TWICE else f"{name}_{1000 + number}"
            for file, held in folders[name].items():
                mode, data = held if isinstance(held, tuple) else (0o100644 << 16, held)
                info = zipfile.ZipInfo(f"{who}_assignsubmission_file_/{file}")
                info.external_attr = mode
                archive.writestr(info, data)
    return path


if __name__ == "__main__":
    write_class(Path(sys.argv[1]))
    os.write(1, f"{len(expected())} students\n".encode())
