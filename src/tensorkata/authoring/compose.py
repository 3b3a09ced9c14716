"""A course of one's own: each assignment of course.toml as a topic, put together from exercises.

What comes of it are the files of an ordinary course. Nothing is run here.
"""

from __future__ import annotations

import contextlib
import json
import re
from pathlib import Path

from tensorkata.authoring import source
from tensorkata.authoring.assignment import copied, files_of, known, topic_of
from tensorkata.authoring.chosen import chosen_of, kit_of
from tensorkata.course import MANIFEST, Course, Topic, snake_case
from tensorkata.errors import UsageError
from tensorkata.protocol.submission import digest

RECORD = Path("course", "built.json")  # what was written last, by digest
STUBS = "exercises/"


def compose(course: Course, *, overwrite: bool = False) -> list[Path]:
    """Write the files of the assignments that have changed, remove those of former ones.

    UsageError if one of them was edited by hand since, or a stub was: without `overwrite` nothing
    is written then.
    """
    files = composed(course)
    before = _record(course)
    fresh = {course.root / name: data for name, data in files.items()}
    changed = [path for path, data in fresh.items() if _bytes(path) != data]
    own = {*files, *_built(course)}
    gone = [course.root / name for name in before if name not in own]
    gone = [path for path in gone if path.is_file()]
    stubs = [course.root / name for name in before if name.startswith(STUBS)]
    for path in [] if overwrite else [*gone, *changed, *stubs]:
        noted = before.get(path.relative_to(course.root).as_posix())
        if path.is_file() and noted != digest(path.read_bytes()):
            raise UsageError(EDITED.format(path=path.relative_to(course.root)))
    for path in gone:
        path.unlink()
        with contextlib.suppress(OSError):  # it has other files
            path.parent.rmdir()
    for path in changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(fresh[path])
    return sorted([*gone, *changed])


def note(course: Course) -> None:
    """Note what is built now, so that an edit by hand is seen before the next build."""
    names = sorted({*composed(course), *_built(course)})
    found = {name: data for name in names if (data := _bytes(course.root / name)) is not None}
    text = json.dumps({name: digest(data) for name, data in found.items()}, indent=1) + "\n"
    if text.encode() != _bytes(course.root / RECORD):
        (course.root / RECORD).write_text(text)


def _built(course: Course) -> list[str]:
    """Return the files that build.py makes of the assignments."""
    names = [assignment.name for assignment in course.settings_as_written.assignment]
    stubs = [f"{STUBS}{name}.py" for name in names]
    return stubs + [f"course/source/{name}/{name}.ipynb" for name in names]


def stale(course: Course) -> list[str]:
    """Return the assignments that are not as course.toml and what it names would make them now."""
    files = composed(course)
    changed = [name for name, data in files.items() if _bytes(course.root / name) != data]
    own = {*files, *_built(course)}
    changed += [n for n in _record(course) if n not in own and (course.root / n).is_file()]
    parts = {part for path in changed for part in Path(path).with_suffix("").parts}
    names = [assignment.name for assignment in course.settings_as_written.assignment]
    return [name for name in names if name in parts] or [Path(path).stem for path in changed[:1]]


def at_home(course: Course, topic: str, name: str, text: str) -> str:
    """Return what is said of an own exercise with the names and lines of its own files."""
    stem = snake_case(name)
    own = course.solutions / f"{stem}.py"
    if name not in {one.name for one in course.settings_as_written.exercise} or not own.is_file():
        return text
    built = (course.solutions / f"{topic}.py").read_text(encoding="utf-8")
    begins = [
        source.solution_of(of, name).cell.line for of in (built, own.read_text(encoding="utf-8"))
    ]

    def moved(line: re.Match[str]) -> str:
        return f"solutions/{stem}.py:{int(line[1]) - begins[0] + begins[1]}:"

    text = text.replace(f"tests/answers/{topic}/", f"tests/answers/{stem}/")
    text = re.sub(rf"(?<![/\w])((?:hidden/)?test_{stem}\.py:)", rf"checkers/{stem}/\1", text)
    return re.sub(r"(?<=survives: )line (\d+):", moved, text)


def refuse_stale(course: Course) -> None:
    """Refuse a course of one's own that was not built since it was changed."""
    if course.settings_as_written.is_own and (names := stale(course)):
        raise UsageError(STALE.format(names=", ".join(names)))


def composed(course: Course) -> dict[str, bytes]:
    """Return the files that the assignments of course.toml make, by their paths in the course."""
    settings = course.settings_as_written
    files: dict[str, str] = {}
    topics = []
    for assignment in settings.assignment:
        if assignment.exercises:
            chosen = chosen_of(course, settings, assignment)
            topics.append(topic_of(assignment, chosen))
            files |= files_of(course, assignment, topics[-1], chosen)
        else:
            topics.append(known(course, assignment))
            files |= dict(copied(kit_of(course), topics[-1]))
    files[MANIFEST.as_posix()] = "\n".join(_in_toml(topic) for topic in topics)
    return {name: text.encode() for name, text in files.items()}


def _in_toml(topic: Topic) -> str:
    """Return a topic as the curriculum has it."""
    lines = ["[[topic]]", *_pairs(name=topic.name, title=topic.title, about=topic.about)]
    lines += [f"devices = {topic.devices}"] if topic.devices > 1 else []
    for one in topic.exercise:
        hints, links = list(one.hints), list(one.links)
        lines += ["", "[[topic.exercise]]"]
        lines += _pairs(name=one.name, title=one.title, hints=hints, links=links)
    return "\n".join([*lines, ""])


def _pairs(**values: str | list[str]) -> list[str]:
    """Return what is not empty as lines of TOML; its strings are written as JSON's are."""
    return [
        f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items() if value
    ]


def _record(course: Course) -> dict[str, str]:
    try:
        found = json.loads((course.root / RECORD).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


EDITED = (
    "{path} is written by kata build and was edited since: move what you want to keep into"
    " course.toml or an exercise of your own; kata build --overwrite replaces the file"
)
STALE = "{names}: changed since it was built, here or in the kit: type kata build"
