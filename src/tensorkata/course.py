"""The course on disk: which topics and exercises there are, and where their files are."""

from __future__ import annotations

import ast
import difflib
import os
import re
import tomllib
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

import msgspec

from tensorkata import course_settings
from tensorkata.course_settings import Settings, read_settings
from tensorkata.errors import CourseError, UsageError

MANIFEST = Path("course", "curriculum.toml")
INSTALLED = Path(__file__).parent / "_course"
CLONE = Path(__file__).parents[2]  # of an editable install
LOOKS = "looks.py"  # beside a topic's checkers: its pictures
TOGETHER = "put_together"  # the picture that ends a topic
ELSEWHERE = "KATA_COURSE"  # the variable that names a course in place of the current folder


class Exercise(msgspec.Struct, frozen=True):
    """One function or class that a student completes."""

    name: str
    title: str
    hints: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    @property
    def stem(self) -> str:
        """Return the name in snake case, as in `test_<stem>.py`."""
        return snake_case(self.name)


class Topic(msgspec.Struct, frozen=True):
    """A unit of the course: one file of exercises."""

    name: str
    title: str
    about: str = ""
    exercise: tuple[Exercise, ...] = ()
    devices: int = 1  # logical CPU devices that its checks and pictures use

    @property
    def filename(self) -> str:
        """Return the name of the submission's file."""
        return f"{self.name}.py"

    def find(self, name: str) -> Exercise:
        """Return the exercise of that name; UsageError with the nearest names otherwise."""
        for exercise in self.exercise:
            if name in {exercise.name, exercise.stem}:
                return exercise
        known = [exercise.name for exercise in self.exercise]
        raise UsageError(unknown(f"exercise in {self.name}", name, known))


Parts = list[tuple[Topic, tuple[Exercise, ...]]]  # topics, and the exercises meant of each


class _Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    topic: tuple[Topic, ...]


class Course:
    """Know the folders of one course, whose root holds course/curriculum.toml.

    `home` is the folder with the instructor's course.toml: the root, or a folder of
    their own that uses the installed course.
    """

    def __init__(self, root: Path, home: Path | None = None) -> None:
        self.root = root
        self.home = home or root
        self.checkers = root / "checkers"
        self.exercises = root / "exercises"
        self.solutions = root / "solutions"
        self.answers = root / "tests" / "answers"

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """Read the topics in their order; CourseError if the manifest is at fault."""
        path = self.root / MANIFEST
        if not path.is_file() and read_settings(self.root).is_own:
            raise UsageError(f"{self.root}: the course is not built yet: type kata build")
        try:
            return msgspec.toml.decode(path.read_bytes(), type=_Manifest).topic
        except (OSError, msgspec.MsgspecError, tomllib.TOMLDecodeError) as error:
            raise CourseError(f"{path}: {error}") from error

    @cached_property
    def settings_as_written(self) -> Settings:
        """Read what course.toml sets, before anybody has asked whether its topics are there."""
        return read_settings(self.home)

    @cached_property
    def settings(self) -> Settings:
        """Read what course.toml sets; UsageError if it is at fault or names no topic."""
        settings = self.settings_as_written
        for assignment in settings.assignment:
            if assignment.name not in {topic.name for topic in self.topics}:
                names = [topic.name for topic in self.topics]
                where = self.home / course_settings.FILE
                raise UsageError(f"{where}: {unknown('topic', assignment.name, names)}")
        return settings

    def topic(self, name: str) -> Topic:
        """Return a topic by its name, its number or its name without the number."""
        for topic in self.topics:
            if name in {topic.name, topic.name.partition("_")[0], topic.name.partition("_")[2]}:
                return topic
        raise UsageError(unknown("topic", name, [topic.name for topic in self.topics]))

    def select(self, text: str) -> tuple[Topic, Exercise | None]:
        """Read `TOPIC` or `TOPIC::EXERCISE`, or just the name of an exercise.

        A topic's file, as in `exercises/05_custom_layers.py`, stands for the topic.
        """
        head, _, tail = text.partition("::")
        if head.endswith((".py", ".ipynb")):
            head = Path(head).stem
        if not tail:
            for topic in self.topics:
                for exercise in topic.exercise:
                    if head in {exercise.name, exercise.stem}:
                        return topic, exercise
        try:
            topic = self.topic(head)
        except UsageError:
            if head in {own.name for own in self.settings_as_written.exercise}:
                raise UsageError(f"{head} is in no assignment yet: {UNUSED}") from None
            names = [exercise.name for topic in self.topics for exercise in topic.exercise]
            near = nearest(head, [*names, *(topic.name for topic in self.topics)])
            if tail or not near:
                raise
            text = f"no topic or exercise is called {head!r}; did you mean {' or '.join(near)}?"
            raise UsageError(text) from None
        return topic, topic.find(tail) if tail else None

    def parts(self, names: list[str]) -> Parts:
        """Return each topic or exercise of the names as a topic with exercises; all for none."""
        if not names:
            return [(topic, topic.exercise) for topic in self.topics]
        chosen = [self.select(name) for name in names]
        return [(topic, (exercise,) if exercise else topic.exercise) for topic, exercise in chosen]

    def text(self, path: Path, what_to_write: str) -> str:
        """Return the text of one of the course's files; CourseError if it cannot be read."""
        where = path.relative_to(self.root).as_posix()
        try:
            return path.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise CourseError(f"{where}: there is no such file: {what_to_write}") from None
        except (OSError, UnicodeDecodeError) as error:
            raise CourseError(f"{where}: {error}") from error

    def probes_source(self, topic: str) -> str:
        """Return the text of the topic's probes.py."""
        return (self.checkers / topic / "probes.py").read_text(encoding="utf-8")

    def looks_source(self, topic: str) -> str:
        """Return the text of the topic's looks.py; of a topic without pictures an empty one."""
        path = self.checkers / topic / LOOKS
        return path.read_text(encoding="utf-8") if path.is_file() else ""

    def looks(self, topic: str) -> tuple[str, ...]:
        """Return the names of the topic's pictures in their order; nothing is imported."""
        return tuple(
            node.name
            for node in ast.parse(self.looks_source(topic)).body
            if isinstance(node, ast.FunctionDef)
            and any(ast.unparse(mark).startswith("look(") for mark in node.decorator_list)
        )

    def checker_files(self, topic: str, *, hidden: bool) -> list[Path]:
        """Return the topic's checker files in the order of its exercises, visible ones first."""
        folder = self.checkers / topic
        found = [folder / f"test_{exercise.stem}.py" for exercise in self.topic(topic).exercise]
        if hidden:
            found += [folder / "hidden" / path.name for path in found]
        return [path for path in found if path.is_file()]


