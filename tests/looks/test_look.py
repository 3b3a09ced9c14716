"""The pictures of the topics, and what a picture says if there is none."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from typer.testing import CliRunner

import tensorkata
from tensorkata.authoring import build
from tensorkata.checking.draw_looks import draw_looks, looks_asked
from tensorkata.cli import app
from tensorkata.course import TOGETHER, find_course
from tensorkata.errors import UsageError
from tensorkata.reporting.look_page import as_page

ROOT = Path(__file__).parents[2]
COURSE = find_course(ROOT)
WITH_LOOKS = [topic for topic in COURSE.topics if COURSE.looks(topic.name)]
LOOKS = """\
from tensorkata.student.look import BLUE, look


def _scene(figure):
    axes = figure.subplots()
    axes.set_title("halves")
    return axes


@look("A line.", scene=_scene)
def halve(student, figure):
    _scene(figure).plot([student.halve(x) for x in range(4)], color=BLUE)


@look("Another line.")
def put_together(student, figure):
    figure.subplots().plot([student.RunningTotal().add(1.0)])
"""


@pytest.fixture
def drawn(course, tmp_path):
    """Return a function that draws the looks of a made-up topic with a text as the answer."""
    (course.checkers / "01_numbers" / "looks.py").write_text(LOOKS)

    def draw(text, selected="01_numbers"):
        file = tmp_path / "mine.py"
        file.write_text(text)
        topic, names = looks_asked(course, selected)
        return draw_looks(course, topic, names, file, 1)

    return draw


def texts_of(svg):
    """Return the words in a picture."""
    return " ".join(ET.fromstring(svg).itertext())


def test_a_picture_is_drawn_with_the_student_s_own_code(drawn):
    """It is SVG in the page's own colour, and other code draws another line."""
    (one,) = drawn("def halve(x):\n    return x / 2\n", "halve")
    (other,) = drawn("def halve(x):\n    return x * x\n", "halve")
    assert one.title == "Half of a number (halve)"
    assert one.alt == "A line."
    assert not one.note
    assert "halves" in texts_of(one.svg)
    assert "currentColor" in one.svg
    assert "#010203" not in one.svg
    assert one.svg != other.svg
    assert one.svg == drawn("def halve(x):\n    return x / 2\n", "halve")[0].svg


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("def halve(x):\n    raise NotImplementedError('halve')\n", "halve is not written yet"),
        ("x = 1\n", "halve is not defined in your file"),
        ("def halve(x):\n    return 1 / 0\n", "it raised ZeroDivisionError"),
        ("def halve(x):\n    raise SystemExit\n", "it raised SystemExit"),
        ("def halve(x):\n    return object()\n", "it raised TypeError"),
        ("def halve(x:\n", "was never closed"),
    ],
)
def test_what_cannot_be_drawn_is_said_beside_its_scene(drawn, text, note):
    """The scene is there without the student's code, and a line says what to do."""
    (picture,) = drawn(text, "halve")
    assert note in picture.note
    assert "halves" in texts_of(picture.svg)
    page = as_page("Numbers", [picture])
    assert page.count("<svg") == page.count("<figure") == 1


def test_an_endless_loop_ends(drawn, monkeypatch):
    """A picture has the time limit of a check."""
    drawn("def halve(x):\n    return x / 2\n", "halve")  # matplotlib is imported now
    monkeypatch.setenv("KATA_TIMEOUT", "1")
    (picture,) = drawn("def halve(x):\n    while True:\n        pass\n", "halve")
    assert "still running after 1 s, at line 2" in picture.note
    assert "give the picture more time, with --timeout 60" in picture.note


def test_a_topic_ends_with_what_puts_it_together(drawn):
    """All looks of a topic come in order; the last can be asked for by itself."""
    text = "def halve(x):\n    return x / 2\n"
    first, last = drawn(text)
    assert (first.title, last.title) == ("Half of a number (halve)", "Numbers: put together")
    assert last.note.startswith("There is no picture: RunningTotal is not defined")
    assert drawn(text, f"01_numbers::{TOGETHER}") == [last]
    with pytest.raises(UsageError, match=r"RunningTotal has no picture; .*: halve, 01_num"):
        drawn(text, "RunningTotal")
    with pytest.raises(UsageError, match="02_later has no picture"):
        drawn(text, "02_later")


