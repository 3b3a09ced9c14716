"""`init("05_custom_layers")` in a notebook's cell: what Colab and Kaggle have for a terminal."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tensorkata import init, judged
from tensorkata.commands import workspace
from tensorkata.course import Course
from tensorkata.errors import UsageError
from tensorkata.progress import read

TOPIC = "05_custom_layers"
FOLDER = "tensorkata-course"
CELLS = """
import json
from jupyter_client import KernelManager
manager = KernelManager()
manager.start_kernel(stderr=-3)
client = manager.blocking_client()
client.start_channels()
client.wait_for_ready(timeout=120)
answer = open("answer.py").read()
for code in ('from tensorkata import check, init; init("{topic}")', answer, 'check("Linear")'):
    said = []
    reply = client.execute_interactive(code, timeout=240, output_hook=said.append)
    shown = [m["content"].get("data") or m["content"].get("text") for m in said]
    print(json.dumps([reply["content"]["status"], [each for each in shown if each]]))
client.stop_channels()
manager.shutdown_kernel(now=True)
"""


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """Stand in an empty folder, and forget which course was opened there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KATA_COURSE", "")
    return tmp_path


def files_in(folder):
    """Return the bytes of every file of a folder by its name."""
    files = (path for path in Path(folder).rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_it_gives_what_kata_init_gives(course, here):
    """The same files as `kata init --notebooks --topics`, and a link to the notebook."""
    workspace.init(course, here / "typed", notebooks=True, topics=TOPIC)
    opened = init(TOPIC)
    assert files_in(FOLDER) == files_in("typed")
    notebook = here / FOLDER / "exercises" / f"{TOPIC}.ipynb"
    assert opened.notebooks == [notebook]
    assert str(notebook) in repr(opened)
    assert f'href="{FOLDER}/exercises/{TOPIC}.ipynb"' in opened._repr_html_()


def test_work_is_never_overwritten(here):
    """The cell may run again, and another topic may join; what was written stays."""
    (notebook,) = init("05").notebooks
    notebook.write_text("my work")
    assert "as you left it" in repr(init("05"))
    init("04,05")
    assert notebook.read_text() == "my work"
    assert (notebook.parent / "04_custom_losses.ipynb").is_file()
    names = [topic.name for topic in Course(here / FOLDER).topics]
    assert names == ["04_custom_losses", TOPIC]


def test_inside_a_workspace_it_adds_to_it(here, monkeypatch):
    """From one of its notebooks, the next topic comes beside it and not into a folder below."""
    (notebook,) = init("05").notebooks
    monkeypatch.chdir(notebook.parent)
    assert init("06").notebooks == [notebook.parent / "06_callbacks.ipynb"]


def test_a_folder_with_other_things_is_refused(here):
    """Nothing is written beside what is not the course's; a name of one's own is taken."""
    (here / FOLDER).mkdir()
    (here / FOLDER / "thesis.txt").write_text("mine")
    with pytest.raises(UsageError, match="not empty: name a new folder"):
        init("05")
    assert [*files_in(FOLDER)] == ["thesis.txt"]
    assert init("05", "work").notebooks[0].is_relative_to(here / "work")


def test_a_workspace_of_another_course_is_refused(course, here):
    """Topics that the kit does not have are an instructor's: they are left alone."""
    workspace.init(course, here / FOLDER, notebooks=True, topics="05")
    manifest = here / FOLDER / "course" / "curriculum.toml"
    manifest.write_text(manifest.read_text().replace(TOPIC, "05_theirs"))
    with pytest.raises(UsageError, match="another course"):
        init("06")


def test_an_unknown_topic_writes_nothing(here):
    """The message names what is near."""
    with pytest.raises(UsageError, match="no topic is called"):
        init("custom")
    assert not [*here.iterdir()]


def test_it_does_nothing_while_a_judge_or_nbgrader_runs_the_notebook(here, monkeypatch):
    """A cell that was left in a notebook makes no folder where the notebook is graded."""
    token = judged.set(True)
    assert init("05") is None
    judged.reset(token)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert init("05") is None
    assert not [*here.iterdir()]


@pytest.mark.slow
def test_a_plain_kernel_opens_a_topic_and_keeps_the_points(here, answered, course):
    """One cell opens the topic; a check in the same notebook counts in its folder, with all points.

    The import of init costs nothing, which a reader of the source must know.
    """
    stub = (course.exercises / f"{TOPIC}.py").read_text()
    (here / "answer.py").write_text(answered(stub, "Linear"))
    done = subprocess.run(
        [sys.executable, "-c", CELLS.replace("{topic}", TOPIC)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.returncode, done.stderr
    opened, ran, checked = map(json.loads, done.stdout.splitlines())
    assert opened[0] == ran[0] == checked[0] == "ok"
    assert [*opened[1][0]] == ["text/plain", "text/html"]
    assert "Linear: " in checked[1][0]["text/html"]
    work = Course(here / FOLDER)
    topic = work.topic(TOPIC)
    assert read(work.root).done(topic, topic.find("Linear")).complete
