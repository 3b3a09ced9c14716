"""The reports of a run, or of a course: a folder that holds the runs of its topics."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from shlex import quote

import msgspec

from tensorkata.course import Course, find_course
from tensorkata.errors import MachineError, UsageError
from tensorkata.grading.comments import read_comments, to_review, with_comments
from tensorkata.grading.similar import check_installed, find_similar
from tensorkata.grading.store import FILE, loaded
from tensorkata.reporting import course_report, exports
from tensorkata.reporting.course_table import Topic, table_of
from tensorkata.reporting.history import add_to_history, read_history
from tensorkata.reporting.similar_page import as_page
from tensorkata.reporting.terminal import make_console
from tensorkata.results import RunResult

RESULTS = "results.json"


def report(folder: Path, asked: str) -> int:
    """Write reports again, of a run or of every run of a course and the course.

    Return 0, or 2 if one of them cannot be made.
    """
    runs = _runs(folder)
    if (folder / FILE).is_file() or not runs:
        return write_reports(folder, asked)
    codes = [write_reports(run, asked) for run in runs if (run / FILE).is_file()]
    report_course(find_course(), folder)
    return max(codes, default=0)


def write_reports(folder: Path, asked: str) -> int:
    """Write reports of a run from its results; return 0, or 2 if one of them cannot be made."""
    formats = formats_of(asked)
    with loaded(folder) as found:
        result = with_comments(found, read_comments(folder))
        made = write(result, folder, formats)
        show_what_to_review(result, folder)
    make_console().print(f"results: {folder} ({', '.join(made)})", markup=False)
    return 0 if made == formats else UsageError.exit_code


def write(result: RunResult, folder: Path, formats: tuple[str, ...]) -> tuple[str, ...]:
    """Write the files of the formats, and return those that could be made; the others are told.

    MachineError in one line if the disk refuses.
    """
    made = []
    for name in formats:
        try:
            if name == SIMILAR:
                _write_similar(result, folder)
            else:
                exports.write(result, folder, (name,))
            made.append(name)
        except UsageError as error:
            told = f"kata: --format {name}: {error}"
            make_console(sys.stderr).print(told, markup=False, soft_wrap=True)
        except OSError as error:
            raise _refused(folder, error) from error
    return tuple(made)


def remember(result: RunResult, folder: Path) -> None:
    """Add the points to the history of the folder."""
    try:
        add_to_history(result, folder)
    except OSError as error:
        raise _refused(folder, error) from error


def report_course(course: Course, folder: Path) -> None:
    """Write and show one table of all topics whose runs a folder holds."""
    table = table_of(course.settings.title, _topics(course, folder))
    try:
        course_report.write(table, folder)
    except OSError as error:
        raise _refused(folder, error) from error
    course_report.show_course(table)
    make_console().print(f"course: {folder / 'course.html'}, course.csv", markup=False)


def formats_of(asked: str) -> tuple[str, ...]:
    """Return the formats of a list such as `html,canvas`, and those that are always written."""
    names = [name.strip() for name in asked.split(",") if name.strip()]
    known = [*exports.FORMATS, SIMILAR]
    for name in names:
        if name not in known:
            raise UsageError(f"--format {name}: choose from {', '.join(known)}")
    if SIMILAR in names:
        check_installed()
    return tuple(dict.fromkeys([*exports.ALWAYS, *names]))


def show_what_to_review(result: RunResult, folder: Path) -> None:
    """Name the comments whose submission has changed since they were written."""
    if found := to_review(result.submissions):
        pairs = [f"{student}, {exercise}" for student, exercise in found[:FEW]]
        more = [f"and {len(found) - FEW} more"] if len(found) > FEW else []
        names = "; ".join([*pairs, *more])
        make_console().print(
            REVIEW.format(names=names, folder=quote(str(folder))), markup=False, soft_wrap=True
        )


def _write_similar(result: RunResult, folder: Path) -> None:
    """Write similar.html, from the submissions themselves; say where to look."""
    files = getattr(result.submissions, "files", {})
    found = find_similar(result, files, find_course())
    exports.write_files(as_page(found), folder)
    told = SEEN.format(pairs=len(found.pairs) + found.more, page=folder / "similar.html")
    left = f"; {len(found.left_out)} not compared: the page says why" if found.left_out else ""
    make_console().print(f"{told}{left}", markup=False, soft_wrap=True)


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


def _refused(folder: Path, error: OSError) -> MachineError:
    return MachineError(REFUSED.format(folder=folder, why=error.strerror))


SIMILAR = "similar"  # made from the submissions; all other formats are made from results only
SEEN = "pairs of answers to look at: {pairs} ({page})"
FEW = 8
REVIEW = (
    "changed since your comment: {names}; look again, then write the comment anew or take it back"
    " with --remove (kata comment {folder} lists them)"
)
REFUSED = (
    "{folder}: the reports could not be written: {why}; the results are kept: type `kata report"
    " {folder}` to go on"
)
