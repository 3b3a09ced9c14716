"""`kata check`: a topic, an exercise or all of the student's work, checked in this process."""

from __future__ import annotations

from pathlib import Path

from tensorkata.checking.local_run import Checked, draw_seed, find_work, remember, run_locally
from tensorkata.course import Course, Topic, find_course
from tensorkata.errors import MachineError, UsageError
from tensorkata.reporting.board import show_run


def check_work(
    selected: str,
    submission: str,
    seed: int | None,
    *,
    verbose: bool,
    timeout: float | None = None,
) -> int:
    """Check what was selected, show it, remember the points; return the exit code."""
    course = find_course()
    submission = submission or _file_elsewhere(course, selected)
    folder = Path(submission) if submission else work_folder(course, selected)
    if not folder.exists():
        raise UsageError(f"{folder}: there is no such file or folder")
    topics, exercises = _asked(course, selected, folder)
    seed = draw_seed() if seed is None else seed

    def tell(run: Checked) -> None:
        if not submission:
            remember(course, run.results)
        show_run(
            course,
            run.results,
            seed,
            verbose=verbose,
            own=not submission,
            ended=run.ended,
            note=run.note,
        )

    run = run_locally(
        course, topics, folder, seed, exercises=exercises, timeout=timeout, give_up=tell
    )
    tell(run)
    found = [result for exercises in run.results.values() for result in exercises]
    if any(check.outcome == "broken" for result in found for check in result.checks):
        return MachineError.exit_code
    return 0 if all(result.complete for result in found) and not run.ended else 1


def work_folder(course: Course, selected: str) -> Path:
    """Return the current folder if it holds a notebook to check, else the course's exercises.

    nbgrader hands out each notebook in a folder of its own.
    """
    here = Path.cwd()
    topics = [course.select(selected)[0]] if selected else course.topics
    if any((here / f"{topic.name}.ipynb").is_file() for topic in topics):
        return here
    return course.exercises


def _file_elsewhere(course: Course, selected: str) -> str:
    """Return the file that was selected if it is none of the student's exercises."""
    name = selected.partition("::")[0]
    path = Path(name)
    if path.suffix not in {".py", ".ipynb"}:
        return ""
    if len(path.parts) == 1 and (path.suffix == ".ipynb" or not path.exists()):
        return ""  # a notebook in the current folder is one that nbgrader handed out
    return "" if path.resolve().parent == course.exercises.resolve() else name


def _asked(course: Course, selected: str, folder: Path) -> tuple[list[Topic], list[str] | None]:
    """Return the topics to check, those that have a file, and the exercises, None for all."""
    if selected:
        topic, exercise = course.select(selected)
        find_work(folder, topic)
        return [topic], [exercise.name] if exercise else None
    topics = [topic for topic in course.topics if _has(folder, topic)]
    if not topics:
        raise UsageError(f"no exercise file of the course in {folder}")
    return topics, None


def _has(folder: Path, topic: Topic) -> bool:
    return any((folder / f"{topic.name}{suffix}").is_file() for suffix in (".py", ".ipynb"))