def find_course(start: Path | None = None) -> Course:
    """Return the course at or above `start` (the current folder), else the installed one.

    A folder with nothing but a course.toml sets up the installed course. Without a start, the
    folder that KATA_COURSE names is the course, if it names one.
    """
    if start is None and (named := os.environ.get(ELSEWHERE)):
        return course_in(Path(named))
    here = (start or Path.cwd()).resolve()
    home = None
    for folder in (here, *here.parents):
        if (folder / MANIFEST).is_file() and (folder / "checkers").is_dir():
            return Course(folder, home)
        if (folder / course_settings.FILE).is_file() and read_settings(folder).is_own:
            return Course(folder)
        home = home or (folder if (folder / course_settings.FILE).is_file() else None)
    if (INSTALLED / MANIFEST).is_file():
        return Course(INSTALLED, home)
    if home and (CLONE / MANIFEST).is_file():
        return Course(CLONE, home)
    raise UsageError(
        f"no course at or above {here}: run the command inside a clone of the course, or name one"
        " with --course DIR"
    )


def kit() -> Course:
    """Return the course that came with the kit: the installed one, or that of the clone."""
    return Course(INSTALLED if (INSTALLED / MANIFEST).is_file() else CLONE)


def course_in(folder: Path) -> Course:
    """Return the course of a folder that was named: its root, or one with a course.toml."""
    if not folder.is_dir():
        raise UsageError(f"--course {folder}: there is no such folder")
    if (folder / MANIFEST).is_file() or (folder / course_settings.FILE).is_file():
        return find_course(folder)
    raise UsageError(
        f"--course {folder}: it has neither {MANIFEST.as_posix()} nor a {course_settings.FILE}"
    )


def snake_case(name: str) -> str:
    """Return `PositionalEmbedding` as `positional_embedding`, `StopOnNaN` as `stop_on_nan`."""
    # a single capital at the end belongs to its word
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z][A-Za-z])", "_", name).lower()


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """Return a message that names what is missing, the nearest name, and all names."""
    known = list(known)
    near = nearest(name, known)
    guess = f"; did you mean {' or '.join(near)}?" if near else ""
    return f"no {what} is called {name!r}{guess} (there are: {', '.join(known)})"


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """Return up to three names that begin with the name or have it in them, else the closest one.

    Capitals and underscores do not count.
    """
    plain = {each: each.replace("_", "").lower() for each in known}
    half = name.replace("_", "").lower()
    parts = [each for each in plain if half and half in plain[each]]
    begun = [each for each in parts if plain[each].startswith(half)]
    close = difflib.get_close_matches(half, plain.values(), n=1, cutoff=0.6)
    return (begun or parts)[:MOST_NEAR] or [each for each in plain if plain[each] in close][:1]


MOST_NEAR = 3
UNUSED = "put it into the exercises of one in course.toml, and type kata build"
