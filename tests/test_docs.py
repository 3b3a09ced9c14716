"""What the pages say of the repository is true: the map, the links, the commands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tensorkata.cli import app
from tensorkata.course import find_course

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)]+)\)")
SOURCE = ROOT / "src" / "tensorkata"
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
MODULES = (ROOT / "docs" / "modules.md").read_text(encoding="utf-8")
# A name in the list of modules: `    protocol/` opens a room, `      frames.py` stands in it.
ROOM = re.compile(r"^    (?P<room>[\w./]+/) ")
LINE = re.compile(r"^      (?P<names>\w+\.py(?:, [\w./]+)*)")
# A path in a drawing or between backquotes; the later ones of a row share the folder of the first.
DRAWN = re.compile(r"(?<![\w./-])(?P<paths>[\w-]+(?:/[\w-]+)*(?:/|\.py)(?:, [\w/]+\.py)*)")


def rooms():
    """Return the modules that the page lists, each with its folder."""
    listed, room = [], ""
    for row in MODULES.splitlines():
        if opened := ROOM.match(row):
            room = opened["room"].removeprefix("./")
        elif found := LINE.match(row):
            listed += [room + name for name in found["names"].split(", ") if name.endswith(".py")]
        elif found := re.match(r"    (cli\w*\.py) ", row):
            listed.append(found[1])
    return listed


def test_every_module_is_listed_once_and_nothing_else_does():
    """The list of modules has each module of the engine; only an empty __init__ may be left out."""
    there = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if path.name != "__init__.py" or len(path.read_text().splitlines()) > 1
    }
    assert sorted(rooms()) == sorted(there)


def test_every_folder_of_the_engine_is_a_room():
    """A new folder has a line on both pages that says what it is for."""
    folders = {path.parent.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py")}
    for page in (PAGE, MODULES):
        assert folders <= set(re.findall(r"^    ([\w./]+)/ ", page, re.MULTILINE))


def test_every_path_on_the_map_exists():
    """A file or folder that the page names anywhere is in the engine or the repository."""
    folders = [ROOT, ROOT / "docs", ROOT / "exercises", ROOT / "tests", ROOT / "course", SOURCE]
    folders += [path for path in SOURCE.rglob("*") if path.is_dir()]
    names = [name for found in DRAWN.findall(PAGE + MODULES) for name in found.split(", ")]
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


def test_a_drawing_fits_a_terminal():
    """A drawing on the map has at most 100 columns."""
    for row in (PAGE + MODULES).splitlines():
        assert len(row) <= 100 or not row.startswith("    "), row


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_reads_as_text_and_its_links_lead_somewhere(page):
    """Lines of text have at most 110 columns; what a link names is there."""
    text = page.read_text(encoding="utf-8")
    rows = [row for row in text.splitlines() if not row.startswith(("|", "    "))]
    assert not [row for row in rows if len(row) > 110]
    links = [link for link in LINK.findall(text) if "://" not in link]
    assert not [link for link in links if not (page.parent / link.partition("#")[0]).exists()]


def test_the_course_s_page_lists_every_exercise_in_its_order():
    """Each row has the title, some minutes, and says truly whether there is a picture."""
    text = (ROOT / "docs" / "course.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.+?) \| .*? \| (\d+) \| (yes|) *\|$", text, re.MULTILINE)
    course = find_course(ROOT)
    assert [(name, title, shown == "yes") for name, title, _, shown in rows] == [
        (each.name, each.title, each.stem in course.looks(topic.name))
        for topic in course.topics
        for each in topic.exercise
    ]
    assert all(f"## {topic.name}\n\n{topic.about}" in text for topic in course.topics)


@pytest.mark.parametrize("topic", find_course(ROOT).topics, ids=lambda topic: topic.name)
def test_a_topic_ends_with_what_to_read_next(topic):
    """Its last cell has at least one address, each a whole one."""
    text = (ROOT / "solutions" / topic.filename).read_text(encoding="utf-8")
    last = text.split("# %%")[-1]
    assert last.startswith(" [markdown]\n# ## What to read next\n")
    flowing = " ".join(row.removeprefix("#").strip() for row in last.splitlines())
    addresses = re.findall(r"\[[^]]+\]\(([^)]*)\)", flowing)
    assert addresses
    for address in addresses:
        assert re.fullmatch(r"https://[a-z.-]+[.][a-z]+/[\w./-]*", address), address


def test_the_readme_has_the_two_commands_and_the_three_pages():
    """A reader with a minute finds the commands, and the page that explains the code."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in ("make demo", "make test", "CONTRIBUTING.md", "docs/architecture.md"):
        assert name in text


def test_every_command_on_a_page_is_one_of_kata_s():
    """No page sends a reader to a command that is not there."""
    parts = [app, *(one.typer_instance for one in app.registered_groups if not one.name)]
    commands = [command for part in parts for command in part.registered_commands]
    there = {command.name or command.callback.__name__ for command in commands}
    there |= {group.name for part in parts for group in part.registered_groups}
    for page in PAGES:
        named = re.findall(r"\bkata ([a-z]+)\b", page.read_text(encoding="utf-8"))
        assert set(named) <= there, page
