"""Results as files: each format is a function from a run to its files, as names and parts.

Everything is made from results only, and escapes the texts of a submission. A run is read and
written one submission at a time: no file of a class is ever held whole.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec

from tensorkata.results import SCHEMA, CheckResult, RunResult, SubmissionResult, of_this_schema
from tensorkata.text import clean, for_csv, for_filename, for_xml

Files = Iterator[tuple[str, Iterable[str]]]


def as_json(run: RunResult) -> Files:
    """Return results.json, as the contract has it."""
    yield "results.json", _json(run)


def _json(run: RunResult) -> Iterator[str]:
    """Yield the run's fields one by one, and its submissions one by one."""
    fields = [name for name in run.__struct_fields__ if getattr(run, name) is not msgspec.UNSET]
    for number, name in enumerate(fields):
        yield ("," if number else "{") + f'\n "{name}": '
        if name == "submissions":
            yield from _listed(run.submissions)
        else:
            yield _indented(getattr(run, name))
    yield "\n}\n"


def _listed(entries: Iterable[SubmissionResult]) -> Iterator[str]:
    before = "["
    for entry in entries:
        yield f"{before}\n  " + _indented(entry).replace("\n", "\n  ")
        before = ","
    yield "[]" if before == "[" else "\n ]"


def _indented(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=1).decode()


def from_json(data: bytes) -> RunResult:
    """Read results.json, of this schema or an earlier one; msgspec's own error if it is none."""
    run = msgspec.json.decode(data, type=RunResult)
    entries = [of_this_schema(entry, run.schema) for entry in run.submissions]
    return msgspec.structs.replace(run, submissions=entries, schema=SCHEMA)


def as_csv(run: RunResult) -> Files:
    """Return results.csv (a row a student) and exercises.csv (a row a student and exercise)."""
    names: dict[str, float] = {}
    most = 0.0
    for entry in run.submissions:
        names |= {exercise.name: exercise.max_points for exercise in entry.exercises}
        most = max(most, entry.max_points)
    head = ["student", "name", "path", "found", "status", "points", "max_points"]
    head += ["submitted", "due", "days_late", "points_before_penalty"]
    top = ["(maximum)", "", "", "", "", f"{most:g}", f"{most:g}", "", "", "", f"{most:g}"]
    top += [f"{points:g}" for points in names.values()]
    rows = (_row(run, entry, list(names)) for entry in run.submissions)
    table = _table(rows, [*head, *names, "seconds", "message"], [*top, "", ""])
    yield "results.csv", _for_people(table)
    each = (
        [for_csv(s.student), e.name, f"{e.points:g}", f"{e.max_points:g}", _outcomes(e.checks)]
        for s in run.submissions
        for e in s.exercises
    )
    columns = ["student", "exercise", "points", "max_points", "outcomes"]
    yield "exercises.csv", _for_people(_table(each, columns))


def as_junit(run: RunResult) -> Files:
    """Return junit.xml: a suite a student, a case a check."""
    yield "junit.xml", _suites(run)


def _suites(run: RunResult) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="utf-8"?>\n<testsuites name="{run.topic}">'
    for entry in run.submissions:
        suite = ET.Element("testsuite", name=for_xml(entry.student))
        checks = [(e.name, check) for e in entry.exercises for check in e.checks]
        failed = [check for _, check in checks if not check.passed and check.outcome != "skipped"]
        suite.set("tests", str(len(checks)))
        suite.set("failures", str(len(failed)))
        suite.set("time", f"{entry.seconds:.3f}")
        for exercise, check in checks:
            where = f"{run.topic}.{exercise}"
            case = ET.SubElement(suite, "testcase", classname=where, name=check.name)
            case.set("time", f"{check.seconds:.3f}")
            if check.outcome == "skipped":
                ET.SubElement(case, "skipped", message=for_xml(check.message))
            elif not check.passed:
                lost = ET.SubElement(case, "failure", type=check.outcome)
                lost.text = for_xml(check.message)
        if entry.message:
            ET.SubElement(suite, "system-err").text = for_xml(entry.message)
        yield ET.tostring(suite, encoding="unicode")
    yield "</testsuites>"


def as_gradescope(run: RunResult) -> Files:
    """Return gradescope/<student>.json, each in the form that Gradescope's autograders write.

    Who has no verdict has no file.
    """
    names = _Names()
    for entry in run.submissions:
        points = run.points_of(entry)
        if points is None:
            continue
        tests = [
            {
                "name": f"{exercise.name}: {clean(check.claim)}",
                "score": check.points,
                "max_score": check.max_points,
                "output": "" if check.hidden else clean(check.message),
                "visibility": "after_published" if check.hidden else "visible",
                "status": "passed" if check.passed else "failed",
            }
            for exercise in entry.exercises
            for check in exercise.checks
        ]
        data = {"score": points, "execution_time": round(entry.seconds), "tests": tests}
        if told := _told(entry) or (f"graded {entry.found}" if entry.found else ""):
            data["output"] = clean(told)
        yield f"gradescope/{names.of(entry)}.json", [msgspec.json.encode(data).decode()]


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
    rows = (_of_canvas(s, _number(run.points_of(s))) for s in judged)
    yield "canvas.csv", _table(rows, head, possible)


