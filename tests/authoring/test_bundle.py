"""What students get, and what they must not get."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest

from tensorkata.authoring.bundle import FOLDER, bundle
from tensorkata.authoring.source import stub
from tensorkata.course import Course
from tensorkata.errors import CourseError, UsageError

NAMES = [
    ".gitignore",
    ".vscode/extensions.json",
    ".vscode/settings.json",
    "README.md",
    "checkers/01_numbers/probes.py",
    "checkers/01_numbers/test_halve.py",
    "checkers/01_numbers/test_running_total.py",
    "course/curriculum.toml",
    "exercises/01_numbers.py",
    "pytest.ini",
]


def test_a_folder_holds_stubs_and_visible_checks(course: Course, source: str) -> None:
    """No solution, no hidden check, nothing of a topic that is not written yet."""
    cache = course.checkers / "01_numbers" / "__pycache__"
    cache.mkdir()
    (cache / "probes.pyc").write_bytes(b"")
    later = course.checkers / "02_later" / "probes.py"
    later.parent.mkdir()
    later.write_text("")
    out = course.root / "out"
    assert bundle(course, out) == NAMES
    found = sorted(p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file())
    assert found == NAMES
    assert (out / "exercises" / "01_numbers.py").read_text() == stub(source)


def test_solved_exercises_on_disk_do_not_travel(course: Course, source: str) -> None:
    """The stub comes from the source, even where an author has solved it in exercises/."""
    course.exercises.mkdir()
    (course.exercises / "01_numbers.py").write_text(source)
    bundle(course, course.root / "out")
    assert "SOLUTION" not in (course.root / "out" / "exercises" / "01_numbers.py").read_text()


def test_two_zips_are_the_same_bytes(course: Course, tmp_path: Path) -> None:
    """Neither the time nor the file's times are in the zip; all stands in one folder."""
    one, two = tmp_path / "one.zip", tmp_path / "new" / "two.zip"
    bundle(course, one)
    os.utime(course.checkers / "01_numbers" / "probes.py", (0, 0))
    bundle(course, two)
    assert one.read_bytes() == two.read_bytes()
    with zipfile.ZipFile(one) as archive:
        assert archive.namelist() == [f"{FOLDER}/{name}" for name in NAMES]
        assert archive.testzip() is None


def test_a_folder_with_files_in_it_is_left_alone(course: Course, tmp_path: Path) -> None:
    """Nothing is written over a student's work."""
    out = tmp_path / "mine"
    out.mkdir()
    (out / "work.py").write_text("")
    with pytest.raises(UsageError, match="exists already"):
        bundle(course, out)
    assert len(list(out.iterdir())) == 1


def test_a_link_in_a_checkers_folder_is_refused(course: Course) -> None:
    """A link could bring a hidden check along under another name."""
    folder = course.checkers / "01_numbers"
    (folder / "test_more.py").symlink_to(folder / "hidden" / "test_halve.py")
    with pytest.raises(CourseError, match=r"checkers/01_numbers/test_more.py: a link"):
        bundle(course, course.root / "out.zip")


def test_a_file_that_cannot_be_written_is_told(course: Course) -> None:
    """One line says which, and why."""
    with pytest.raises(UsageError, match=r"--out /proc/mine.zip: .*can be written"):
        bundle(course, Path("/proc/mine.zip"))


def test_what_git_ignores_is_hidden_in_vs_code(course: Course) -> None:
    """The explorer shows a student's files and no cache; both extensions are recommended."""
    bundle(course, course.root / "out")
    settings = json.loads((course.root / "out/.vscode/settings.json").read_text())
    hidden = {name.removeprefix("**/") for name in settings["files.exclude"]}
    ignored = (course.root / "out/.gitignore").read_text().replace("/", "").split()
    assert hidden == set(ignored) - {".venv"}
    wanted = json.loads((course.root / "out/.vscode/extensions.json").read_text())
    assert wanted == {"recommendations": ["ms-python.python", "ms-toolsai.jupyter"]}
