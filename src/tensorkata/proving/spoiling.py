"""Change the honest observations of a check one by one, and see whether the check notices.

It happens in the judge: the answers are recorded, and no child is asked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

import pytest
from msgspec.structs import replace

from tensorkata.checking.check_items import is_hidden
from tensorkata.checking.key import Key
from tensorkata.checking.opened_submission import Opened
from tensorkata.checking.plugin import run_check
from tensorkata.course import Topic
from tensorkata.grading.run_checks import Collected
from tensorkata.protocol import observation
from tensorkata.protocol.records import Ask, Carrier, Raised, Reply, Returned
from tensorkata.proving.changes import changes
from tensorkata.proving.liars import Recorder
from tensorkata.proving.trials import CheckName, Spoiled


class _Spoiler:
    """Answer as the recorder does, but one question, counted from 0, with another reply."""

    name = "spoiler"

    def __init__(self, honest: Carrier, at: int, reply: Reply) -> None:
        self._honest, self._at, self._reply = honest, at, reply
        self._asked = -1

    def ask(self, ask: Ask) -> Reply:
        """Answer from the honest carrier's memory, or with the changed reply."""
        self._asked += 1
        return self._reply if self._asked == self._at else self._honest.ask(ask)

    def close(self) -> None:
        """Leave the honest carrier open."""


def spoiled(
    items: Iterable[pytest.Item], collected: Collected, opened: Opened, recorder: Recorder, key: Key
) -> Iterator[Spoiled]:
    """Yield, for each place of the first answer of each probe, which changes a check noticed."""
    asked = list(recorder.asked)
    for item, questions in zip(items, asked, strict=False):
        probes = set[str]()
        for at, (ask, reply) in enumerate(questions):
            if ask.probe in probes:
                continue
            probes.add(ask.probe)
            seen: dict[str, dict[str, bool]] = {}
            for leaf, kind, other in _changed(reply):
                changed = replace(opened, carrier=_Spoiler(recorder, at, other))
                collected.checks.restart(partial(_given, changed), key)
                ran = run_check(item)
                noticed = not ran.result or ran.result.outcome != "passed"
                kinds = seen.setdefault(leaf, {})
                kinds[kind] = kinds.get(kind, True) and noticed
            check = CheckName(item.name, is_hidden(item))
            for leaf, kinds in seen.items():
                yield Spoiled(check, ask.probe, leaf, kinds)


def _given(opened: Opened, _: Topic) -> Opened:
    return opened


def _changed(reply: Reply) -> Iterator[tuple[str, str, Reply]]:
    """Yield place, kind and reply for each change of an honest reply."""
    if isinstance(reply, Raised):
        yield "error", "another", replace(reply, error="OSError", bases=("OSError", "Exception"))
        yield "error", "none", Returned(observation.encode(None))
    elif isinstance(reply, Returned):
        for leaf, kind, value in changes(observation.decode(reply.value)):
            yield leaf, kind, replace(reply, value=observation.encode(value))
        yield "result", "error", Raised("OSError", ("OSError", "Exception"), "spoiled")
