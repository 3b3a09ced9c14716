"""A notebook as a submission: what Jupyter and IPython write is read, what breaks a cap is not."""

from __future__ import annotations

import json
import os
import time

import pytest

from tensorkata.errors import UnreadableError
from tensorkata.protocol.submission import read, text_of


@pytest.fixture
def sources(tmp_path):
    """Return a function that writes a notebook of cells and reads the code in it."""

    def of(*cells, **others):
        path = tmp_path / "topic.ipynb"
        path.write_text(json.dumps({"cells": list(cells), **others}))
        return [cell.source for cell in read(path).cells]

    return of


def code(source, **more):
    """Return a code cell."""
    return {"cell_type": "code", "source": source, **more}


def test_brackets_in_outputs_and_prose_are_no_code(sources):
    """A traceback's colours and a page of smileys do not make a notebook unreadable."""
    colours = [{"output_type": "error", "traceback": ["\x1b[0;31mError\x1b[0m"] * 200}]
    smileys = {"cell_type": "markdown", "source": ":( " * 200}
    assert sources(smileys, code("x = 1", outputs=colours)) == ["x = 1\n"]


def test_brackets_in_code_are_counted(sources):
    """A cell that would bring the parser down is refused."""
    with pytest.raises(UnreadableError, match="nested deeper than 100"):
        sources(code("(" * 101))


def test_what_ipython_alone_knows_is_taken_out(sources):
    """Magics, commands and questions fall away; the lines of the rest keep their numbers."""
    cell = code("%matplotlib inline\n!ls\nfiles = !ls\nx = 1\nx?")
    assert sources(cell) == ["\n\nfiles = []\nx = 1\n\n"]


def test_python_is_left_as_it_is(sources):
    """A line that begins with an operator is no magic."""
    assert sources(code(["x = (7\n", "%4)"])) == ["x = (7\n%4)\n"]


def test_an_answer_turned_into_prose_is_code_still(sources):
    """What nbgrader notes of a cell counts, as it does when nbgrader grades."""
    noted = {"nbgrader": {"grade_id": "linear", "cell_type": "code"}}
    turned = {"cell_type": "markdown", "source": "x = 1", "metadata": noted}
    prose = {"cell_type": "markdown", "source": "x = 2", "metadata": {"nbgrader": []}}
    assert sources(turned, prose) == ["x = 1\n"]


def test_a_notebook_of_version_3_is_read(sources, tmp_path):
    """Cells stood in worksheets once, and their code was called input."""
    sheet = {"cells": [{"cell_type": "code", "input": ["x = 1"]}]}
    path = tmp_path / "old.ipynb"
    path.write_text(json.dumps({"nbformat": 3, "worksheets": [sheet]}))
    assert [cell.source for cell in read(path).cells] == ["x = 1\n"]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([code("1")] * 1001, "1,001 cells; the most is 1,000"),
        ([code([1])], "not a notebook"),
        ([{"source": "1"}], "not a notebook"),
        ([{"cell_type": {}, "source": "1"}], "not a notebook"),
        (["code"], "not a notebook"),
    ],
)
def test_what_is_no_notebook_says_so(sources, cells, words):
    """Cells of another form and too many of them are refused in a line."""
    with pytest.raises(UnreadableError, match=words):
        sources(*cells)


def test_a_notebook_of_version_3_without_cells_is_none(tmp_path):
    """Worksheets of texts, which no cell is read from, are told as what they are."""
    path = tmp_path / "old.ipynb"
    path.write_text(json.dumps({"worksheets": [{"cells": ["x = 1"]}]}))
    with pytest.raises(UnreadableError, match="not a notebook"):
        read(path)


def test_halves_of_characters_become_marks(sources):
    """What JSON can write and UTF-8 cannot does not reach the wire."""
    assert sources(code("x = '\ud800'")) == ["x = '?'\n"]


def test_code_has_a_cap_of_its_own(sources):
    """A notebook may be large for its outputs, not for its code."""
    with pytest.raises(UnreadableError, match="characters of code"):
        sources(*[code("x = 1\n" * 100_000)] * 4)


def test_a_pipe_is_not_waited_for(tmp_path):
    """Special files are refused without opening what may never answer."""
    os.mkfifo(tmp_path / "topic.py")
    with pytest.raises(UnreadableError, match="not a regular file"):
        read(tmp_path / "topic.py")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_told_as_such(tmp_path, encoding):
    """An editor's odd choice is named, with what to do."""
    path = tmp_path / "topic.py"
    path.write_bytes(("x = 'é'\n" * 20).encode(encoding))
    with pytest.raises(UnreadableError, match="saved as UTF-16: save it as UTF-8"):
        read(path)


