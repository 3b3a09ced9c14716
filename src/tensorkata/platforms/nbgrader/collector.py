"""nbgrader's zip_collect with the kit's own reader: a student has the same name at every door.

course/nbgrader_config.py puts `Extractor` and `Collector` where nbgrader has its own. What a
platform hands out lies in downloaded/<topic>/archive/: archives, files, folders, as they come.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from nbgrader.plugins.zipcollect import ExtractorPlugin, FileNameCollectorPlugin

from tensorkata.course import Course, Topic, find_course
from tensorkata.errors import UnreadableError
from tensorkata.grading.collect import Entry, collect
from tensorkata.platforms.nbgrader.intake import NOTE, UNREADABLE, lone_note
from tensorkata.protocol.submission import contents, read
from tensorkata.text import clean, for_filename

LONGEST = 200  # bytes of a folder's name


class Extractor(ExtractorPlugin):  # type: ignore[misc]
    """Write what each student handed in to extracted/<student>/, with a note of what it was."""

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Read the archives and files of a topic; what cannot be graded becomes a page of why."""
        folder, into = Path(archive_path), Path(extracted_path)
        directory = self.parent.coursedir
        course = find_course(Path(self.config.Judged.get("course", directory.root)))
        topic = _topic_of(course, directory)
        if topic is None:
            super().extract(archive_path, extracted_path)
            return
        here = sorted(folder.iterdir())
        archives = [path for path in here if path.suffix.lower() == ".zip"]
        paths = [*archives, folder] if len(here) > len(archives) else archives
        if not paths:
            self.log.warning("No files found in directory: %s", archive_path)
            return
        stub = course.exercises / topic.filename
        for entry in collect(topic, paths, into.parent / ".unpacked", stub):
            self._write(topic, entry, into / folder_of(entry.student))

    def _write(self, topic: Topic, entry: Entry, folder: Path) -> None:
        if entry.empty:
            self.log.warning("%s: not collected: nothing was handed in", clean(entry.student))
            return
        try:
            data = _graded(entry)
        except UnreadableError as error:
            self.log.warning("%s: no points: %s", clean(entry.student), clean(str(error)))
            data = lone_note(UNREADABLE.format(why=error))
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{topic.name}.ipynb").write_bytes(data)
        if entry.note:
            self.log.warning("%s: %s", clean(entry.student), clean(entry.note))
            (folder / NOTE).write_text(entry.note, encoding="utf-8")


class Collector(FileNameCollectorPlugin):  # type: ignore[misc]
    """Say whose an extracted file is: the name of its folder, whole."""

    def collect(self, submitted_file: str) -> dict[str, Any] | None:
        """Return the student and the file's name."""
        directory, path = self.parent.coursedir, Path(submitted_file)
        course = find_course(Path(self.config.Judged.get("course", directory.root)))
        if _topic_of(course, directory) is None:
            return dict(found) if (found := super().collect(submitted_file)) else None
        if path.suffix != ".ipynb" and path.name != NOTE:
            return None
        return {"student_id": path.parent.name, "file_id": path.stem}


def _topic_of(course: Course, directory: Any) -> Topic | None:
    """Return the topic of an assignment's only notebook, also if it is no topic of the kit.

    None if the assignment has several notebooks: then nbgrader's own way and settings hold.
    """
    name = directory.assignment_id
    if known := next((one for one in course.topics if one.name == name), None):
        return known
    folder = Path(directory.format_path(directory.source_directory, ".", name))
    names = [path.stem for path in folder.glob("*.ipynb")]
    known = next((one for one in course.topics if [one.name] == names), None)
    return known or (Topic(names[0], names[0]) if len(names) == 1 else None)


def _graded(entry: Entry) -> bytes:
    """Return the notebook to grade; UnreadableError if nothing that was handed in can be graded."""
    if entry.file is None:
        raise UnreadableError(entry.why)
    return notebook_of(entry.file)


def folder_of(student: str) -> str:
    """Return the student's name as the name of a folder."""
    odd = student in {".", ".."} or os.sep in student or len(student.encode()) > LONGEST
    return for_filename(student) if odd else student


def notebook_of(path: Path) -> bytes:
    """Return a submission as nbgrader grades it: a .py becomes a notebook of the same cells.

    Its lines keep their numbers: pages do not show the empty lines with which a cell begins.
    """
    if path.suffix == ".ipynb":
        return contents(path)
    cells, line = [], 1
    for cell in read(path).cells:
        source = "\n" * (cell.line - line) + cell.source.removesuffix("\n")
        cells.append({"cell_type": "code", "source": source})
        line += source.count("\n") + 2
    return json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}).encode()
