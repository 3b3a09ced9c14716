"""What `kata init`, `kata reset` and `kata solution` do to a student's folder, and never do."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
import tomllib

import pytest

from tensorkata import __version__, progress
from tensorkata.authoring import source
from tensorkata.commands import workspace
from tensorkata.course import Course
from tensorkata.errors import UsageError

FILE = "05_custom_layers.py"


def test_a_workspace_holds_stubs_and_visible_checks_alone(work):
    """Every topic's stub is there; no solution and no hidden check is."""
    names = {path.relative_to(work.root).as_posix() for path in work.root.rglob("*")}
    assert {f"exercises/{topic.filename}" for topic in work.topics} <= names
    assert not [name for name in names if "hidden" in name or "solutions" in name]
    assert "SOLUTION" not in (work.exercises / FILE).read_text()


def test_a_folder_in_use_is_left_alone(work, course):
    """Nothing is written into a folder that has files."""
    with pytest.raises(UsageError, match="exists already"):
        workspace.init(course, work.root, notebooks=False)


def test_notebooks_are_for_students(course, tmp_path):
    """A notebook has no solution and no metadata of a grader, and a check below each exercise."""
    workspace.init(course, tmp_path / "work", notebooks=True)
    notebook = json.loads((tmp_path / "work/exercises/05_custom_layers.ipynb").read_text())
    texts = ["".join(cell["source"]) for cell in notebook["cells"]]
    assert not any("nbgrader" in cell["metadata"] for cell in notebook["cells"])
    assert not any("SOLUTION" in text for text in texts)
    after = texts.index('check("Linear")')
    assert "class Linear" in texts[after - 1]


def test_some_topics_make_a_course_of_their_own(course, tmp_path):
    """The board, the checks and the exercises of a chosen folder know the chosen topics only."""
    folder = tmp_path / "work"
    assert workspace.init(course, folder, notebooks=False, topics="02-03,custom_layers") == 3
    names = ["02_model", "03_custom_model", "05_custom_layers"]
    assert [topic.name for topic in Course(folder).topics] == names
    assert sorted(path.name for path in (folder / "checkers").iterdir()) == names
    assert sorted(path.stem for path in (folder / "exercises").glob("*.py")) == names
    assert (folder / "README.md").is_file()
    whole = {topic.name: topic for topic in course.topics}
    assert all(topic == whole[topic.name] for topic in Course(folder).topics)


def test_files_of_an_assignment_come_with_its_topic_only(course, tmp_path):
    """What course.toml sends along goes where its topic goes, and nowhere else."""
    (tmp_path / "data.csv").write_text("a,b")
    setting = '[[assignment]]\nname = "09_data_api"\nfiles = ["data.csv"]\n'
    (tmp_path / "course.toml").write_text(setting)
    mine = Course(course.root, tmp_path)
    for topics, there in [("08", False), ("09", True)]:
        folder = tmp_path / topics
        assert workspace.init(mine, folder, notebooks=False, topics=topics) == 1
        assert (folder / "exercises" / "data.csv").is_file() == there
        assert [*Course(folder).settings.of(f"{topics}_data_api").files] == (
            ["exercises/data.csv"] if there else []
        )


@pytest.mark.parametrize(
    ("topics", "first", "last", "count"),
    [("1-3", "01_tensors", "03_custom_model", 3), ("-2", "01_tensors", "02_model", 2)],
)
def test_numbers_need_no_zero_and_a_range_may_be_open(course, topics, first, last, count):
    """What a person types: 1-3, -2 up to a topic, 15- from a topic on."""
    names = workspace.chosen(course, topics)
    assert (names[0], names[-1], len(names)) == (first, last, count)
    assert workspace.chosen(course, "15-")[-1] == course.topics[-1].name


@pytest.mark.parametrize(
    ("topics", "said"),
    [
        ("03-01", "01 comes before 03"),
        ("77", "no topic is called '77'|77"),
        (",", "names no topic"),
    ],
)
def test_a_choice_that_fits_no_topic_is_refused(course, tmp_path, topics, said):
    """A range backwards, an unknown topic and an empty list make no folder."""
    with pytest.raises(UsageError, match=said):
        workspace.init(course, tmp_path / "work", notebooks=False, topics=topics)
    assert not (tmp_path / "work").exists()


