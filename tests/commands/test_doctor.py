"""`kata doctor`: what it says of the Python that it runs in."""

import sys
import sysconfig

import pytest
from typer.testing import CliRunner

from tensorkata import __version__
from tensorkata.cli import app
from tensorkata.commands import doctor
from tensorkata.student import tensorflow_patches


@pytest.mark.parametrize(
    ("prefix", "arguments", "slow"),
    [
        ("/home/me/.pyenv/versions/3.12.1", "'--prefix=/home/me' '--enable-shared'", True),
        ("/usr/local", "'--enable-optimizations' '--with-lto'", False),
        ("/usr", "'--enable-shared'", False),
        ("/opt/python", None, True),
    ],
)
def test_a_python_built_without_optimizations_is_told(monkeypatch, prefix, arguments, slow):
    """A distribution optimizes its own; elsewhere the build's arguments say it."""
    monkeypatch.setattr(sys, "base_prefix", prefix)
    monkeypatch.setattr(sysconfig, "get_config_var", lambda _: arguments)
    assert ("without optimizations" in doctor._pace()) == slow


def test_the_state_of_the_patches_is_told(monkeypatch):
    """One line says that TensorFlow is patched for grading, or why it is not."""
    monkeypatch.delenv("KATA_STOCK", raising=False)
    assert f"{len(tensorflow_patches.PATCHES)} patches" in doctor.patches()
    monkeypatch.setenv("KATA_STOCK", "1")
    assert "not patched (KATA_STOCK=1)" in doctor.patches()
    monkeypatch.delenv("KATA_STOCK")
    monkeypatch.setattr(tensorflow_patches, "TESTED", {"keras": ("2.0", "2.4")})
    assert "was not tested with them (2.0 to 2.4 were)" in doctor.patches()


def test_what_submissions_may_import_is_listed():
    """Those for work with data by name and version, and how to add one; no list of everything."""
    told = doctor.importable({"matplotlib": "3.11", "pandas": "3.0", "ruff": "0.14"})
    assert "matplotlib 3.11, pandas 3.0\n" in told
    assert "pip install pandas, then kata grade ... --packages pandas" in told
    assert "ruff" not in told


def test_a_student_sees_no_cross_for_what_a_student_does_not_need(work, monkeypatch):
    """In a workspace there is no word of walls or nbgrader, but of how to ask for them."""
    monkeypatch.chdir(work.root)
    done = CliRunner().invoke(app, ["doctor"])
    assert done.exit_code == 0
    assert "✗" not in done.output
    assert not [name for name in doctor.INSTRUCTOR if name in done.output]
    assert "kata doctor --instructor" in done.output


@pytest.mark.parametrize(("where", "words"), [("course", []), ("work", ["--instructor"])])
def test_an_instructor_sees_the_walls(course, work, monkeypatch, where, words):
    """Where there are hidden checks, or where it is asked for."""
    monkeypatch.chdir({"course": course, "work": work}[where].root)
    monkeypatch.setattr(doctor.isolation, "tried_walls", lambda: [Wall()])
    said = CliRunner().invoke(app, ["doctor", *words]).output
    assert "the inner wall: tried" in said
    assert all(name in said for name in doctor.INSTRUCTOR)


class Wall:
    """A wall that holds."""

    what, detail, ok, cure = "the inner wall", "tried", True, ""


def test_help_has_students_first_and_a_version():
    """`kata --help` has two groups with every command in one; `kata --version` is one line."""
    said = CliRunner().invoke(app, ["--help"]).output
    students, others = said.split("Instructors and authors:")
    assert "Students:" in students
    assert "\n  watch " in students
    assert "\n  grade " in others
    assert len([row for row in said.splitlines() if row.startswith("  check ")]) == 1
    assert CliRunner().invoke(app, ["--version"]).output == f"tensorkata {__version__}\n"


def test_a_tensorflow_outside_the_range_is_told(monkeypatch, capsys):
    """Beside a version that was not tested stands the range, and what pip would do."""
    there = {"tensorflow": "2.17.1", "keras": "3.13.0"}
    monkeypatch.setattr(doctor.importlib.metadata, "version", there.__getitem__)
    assert doctor._packages(there)
    said = " ".join(capsys.readouterr().out.split())
    assert "- tensorflow 2.17.1: the kit was tested with" in said
    assert "puts one of these in its place" in said
    assert "✓ keras 3.13.0" in said
