"""A made-up course whose one topic has files that travel, and a submission that uses them."""

from __future__ import annotations

from tensorkata.course import Course

TOPIC = "01_rows"
CURRICULUM = """\
[[topic]]
name = "01_rows"
title = "Rows"

[[topic.exercise]]
name = "rows"
title = "Rows of a file"
"""
SETTINGS = """\
[[assignment]]
name = "01_rows"
files = ["data/penguins.csv", "my_layers.py"]
"""
PROBES = """\
def rows(student):
    return student.rows()
"""
CHECKS = '''\
"""Rows."""

from tensorkata.checking import assert_equal, forbids, points

pytestmark = forbids("keras.layers.Dense")


@points(2)
def test_rows(probes):
    """rows() is three rows, each of them twice"""
    assert_equal(probes.rows(), 6)
'''
STUB = """\
# %%
def rows():
    raise NotImplementedError("rows")
"""
# Reads the files, imports one, then spoils both: that must harm nobody.
ANSWER = """\
# %%
import my_layers

ROWS = open("penguins.csv").read().splitlines()
open("penguins.csv", "w").write("spoiled")
open("my_layers.py", "w").write("FACTOR = 9")

# %%
def rows():
    return len(ROWS) * my_layers.FACTOR
"""
UNNAMED = ANSWER.replace("penguins.csv", "notes.csv")


def travelling_course(root):
    """Write the course into a folder and return it; data/notes.csv is there, but is not named."""
    files = {
        "course/curriculum.toml": CURRICULUM,
        "course.toml": SETTINGS,
        f"checkers/{TOPIC}/probes.py": PROBES,
        f"checkers/{TOPIC}/test_rows.py": CHECKS,
        f"exercises/{TOPIC}.py": STUB,
        "data/penguins.csv": "a\nb\nc\n",
        "data/notes.csv": "a\nb\nc\n",
        "my_layers.py": "import keras\n\nFACTOR = 2\n",
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Course(root)
