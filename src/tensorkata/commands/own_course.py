"""Begin a course of one's own, and an exercise in it; say when a course must be built again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tensorkata.authoring import build, bundle, compose
from tensorkata.course import Course, Exercise, Parts, find_course, kit, snake_case
from tensorkata.course_settings import FILE, OwnExercise
from tensorkata.errors import KataError, UsageError

TEMPLATES = Path(build.__file__).parent / "new_course"
OWN = "signed_logistic_loss"  # the exercise that a new course has
CONFIG = Path("course", "nbgrader_config.py")
COURSE = {
    "course.toml": "course.toml",
    "README.md": "README.md",
    "Makefile": "Makefile",
    ".gitignore": "gitignore",
    ".github/workflows/course.yml": "workflow.yml",
    f"solutions/{OWN}.py": "solution.py",
    f"checkers/{OWN}/probes.py": "probes.py",
    f"checkers/{OWN}/test_{OWN}.py": "checks.py",
    f"checkers/{OWN}/hidden/test_{OWN}.py": "hidden.py",
    f"tests/answers/{OWN}/{OWN}.py": "answers.py",
}
NAMED = {"course.toml", "README.md"}  # templates with the course's title in them
EXERCISE = {
    "solutions/{stem}.py": "exercise.solution",
    "checkers/{stem}/probes.py": "exercise.probes",
    "checkers/{stem}/test_{stem}.py": "exercise.checks",
    "tests/answers/{stem}/{stem}.py": "exercise.answers",
}


def new(folder: Path) -> list[str]:
    """Write a course into a new folder, build it, and return what to type next."""
    title = folder.resolve().name.replace('"', "'")
    files = {}
    for name, template in COURSE.items():
        text = _template(template)
        files[name] = (text.format(title=title) if template in NAMED else text).encode()
    config = (kit().root / CONFIG).read_text(encoding="utf-8")
    files[CONFIG.as_posix()] = config.replace('"tensorkata"', json.dumps(title), 1).encode()
    there = folder.exists()
    bundle.write_folder(files, folder)
    try:
        compose.compose(Course(folder.resolve()))
        course = Course(folder.resolve())
        build.build(course)
        compose.note(course)
    except KataError:
        if not there:
            shutil.rmtree(folder)
        raise
    return [
        f"wrote {folder}: a course with one assignment, week1, of three exercises",
        "course.toml has its list; README.md says what to type",
    ]


def add(course: Course, name: str) -> list[str]:
    """Write the files of a new exercise of the course's own; return what is left to do."""
    if not course.settings_as_written.is_own:
        raise UsageError(f"{course.home} is no course of your own: begin one with kata course new")
    try:
        OwnExercise(name)
    except ValueError as error:
        raise UsageError(str(error)) from None
    _refuse_taken(course, name)
    stem, title = snake_case(name), name.replace("_", " ").capitalize()
    files = {
        path.format(stem=stem): _template(template).format(name=name, title=title)
        for path, template in EXERCISE.items()
    }
    if there := [path for path in files if (course.home / path).exists()]:
        raise UsageError(f"{there[0]} exists already: nothing was written")
    for path, text in files.items():
        (course.home / path).parent.mkdir(parents=True, exist_ok=True)
        (course.home / path).write_text(text, encoding="utf-8")
    entry = f'\n[[exercise]]\nname = "{name}"\ntitle = "{title}"\nhints = []\n'
    with (course.home / FILE).open("a", encoding="utf-8") as file:
        file.write(entry)
    return [
        *(f"wrote {path}" for path in files),
        f"wrote {FILE}: its entry, with a title and hints",
        f'next: put "{name}" into the exercises of an assignment in {FILE}, write it, and type',
        f"  kata build && kata verify {name}",
    ]


def refuse_stale() -> None:
    """Refuse the course here if it is one's own, and not built since it was changed."""
    try:
        course = find_course()
    except KataError:
        return  # the command itself says it
    compose.refuse_stale(course)


def provable(course: Course, parts: Parts) -> tuple[Parts, list[str]]:
    """Return what `kata verify` can prove, and the kit's exercises that come without answers.

    The kit proves those; only its clone has the answers.
    """
    if not course.settings_as_written.is_own:
        return parts, []
    own = {one.name for one in course.settings.exercise}
    found, left = [], []
    for topic, exercises in parts:
        there = course.answers / topic.name
        mine = [one for one in exercises if one.name in own or (there / f"{one.stem}.py").is_file()]
        left += [one.name for one in exercises if one not in mine]
        found += [(topic, tuple(mine))] if mine else []
    return found, left


def _refuse_taken(course: Course, name: str) -> None:
    settings = course.settings_as_written
    names: list[Exercise | OwnExercise] = list(settings.exercise)
    names += [one for topic in kit().topics for one in topic.exercise]
    taken = {snake_case(one.name) for one in names}
    taken |= {assignment.name for assignment in settings.assignment}
    if snake_case(name) in taken:
        raise UsageError(f"{name} is the name of another exercise or assignment")


def _template(name: str) -> str:
    return (TEMPLATES / f"{name}.txt").read_text(encoding="utf-8")
