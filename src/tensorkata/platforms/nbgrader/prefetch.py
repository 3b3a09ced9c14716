"""Judge several of nbgrader's notebooks at a time: it hands over one, but a machine has more cores.

Along with the requested notebook, the next ones are judged. An early verdict counts only if
nbgrader then hands over exactly the same cells; otherwise they are judged again.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from tensorkata.checking.key import Key
from tensorkata.grading.messages import Fault, Job, Verdict

EACH = 4  # notebooks at a time for each judge: few enough that the last rarely waits


class Known(NamedTuple):
    """A verdict, with the key and the cells that it is about."""

    cells: str
    key: Key
    verdict: Verdict


class Prefetch:
    """Hold a topic's pool of judges and its early verdicts on the next students."""

    def __init__(self, pool: Any, topic: str) -> None:
        self._pool = pool
        self._filename = f"{topic}.ipynb"
        self._known: dict[str, Known] = {}

    def judged(
        self, student: str, cells: str, key: Key | None, later: Callable[[], dict[str, str]]
    ) -> Known:
        """Return the verdict on the cells; no key draws one. `later` comes next."""
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
