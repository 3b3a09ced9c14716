"""One assignment as the files of a topic: solutions, checks, probes, pictures, answers.

Nothing is run here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import msgspec

from tensorkata.authoring import source
from tensorkata.authoring.chosen import (
    HIDDEN,
    NO_SOLUTIONS,
    PROBE,
    Chosen,
    kit_of,
    solutions_of,
    source_of,
)
from tensorkata.authoring.merge_code import Merged, Part, attributes_of, merge
from tensorkata.course import LOOKS, Course, Topic, snake_case
from tensorkata.course_settings import FILE, Assignment
from tensorkata.errors import UsageError
from tensorkata.points_of_checks import check_points
from tensorkata.protocol.cells import script_cells

_POINTS = re.compile(r"^(@(?:\w+\.)*points)\(([\d.]+)\)", re.MULTILINE)
_CELL = re.compile(r"^# %%.*$", re.MULTILINE)


def topic_of(assignment: Assignment, chosen: list[Chosen]) -> Topic:
    """Return an assignment as a topic of the curriculum."""
    exercises = [
        msgspec.structs.replace(one.exercise, title=one.use.title or one.exercise.title)
        for one in chosen
    ]
    devices = max(one.topic.devices for one in chosen)
    title = assignment.title or assignment.name
    return Topic(assignment.name, title, exercise=tuple(exercises), devices=devices)


def files_of(
    course: Course, assignment: Assignment, topic: Topic, chosen: list[Chosen]
) -> dict[str, str]:
    """Return an assignment's solutions, checks, probes, pictures and answers."""
    name = topic.name
    files = {f"solutions/{topic.filename}": _solutions(course, assignment, chosen)}
    probes = _merged(chosen, "probes")
    looks = _merged(chosen, "looks")
    files[f"checkers/{name}/probes.py"] = probes.text
    if "\ndef " in looks.text:
        files[f"checkers/{name}/{LOOKS}"] = looks.text
    groups = _groups(chosen)
    for one in chosen:
        new = probes.renamed[list(groups).index(one.topic.name)]
        factor = _factor(one)
        for folder in ("", HIDDEN):
            path = one.checker(folder)
            if path.is_file():
                text = _scaled(path.read_text(encoding="utf-8"), factor)
                for old, fresh in new.items():
                    text = re.sub(rf"\bprobes\.{old}\b", f"probes.{fresh}", text)
                files[(Path("checkers", name) / folder / path.name).as_posix()] = text
        answers = one.course.answers / one.topic.name / f"{one.exercise.stem}.py"
        if answers.is_file():
            files[f"tests/answers/{name}/{answers.name}"] = answers.read_text(encoding="utf-8")
    return files


def _groups(chosen: list[Chosen]) -> dict[str, list[Chosen]]:
    """Return the chosen exercises by the topic that they come from."""
    found: dict[str, list[Chosen]] = {}
    for one in chosen:
        found.setdefault(one.topic.name, []).append(one)
    return found


def _merged(chosen: list[Chosen], kind: str) -> Merged:
    """Merge the probes that the exercises' checks ask, or the pictures that the exercises have."""
    parts = []
    for name, ones in _groups(chosen).items():
        course = ones[0].course
        if kind == "probes":
            text = course.probes_source(name)
            wanted = {ask for one in ones for ask in PROBE.findall(one.checks())}
        else:
            text = course.looks_source(name)
            others = {e.name for e in ones[0].topic.exercise} - {one.name for one in ones}
            stems = {one.exercise.stem for one in ones} & {*course.looks(name)}
            wanted = {each for each in stems if not others & attributes_of(text, [each], "student")}
            if not wanted:
                text = ""
        parts.append(Part(text, _tag(name), frozenset(wanted)))
    return merge(parts, PROBES if kind == "probes" else PICTURES)


def _tag(topic: str) -> str:
    number, _, words = topic.partition("_")
    return number if number.isdigit() and words else snake_case(topic)


