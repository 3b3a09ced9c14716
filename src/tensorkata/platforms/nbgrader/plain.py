"""Notebooks that are no topic of the course: their cells run in the sandbox, nbgrader grades them.

The judge needs a course: they get one of their own, in which nothing is checked.
"""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from functools import cache
from pathlib import Path

from tensorkata import course_settings
from tensorkata.course import MANIFEST, Course

NAME = "plain_notebook"  # the only topic; no file beside a notebook may have its name
FILES = {
    MANIFEST.as_posix(): f"""\
[[topic]]
name = "{NAME}"
title = "A plain notebook"

[[topic.exercise]]
name = "nothing"
title = "Nothing"
""",
    f"checkers/{NAME}/probes.py": '"""No probes: the cells run, and nothing is asked."""\n',
    f"checkers/{NAME}/test_nothing.py": 'def test_nothing():\n    """nothing is checked"""\n',
}


@cache
def plain_course(folder: Path) -> Course:
    """Return a course of plain notebooks, with the files that lie beside the source notebook."""
    root = Path(tempfile.mkdtemp(prefix="kata-plain-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    files = [path for path in sorted(folder.glob("*")) if path.is_file()]
    names = json.dumps([str(path.resolve()) for path in files if path.suffix != ".ipynb"])
    settings = f'[[assignment]]\nname = "{NAME}"\nfiles = {names}\n'
    for name, text in (FILES | {course_settings.FILE: settings}).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return Course(root)
