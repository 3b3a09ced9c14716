"""A class's roster held against what was handed in: whose it is, who is missing, who is a stranger.

Knows no file: only the names and numbers that came with one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from msgspec.structs import replace

from tensorkata.grading.collect import Entry
from tensorkata.grading.groups import Unsolved, shared
from tensorkata.grading.roster import Person, Roster, folded, turned
from tensorkata.times import moment, written

_OF_A_PLATFORM = ("canvas_id", "moodle_id", "sid", "email")


def with_roster(
    roster: Roster, entries: list[Entry], unsolved: Unsolved = lambda _: False
) -> list[Entry]:
    """Return the entries with what the roster says of their students, and one for who is missing.

    Who is not in the roster is graded, and the entry says so. One submission of a group is that of
    each of its members; `unsolved` says if a submission is no more than the stub.
    """
    entries = _once_each(roster, entries)
    whose = _whose(roster, entries)
    told = [_told(roster, entry, whose.get(number)) for number, entry in enumerate(entries)]
    sure = {places[0]: told[n] for n, places in whose.items() if len(places) == 1}
    there = {place for places in whose.values() for place in places}
    group_s = {
        entry.student: group
        for number, entry in enumerate(told)
        if number not in whose and (group := _group_of(roster, entry))
    }
    members = _in_groups(roster, told, sure, there, group_s, unsolved)
    place_of = {entry.student: place for place, entry in sure.items()}
    shared_out = {roster.people[place].about["group"] for place in members}
    rows = [
        members.get(place_of.get(entry.student, NOBODY), entry)
        for entry in told
        if group_s.get(entry.student) not in shared_out
    ]
    taken = {entry.student for entry in rows}
    for place, person in enumerate(roster.people):
        if place not in there:
            one = members.get(place) or _absent(person)
            rows.append(replace(one, student=_free(one.student, taken)))
    return rows


def _once_each(roster: Roster, entries: list[Entry]) -> list[Entry]:
    """Leave out who handed in nothing under one name, and this topic under another.

    A class has two names for a student if one topic is in a tree and another in a platform's zip.
    """
    handed = [entry for entry in entries if not entry.empty]
    claimed = {place for places in _whose(roster, handed).values() for place in places}
    empty = [entry for entry in entries if entry.empty]
    found = _whose(roster, empty)
    there = {empty[n].student for n, places in found.items() if claimed & set(places)}
    return [entry for entry in entries if not entry.empty or entry.student not in there]


def _in_groups(
    roster: Roster,
    told: list[Entry],
    sure: dict[int, Entry],
    there: set[int],
    group_s: dict[str, str],
    unsolved: Unsolved,
) -> dict[int, Entry]:
    """Return the rows of everyone whose group has handed something in, by place in the roster."""
    groups: dict[str, list[int]] = {}
    for place, person in enumerate(roster.people):
        if (group := person.about.get("group", "")) and (place in sure or place not in there):
            groups.setdefault(group, []).append(place)
    found: dict[int, Entry] = {}
    for group, places in groups.items():
        own = [entry for entry in told if group_s.get(entry.student) == group]
        each = [(roster.people[place], sure.get(place)) for place in places]
        if len(places) > 1 or own:
            found |= zip(places, shared(group, each, own, unsolved), strict=False)
    return found


def _whose(roster: Roster, entries: list[Entry]) -> dict[int, tuple[int, ...]]:
    """Return the people that each entry may be of: by a platform's number, else by name.

    Two entries of one name are nobody's, since they cannot both be that person's.
    """
    by_number: dict[tuple[str, str], list[int]] = {}
    by_name: dict[str, list[int]] = {}
    by_digits: dict[str, list[int]] = {}
    for place, person in enumerate(roster.people):
        for key in _OF_A_PLATFORM:
            if value := person.about.get("sis_id" if key == "sid" else key):
                by_number.setdefault((key, folded(value)), []).append(place)
        for name in person.names():
            by_name.setdefault(name, []).append(place)
            if name.isdecimal():
                by_digits.setdefault(name.lstrip("0"), []).append(place)
    digits = [entry.student.lstrip("0") for entry in entries if entry.student.isdecimal()]
    found: dict[int, tuple[int, ...]] = {}
    surely: set[int] = set()
    for number, entry in enumerate(entries):
        keyed = [(key, folded(entry.platform.get(key, ""))) for key in _OF_A_PLATFORM]
        places = next((by_number[pair] for pair in keyed if pair in by_number), None)
        if places:
            surely |= {number}
        else:
            bare = entry.student.lstrip("0")
            zeros = by_digits.get(bare, []) if digits.count(bare) == 1 else []
            names = [folded(name) for name in _called(entry)]
            places = next((by_name[name] for name in names if name in by_name), zeros)
        if places:
            found[number] = tuple(dict.fromkeys(places))
    claims: dict[int, list[int]] = {}
    for number, places_found in found.items():
        for place in places_found:
            claims.setdefault(place, []).append(number)
    for numbers in claims.values():
        sure = [number for number in numbers if number in surely]
        if len(numbers) > 1:
            for number in numbers:
                if number not in sure:
                    found[number] = (*found[number], NOBODY)
    return found


def _called(entry: Entry) -> list[str]:
    """Return what an entry's student is called: whole, and without a platform's number."""
    about = entry.platform
    squeezed = re.sub(r"_\d+$", "", entry.student)
    called = [entry.student, about.get("name", "")]
    called += [about.get(key, "") for key in ("login", "sis_id")]
    called += [turned(name)[0] for name in called[:2] if "," in name]
    called += [squeezed, about.get("canvas_id", "")] if about else []
    return [name for name in called if name]


def _told(roster: Roster, entry: Entry, places: tuple[int, ...] | None) -> Entry:
    if places is not None and len(places) == 1:
        person = roster.people[places[0]]
        about = {**entry.platform, **person.platform}
        return _at(replace(entry, platform=about), person.about.get("submitted", ""), "the roster")
    if places is None and _group_of(roster, entry):
        return entry
    note = UNKNOWN if places is None else DOUBTFUL
    return replace(entry, note="; ".join(filter(None, [entry.note, note])))


def _group_of(roster: Roster, entry: Entry) -> str:
    """Return the group whose name the entry has, if it is a group's."""
    names = set(map(folded, _called(entry)))
    groups = (person.about.get("group", "") for person in roster.people)
    return next((group for group in groups if group and names & {folded(group)}), "")