def test_one_exercise_goes_back_to_its_start_and_nothing_is_lost(work, answered):
    """The other exercises stay as they are, and what was there is kept."""
    path, stub = work.exercises / FILE, (work.exercises / FILE).read_text()
    mine = answered(answered(stub, "Linear"), "Scale")
    path.write_text(mine)
    said = workspace.reset(work, "Linear", sure=True)
    assert path.read_text() == answered(stub, "Scale")
    kept = work.root / said.rpartition(" ")[2]
    assert kept.read_text() == mine
    assert "as it was" in workspace.reset(work, "Linear", sure=True)


def test_a_reset_asks_first(work, answered):
    """Without a yes nothing changes, and the line says what to type."""
    path = work.exercises / FILE
    path.write_text(answered(path.read_text(), "Linear"))
    before = path.read_text()
    with pytest.raises(UsageError, match="--yes"):
        workspace.reset(work, "Linear", sure=False)
    assert path.read_text() == before


def test_an_exercise_that_was_deleted_comes_back(work):
    """Where the student's file has no such cell, it is put at the end."""
    path = work.exercises / FILE
    cells = source.script_cells(path.read_text())
    (linear,) = [cell for cell in cells if "Linear" in source.defined_names(cell)]
    path.write_text(path.read_text().replace(linear.source.strip(), ""))
    workspace.reset(work, "Linear", sure=True)
    names = [node.name for node in ast.parse(path.read_text()).body if hasattr(node, "name")]
    assert names.count("Linear") == 1


def test_a_solution_is_shown_when_it_is_earned(course, work, monkeypatch):
    """It takes every point, or giving up; a workspace has none to show."""
    with pytest.raises(UsageError, match="pip install tensorkata-solutions"):
        workspace.solution(work, "Linear", give_up=True)
    monkeypatch.setattr(progress, "read", lambda _: progress.Progress())
    with pytest.raises(UsageError, match="not passed yet"):
        workspace.solution(course, "Linear", give_up=False)
    shown = workspace.solution(course, "Linear", give_up=True)
    assert shown.startswith(("@keras", "class"))
    assert "SOLUTION" not in shown
    done = {"05_custom_layers::Linear": progress.Done(5.0, 5.0, begun=True)}
    monkeypatch.setattr(progress, "read", lambda _: progress.Progress(done))
    assert workspace.solution(course, "Linear", give_up=False) == shown


def test_installed_solutions_are_shown_in_a_workspace(course, work, tmp_path, monkeypatch):
    """The distribution tensorkata-solutions has them, with the kit's own version."""
    shutil.copytree(course.solutions, tmp_path / "site" / "tensorkata_solutions")
    monkeypatch.syspath_prepend(tmp_path / "site")
    shown = workspace.solution(work, "Linear", give_up=True)
    assert shown == workspace.solution(course, "Linear", give_up=True)
    about = tomllib.loads((course.solutions / "pyproject.toml").read_text())["project"]
    assert (about["name"], about["version"]) == ("tensorkata-solutions", __version__)


@pytest.mark.slow
def test_students_commands_need_no_posix_module(work):
    """Checks run, and the watch is imported, without fork, fcntl, resource and termios."""
    code = (
        "import sys, os\n"
        "for name in ('fcntl', 'resource', 'termios', 'tty', 'grp'): sys.modules[name] = None\n"
        "del os.fork\n"
        "import tensorkata.commands.watch, tensorkata.commands.warm_process\n"
        "import tensorkata.commands.workspace, tensorkata.commands.check\n"
        "import tensorkata.platforms.jupyter, tensorkata.platforms.pytest_plugin\n"
        "sys.argv = ['kata', 'check', 'Scale']\n"
        "from tensorkata.cli import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=work.root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    assert "not written yet" in done.stdout


@pytest.mark.slow
def test_plain_pytest_grades_a_workspace(work):
    """`pytest` without a path runs the checks, ends with the board's words, and fails as todo."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-k", "Scale or scale"],
        cwd=work.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout
    assert "not written yet" in done.stdout
    assert "Traceback" not in done.stdout
