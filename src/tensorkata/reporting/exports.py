"""Results as files: each format is a function from a run to its files, as names and parts.

Everything is made from results only, and escapes the texts of a submission. A run is read and
written one submission at a time: no file of a class is ever held whole.
"""

from __future__ import annotations

import csv
import io
import itertools
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
    for number, name in enumerate(run.__struct_fields__):
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
    head = ["student", "path", "status", "points", "max_points", *names, "seconds", "message"]
    top = ["(maximum)", "", "", f"{most:g}", f"{most:g}", *(f"{n:g}" for n in names.values())]
    rows = (_row(entry, list(names)) for entry in run.submissions)
    yield "results.csv", _table(rows, head, [*top, "", ""])
    each = (
        [for_csv(s.student), e.name, f"{e.points:g}", f"{e.max_points:g}", _outcomes(e.checks)]
        for s in run.submissions
        for e in s.exercises
    )
    columns = ["student", "exercise", "points", "max_points", "outcomes"]
    yield "exercises.csv", _table(each, columns)


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
    """Return gradescope/<student>.json, each in the form that Gradescope's autograders write."""
    for entry in run.submissions:
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
        data = {"score": entry.points, "execution_time": round(entry.seconds), "tests": tests}
        if entry.message:
            data["output"] = clean(entry.message)
        yield f"gradescope/{for_filename(entry.student)}.json", [msgspec.json.encode(data).decode()]


def as_canvas(run: RunResult) -> Files:
    """Return canvas.csv, for Canvas's import of grades; students by their login."""
    most = max((entry.max_points for entry in run.submissions), default=0.0)
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", run.topic]
    possible = ["    Points Possible", "", "", "", "", f"{most:g}"]
    rows = (["", "", "", for_csv(s.student), "", f"{s.points:g}"] for s in run.submissions)
    yield "canvas.csv", _table(rows, head, possible)


def as_moodle(run: RunResult) -> Files:
    """Return moodle.csv, for Moodle's import of grades; students by their user name."""
    rows = ([for_csv(s.student), f"{s.points:g}", for_csv(_lost(s))] for s in run.submissions)
    yield "moodle.csv", _table(rows, ["username", run.topic, f"{run.topic} feedback"])


def as_html(run: RunResult) -> Files:
    """Return class.html, the page of the class."""
    from tensorkata.reporting import pages

    yield "class.html", pages.class_page(run)


def as_feedback(run: RunResult) -> Files:
    """Return feedback/<student>.html, a page for each student."""
    from tensorkata.reporting import pages

    for entry in run.submissions:
        yield f"feedback/{for_filename(entry.student)}.html", [pages.feedback_page(run, entry)]


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


def _row(entry: SubmissionResult, names: list[str]) -> list[str]:
    earned = {exercise.name: f"{exercise.points:g}" for exercise in entry.exercises}
    return [
        for_csv(entry.student),
        for_csv(entry.path),
        entry.status,
        f"{entry.points:g}",
        f"{entry.max_points:g}",
        *(earned.get(name, "0") for name in names),
        f"{entry.seconds:.2f}",
        for_csv(entry.message),
    ]


def _outcomes(checks: Iterable[CheckResult]) -> str:
    return " ".join(check.outcome for check in checks)


def _lost(entry: SubmissionResult) -> str:
    """Return the exercises in which a student lost points, in one line."""
    lost = [f"{e.name} {e.points:g}/{e.max_points:g}" for e in entry.exercises if not e.complete]
    return entry.remark or ", ".join(lost)


def _table(rows: Iterable[list[str]], *heads: list[str]) -> Iterator[str]:
    for row in itertools.chain(heads, rows):
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerow(row)
        yield out.getvalue()