def test_every_topic_with_pictures_has_at_least_three_and_one_at_its_end():
    """Each is named as an exercise is, and put_together is the last."""
    assert WITH_LOOKS
    for topic in WITH_LOOKS:
        *each, last = COURSE.looks(topic.name)
        assert last == TOGETHER, topic.name
        assert len(each) >= 3, topic.name
        assert each == [one.stem for one in topic.exercise if one.stem in each], topic.name


@pytest.mark.slow
@pytest.mark.parametrize("topic", WITH_LOOKS, ids=lambda topic: topic.name)
def test_the_references_draw_every_picture(topic, monkeypatch):
    """Each has words on its axes, a sentence for who cannot see it, and nothing to complain of."""
    monkeypatch.setenv("KATA_TIMEOUT", "0")  # pytest's own limit is enough
    pictures = draw_looks(COURSE, topic, COURSE.looks(topic.name), COURSE.solutions, 1)
    for picture in pictures:
        # another test of this process may have run TensorFlow before the devices could be made
        assert not picture.note or picture.note.startswith("on 1 CPU device"), picture.note
        assert re.fullmatch(r"[A-Z].{20,}[.]", picture.alt), picture.alt
        assert texts_of(picture.svg).strip(), picture.title


@pytest.mark.slow
@pytest.mark.parametrize("topic", WITH_LOOKS, ids=lambda topic: topic.name)
def test_a_stub_has_a_scene_for_every_picture(topic, monkeypatch):
    """An unwritten exercise shows what its picture will be about."""
    monkeypatch.setenv("KATA_TIMEOUT", "0")
    pictures = draw_looks(COURSE, topic, COURSE.looks(topic.name), COURSE.exercises, 1)
    for picture in pictures:
        assert "not written yet" in picture.note, picture.note
        assert picture.svg, picture.title


def test_a_notebook_shows_the_picture_below_its_cell(course, monkeypatch):
    """It draws with the notebook's names, and nothing while nbgrader or a judge runs the cell."""
    (course.checkers / "01_numbers" / "looks.py").write_text(LOOKS)
    monkeypatch.chdir(course.root)
    names = {"halve": lambda x: x / 2, "show": tensorkata.show}
    exec("shown = show('halve')", names)
    assert "<svg" in names["shown"]._repr_html_()
    assert repr(names["shown"]) == "Half of a number (halve): A line."
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert tensorkata.show("halve") is None
    monkeypatch.delenv("NBGRADER_EXECUTION")
    token = tensorkata.judged.set(True)
    assert tensorkata.show("halve") is None
    tensorkata.judged.reset(token)


def test_a_notebook_has_a_cell_for_each_picture(course, source):
    """The cell stands after the exercise's check, and the last one puts the topic together."""
    (course.checkers / "01_numbers" / "looks.py").write_text(LOOKS)
    notebook = json.loads(build.notebook(course, course.topics[0], source))
    texts = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert texts[0].endswith("from tensorkata import check, show")
    assert texts[texts.index('check("halve")') + 1] == 'show("halve")'
    assert texts[-1] == 'show("01_numbers::put_together")'


def test_the_command_writes_a_page_and_says_where(course, monkeypatch):
    """The exit code is 0, with and without a picture."""
    (course.checkers / "01_numbers" / "looks.py").write_text(LOOKS)
    (course.exercises).mkdir()
    (course.exercises / "01_numbers.py").write_text("def halve(x):\n    return x / 2\n")
    monkeypatch.chdir(course.root)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    done = CliRunner().invoke(app, ["show", "halve"])
    page = course.root / ".tensorkata" / "show" / "01_numbers.halve.html"
    assert (done.exit_code, done.output) == (0, f"the picture is in {page}\n")
    assert "<svg" in page.read_text()
    done = CliRunner().invoke(app, ["show", "01_numbers"])
    assert done.exit_code == 0
    assert "There is no picture: RunningTotal is not defined in your file" in done.output
