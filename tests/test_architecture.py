"""The map of the house is true: docs/architecture.md names every module, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "tensorkata"
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
# A name in the list of rooms: `    protocol/` opens a room, `      frames.py` stands in it.
ROOM = re.compile(r"^    (?P<room>[\w./]+/) ")
LINE = re.compile(r"^      (?P<names>\w+\.py(?:, [\w./]+)*)")
# A path in a drawing or between backquotes; the later ones of a row share the folder of the first.
DRAWN = re.compile(r"(?<![\w./-])(?P<paths>[\w-]+(?:/[\w-]+)*(?:/|\.py)(?:, [\w/]+\.py)*)")


def rooms():
    """Return the modules that the page lists, each with its folder."""
    listed, room = [], ""
    text = PAGE.partition("## The rooms of the engine")[2].partition("## Where to add")[0]
    for row in text.splitlines():
        if opened := ROOM.match(row):
            room = opened["room"].removeprefix("./")
        elif found := LINE.match(row):
            listed += [room + name for name in found["names"].split(", ") if name.endswith(".py")]
        elif row.startswith("    cli.py "):
            listed.append("cli.py")
    return listed


def test_every_module_stands_on_the_map_once_and_nothing_else_does():
    """The list of rooms has each module of the engine; only an empty __init__ may be left out."""
    there = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if path.name != "__init__.py" or len(path.read_text().splitlines()) > 1
    }
    assert sorted(rooms()) == sorted(there)


def test_every_folder_of_the_engine_is_a_room():
    """A new folder has a line that says what it is for."""
    folders = {path.parent.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py")}
    named = set(re.findall(r"^    ([\w./]+)/ ", PAGE, re.MULTILINE))
    assert folders <= named


def test_every_path_on_the_map_exists():
    """A file or folder that the page names anywhere is in the engine or the repository."""
    folders = [ROOT, ROOT / "docs", ROOT / "exercises", ROOT / "tests", ROOT / "course", SOURCE]
    folders += [path for path in SOURCE.rglob("*") if path.is_dir()]
    names = [name for found in DRAWN.findall(PAGE) for name in found.split(", ")]
    gone = [
        name
        for name in names
        if "NN_topic" not in name and not any((folder / name).exists() for folder in folders)
    ]
    assert len(names) > len(rooms())
    assert not gone


def test_every_constant_on_the_map_is_there():
    """A name that a reader is sent to stands in the file that is named before it."""
    sent = re.findall(r"`([\w/]+\.py)`: ((?:`\w+`(?:, )?)+)", PAGE)
    assert sent
    for path, names in sent:
        text = (SOURCE / path).read_text(encoding="utf-8")
        assert not [name for name in re.findall(r"\w+", names) if name not in text], path


def test_the_lines_are_short():
    """A drawing has at most 100 columns, a line of text 110."""
    for row in PAGE.splitlines():
        assert len(row) <= (100 if row.startswith("    ") else 110), row