@pytest.mark.parametrize("line", [b" ", b"#coding", b" #coding"])
def test_the_search_for_an_encoding_is_short(line):
    """A line that nearly declares one, again and again, costs no time."""
    data = b" " * 9_000 + b"\n" + b" " * 9_000 + line * 9_000 + b"\n\xff"
    begun = time.process_time()
    with pytest.raises(UnreadableError):
        text_of(data)
    assert time.process_time() - begun < 1


def test_an_encoding_that_is_declared_is_read(tmp_path):
    """A script that says that it is Latin-1 is; one that says so and is UTF-8 is read as that."""
    path = tmp_path / "topic.py"
    for encoding in ("latin-1", "utf-8"):
        path.write_bytes("#!python\n# -*- coding: latin-1 -*-\nx = 'é'\n".encode(encoding))
        assert "x = 'é'" in read(path).cells[0].source


def test_an_encoding_that_is_no_alphabet_is_not_read(tmp_path):
    """A codec that computes with the bytes is none that a student's editor saves in."""
    path = tmp_path / "topic.py"
    path.write_bytes("# coding: unicode_escape\nx = 'é'\n".encode("latin-1"))
    with pytest.raises(UnreadableError, match="not UTF-8 text"):
        read(path)


def test_a_notebook_with_marks_of_a_merge_says_so(tmp_path):
    """Git's marks break a notebook's JSON; the first of them is named with its line."""
    path = tmp_path / "topic.ipynb"
    path.write_text('{"cells": [\n<<<<<<< HEAD\n=======\n>>>>>>> main\n]}')
    with pytest.raises(UnreadableError, match="line 2: <<<<<<<, a merge that was not finished"):
        read(path)


@pytest.mark.parametrize(
    "script",
    [
        r"""get_ipython().run_cell_magic('time', '', "x = 'a'\ny = 2")""",
        (
            "# Commented out IPython magic to ensure Python compatibility.\n"
            "# %%time\n# x = 'a'\n# y = 2"
        ),
    ],
)
def test_a_cell_magic_that_was_exported_is_undone(tmp_path, script):
    """What Jupyter and Colab make of `%%time` is the code of the cell again."""
    path = tmp_path / "topic.py"
    path.write_text(script + "\n")
    assert read(path).cells[0].source.endswith("x = 'a'\ny = 2\n")


ONLY_IN_COLAB = "try:\n  %tensorflow_version 2.x\nexcept Exception:\n  pass\nimport keras\n"


def test_a_magic_that_a_try_has_alone_leaves_python(sources, tmp_path):
    """In a notebook, in a script that it was pasted into, and in Colab's own export."""
    plain = "try:\n  pass\nexcept Exception:\n  pass\nimport keras\n"
    assert sources(code(ONLY_IN_COLAB)) == [plain]
    script = tmp_path / "topic.py"
    for text in (ONLY_IN_COLAB, ONLY_IN_COLAB.replace("  %", "#   %")):
        script.write_text(text)
        assert [cell.source for cell in read(script).cells] == [plain]


def test_a_command_pasted_into_a_script_costs_nothing(tmp_path):
    """`!pip install` in a .py is let go as in a notebook; what is Python stays as it is."""
    script = tmp_path / "topic.py"
    script.write_text('!pip install x\n# %%\nx = """\n!no\n"""\n')
    assert [cell.source for cell in read(script).cells] == ["\n", 'x = """\n!no\n"""\n']


def test_a_notebook_that_is_named_as_a_script_is_read_as_what_it_is(tmp_path):
    """A file renamed to .py still has its cells; JSON that is no notebook is a script."""
    path = tmp_path / "topic.py"
    path.write_text(json.dumps({"cells": [code("x = 1")], "nbformat": 4}))
    assert [cell.source for cell in read(path).cells] == ["x = 1\n"]
    path.write_text('{"x": 1}')
    assert [cell.source for cell in read(path).cells] == ['{"x": 1}\n']


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("x.ipynb", b"\n<!DOCTYPE html>\n<html>", "a web page: download the notebook itself"),
        ("x.ipynb", b"# %%\nimport keras\n", "not a notebook but Python code: name it .py"),
        ("x.ipynb", b" " * 20 * 2**20 + b"{}", "the most is 20,971,520: clear its outputs"),
        ("x.py", "x = 1\n# ä\n".encode("cp1252"), r"line 2\): save it as UTF-8"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(tmp_path, name, data, why):
    """What the file is instead, where its fault is, and how it can be handed in."""
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableError, match=why):
        read(tmp_path / name)
