"""An instructor's comments and corrected points, in a file of their own beside a run.

comments.json can be read, edited and kept under version control; grading again does not touch it.
A run is shown with them: the corrected points count, and results keep the points of the checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

from tensorkata.errors import MachineError, UsageError
from tensorkata.results import ExerciseResult, RunResult, SubmissionResult

FILE = "comments.json"


class Comment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an instructor wrote about one exercise of a student, and the points that count.

    `sha256` is the submission's digest at that time, empty if there was none.
    """

    student: str
    exercise: str
    comment: str = ""
    points: float | None = None
    max_points: float = 0.0
    sha256: str = ""
    written: str = ""

    def fits(self, entry: SubmissionResult) -> bool:
        """Whether it is about the submission as it is now; a fault does not say what that is."""
        return entry.status == "fault" or self.sha256 == entry.sha256


class Comments(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of comments.json."""

    comments: tuple[Comment, ...] = ()

    def of(self, student: str, exercise: str) -> Comment | None:
        """Return the comment on a student's exercise, if there is one."""
        pairs = {(one.student, one.exercise): one for one in self.comments}
        return pairs.get((student, exercise))

    def without(self, comment: Comment) -> Comments:
        """Return all but what is written about that student's exercise."""
        about = (comment.student, comment.exercise)
        kept = [one for one in self.comments if (one.student, one.exercise) != about]
        return Comments(tuple(kept))

    def plus(self, comment: Comment) -> Comments:
        """Return all with that one, in the place of an earlier one about the same."""
        kept = [*self.without(comment).comments, comment]
        return Comments(tuple(sorted(kept, key=lambda one: (one.student, one.exercise))))


def read_comments(folder: Path) -> Comments:
    """Read comments.json of a run's folder, if there is one; UsageError says what is wrong."""
    path = folder / FILE
    try:
        return msgspec.json.decode(path.read_bytes(), type=Comments)
    except FileNotFoundError:
        return Comments()
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}; correct the file, or move it away") from None


def write_comments(folder: Path, comments: Comments) -> None:
    """Write comments.json, whole or not at all."""
    path, fresh = folder / FILE, folder / f".{FILE}.new"
    try:
        fresh.write_bytes(msgspec.json.format(msgspec.json.encode(comments), indent=1) + b"\n")
        fresh.replace(path)
    except OSError as error:
        raise MachineError(f"{path}: {error.strerror}; nothing was written") from None


def with_comments(run: RunResult, comments: Comments) -> RunResult:
    """Return the run with what the instructor wrote and gave."""
    if not comments.comments:
        return run
    return replace(run, submissions=Commented(run.submissions, comments.comments))


def worths(results: Iterable[SubmissionResult]) -> dict[str, float]:
    """Return the exercises of a run and what each is worth; none if nothing was graded."""
    graded = next((entry for entry in results if entry.exercises), None)
    return {one.name: one.max_points for one in graded.exercises} if graded else {}


class Commented(Sequence[SubmissionResult]):
    """The results of a run, each with its comments and corrections whenever it is asked for."""

    def __init__(self, results: Sequence[SubmissionResult], comments: Iterable[Comment]) -> None:
        self._results = results
        self._of: dict[str, dict[str, Comment]] = {}
        for one in comments:
            self._of.setdefault(one.student, {})[one.exercise] = one
        self._most = sum(worths(results).values())

    def __len__(self) -> int:
        return len(self._results)

    def __getitem__(self, number: Any) -> Any:
        entry = self._results[number]
        found = self._of.get(entry.student)
        return _applied(entry, found, self._most) if found else entry

    def shown(self, number: int) -> Any:
        """Return what the cells of one of them have shown, if the results have kept that."""
        shown = getattr(self._results, "shown", None)
        return shown(number) if shown else None

    @property
    def files(self) -> dict[str, str]:
        """Where each student's file was read, if the results know."""
        return getattr(self._results, "files", {})


def _applied(entry: SubmissionResult, found: dict[str, Comment], most: float) -> SubmissionResult:
    """Return a submission's result with the comments on it."""
    there = {one.name for one in entry.exercises}
    unjudged = [one for name, one in found.items() if name not in there and not entry.exercises]
    exercises = [
        _commented(e, found[e.name], entry) if e.name in found else e for e in entry.exercises
    ]
    exercises += [_by_hand(one, entry) for one in unjudged]
    changed = replace(entry, exercises=tuple(exercises))
    if not any(exercise.corrected for exercise in exercises):
        return changed
    before = sum(exercise.points for exercise in entry.exercises)
    points = entry.points + sum(exercise.points for exercise in exercises) - before
    judged = entry.points if entry.judged else None
    return replace(
        changed, points=points, judged_points=judged, max_points=entry.max_points or most
    )


def _commented(result: ExerciseResult, comment: Comment, entry: SubmissionResult) -> ExerciseResult:
    said = replace(
        result,
        comment=comment.comment or UNSET,
        review=UNSET if comment.fits(entry) else True,
    )
    if comment.points is None:
        return said
    return replace(said, points=comment.points, judged_points=result.points)


def _by_hand(comment: Comment, entry: SubmissionResult) -> ExerciseResult:
    """Return an exercise that has no verdict, with what the instructor gave."""
    bare = ExerciseResult(comment.exercise, 0.0, comment.max_points, ())
    given = _commented(bare, comment, entry)
    return replace(given, judged_points=None) if given.corrected else given


def to_review(results: Iterable[SubmissionResult]) -> list[tuple[str, str]]:
    """Return the students and exercises whose submission has changed since the comment."""
    return [(s.student, e.name) for s in results for e in s.exercises if e.review is True]
