"""A class of 300 with one of each odd kind, through the whole `kata grade`, in one run."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import unicodedata

import pytest

from tensorkata.course import Course

from .class_files import TOPIC
from .class_of_300 import STUB, expected, write_class

CURRICULUM = f"""\
[[topic]]
name = "{TOPIC}"
title = "Custom layers"

[[topic.exercise]]
name = "Scale"
title = "A layer without weights"
"""
PROBES = """\
def factor(student):
    return student.Scale(3.0).get_config()["factor"]
"""
CHECKS = '''\
"""Scale."""

from tensorkata.checking import assert_equal, points


@points(1)
def test_factor(probes):
    """Scale keeps its factor"""
    assert_equal(probes.factor(), 3.0)
'''


@pytest.fixture
def small(tmp_path):
    """Write a course whose one check takes milliseconds."""
    files = {
        "course/curriculum.toml": CURRICULUM,
        f"checkers/{TOPIC}/probes.py": PROBES,
        f"checkers/{TOPIC}/test_scale.py": CHECKS,
        f"exercises/{TOPIC}.py": STUB,
    }
    for name, text in files.items():
        path = tmp_path / "course" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Course(tmp_path / "course")


@pytest.mark.slow
@pytest.mark.sandbox
@pytest.mark.timeout(1200)
def test_each_of_300_has_a_row_and_what_is_due(small, tmp_path):
    """Nobody is lost, nobody's file stops another's, and every export has everybody who is due."""
    zipped = write_class(tmp_path / "class.zip")
    out = tmp_path / "out"
    command = [sys.executable, "-c", "from tensorkata.cli import main; main()", "grade", TOPIC]
    options = ["--out", str(out), "--timeout", "5", "--format", "moodle,html,feedback"]
    done = subprocess.run(
        [*command, str(zipped), *options],
        cwd=small.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    found = json.loads((out / "results.json").read_bytes())["submissions"]
    got = {one["student"]: one for one in found}
    due = {unicodedata.normalize("NFC", name): what for name, what in expected().items()}
    assert got.keys() == due.keys()
    assert len(found) == 300
    for name, (status, what) in due.items():
        one = got[name]
        assert one["status"] == status, one
        assert (what in one["message"]) if isinstance(what, str) else one["points"] == what, one
    with (out / "results.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row["student"] for row in csv.DictReader(file)]
    assert len(rows) == 300 + rows.count("(maximum)")
    assert len(list((out / "feedback").iterdir())) == 300