def _absent(person: Person) -> Entry:
    return Entry(person.key, None, "", platform=person.platform)


def with_times(times: Roster, entries: list[Entry], name: str) -> tuple[list[Entry], list[str]]:
    """Return the entries with the times of a list, and who of the list handed in nothing.

    One file has one time: what is said of a member is said of the group's submission.
    """
    whose = _whose(times, entries)
    said = {
        entries[number].student: times.people[places[0]].about["submitted"]
        for number, places in whose.items()
        if len(places) == 1
    }
    of_file: dict[Path | None, str] = {
        one.file: said[one.student] for one in entries if one.file and one.student in said
    }
    told = [_at(one, said.get(one.student) or of_file.get(one.file, ""), name) for one in entries]
    there = {place for places in whose.values() for place in places}
    return told, [p.key for place, p in enumerate(times.people) if place not in there]


def _at(entry: Entry, time: str, clock: str) -> Entry:
    """Return the entry with the time of a list; what is no time is told, and not guessed."""
    if time in {"", "-"}:
        return entry
    try:
        return replace(entry, submitted=written(moment(time)), clock=clock)
    except ValueError:
        note = "; ".join(filter(None, [entry.note, f"{clock} says {time!r}, which is no time"]))
        return replace(entry, submitted="", clock="", note=note)


def _free(name: str, taken: set[str]) -> str:
    """Return the name, made another if someone has it."""
    while name in taken:
        name += "_"
    taken.add(name)
    return name


def unknown(entries: Iterable[Entry]) -> list[str]:
    """Return the students that the roster does not have."""
    return [e.student for e in entries if UNKNOWN in e.note or DOUBTFUL in e.note]


NOBODY = -1  # beside the people that an entry may be of: it is no one's of them for sure
UNKNOWN = "not in the roster"
DOUBTFUL = "the roster does not say whose it is: more than one fits"
