"""`kata comment`: what an instructor writes about an exercise, and points given by hand."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from shlex import quote

import msgspec

from tensorkata.course import find_course, snake_case, unknown
from tensorkata.errors import UsageError
from tensorkata.grading.comments import (
    Comment,
    Comments,
    read_comments,
    with_comments,
    worths,
    write_comments,
)
from tensorkata.grading.store import loaded
from tensorkata.points_of_checks import max_points
from tensorkata.reporting.class_figures import titled
from tensorkata.reporting.export_files import correction
from tensorkata.reporting.exports import written
from tensorkata.reporting.terminal import make_console
from tensorkata.results import RunResult, SubmissionResult


class Said(msgspec.Struct, frozen=True):
    """What is asked of `kata comment`: a text, points, both, neither (to list) or to remove."""

    text: str = ""
    points: float | None = None
    remove: bool = False

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to write or remove."""
        return not self.text and self.points is None and not self.remove


def comment(folder: Path, student: str, exercise: str, said: Said) -> int:
    """Write, remove or list comments of a run; return 0."""
    with loaded(folder) as run:
        known = read_comments(folder)
        entry = _entry(run, student, known, folder) if student else None
        name = _exercise(run, exercise) if exercise else ""
        if said.nothing:
            _show(run, known, entry, name)
        elif entry is None or not name:
            raise UsageError(WHOSE)
        elif said.remove:
            _remove(run, known, folder, Comment(entry.student, name), said)
        else:
            _write(run, known, folder, entry, name, said)
    return 0


def _write(
    run: RunResult,
    known: Comments,
    folder: Path,
    entry: SubmissionResult,
    name: str,
    said: Said,
) -> None:
    """Keep the text or the points of an earlier comment, unless they are said anew."""
    most = _worths(run)[name]
    if said.points is not None and not 0 <= said.points <= most:
        raise UsageError(f"--points {said.points:g}: {name} is worth {most:g}; name 0 to {most:g}")
    before = known.of(entry.student, name) or Comment(entry.student, name)
    after = msgspec.structs.replace(
        before,
        comment=said.text.strip() or before.comment,
        points=before.points if said.points is None else said.points,
        max_points=most,
        sha256=entry.sha256,
        written=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    changed = known.plus(after)
    write_comments(folder, changed)
    _show(run, changed, entry, name)
    if before.comment not in {"", after.comment}:
        _say(f"before, it was: {before.comment}")
    _say(_next(folder))


def _remove(run: RunResult, known: Comments, folder: Path, about: Comment, said: Said) -> None:
    if said.text or said.points is not None:
        raise UsageError("--remove takes no text and no points")
    if known.of(about.student, about.exercise) is None:
        listing = f"type `kata comment {quote(str(folder))}` to see what there is"
        raise UsageError(f"nothing is written about {about.student}, {about.exercise}: {listing}")
    _say("removed:")
    _say(*_lines(run, known, about.student, about.exercise))
    write_comments(folder, known.without(about))
    _say(_next(folder))


def _show(run: RunResult, known: Comments, entry: SubmissionResult | None, name: str) -> None:
    lines = list(_lines(run, known, entry.student if entry else "", name))
    _say(*lines or [NOTHING])


def _lines(run: RunResult, known: Comments, student: str, exercise: str) -> Iterator[str]:
    """Yield a line for each comment on the student and the exercise, or on any."""
    wanted = [
        one
        for one in known.comments
        if student in {"", one.student} and exercise in {"", one.exercise}
    ]
    commented = with_comments(run, Comments(tuple(wanted)))
    shown = {
        (entry.student, result.name): f"{titled(entry)}, {correction(result)}"
        for entry in (commented.submissions if wanted else ())
        for result in entry.exercises
        if correction(result)
    }
    for one in wanted:
        gone = f"{one.student}, {one.exercise}: {one.comment or one.points} (not in this run)"
        yield shown.get((one.student, one.exercise), gone)


def _entry(run: RunResult, student: str, known: Comments, folder: Path) -> SubmissionResult:
    """Return the student's result by name, in any case; UsageError with the nearest otherwise."""
    folded = student.casefold()
    names: dict[str, int] = {}
    for number, entry in enumerate(run.submissions):
        if entry.student == student:
            return entry
        names |= {entry.student: number, **({entry.name: number} if entry.name else {})}
    same = {number for name, number in names.items() if name.casefold() == folded}
    if len(same) == 1:
        return run.submissions[same.pop()]
    gone = sorted({one.student for one in known.comments} - set(names))
    if student in gone:
        return SubmissionResult(student, "", "", "absent", 0.0, 0.0, 0.0, ())
    raise UsageError(f"no student of {folder} is called {student!r}{_near(student, names)}")


def _near(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(near)}?" if near else "; results.csv has their names"


def _exercise(run: RunResult, name: str) -> str:
    names = list(_worths(run))
    for one in names:
        if name in {one, snake_case(one)} or name.casefold() == one.casefold():
            return one
    raise UsageError(unknown(f"exercise in {run.topic}", name, names))


def _worths(run: RunResult) -> dict[str, float]:
    """Return what each exercise is worth: by the run, or by the course if nothing was graded."""
    if found := worths(run.submissions):
        return found
    course = find_course()
    topic = course.topic(run.topic)
    return {one.name: max_points(course, topic, one, hidden=True) for one in topic.exercise}


def _next(folder: Path) -> str:
    more = ",".join(written(folder))
    options = f" --format {more}" if more else ""
    return f"to show it in the reports, type: kata report {quote(str(folder))}{options}"


def _say(*lines: str) -> None:
    for line in lines:
        make_console().print(line, markup=False, soft_wrap=True)


NOTHING = 'nothing is written yet; type kata comment DIR STUDENT EXERCISE "..." or --points N'
WHOSE = 'name whose: kata comment DIR STUDENT EXERCISE "..."'
