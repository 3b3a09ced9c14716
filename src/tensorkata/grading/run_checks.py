"""The hearing of one job: the checks run on the honest answers, and on every lie that is asked for.

It happens in a fork of the judge process, which ends with it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from tensorkata.checking.opened_submission import Opened, open_over
from tensorkata.checking.plugin import Checks
from tensorkata.checking.reply import read_reply
from tensorkata.grading.messages import Job, Results, Verdict
from tensorkata.protocol import observation
from tensorkata.protocol.records import CELLS, Ask, Carrier, ProbeFailure, Start
from tensorkata.protocol.submission import UnreadableError, from_text, read
from tensorkata.proving.liars import Liar, Recorder
from tensorkata.proving.muting import without_assertion

NOT_SHOWN = "what the cells show cannot be read"
Carriers = Callable[[Start], Carrier]


class Hearing:
    """Run the collected checks for one job."""

    def __init__(
        self, job: Job, items: list[pytest.Item], checks: Checks, carriers: Carriers
    ) -> None:
        self._job = job
        self._items = items
        self._checks = checks
        self._carriers = carriers
        self._guarded = set(job.guarded)

    def verdict(self) -> Verdict:
        """Run the checks, honestly and then by each liar."""
        begun = time.perf_counter()
        job, checks = self._job, self._checks
        try:
            if job.text is not None:
                submission = from_text(job.text, Path(job.path).name)
            else:
                submission = read(Path(job.path), None)
        except UnreadableError as error:
            return Verdict(unreadable=str(error))
        checks.brief = job.brief
        topic = checks.place(self._items[0])[0]
        # The name in messages is the topic's, whatever the file was called.
        submission = replace(submission, filename=topic.filename)
        honest = open_over(self._carry, checks.course, topic, submission, job.seed)
        shown = self._shown(honest.carrier) if job.show else None
        exercises = self._run(honest, job.seed)
        traces = list(checks.tally.traces)
        again = []
        for seed in job.again:
            again.append(self._run(honest, seed))
            traces += checks.tally.traces
        muted = self._run_muted(honest, most=1) if job.mute else {}
        checks.brief = True
        lies = self._lies(honest)
        honest.carrier.close()
        return Verdict(
            exercises,
            tuple(traces),
            lies,
            muted,
            tuple(again),
            submission.sha256,
            time.perf_counter() - begun,
            shown=shown,
        )

    def _carry(self, start: Start) -> Carrier:
        carrier = self._carriers(replace(start, show=self._job.show))
        return Recorder(carrier) if self._job.liars or self._job.mute else carrier

    def _shown(self, carrier: Carrier) -> Any:
        """Ask what the cells have shown, or say why that is not known."""
        try:
            reply = carrier.ask(Ask(CELLS, observation.encode([[], {}]), self._job.seed))
            shown = read_reply(reply)[0]
            msgspec.msgpack.encode(shown)  # an array is no output
        except ProbeFailure as failure:
            return failure.message
        except TypeError:
            return NOT_SHOWN
        return shown

    def _lies(self, honest: Opened) -> dict[str, Results]:
        """Run the checks on each liar's answers, and again without the assertions that failed."""
        lies: dict[str, Results] = {}
        for kind in self._job.liars:
            liar = replace(honest, carrier=Liar(honest.carrier, kind))
            lies[kind] = self._run(liar, self._job.seed)
            muted = self._run_muted(liar) if self._job.mute else {}
            lies |= {f"{kind} {place}": results for place, results in muted.items()}
            self._guarded |= {place for place, run in muted.items() if any(e.points for e in run)}
        return lies

    def _run_muted(self, opened: Opened, most: int | None = None) -> dict[str, Results]:
        """Run again without each of the first assertions that failed in the last run."""
        traces = self._checks.tally.traces
        failed = [(trace.file, trace.line) for trace in traces if trace.line]
        results = {}
        for file, line in list(dict.fromkeys(failed))[:most]:
            if f"{file}:{line}" not in self._guarded:
                with without_assertion(self._items, file, line):
                    results[f"{file}:{line}"] = self._run(opened, self._job.seed)
        return results

    def _run(self, opened: Opened, seed: int) -> Results:
        checks, names = self._checks, self._job.exercises
        checks.restart(lambda _: opened, seed)
        for item in self._items:
            if names is None or checks.place(item)[1].name in names:
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
                if checks.fault:
                    raise checks.fault
                if self._job.stop_early and checks.tally.stumbled:
                    break
        return checks.tally.results(checks.place(self._items[0])[0].name)
