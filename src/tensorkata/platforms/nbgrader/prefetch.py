"""Judge several of nbgrader's notebooks at a time: it hands over one, but a machine has more cores.

Along with the requested notebook, the next ones are judged. An early verdict counts only if
nbgrader then hands over exactly the same cells; otherwise they are judged again.
"""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from tensorkata.grading.messages import Fault, Job, Verdict

EACH = 4  # notebooks at a time for each judge: few enough that the last rarely waits


class Known(NamedTuple):
    """A verdict, with the seed and the cells that it is about."""

    cells: str
    seed: int
    verdict: Verdict


class Prefetch:
    """Hold a topic's pool of judges and its early verdicts on the next students."""

    def __init__(self, pool: Any, topic: str) -> None:
        self._pool = pool
        self._filename = f"{topic}.ipynb"
        self._known: dict[str, Known] = {}

    def judged(
        self, student: str, cells: str, seed: int, later: Callable[[], dict[str, str]]
    ) -> Known:
        """Return the verdict on the cells; a seed below 0 draws one. `later` comes next."""
        known = self._known.pop(student, None)
        if known is None or known.cells != cells:
            drawn = seed if seed >= 0 else secrets.randbelow(2**16)
            found = self._judge({**later(), student: cells}, drawn)
            known = found.pop(student)
            self._known = {
                name: one for name, one in found.items() if not isinstance(one.verdict, Fault)
            }
        return known

    def _judge(self, batch: dict[str, str], seed: int) -> dict[str, Known]:
        with tempfile.TemporaryDirectory() as folder:
            jobs = []
            for number, (student, cells) in enumerate(batch.items()):
                path = Path(folder, str(number), self._filename)
                path.parent.mkdir()
                path.write_text(cells, encoding="utf-8")
                jobs.append((student, Job(str(path), seed, show=True)))
            return {
                student: Known(batch[student], seed, verdict)
                for student, verdict in self._pool.run(jobs)
            }