def _of_canvas(entry: SubmissionResult, points: str) -> list[str]:
    about = entry.platform
    known = {"canvas_id", "sis_id", "canvas_anonymous_id"} & set(about)
    login = about.get("login") or ("" if known else entry.student)
    said = [entry.name or entry.student, about.get("canvas_id", ""), about.get("sis_id", "")]
    return [*map(for_csv, [*said, login, about.get("section", "")]), points]


def as_moodle(run: RunResult) -> Files:
    """Return moodle.csv: a grading worksheet (mod/assign/feedback/offline/importgradeslib.php).

    Moodle finds a student by the Identifier. The import of grades into Moodle's gradebook takes the
    same file by Username or Email address. No backslash stands before a quote: PHP would take both
    as text, and Moodle would refuse the whole file.
    """
    rows = (_of_moodle(s, _number(run.points_of(s))) for s in run.submissions)
    yield "moodle.csv", _table(rows, list(WORKSHEET))


def _of_moodle(entry: SubmissionResult, points: str) -> list[str]:
    about = entry.platform
    number, mail = about.get("moodle_id", ""), about.get("email", "")
    mail = mail or (entry.student if "@" in entry.student else "")
    login = about.get("login") or ("" if number or mail else entry.student)
    said = [f"Participant {number}" if number else "", entry.name or entry.student, login, mail]
    most = f"{entry.max_points:g}" if entry.exercises else ""
    modified = about.get("modified", "-")
    texts = [re.sub(r'\\(?="|$)', "/", for_csv(text)) for text in [*said, _lost(entry)]]
    return [*texts[:-1], points, most, modified, texts[-1]]


def as_html(run: RunResult) -> Files:
    """Return class.html, the page of the class."""
    from tensorkata.reporting import pages

    yield "class.html", pages.class_page(run)


def as_feedback(run: RunResult) -> Files:
    """Return feedback/<student>.html, a page for each student."""
    from tensorkata.reporting import pages

    names = _Names()
    for entry in run.submissions:
        yield f"feedback/{names.of(entry)}.html", [pages.feedback_page(run, entry)]


class _Names:
    """Name a file for each student, never the same for two, even on disks that ignore case."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, entry: SubmissionResult) -> str:
        """Return a name that no student before has."""
        name = for_filename(entry.student)
        while name.casefold() in self._taken:
            name += "%"
        self._taken.add(name.casefold())
        return name


FORMATS: dict[str, Callable[[RunResult], Files]] = {
    "json": as_json,
    "csv": as_csv,
    "html": as_html,
    "feedback": as_feedback,
    "junit": as_junit,
    "gradescope": as_gradescope,
    "canvas": as_canvas,
    "moodle": as_moodle,
}


def write(run: RunResult, folder: Path, formats: tuple[str, ...]) -> None:
    """Write the files of the formats into a folder, each whole or not at all."""
    for name in formats:
        for file, parts in FORMATS[name](run):
            path = folder / file
            path.parent.mkdir(exist_ok=True)
            fresh = path.with_name(f".{path.name}.new")
            with fresh.open("w", encoding="utf-8", newline="") as out:
                out.writelines(parts)
            fresh.replace(path)


def _row(run: RunResult, entry: SubmissionResult, names: list[str]) -> list[str]:
    points = _number(run.points_of(entry))
    earned = {exercise.name: f"{exercise.points:g}" for exercise in entry.exercises}
    return [
        for_csv(entry.student),
        for_csv(entry.name),
        for_csv(entry.path),
        for_csv(entry.found),
        entry.status,
        points,
        f"{entry.max_points:g}" if entry.judged else "",
        *(entry.submitted, entry.due, str(entry.days_late) if entry.due and points else ""),
        f"{entry.points:g}" if entry.judged else "",
        *(earned.get(name, "0" if points else "") for name in names),
        f"{entry.seconds:.2f}",
        for_csv(_told(entry)),
    ]


def _number(points: float | None) -> str:
    """Return points for a table; no verdict is an empty field."""
    return "" if points is None else f"{points:g}"


def _told(entry: SubmissionResult) -> str:
    return "; ".join(filter(None, [entry.message, entry.lateness, entry.note]))


def _outcomes(checks: Iterable[CheckResult]) -> str:
    return " ".join(check.outcome for check in checks)


def _lost(entry: SubmissionResult) -> str:
    """Return the exercises in which a student lost points, in one line."""
    lost = [f"{e.name} {e.points:g}/{e.max_points:g}" for e in entry.exercises if not e.complete]
    lost = [*lost, entry.lateness] if entry.lateness else lost
    return "; ".join(filter(None, [entry.remark or ", ".join(lost), entry.note]))


def _table(rows: Iterable[list[str]], *heads: list[str]) -> Iterator[str]:
    for row in itertools.chain(heads, rows):
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerow(row)
        yield out.getvalue()


def _for_people(table: Iterator[str]) -> Iterator[str]:
    """Begin with the mark by which Excel knows UTF-8."""
    return itertools.chain(["\ufeff"], table)


# The columns of Moodle's own grading worksheet, with the user name that its gradebook knows.
WORKSHEET = (
    *("Identifier", "Full name", "Username", "Email address", "Grade", "Maximum grade"),
    *("Last modified (grade)", "Feedback comments"),
)
