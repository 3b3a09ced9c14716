"""canvas.csv: points for the import of Canvas's gradebook."""

from __future__ import annotations

from tensorkata.reporting.export_files import Files, number, table
from tensorkata.results import RunResult, SubmissionResult
from tensorkata.text import for_csv


def as_canvas(run: RunResult) -> Files:
    """Return canvas.csv, for the import of Canvas's gradebook (lib/gradebook_importer.rb).

    Canvas finds a student by ID, else by SIS User ID or SIS Login ID, else by name; the column is
    its own name for the assignment, with the number, if the roster was Canvas's export. An empty
    field would take away a grade that is there, so who has no verdict has no row.
    """
    most = max((entry.max_points for entry in run.submissions), default=0.0)
    columns = run.columns or {}
    column = for_csv(columns.get("canvas", run.topic))
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", column]
    shown = columns.get("canvas_points") or f"{most:g}"
    possible = ["    Points Possible", "", "", "", "", for_csv(shown)]
    judged = (s for s in run.submissions if run.points_of(s) is not None)
    rows = (_of_canvas(s, number(run.points_of(s))) for s in judged)
    yield "canvas.csv", table(rows, head, possible)


def _of_canvas(entry: SubmissionResult, points: str) -> list[str]:
    about = entry.platform
    known = {"canvas_id", "sis_id", "canvas_anonymous_id"} & set(about)
    login = about.get("login") or ("" if known else entry.student)
    said = [entry.name or entry.student, about.get("canvas_id", ""), about.get("sis_id", "")]
    return [*map(for_csv, [*said, login, about.get("section", "")]), points]
