"""The files of a run: which are asked for, written with the instructor's comments."""

from __future__ import annotations

import sys
from pathlib import Path

from tensorkata.course import find_course
from tensorkata.errors import MachineError, UsageError
from tensorkata.grading.comments import read_comments, to_review, with_comments
from tensorkata.grading.similar import check_installed, find_similar
from tensorkata.grading.store import loaded
from tensorkata.reporting import exports
from tensorkata.reporting.similar_page import as_page
from tensorkata.reporting.terminal import make_console
from tensorkata.results import RunResult


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
            raise MachineError(
                f"{folder}: the reports could not be written: {error.strerror}; the results are"
                f" kept: type `kata report {folder}` to go on"
            ) from error
    return tuple(made)


def _write_similar(result: RunResult, folder: Path) -> None:
    """Write similar.html, from the submissions themselves; say where to look."""
    files = getattr(result.submissions, "files", {})
    found = find_similar(result, files, find_course())
    exports.write_files(as_page(found), folder)
    told = SEEN.format(pairs=len(found.pairs) + found.more, page=folder / "similar.html")
    left = f"; {len(found.left_out)} not compared: the page says why" if found.left_out else ""
    make_console().print(f"{told}{left}", markup=False, soft_wrap=True)


def show_what_to_review(result: RunResult, folder: Path) -> None:
    """Name the comments whose submission has changed since they were written."""
    if found := to_review(result.submissions):
        pairs = [f"{student}, {exercise}" for student, exercise in found[:FEW]]
        more = [f"and {len(found) - FEW} more"] if len(found) > FEW else []
        names = "; ".join([*pairs, *more])
        make_console().print(
            REVIEW.format(names=names, folder=folder), markup=False, soft_wrap=True
        )


SIMILAR = "similar"  # made from the submissions; all other formats are made from results only
SEEN = "pairs of answers to look at: {pairs} ({page})"
FEW = 8
REVIEW = (
    "changed since your comment: {names}; look again, then write the comment anew or take it back"
    " with --remove (kata comment {folder} lists them)"
)
