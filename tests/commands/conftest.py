"""A student's workspace, and answers that a student would type into it."""

from __future__ import annotations

import pytest

from tensorkata.authoring import source
from tensorkata.commands import workspace
from tensorkata.course import Course


@pytest.fixture
def work(course, tmp_path):
    """Return the course of a fresh workspace."""
    workspace.init(course, tmp_path / "work", notebooks=False)
    return Course(tmp_path / "work")


@pytest.fixture
def answered(solution):
    """Return a function that writes the solution of an exercise into a stub."""

    def write(stub, name):
        (mine,) = [cell for cell in source.script_cells(stub) if name in source.defined_names(cell)]
        return source.with_cell(stub, mine, source.solution_of(solution, name).cell.source)

    return write
