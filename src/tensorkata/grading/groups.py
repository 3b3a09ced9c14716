"""Groups of a class: one submission is graded for every member, and each member has a row.

Knows entries and what the roster calls a group; reads no file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from msgspec.structs import replace

from tensorkata.grading.collect import Entry
from tensorkata.grading.roster import Person
from tensorkata.times import readable

Unsolved = Callable[[Entry], bool]


def shared(
    group: str, members: list[tuple[Person, Entry | None]], own: list[Entry], unsolved: Unsolved
) -> list[Entry]:
    """Return a row for each member, with the group's one submission; none handed in, no rows.

    `members` come with what each handed in, `own` was handed in under the group's name. Of several
    submissions one is graded: a file, before none; an answer, before the stub; the latest; the
    first in the roster.
    """
    handed = [*own, *(entry for _, entry in members if entry and not entry.empty)]
    if not handed:
        return []
    best, why = _best(handed, unsolved)
    others = [entry for entry in handed if entry is not best]
    rows = []
    for person, entry in members:
        notes = [best.note]
        if entry is not best:
            notes.append(f"handed in by {best.student} for the group {group}")
        if others:
            told = ", ".join(f"{one.student} ({one.found or one.path})" for one in others)
            notes.append(f"the group {group} handed in {len(handed)}: {why}; not graded: {told}")
        kept = {k: v for k, v in best.platform.items() if k == "late"}
        about = {**kept, **(entry.platform if entry else {}), **person.platform}
        student = entry.student if entry else person.key
        note = "; ".join(filter(None, notes))
        rows.append(replace(best, student=student, note=note, platform=about))
    return rows


def _best(handed: list[Entry], unsolved: Unsolved) -> tuple[Entry, str]:
    """Return the submission that is graded, and the reason for a reader of its row."""
    if len(handed) == 1:
        return handed[0], ""
    some, why = [one for one in handed if one.file], "graded the only one that can be"
    if len(some) > 1 and len(solved := [one for one in some if not unsolved(one)]) > 0:
        why = "graded the only one that is more than the stub" if len(solved) == 1 else ""
        why, some = why or "", solved
    some = some or handed
    times = [one.submitted for one in some]
    if len(some) > 1 and all(times) and len(set(times)) > 1:
        best = max(some, key=lambda one: dt.datetime.fromisoformat(one.submitted))
        return best, f"graded the latest, of {readable(best.submitted)}"
    return some[0], why if len(some) == 1 else "graded the first of them, by the roster"
