"""Results as files: each format a function from a run to its files, by name.

Everything is made from results alone. A text of a submission is data in every one of them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec

from tensorkata.reporting.terminal import clean
from tensorkata.results import CheckResult, RunResult, SubmissionResult

FORMULA = ("=", "+", "-", "@", "\t", "\r")
Files = dict[str, bytes]


def as_json(run: RunResult) -> Files:
    """Return results.json, as the contract has it."""
    return {"results.json": msgspec.json.format(msgspec.json.encode(run), indent=1) + b"\n"}


def from_json(data: bytes) -> RunResult:
    """Read results.json; msgspec's own error where it is none."""
    return msgspec.json.decode(data, type=RunResult)


def as_csv(run: RunResult) -> Files:
    """Return results.csv (a row a student) and exercises.csv (a row a student and exercise)."""
    names = {e.name: e.max_points for s in run.submissions for e in s.exercises}
    most = max((s.max_points for s in run.submissions), default=0.0)
    head = ["student", "path", "status", "points", "max_points", *names, "seconds", "message"]
    top = ["(maximum)", "", "", f"{most:g}", f"{most:g}", *(f"{n:g}" for n in names.values())]
    rows = [_row(entry, list(names)) for entry in run.submissions]
    each = [
        [_text(s.student), e.name, f"{e.points:g}", f"{e.max_points:g}", _outcomes(e.checks)]
        for s in run.submissions
        for e in s.exercises
    ]
    columns = ["student", "exercise", "points", "max_points", "outcomes"]
    return {
        "results.csv": _table([head, [*top, "", ""], *rows]),
        "exercises.csv": _table([columns, *each]),
    }


def as_junit(run: RunResult) -> Files:
    """Return junit.xml: a suite a student, a case a check."""
    root = ET.Element("testsuites", name=run.topic)
    for entry in run.submissions:
        suite = ET.SubElement(root, "testsuite", name=_legal(entry.student))
        checks = [(e.name, check) for e in entry.exercises for check in e.checks]
        failed = [check for _, check in checks if check.outcome not in {"passed", "skipped"}]
        suite.set("tests", str(len(checks)))
        suite.set("failures", str(len(failed)))
        suite.set("time", f"{entry.seconds:.3f}")
        for exercise, check in checks:
            where = f"{run.topic}.{exercise}"
            case = ET.SubElement(suite, "testcase", classname=where, name=check.name)
            case.set("time", f"{check.seconds:.3f}")
            if check.outcome == "skipped":
                ET.SubElement(case, "skipped", message=_legal(check.message))
            elif check.outcome != "passed":
                lost = ET.SubElement(case, "failure", type=check.outcome)
                lost.text = _legal(check.message)
        if entry.message:
            ET.SubElement(suite, "system-err").text = _legal(entry.message)
    return {"junit.xml": ET.tostring(root, encoding="utf-8", xml_declaration=True)}


def as_gradescope(run: RunResult) -> Files:
    """Return gradescope/<student>.json, each in the form that Gradescope's autograders write."""
    files = {}
    for entry in run.submissions:
        tests = [
            {
                "name": f"{exercise.name}: {clean(check.claim)}",
                "score": check.points,
                "max_score": check.max_points,
                "output": "" if check.hidden else clean(check.message),
                "visibility": "after_published" if check.hidden else "visible",
                "status": "passed" if check.outcome == "passed" else "failed",
            }
            for exercise in entry.exercises
            for check in exercise.checks
        ]
        data = {"score": entry.points, "execution_time": round(entry.seconds), "tests": tests}
        if entry.message:
            data["output"] = clean(entry.message)
        files[f"gradescope/{_name(entry.student)}.json"] = msgspec.json.encode(data)
    return files


def as_canvas(run: RunResult) -> Files:
    """Return canvas.csv, for Canvas's import of grades; students by their login."""
    most = max((entry.max_points for entry in run.submissions), default=0.0)
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", run.topic]
    possible = ["    Points Possible", "", "", "", "", f"{most:g}"]
    rows = [["", "", "", _text(s.student), "", f"{s.points:g}"] for s in run.submissions]
    return {"canvas.csv": _table([head, possible, *rows])}


def as_moodle(run: RunResult) -> Files:
    """Return moodle.csv, for Moodle's import of grades; students by their user name."""
    rows = [[_text(s.student), f"{s.points:g}", _text(_lost(s))] for s in run.submissions]
    return {"moodle.csv": _table([["username", run.topic, f"{run.topic} feedback"], *rows])}


def as_html(run: RunResult) -> Files:
    """Return class.html, the page of the class."""
    from tensorkata.reporting import html

    return {"class.html": html.class_page(run).encode()}


def as_feedback(run: RunResult) -> Files:
    """Return feedback/<student>.html, a page for each student."""
    from tensorkata.reporting import html

    return {
        f"feedback/{_name(entry.student)}.html": html.feedback_page(run, entry).encode()
        for entry in run.submissions
    }


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
        for file, data in FORMATS[name](run).items():
            path = folder / file
            path.parent.mkdir(exist_ok=True)
            fresh = path.with_name(f".{path.name}.new")
            fresh.write_bytes(data)
            fresh.replace(path)


def _row(entry: SubmissionResult, names: list[str]) -> list[str]:
    earned = {exercise.name: f"{exercise.points:g}" for exercise in entry.exercises}
    return [
        _text(entry.student),
        _text(entry.path),
        entry.status,
        f"{entry.points:g}",
        f"{entry.max_points:g}",
        *(earned.get(name, "0") for name in names),
        f"{entry.seconds:.2f}",
        _text(entry.message),
    ]


def _outcomes(checks: Iterable[CheckResult]) -> str:
    return " ".join(check.outcome for check in checks)


def _lost(entry: SubmissionResult) -> str:
    """Return where a student lost points, in a line."""
    lost = [
        f"{e.name} {e.points:g}/{e.max_points:g}"
        for e in entry.exercises
        if e.points < e.max_points
    ]
    return entry.message or ", ".join(lost)


def _table(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def _text(value: str) -> str:
    """Return the text as data: no formula in a spreadsheet, no control characters."""
    plain = "".join(char for char in value if char.isprintable())
    return f"'{plain}" if plain.startswith(FORMULA) else plain


def _legal(value: str) -> str:
    """Return the text without the characters that XML cannot hold."""
    return re.sub(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", value)


def _name(student: str) -> str:
    """Return a student's name as the name of a file, and of one file alone."""
    plain = re.sub(r"[^\w.@ -]", lambda found: f"%{ord(found[0]):x}", student)[:150]
    return plain if plain.strip(". ") else f"%{plain}"
