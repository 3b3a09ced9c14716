"""Judge nbgrader's notebooks several at a time: it hands over one, and a machine has more cores.

With the notebook that is asked for, those that will be asked for next are judged. A verdict made
ahead counts only for the very cells that nbgrader then hands over; else they are judged again.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from tensorkata.checking.key import Key
from tensorkata.grading.messages import Fault, Job, Verdict

EACH = 4  # notebooks at a time for each judge: the last of them seldom waits long for another


class Known(NamedTuple):
    """A verdict, with the key and the cells of which it was made."""

    cells: str
    key: Key
    verdict: Verdict


class Prefetch:
    """Hold a topic's pool of judges and what it knows of students that are yet to come."""

    def __init__(self, pool: Any, topic: str) -> None:
        self._pool = pool
        self._filename = f"{topic}.ipynb"
        self._known: dict[str, Known] = {}

    def judged(
        self, student: str, cells: str, key: Key | None, later: Callable[[], dict[str, str]]
    ) -> Known:
        """Return the verdict on the cells, `later` are those to come; no key: one is drawn."""
        known = self._known.pop(student, None)
        if known is None or known.cells != cells:
            found = self._judge({**later(), student: cells}, key or Key.drawn())
            known = found.pop(student)
            self._known = {
                name: one for name, one in found.items() if not isinstance(one.verdict, Fault)
            }
        return known

    def _judge(self, batch: dict[str, str], key: Key) -> dict[str, Known]:
        with tempfile.TemporaryDirectory() as folder:
            jobs = []
            for number, (student, cells) in enumerate(batch.items()):
                path = Path(folder, str(number), self._filename)
                path.parent.mkdir()
                path.write_text(cells, encoding="utf-8")
                jobs.append((student, Job(str(path), key, show=True)))
            return {
                student: Known(batch[student], key, verdict)
                for student, verdict in self._pool.run(jobs)
            }
