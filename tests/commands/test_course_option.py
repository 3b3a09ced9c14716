"""--course DIR is an option of every command, and says where the course is."""

from __future__ import annotations

import os

import pytest
from typer.testing import CliRunner

from tensorkata.cli import app
from tensorkata.course import ELSEWHERE, find_course
from tensorkata.errors import UsageError


def commands_of(part, *before):
    """Return the words of each command of an app; a group without a name adds none."""
    for command in part.registered_commands:
        yield [*before, command.name or command.callback.__name__]
    for group in part.registered_groups:
        name = [group.name] if isinstance(group.name, str) else []
        yield from commands_of(group.typer_instance, *before, *name)


COMMANDS = list(commands_of(app))


def typed(*words):
    """Return what a command prints, or the error that main makes one line of."""
    done = CliRunner().invoke(app, [str(word) for word in words])
    if isinstance(done.exception, UsageError):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output


@pytest.fixture
def small(tmp_path):
    """Return the root of a course of one topic."""
    (tmp_path / "small" / "course").mkdir(parents=True)
    (tmp_path / "small" / "checkers").mkdir()
    text = '[[topic]]\nname = "01_numbers"\ntitle = "Numbers"\n'
    (tmp_path / "small" / "course" / "curriculum.toml").write_text(text)
    return tmp_path / "small"


@pytest.mark.parametrize("command", [[], *COMMANDS], ids=" ".join)
def test_every_command_has_it(command):
    """No command is without the option, and `kata` itself has it too."""
    assert "--course DIR" in typed(*command, "--help")


def test_it_goes_before_or_behind_the_command(small):
    """Both name the course, for this command only."""
    for words in (["list", "--course", small], ["--course", small, "list"]):
        assert "01_numbers" in typed(*words)
        assert ELSEWHERE not in os.environ
    assert "01_tensors" in typed("list")
    assert "01_numbers" in typed("--course", small)


def test_the_variable_does_the_same(small, monkeypatch):
    """KATA_COURSE names the course of a shell; the option comes before it, and it stays."""
    monkeypatch.setenv(ELSEWHERE, str(small))
    assert "01_numbers" in typed("list")
    assert "01_tensors" in typed("list", "--course", ".")
    assert os.environ[ELSEWHERE] == str(small)


def test_a_folder_with_only_a_course_toml_sets_up_the_kit_s_course(tmp_path):
    """Its settings hold for the topics that came with the kit."""
    (tmp_path / "course.toml").write_text('title = "Spring"')
    assert "01_tensors" in typed("list", "--course", tmp_path)
    assert find_course(tmp_path).settings.title == "Spring"


@pytest.mark.parametrize(
    ("folder", "told"),
    [("nowhere", "there is no such folder"), (".", "it has neither course/curriculum.toml nor")],
)
def test_what_is_no_course_is_one_line(tmp_path, folder, told):
    """The line names the folder and what it lacks."""
    with pytest.raises(UsageError, match=f"--course .*: {told}"):
        typed("list", "--course", tmp_path / folder)