def _solutions(course: Course, assignment: Assignment, chosen: list[Chosen]) -> str:
    """Return the source: a title, the imports, and each exercise below its lesson."""
    lesson = _lesson(course, assignment.lesson) if assignment.lesson else ""
    title = assignment.title or assignment.name
    cells = [_markdown(lesson or f"# {title}")]
    firsts = [ones[0] for ones in _groups(chosen).values()]
    merged = merge([Part(_setup(one), _tag(one.topic.name)) for one in firsts], "")
    if clash := [name for new in merged.renamed for name in new]:
        raise UsageError(CLASH.format(name=assignment.name, names=", ".join(clash)))
    cells.append("# %%\n" + merged.text.strip())
    for one in chosen:
        own, cell = _cells_of(source_of(one), one.name, one.where)
        text = _markdown(_lesson(course, one.use.lesson)) if one.use.lesson else own
        cells += [text, f"# %%\n{cell}"] if text else [f"# %%\n{cell}"]
    return "\n\n".join(cell.strip() for cell in cells) + "\n"


def _setup(one: Chosen) -> str:
    """Return the code of a topic outside of its exercises: imports, and what they share."""
    text = source_of(one)
    taken = {solution.cell.line for solution in source.solutions(text, one.where)}
    return "\n\n".join(cell.source for cell in script_cells(text) if cell.line not in taken)


def _cells_of(text: str, name: str, where: str) -> tuple[str, str]:
    """Return an exercise's lesson, the Markdown cells right above its own, and its cell."""
    cell = source.solution_of(text, name, where).cell
    above = "\n".join(text.splitlines()[: cell.line - 2])
    marks = [*_CELL.finditer(above)]
    begin = len(above)
    for mark in reversed(marks):
        if "[markdown]" not in mark[0] or _is_title(above[mark.end() :]):
            break
        begin = mark.start()
    return above[begin:].strip(), cell.source.strip()


def _is_title(markdown: str) -> bool:
    return markdown.lstrip().startswith("# # ")


def _lesson(course: Course, name: str) -> str:
    try:
        return (course.home / name).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise UsageError(f'{course.home / FILE}: lesson = "{name}": {why}') from None


def _markdown(text: str) -> str:
    return "\n".join(["# %% [markdown]", *(f"# {line}".rstrip() for line in text.splitlines())])


def _factor(one: Chosen) -> Fraction:
    """Return what the points of an exercise's checks are multiplied by."""
    if one.use.points is None:
        return Fraction(1)
    worth = check_points(one.course, one.topic, one.exercise, hidden=True).values()
    total = sum(Fraction(str(points)) for points in worth)
    if not total:
        raise UsageError(f"{one.name}: no check has points that could be scaled")
    if sum(Fraction(mark[2]) for mark in _POINTS.finditer(one.checks())) != total:
        raise UsageError(UNSCALED.format(name=one.name))
    return Fraction(str(one.use.points)) / total


def _scaled(text: str, factor: Fraction) -> str:
    """Return a checker's text with every `@points(n)` multiplied."""
    if factor == 1:
        return text

    def multiplied(mark: re.Match[str]) -> str:
        points = float(Fraction(mark[2]) * factor)
        return f"{mark[1]}({int(points) if points.is_integer() else points!r})"

    return _POINTS.sub(multiplied, text)


def known(course: Course, assignment: Assignment) -> Topic:
    """Return the kit's topic of that name, for an assignment that chooses no exercises."""
    try:
        topic = kit_of(course).topic(assignment.name)
    except UsageError as error:
        raise UsageError(f"{course.home / FILE}: {error}; or give it exercises = [...]") from None
    if topic.name != assignment.name:
        raise UsageError(f"{course.home / FILE}: write {topic.name}, not {assignment.name}")
    return msgspec.structs.replace(topic, title=assignment.title or topic.title)


def copied(kit: Course, topic: Topic) -> Iterator[tuple[str, str]]:
    """Yield the kit's files of a topic."""
    path = solutions_of(kit, topic)
    if path is None:
        raise UsageError(NO_SOLUTIONS.format(name=topic.name))
    yield f"solutions/{topic.filename}", path.read_text(encoding="utf-8")
    for folder, to in ((kit.checkers, "checkers"), (kit.answers, "tests/answers")):
        for each in sorted((folder / topic.name).rglob("*.py")):
            name = each.relative_to(folder).as_posix()
            yield f"{to}/{name}", each.read_text(encoding="utf-8")


PROBES = "The probes of this assignment, put together by kata build."
PICTURES = "The pictures of this assignment, put together by kata build."
UNSCALED = "{name}: write @points(2) on a line of its own, so that points can be scaled"
CLASH = "{name}: its exercises come from topics that mean different things by {names}: part them"
