"""Write the students' files: stubs, visible checkers, the curriculum, a README; no hidden check.

They go into a folder, or into a zip whose bytes depend only on the course.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from tensorkata.assignment_files import to_hand_on
from tensorkata.authoring.build import stubs
from tensorkata.course import MANIFEST, Course
from tensorkata.errors import CourseError, UsageError

FOLDER = "tensorkata-course"  # the only folder in the zip, so that unpacking makes no mess
HIDDEN = "hidden"
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold
_UNIX, _MODE, _PROGRAM = 3, 0o100644, 0o100755


def bundle(course: Course, out: Path) -> list[str]:
    """Write the students' files to a `.zip` file or into a new folder, and return their names."""
    files = contents(course)
    if out.suffix == ".zip":
        write_zip({f"{FOLDER}/{name}": data for name, data in files.items()}, out)
    else:
        write_folder(files, out)
    return list(files)


def contents(course: Course) -> dict[str, bytes]:
    """Return the students' files by their names; stubs come from the sources if there are any.

    So a solution that an author wrote into exercises/ is not given away. CourseError if a link in
    a checker's folder leads out of it.
    """
    first = next(topic for topic in course.topics if topic.exercise)
    title = course.settings.title or "A TensorFlow course that grades itself"
    names = {"title": title, "topic": first.name, "exercise": first.exercise[0].name}
    files = {name: text.encode() for name, text in EXTRAS.items()}
    files["README.md"] = README.format(**names).encode()
    files[MANIFEST.as_posix()] = (course.root / MANIFEST).read_bytes()
    written = stubs(course) if course.solutions.is_dir() else _stubs_on_disk(course)
    for name, text in written.items():
        files[f"exercises/{name}"] = text.encode()
    for topic in course.topics:
        folder = course.checkers / topic.name
        if topic.filename not in written:
            continue
        for path in sorted(folder.rglob("*")):
            parts = path.relative_to(folder).parts
            if HIDDEN in parts or any(part.startswith((".", "__pycache__")) for part in parts):
                continue
            if path.is_symlink():
                raise CourseError(f"{path.relative_to(course.root)}: a link; put the file itself")
            if path.is_file():
                files[path.relative_to(course.root).as_posix()] = path.read_bytes()
    sent = [topic.name for topic in course.topics if topic.filename in written]
    return dict(sorted((files | to_hand_on(course, sent, "exercises/")).items()))


def _stubs_on_disk(course: Course) -> dict[str, str]:
    """Return the stubs of an installed course, which has no sources."""
    paths = [course.exercises / topic.filename for topic in course.topics]
    return {path.name: path.read_text(encoding="utf-8") for path in paths if path.is_file()}


def write_folder(files: dict[str, bytes], folder: Path) -> None:
    """Write the files into a folder that is new or empty."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} exists already: name a new folder")
    try:
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror}; name a folder that can be made") from error


def write_zip(files: dict[str, bytes], out: Path) -> None:
    """Write the zip uncompressed: zlib compresses the same bytes differently on other machines."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system = _UNIX
            info.external_attr = (_PROGRAM if data.startswith(b"#!") else _MODE) << 16
            archive.writestr(info, data)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(whole.getvalue())
    except OSError as error:
        raise UsageError(
            f"--out {out}: {error.strerror}; name a file that can be written"
        ) from None


README = """\
# {title}

You need Python 3.11 to 3.13. Once:

    python -m venv .venv
    . .venv/bin/activate          # on Windows: .venv\\Scripts\\activate
    pip install tensorkata        # for notebooks: pip install tensorkata jupyterlab

Then, in this folder:

    kata                          # the board: the exercises, your points, what is next
    kata watch                    # grades the current exercise each time you save
    kata check {topic:<18} # grades one topic; plain `pytest` grades all of them
    kata hint {exercise:<19} # a nudge, when you are stuck

The exercises are in exercises/, one file per topic. The docstring of each exercise says what to
write, and its `# TODO` lines say how to go about it. At the start every exercise is unsolved: you
should see `todo`. The checks are in checkers/, and you may read them.
Your instructor may grade with further checks.

In VS Code: open this folder and trust it (until then no notebook runs and no report is shown),
install the two extensions that it recommends, and choose the Python of .venv (in a notebook, with
"Select Kernel"). TensorFlow's lines about CUDA under a notebook's first cell are not an error.
"""

PYTEST = """\
[pytest]
testpaths = checkers
addopts = --import-mode=importlib --strict-markers
"""

VSCODE = """\
{
  "python.testing.pytestEnabled": true,
  "python.testing.pytestArgs": ["checkers"],
  "files.exclude": {
    "**/__pycache__": true,
    "**/.ipynb_checkpoints": true,
    ".pytest_cache": true,
    ".tensorkata": true
  }
}
"""

RECOMMENDED = """\
{
  "recommendations": ["ms-python.python", "ms-toolsai.jupyter"]
}
"""

EXTRAS = {
    ".gitignore": ".tensorkata/\n.venv/\n__pycache__/\n.ipynb_checkpoints/\n.pytest_cache/\n",
    ".vscode/extensions.json": RECOMMENDED,
    ".vscode/settings.json": VSCODE,
    "pytest.ini": PYTEST,
}
