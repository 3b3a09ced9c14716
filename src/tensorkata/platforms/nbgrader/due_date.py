"""The due date of course.toml, for nbgrader's gradebook.

course/nbgrader_config.py adds `DueDate` to what `nbgrader generate_assignment` does. What late work
costs in nbgrader, and its extensions, are nbgrader's own.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import NbGraderPreprocessor

from tensorkata.course import find_course
from tensorkata.errors import UsageError
from tensorkata.platforms.nbgrader.judged import Judged


class DueDate(NbGraderPreprocessor):  # type: ignore[misc]
    """Give the assignment the `due` of course.toml; without one, leave what the gradebook has."""

    def preprocess(self, nb: Any, resources: Any) -> Any:
        """Write the date into the gradebook, and leave the notebook as it is."""
        about = resources["nbgrader"]
        with contextlib.suppress(UsageError):  # no course: autograde will say so
            course = find_course(Path(Judged(parent=self).course))
            if due := course.settings.of(about["assignment"]).due:
                with Gradebook(about["db_url"]) as book, contextlib.suppress(MissingEntry):
                    book.find_assignment(about["assignment"])
                    book.update_or_create_assignment(about["assignment"], duedate=due)
        return nb, resources
