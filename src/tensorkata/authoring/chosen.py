"""The exercises that an assignment chooses: of the kit, or the course's own.

An own exercise has its files under its own name, as if it were a topic with one exercise. Nothing
is run here.
"""

from __future__ import annotations

import ast
import re
from importlib.util import find_spec
from pathlib import Path

import msgspec

from tensorkata.authoring import source
from tensorkata.authoring.merge_code import attributes_of
from tensorkata.course import MANIFEST, Course, Exercise, Topic, kit, nearest
from tensorkata.course_settings import FILE, Assignment, Settings, Use
from tensorkata.errors import UsageError
from tensorkata.sandbox.visible_paths import SOLUTIONS

HIDDEN = "hidden"
PROBE = re.compile(r"\bprobes\.(\w+)")


class Chosen(msgspec.Struct, frozen=True):
    """One exercise of an assignment: where it comes from, and what the assignment says of it."""

    course: Course
    topic: Topic
    exercise: Exercise
    use: Use

    @property
    def name(self) -> str:
        """The exercise's name."""
        return self.exercise.name

    @property
    def where(self) -> str:
        """The name of the topic's solutions, for messages."""
        return f"solutions/{self.topic.filename}"

    def checker(self, folder: str = "") -> Path:
        """Return where its visible checks are, or those of a folder beside them."""
        return self.course.checkers / self.topic.name / folder / f"test_{self.exercise.stem}.py"

    def checks(self) -> str:
        """Return the text of all its checks."""
        paths = (self.checker(), self.checker(HIDDEN))
        return "\n".join(path.read_text("utf-8") for path in paths if path.is_file())


def chosen_of(course: Course, settings: Settings, assignment: Assignment) -> list[Chosen]:
    """Find the exercises of an assignment; UsageError if one is unknown, or stands on another."""
    where = f"{course.home / FILE}: {assignment.name}"
    found: list[Chosen] = []
    for use in (Use(one) if isinstance(one, str) else one for one in assignment.exercises):
        try:
            found.append(_one(course, settings, use))
        except UsageError as error:
            raise UsageError(f"{where}: {error}") from None
        names = [one.name for one in found]
        if names.count(found[-1].name) > 1:
            raise UsageError(f"{where}: {found[-1].name} is there twice")
        for name in _grounds(found[-1]):
            if name not in names:
                raise UsageError(GROUND.format(where=where, name=found[-1].name, other=name))
    return found


def _one(course: Course, settings: Settings, use: Use) -> Chosen:
    for own in settings.exercise:
        if own.name == use.use:
            exercise = Exercise(own.name, own.title or own.name, own.hints, own.links)
            _hold_files(course, exercise)
            return Chosen(
                course, Topic(exercise.stem, exercise.title, "", (exercise,)), exercise, use
            )
    kit_s = kit_of(course)
    try:
        topic, kits = kit_s.select(use.use)
    except UsageError:
        near = nearest(use.use, [own.name for own in settings.exercise])
        if not near:
            raise
        text = f"no exercise is called {use.use!r}; did you mean {' or '.join(near)}?"
        raise UsageError(text) from None
    if kits is None:
        raise UsageError(WHOLE.format(name=topic.name, first=topic.exercise[0].name))
    return Chosen(kit_s, topic, kits, use)


def _hold_files(course: Course, exercise: Exercise) -> None:
    """Refuse an own exercise that lacks one of its files."""
    stem = exercise.stem
    checkers = [f"checkers/{stem}/{name}.py" for name in ("probes", f"test_{stem}")]
    for name in (f"solutions/{stem}.py", *checkers):
        if not (course.root / name).is_file():
            raise UsageError(NO_FILE.format(where=name, name=exercise.name))


def _grounds(chosen: Chosen) -> list[str]:
    """Return the exercises of the same topic that an exercise's solution or checks use."""
    tree = ast.parse(source.solution_of(source_of(chosen), chosen.name, chosen.where).cell.source)
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    checks = chosen.checks()
    asked = PROBE.findall(checks)
    used |= attributes_of(chosen.course.probes_source(chosen.topic.name), asked, "student")
    used |= set(re.findall(r"\"(\w+)\"", checks)) if {"call", "graph"} & {*asked} else set()
    others = [exercise.name for exercise in chosen.topic.exercise if exercise != chosen.exercise]
    return [name for name in others if name in used]


def source_of(chosen: Chosen) -> str:
    """Return the text of the topic that an exercise comes from, with solutions."""
    path = solutions_of(chosen.course, chosen.topic)
    if path is None:
        raise UsageError(NO_SOLUTIONS.format(name=chosen.topic.name))
    return path.read_text(encoding="utf-8")


def kit_of(course: Course) -> Course:
    """Return the kit's course that one's own chooses from: as course.toml says, or as installed."""
    named = course.settings_as_written.kit
    found = Course(course.home / Path(named).expanduser()) if named else kit()
    if not (found.root / MANIFEST).is_file():
        raise UsageError(f'{course.home / FILE}: kit = "{named}" is no clone of the kit')
    return found


def solutions_of(course: Course, topic: Topic) -> Path | None:
    """Return where the topic's solutions are: in the course, or in tensorkata-solutions."""
    folders = [course.solutions]
    if found := find_spec(SOLUTIONS):
        folders += map(Path, found.submodule_search_locations or ())
    paths = [folder / topic.filename for folder in folders]
    return next((path for path in paths if path.is_file()), None)


WHOLE = "{name} is a topic: name its exercises, as in {name}::{first}"
GROUND = "{where}: {name} stands on {other}: put {other} before it"
NO_SOLUTIONS = (
    "the solutions of {name}, which the notebook is made of, are not installed: type"
    " pip install 'tensorkata[instructor,solutions]'"
)
NO_FILE = "{where}: there is no such file, and the exercise {name} of your own needs it"
