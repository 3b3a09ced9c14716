"""nbgrader's zip_collect with the kit's reader, and what its pages show of a student's own."""

from __future__ import annotations

import json

import pytest

from tensorkata.grading.collect import collect
from tensorkata.platforms.nbgrader.cell_outputs import LINE, MOST, cut
from tensorkata.platforms.nbgrader.collector import notebook_of
from tensorkata.platforms.nbgrader.intake import read
from tensorkata.platforms.nbgrader.markdown import markdown_as_text
from tensorkata.protocol.submission import read as of_file

from ..cases.class_files import TOPIC, text_of, zipped
from .nbgrader_course import nbgrader, new_course

FLAT = "_assignsubmission_file_"
ARCHIVE = {
    f"Mary Ann Evans_70010{FLAT}{TOPIC}.ipynb": "Mary Ann Evans",
    f"ada_lovelace_70011{FLAT}{TOPIC}.ipynb": "ada_lovelace",
    f"ada_byron_70012{FLAT}{TOPIC} (1).ipynb": "ada_byron",
    f"Sinéad O'Brien_70014{FLAT}{TOPIC}.py": "Sinéad O'Brien",
    f"Cem Three_70015{FLAT}answer.pdf": "Cem Three",
    f".._70016{FLAT}{TOPIC}.ipynb": "..",
}


@pytest.mark.nbgrader
def test_r20_zip_collect_has_everybody_under_a_whole_name(topic, tmp_path):
    """Students whose names begin alike are two; whose file is no answer has a page that says so.

    A name is the one that `kata grade` has, and what `kata grade` reads of the collected folder.
    """
    course = new_course(tmp_path)
    archive = course / "downloaded" / TOPIC / "archive"
    archive.mkdir(parents=True)
    zipped(archive / "moodle.zip", ARCHIVE)
    (archive / f"zoe_{TOPIC}.ipynb").write_text(text_of("x.ipynb"))
    codes, log = nbgrader(course, ["zip_collect", TOPIC])
    assert codes == [0]
    there = {path.parent.parent.name for path in course.glob(f"submitted/*/*/{TOPIC}.ipynb")}
    assert there == {*ARCHIVE.values(), "zoe"} - {".."} | {"%%.."}
    why = "handed in answer.pdf: not a .py or .ipynb"
    assert f"Cem Three: no points: {why}" in log
    page = course / "submitted" / "Cem Three" / TOPIC / f"{TOPIC}.ipynb"
    assert why in read(page).cells[0].source
    noted = course / "submitted" / "ada_byron" / TOPIC / f"{TOPIC}.ipynb"
    assert read(noted).cells[0].source == f"graded {TOPIC} (1).ipynb"
    noted.write_text(json.dumps(read(noted)))
    assert [one.cell_type for one in read(noted).cells] == ["markdown", "code"]
    again = collect(topic, [course / "submitted"], tmp_path / "out")
    assert {entry.student for entry in again} == there


def test_a_script_s_lines_keep_their_numbers_in_its_notebook(tmp_path):
    """What a message says of line 9 is on line 9 of the student's file."""
    script = tmp_path / "x.py"
    script.write_text(
        "# %%\nimport keras\n\n\n# %% [markdown]\n# A lesson.\n\n# %%\nx = 1\n\n# %%\ny = 2"
    )
    (tmp_path / "x.ipynb").write_bytes(notebook_of(script))
    places = [
        [cell.line + cell.source.index(cell.source.strip()[0]) for cell in of_file(path).cells]
        for path in (script, tmp_path / "x.ipynb")
    ]
    assert places == [[2, 9, 12], [2, 9, 12]]


@pytest.mark.parametrize(
    "address",
    ["http://a.example/x.png", "//a.example/x.png", "x.png", "data:image/svg+xml;base64,PHN2Zz4="],
)
def test_a_page_loads_no_picture_from_elsewhere(address):
    """A student's Markdown cannot find out who reads it, nor bring a drawing with scripts."""
    page = markdown_as_text({}, f"![a picture]({address})")
    assert address not in page
    assert "a picture" in page
    own = "data:image/png;base64,iVBORw0KGgo="
    assert own in markdown_as_text({}, f"![a picture]({own})")


def test_a_cell_s_output_is_cut_before_it_is_rendered():
    """One line of 16 MB, or a million lines, become what a page can hold."""
    for text in ("x" * 16_000_000, "x\n" * 1_000_000):
        shown = cut(text)
        assert len(shown) < MOST + 1_000
        assert max(map(len, shown.split("\n"))) < LINE + 100
        assert f"cut: {len(text):,} characters" in shown or f"{MOST:,}" in shown
    assert cut("1\n2") == "1\n2"
