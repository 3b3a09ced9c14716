"""Results as files: results.json as the contract has it, results.csv a row a submission."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import msgspec

from tensorkata.results import RunResult, SubmissionResult

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_json(run: RunResult) -> bytes:
    """Return results.json."""
    return msgspec.json.format(msgspec.json.encode(run), indent=1) + b"\n"


def from_json(data: bytes) -> RunResult:
    """Read results.json; msgspec's own error where it is none."""
    return msgspec.json.decode(data, type=RunResult)


def as_csv(run: RunResult) -> str:
    """Return results.csv: a first row of maximum points, then one row for each submission."""
    names = {e.name: e.max_points for s in run.submissions for e in s.exercises}
    most = max((s.max_points for s in run.submissions), default=0.0)
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(
        ["student", "path", "status", "points", "max_points", *names, "seconds", "message"]
    )
    table.writerow(
        ["(maximum)", "", "", f"{most:g}", f"{most:g}", *(f"{n:g}" for n in names.values()), "", ""]
    )
    for entry in run.submissions:
        table.writerow(_row(entry, list(names)))
    return out.getvalue()


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


def _text(value: str) -> str:
    """Return the text as data: no formula in a spreadsheet, no control characters."""
    plain = "".join(char for char in value if char.isprintable())
    return f"'{plain}" if plain.startswith(FORMULA) else plain


def write(run: RunResult, folder: Path, formats: tuple[str, ...]) -> None:
    """Write the files of the formats into a folder."""
    for name in formats:
        if name == "json":
            (folder / "results.json").write_bytes(as_json(run))
        elif name == "csv":
            (folder / "results.csv").write_text(as_csv(run), encoding="utf-8")
        elif name == "html":
            from tensorkata.reporting import html

            (folder / "class.html").write_text(html.class_page(run), encoding="utf-8")
