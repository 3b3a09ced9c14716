"""`kata show`: a page with a picture of a student's own code at work."""

from __future__ import annotations

import os
import sys
import webbrowser
from pathlib import Path

from tensorkata.checking.draw_looks import draw_looks, looks_asked
from tensorkata.checking.local_run import draw_seed, find_work
from tensorkata.commands.check import work_folder
from tensorkata.course import Course
from tensorkata.errors import UsageError
from tensorkata.reporting.look_page import as_page


def show_looks(
    course: Course,
    selected: str,
    submission: str,
    seed: int | None,
    *,
    timeout: float | None = None,
) -> list[str]:
    """Write the page, open it if there is a screen, and return the lines to print."""
    topic, names = looks_asked(course, selected)
    folder = Path(submission) if submission else work_folder(course, topic.name)
    work = find_work(folder, topic)
    seed = draw_seed() if seed is None else seed
    pictures = draw_looks(course, topic, names, work, seed, timeout)
    name = topic.name if len(names) > 1 else f"{topic.name}.{names[0]}"
    page = course.root / ".tensorkata" / "show" / f"{name}.html"
    write(page, as_page(topic.title, pictures))
    notes = [one.note for one in pictures if one.note]
    opened = has_screen() and webbrowser.open(page.as_uri())
    return [*notes, f"{'opened' if opened else 'the picture is in'} {page}"]


def write(page: Path, text: str) -> None:
    """Write a page; UsageError if its folder cannot be written."""
    try:
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{page}: {error.strerror}; the picture has no place") from None


def has_screen() -> bool:
    """Tell whether a browser can be opened: on Linux there may be no screen."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
