"""--course DIR is an option of every command, and says where the course is."""

from __future__ import annotations

import os

import pytest
from typer.testing import CliRunner

from tensorkata.cli import app
from tensorkata.course import ELSEWHERE, find_course
from tensorkata.errors import UsageError

pytest_plugins = ["tests.small_course"]
COMMANDS = [[command.name or command.callback.__name__] for command in app.registered_commands]
COMMANDS += [
    [group.name, command.name]
    for group in app.registered_groups
    for command in group.typer_instance.registered_commands
]


def typed(*words):
    """Return what a command prints, or the error that main makes one line of."""
    done = CliRunner().invoke(app, [str(word) for word in words])
    if isinstance(done.exception, UsageError):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("command", [[], *COMMANDS], ids=" ".join)
def test_every_command_has_it(command):
    """No command is without the option, and `kata` itself has it too."""
    assert "--course DIR" in typed(*command, "--help")
