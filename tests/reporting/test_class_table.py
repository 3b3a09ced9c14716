"""The table of a class: aligned however many rows, and a hostile text is text in it."""

from __future__ import annotations

import io

import msgspec
from rich.cells import cell_len

from tensorkata.reporting.class_table import SOME, show_class
from tensorkata.results import ExerciseResult


def table_of(run):
    """Return the lines of the table, without the title and the list of exercises."""
    out = io.StringIO()
    show_class(run, out)
    return out.getvalue().split("\n\n")[1].splitlines()


def test_rows_that_are_laid_out_apart_stand_in_the_same_columns(run):
    """One head, a row a student, and every row as wide as the others."""
    entry = run.submissions[0]
    many = [msgspec.structs.replace(entry, student=f"s{n:04}") for n in range(2 * SOME + 1)]
    head, rule, *rows = table_of(msgspec.structs.replace(run, submissions=many))
    assert head.split() == ["student", "1", "points", "s", "note"]
    assert set(rule) == {"─"}
    assert [row.split()[0] for row in rows] == [entry.student for entry in many]
    assert {row.index("1 / 4") for row in rows} == {rows[0].index("1 / 4")}


def test_a_class_without_submissions_has_a_head_alone(run):
    """Nothing to show is no fault."""
    assert len(table_of(msgspec.structs.replace(run, submissions=[]))) == 2


def test_a_long_name_and_a_long_note_leave_room_for_the_points(run):
    """In 80 columns, with twelve exercises, each row has its points."""
    names = [f"exercise {number}" for number in range(12)]
    twelve = tuple(ExerciseResult(name, 4.5, 5.0, ()) for name in names)
    entries = [
        msgspec.structs.replace(entry, exercises=twelve, points=54.5, max_points=60.0)
        for entry in run.submissions
    ]
    lines = table_of(msgspec.structs.replace(run, submissions=entries))
    assert max(map(cell_len, lines)) <= 80
    assert sum("54.5 / 60" in line for line in lines) == len(entries)
    assert not any("\x1b" in line or "\u202e" in line for line in lines)
