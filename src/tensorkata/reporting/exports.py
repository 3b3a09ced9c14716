"""Results as files: each format is a function from a run to its files, as names and parts.

Everything is made from results only, and escapes the texts of a submission. A run is read and
written one submission at a time: no file of a class is ever held whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import msgspec

from tensorkata.reporting import pages
from tensorkata.reporting.canvas import as_canvas
from tensorkata.reporting.export_files import Files, Names
from tensorkata.reporting.gradescope import as_gradescope
from tensorkata.reporting.junit import as_junit
from tensorkata.reporting.moodle import as_moodle, as_moodle_feedback
from tensorkata.reporting.result_tables import as_csv
from tensorkata.results import SCHEMA, RunResult, SubmissionResult, of_this_schema


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


def as_html(run: RunResult) -> Files:
    """Return class.html, the page of the class."""
    yield "class.html", pages.class_page(run)


def as_feedback(run: RunResult) -> Files:
    """Return feedback/<student>.html, a page for each student."""
    names = Names()
    for entry in run.submissions:
        yield f"feedback/{names.of(entry)}.html", [pages.feedback_page(run, entry)]


FORMATS: dict[str, Callable[[RunResult], Files]] = {
    "json": as_json,
    "csv": as_csv,
    "html": as_html,
    "feedback": as_feedback,
    "junit": as_junit,
    "gradescope": as_gradescope,
    "canvas": as_canvas,
    "moodle": as_moodle,
    "moodle-feedback": as_moodle_feedback,
}
ALWAYS = ("json", "csv")
FOR_INSTRUCTORS = frozenset({"json", "csv", "html", "junit"})  # all others reach students


def write(run: RunResult, folder: Path, formats: tuple[str, ...]) -> None:
    """Write the files of the formats into a folder."""
    for name in formats:
        write_files(FORMATS[name](run), folder)


def write_files(files: Files, folder: Path) -> None:
    """Write files into a folder, each whole or not at all."""
    for file, parts in files:
        path = folder / file
        path.parent.mkdir(exist_ok=True)
        fresh = path.with_name(f".{path.name}.new")
        with fresh.open("wb") as out:
            out.writelines(p.encode() if isinstance(p, str) else p for p in parts)
        fresh.replace(path)


def written(folder: Path) -> list[str]:
    """Return the formats, of those that are not always written, that a folder has files of."""
    places = {name: name for name in ("feedback", "gradescope")}
    places |= {"html": "class.html", "junit": "junit.xml", "moodle-feedback": "moodle-feedback.zip"}
    places |= {name: f"{name}.csv" for name in ("canvas", "moodle")}
    return [name for name in FORMATS if name in places and (folder / places[name]).exists()]
