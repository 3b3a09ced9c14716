"""The reports of a run, or of a course: a folder that holds the runs of its topics."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from tensorkata.course import Course, find_course
from tensorkata.errors import MachineError, UsageError
from tensorkata.grading.store import FILE, loaded
from tensorkata.reporting import course_report, exports
from tensorkata.reporting.course_table import Topic, table_of
from tensorkata.reporting.history import add_to_history, read_history
from tensorkata.reporting.terminal import make_console
from tensorkata.results import RunResult

RESULTS = "results.json"


def report(folder: Path, asked: str) -> int:
    """Write reports again, of a run or of every run of a course and the course; return 0."""
    runs = _runs(folder)
    if (folder / FILE).is_file() or not runs:
        return write_reports(folder, asked)
    for run in runs:
        if (run / FILE).is_file():
            write_reports(run, asked)
    report_course(find_course(), folder)
    return 0


def write_reports(folder: Path, asked: str) -> int:
    """Write reports of a run from its results; return 0."""
    formats = formats_of(asked)
    with loaded(folder) as result:
        write(result, folder, formats)
    make_console().print(f"results: {folder} ({', '.join(formats)})", markup=False)
    return 0


def write(result: RunResult, folder: Path, formats: tuple[str, ...]) -> None:
    """Write the files of the formats; MachineError in one line if the disk refuses."""
    try:
        exports.write(result, folder, formats)
    except OSError as error:
        raise MachineError(
            f"{folder}: the reports could not be written: {error.strerror}; the results are kept:"
            f" type `kata report {folder}` to go on"
        ) from error


def remember(result: RunResult, folder: Path) -> None:
    """Add the points to the history of the folder."""
    try:
        add_to_history(result, folder)
    except OSError as error:
        raise MachineError(f"{folder}: {error.strerror}; {KEPT.format(folder=folder)}") from error


def report_course(course: Course, folder: Path) -> None:
    """Write and show one table of all topics whose runs a folder holds."""
    table = table_of(course.settings.title, _topics(course, folder))
    try:
        course_report.write(table, folder)
    except OSError as error:
        raise MachineError(f"{folder}: {error.strerror}; {KEPT.format(folder=folder)}") from error
    course_report.show_course(table)
    make_console().print(f"course: {folder / 'course.html'}, course.csv", markup=False)


def _topics(course: Course, folder: Path) -> Iterator[Topic]:
    """Yield the runs of a course, one at a time, by the names of their folders."""
    for run in _runs(folder):
        try:
            result = exports.from_json((run / RESULTS).read_bytes())
        except (OSError, msgspec.MsgspecError) as error:
            raise UsageError(f"{run / RESULTS}: {error}; grade the topic again") from error
        yield Topic(result, read_history(run), course.settings.of(result.topic).weight)


def _runs(folder: Path) -> list[Path]:
    """Return the folders of a course's runs."""
    return sorted(path.parent for path in folder.glob(f"*/{RESULTS}"))


def formats_of(asked: str) -> tuple[str, ...]:
    """Return the formats that are asked for, after those that are always written."""
    names = [name.strip() for name in asked.split(",") if name.strip()]
    for name in names:
        if name not in exports.FORMATS:
            raise UsageError(f"--format {name}: choose from {', '.join(exports.FORMATS)}")
    return tuple(dict.fromkeys(["json", "csv", *names]))


KEPT = "the results are kept: type `kata report {folder}` to go on"
