"""A course of one's own: put together by reference, built, and graded in every door."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tensorkata.authoring import bundle, compose, merge_code, source
from tensorkata.authoring.build import build
from tensorkata.commands import own_course
from tensorkata.course import Course, find_course
from tensorkata.errors import KataError, UsageError
from tensorkata.points_of_checks import check_points, max_points
from tensorkata.proving.examples import broken_examples

ROOT = Path(__file__).parents[2]
WEEK3 = """\
[[assignment]]
name = "week3"
title = "Layers and losses"
due = 2027-02-01T23:59:00+01:00
exercises = [
    "LayerNorm",
    "05_custom_layers::Linear",
    { use = "04_custom_losses::huber", points = 10, title = "Robust", lesson = "huber.md" },
]
"""


def written(folder, text):
    """Write a course.toml and return the course of its folder, built."""
    folder.mkdir(exist_ok=True)
    (folder / "course.toml").write_text(text, encoding="utf-8")
    (folder / "huber.md").write_text("## Huber, auf Deutsch\n\nKleine Fehler zählen im Quadrat.\n")
    rebuilt(folder)
    return Course(folder)


def rebuilt(folder):
    """Build a course of one's own, as `kata build` does."""
    compose.compose(Course(folder))
    build(Course(folder))
    compose.note(Course(folder))


@pytest.fixture
def week3(tmp_path):
    """Return a built course of one assignment."""
    return written(tmp_path / "own", WEEK3)


@pytest.fixture(scope="module")
def mine(tmp_path_factory):
    """Return the course that `kata course new` writes."""
    folder = tmp_path_factory.mktemp("courses") / "mine"
    own_course.new(folder)
    return Course(folder)


def kata(folder, *words):
    """Run a command in a course's folder and return how it ended."""
    command = [sys.executable, "-c", "from tensorkata.cli import main; main()", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_an_assignment_is_a_topic_in_its_own_order(week3):
    """The exercises come in the order of course.toml, with the titles that it gives."""
    topic = week3.topic("week3")
    assert [one.name for one in topic.exercise] == ["LayerNorm", "Linear", "huber"]
    assert topic.title == "Layers and losses"
    assert topic.find("huber").title == "Robust"
    assert topic.find("Linear").hints == Course(ROOT).topic("05").find("Linear").hints
    assert week3.settings.of("week3").due.year == 2027
    stub = (week3.exercises / "week3.py").read_text()
    places = [stub.index(name) for name in ("class LayerNorm", "class Linear", "def huber")]
    assert places == sorted(places)
    assert "BEGIN SOLUTION" not in stub
    assert stub.count('raise NotImplementedError("huber")') == 1


def test_points_scale_and_their_shares_stay(week3):
    """Ten points for what is worth four: every check keeps its share, and the sum is exact."""
    topic, kit = week3.topic("week3"), Course(ROOT)
    losses = kit.topic("04")
    before = check_points(kit, losses, losses.find("huber"), hidden=True)
    after = check_points(week3, topic, topic.find("huber"), hidden=True)
    assert after == {name: pytest.approx(points * 2.5) for name, points in before.items()}
    assert max_points(week3, topic, topic.find("huber"), hidden=True) == 10
    layers = kit.topic("05")
    unscaled = max_points(kit, layers, layers.find("Linear"), hidden=True)
    assert max_points(week3, topic, topic.find("Linear"), hidden=True) == unscaled


def test_thirds_add_up_to_the_whole(tmp_path):
    """Points that no float holds still add up to what course.toml says."""
    for points in (1, 7, 10):
        text = WEEK3.replace("points = 10", f"points = {points}").replace('"LayerNorm",', "")
        own = written(tmp_path / f"own{points}", text.replace("04_custom_losses::huber", "iou"))
        topic = own.topic("week3")
        assert max_points(own, topic, topic.find("iou"), hidden=True) == points


def test_a_lesson_can_be_replaced(week3):
    """The file's text stands where the kit's lesson was; other lessons stay."""
    text = (week3.solutions / "week3.py").read_text()
    assert "# ## Huber, auf Deutsch" in text
    assert "## Huber loss" not in text
    assert "# ## Linear" in text


def test_probes_of_two_topics_do_not_clash(tmp_path):
    """Helpers of one name and two meanings get two names, and the checks ask the right one."""
    used = '["huber", "EmaModel", "saliency", "jacobian", "Momentum", "iou"]'
    own = written(tmp_path / "own", f'[[assignment]]\nname = "mix"\nexercises = {used}\n')
    probes = own.probes_source("mix")
    compile(probes, "probes.py", "exec")
    names = [line.split("(")[0] for line in probes.splitlines() if line.startswith("def ")]
    assert len(names) == len({*names})
    merged = merge_code.merge(
        [
            merge_code.Part("def f(x):\n    return g(x)\n\n\ndef g(x):\n    return x\n", "a"),
            merge_code.Part(
                "# two\ndef g(x):\n    return 2 * x\n\n\ndef h(g):\n    return g\n", "b"
            ),
        ],
        "Both.",
    )
    assert merged.renamed == ({}, {"g": "g_b"})
    names = {}
    exec(merged.text, names)
    assert (names["f"](3), names["g_b"](3), names["h"](5)) == (3, 6, 5)


def test_an_import_of_the_future_stays_first():
    """A module with `from __future__` can be merged with others."""
    parts = [
        "import abc\n\nA = abc\n",
        "from __future__ import annotations\n\n\nclass B:\n    pass\n",
    ]
    merged = merge_code.merge([merge_code.Part(text, "x") for text in parts], "Both.")
    compile(merged.text, "both.py", "exec")


def test_an_exercise_that_lacks_a_file_is_told(mine, tmp_path):
    """Without probes.py or checks an own exercise is not built as worth nothing."""
    for name in ("probes.py", "test_signed_logistic_loss.py"):
        root = tmp_path / name
        shutil.copytree(mine.root, root)
        (root / "checkers" / "signed_logistic_loss" / name).unlink()
        with pytest.raises(UsageError, match=f"{name}: there is no such file"):
            compose.compose(Course(root))


def test_points_that_cannot_be_scaled_are_told(mine, tmp_path):
    """Every spelling of a check's points scales, or the build says what to write."""
    root = tmp_path / "mine"
    shutil.copytree(mine.root, root)
    toml, checks = root / "course.toml", root / "checkers/signed_logistic_loss"
    entry = '"signed_logistic_loss",  '
    scaled = '{ use = "signed_logistic_loss", points = 10 },  '
    toml.write_text(toml.read_text().replace(entry, scaled))
    path = checks / "test_signed_logistic_loss.py"
    text = path.read_text()
    path.write_text(
        text.replace("@points(2)", "@checking.points(2)").replace(
            "import numpy", "from tensorkata import checking\nimport numpy"
        )
    )
    rebuilt(root)
    topic = Course(root).topic("week1")
    assert max_points(Course(root), topic, topic.find("signed_logistic_loss"), hidden=True) == 10
    path.write_text(text.replace("@points(2)", "@points(  2  )"))
    with pytest.raises(UsageError, match=r"write @points\(2\) on a line of its own"):
        compose.compose(Course(root))


def test_only_what_an_exercise_needs_comes_along(week3):
    """Probes, checks and pictures of other exercises stay where they are."""
    probes = week3.probes_source("week3")
    assert "def penalty" not in probes
    assert len(probes) < len(Course(ROOT).probes_source("05_custom_layers")) / 2
    assert {path.name for path in week3.checkers.rglob("test_*.py")} == {
        *("test_layer_norm.py", "test_linear.py", "test_huber.py")
    }
    assert {*week3.looks("week3")} <= {"layer_norm", "linear", "huber"}
    assert "layer_norm" in week3.looks("week3")


def test_a_whole_topic_is_an_assignment_too(tmp_path):
    """An assignment without exercises is the kit's topic, file by file, beside one's own."""
    own = written(tmp_path / "own", WEEK3 + '\n[[assignment]]\nname = "01_tensors"\nweight = 5\n')
    assert [topic.name for topic in own.topics] == ["week3", "01_tensors"]
    name = "checkers/01_tensors/test_create.py"
    assert (own.root / name).read_bytes() == (ROOT / name).read_bytes()
    assert own.topic("01").find("create").hints
    assert own.settings.of("01_tensors").weight == 5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('["Linaer"]', "did you mean Linear?"),
        ('["my_los"]\n[[exercise]]\nname = "my_loss"', "did you mean my_loss?"),
        ('["05_custom_layers"]', "05_custom_layers is a topic: name its exercises, as in 05"),
        ('["Linear", "05_custom_layers::Linear"]', "Linear is there twice"),
        ('["MiniResNet"]', "MiniResNet stands on ResidualBlock: put ResidualBlock before it"),
        ('[{ use = "huber", points = 0 }]', "points of huber are a number above 0"),
        ('[{ use = "huber", point = 3 }]', "point"),
        ('[{ use = "huber", lesson = "none.md" }]', 'lesson = "none.md": No such file'),
    ],
)
def test_what_cannot_be_built_is_told_in_one_line(tmp_path, text, words):
    """A wrong reference names course.toml, the assignment and what to write."""
    (tmp_path / "course.toml").write_text(f'[[assignment]]\nname = "w"\nexercises = {text}\n')
    with pytest.raises(KataError) as told:
        compose.compose(Course(tmp_path))
    assert words in str(told.value)
    assert "course.toml" in str(told.value)
    assert not (tmp_path / "solutions").exists()


def test_a_name_that_leaves_the_course_is_refused(tmp_path):
    """An assignment's name is a file's name and no path."""
    (tmp_path / "course.toml").write_text('[[assignment]]\nname = "../w"\nexercises = ["huber"]\n')
    with pytest.raises(UsageError, match="cannot be a file's name everywhere"):
        compose.compose(Course(tmp_path))
    assert not (tmp_path.parent / "solutions").exists()


def test_an_old_build_is_refused_until_it_is_built_again(week3):
    """After a change every command that would use the old files says what to type."""
    assert compose.stale(week3) == []
    path = week3.root / "course.toml"
    path.write_text(path.read_text().replace("points = 10", "points = 5"))
    there = Course(week3.root)
    assert compose.stale(there) == ["week3"]
    told = kata(week3.root, "grade", "week3", "exercises", "--out", "out")
    assert told.returncode == 2
    assert "week3: changed since it was built, here or in the kit: type kata build" in told.stderr
    assert kata(week3.root, "build", "--check").returncode == 1
    assert kata(week3.root, "build").returncode == 0
    assert kata(week3.root, "build", "--check").returncode == 0


def test_what_somebody_edited_is_not_overwritten(week3):
    """A generated file with edits stops the build before anything is written."""
    edited = week3.checkers / "week3" / "test_huber.py"
    edited.write_text(edited.read_text() + "# mine\n")
    path = week3.root / "course.toml"
    path.write_text(path.read_text().replace("points = 10", "points = 5"))
    probes = week3.probes_source("week3")
    with pytest.raises(UsageError, match=r"checkers/week3/test_huber\.py is written by kata build"):
        compose.compose(Course(week3.root))
    assert edited.read_text().endswith("# mine\n")
    assert week3.probes_source("week3") == probes


def test_what_an_assignment_no_longer_has_is_removed(week3):
    """An exercise that is struck takes its files with it; one's own files stay."""
    notes = week3.checkers / "week3" / "notes.txt"
    notes.write_text("mine")
    path = week3.root / "course.toml"
    path.write_text(path.read_text().replace('    "LayerNorm",\n', ""))
    compose.compose(Course(week3.root))
    assert not (week3.checkers / "week3" / "test_layer_norm.py").exists()
    assert notes.exists()


def test_work_in_a_stub_is_not_lost(week3):
    """A stub that somebody has solved stops the build; --overwrite replaces it."""
    stub = week3.exercises / "week3.py"
    stub.write_text(stub.read_text() + "# solved\n")
    told = kata(week3.root, "build")
    assert told.returncode == 2
    assert "exercises/week3.py is written by kata build and was edited since" in told.stderr
    assert stub.read_text().endswith("# solved\n")
    assert kata(week3.root, "build", "--overwrite").returncode == 0
    assert not stub.read_text().endswith("# solved\n")


def test_an_assignment_that_is_renamed_leaves_nothing_behind(week3):
    """The old name's files go, and the build is whole."""
    path = week3.root / "course.toml"
    path.write_text(path.read_text().replace('"week3"', '"week4"'))
    assert kata(week3.root, "build").returncode == 0
    assert kata(week3.root, "build", "--check").returncode == 0
    assert not [path for path in week3.root.rglob("*week3*") if path.is_file()]


def test_what_is_said_of_an_own_exercise_names_its_own_files(mine):
    """Findings speak of the files that an author edits, and of their lines."""
    name, topic = "signed_logistic_loss", "week1"
    said = f"tests/answers/{topic}/{name}.py:7: x; test_{name}.py:9: y; survives: line {{line}}: z"
    begins = {
        stem: source.solution_of((mine.solutions / f"{stem}.py").read_text(), name).cell.line
        for stem in (name, topic)
    }
    assert begins[name] != begins[topic]
    text = compose.at_home(mine, topic, name, said.format(line=begins[topic] + 3))
    assert text == (
        f"tests/answers/{name}/{name}.py:7: x; checkers/{name}/test_{name}.py:9: y;"
        f" survives: solutions/{name}.py:{begins[name] + 3}: z"
    )
    assert compose.at_home(mine, topic, "Linear", said) == said


@pytest.mark.slow
def test_an_example_that_shows_something_else_is_found(mine):
    """The example of a docstring is run, and what differs is told."""
    path = mine.solutions / "signed_logistic_loss.py"
    assert broken_examples(path, "signed_logistic_loss") == []
    other = mine.root.parent / "other.py"
    other.write_text(path.read_text().replace("    50.0\n", "    51.0\n"))
    assert broken_examples(other, "signed_logistic_loss") == [
        "the docstring's example shows 51.0; the solution gives 50.0"
    ]
    other.write_text("import nothing_of_that_name")
    assert "cannot be run: ModuleNotFoundError" in broken_examples(other, "f")[0]


def test_a_course_that_was_never_built_says_so(tmp_path):
    """`kata list` in a folder with a course.toml of exercises names the command."""
    (tmp_path / "course.toml").write_text(WEEK3)
    told = kata(tmp_path, "list")
    assert told.returncode == 2
    assert "the course is not built yet: type kata build" in told.stderr


def test_students_get_the_assignment_and_nothing_hidden(week3):
    """The bundle has stub, visible checks and curriculum; it is a course that works alone."""
    files = bundle.contents(week3)
    assert "exercises/week3.py" in files
    assert not [name for name in files if "hidden" in name or "solutions" in name]
    assert b"kata check week3" in files["README.md"]
    bundle.write_folder(files, week3.root / "students")
    there = find_course(week3.root / "students")
    assert there.root.name == "students"
    assert [one.name for one in there.topics[0].exercise] == ["LayerNorm", "Linear", "huber"]


def test_an_exercise_of_one_s_own_is_begun(mine, tmp_path):
    """`kata course add` writes files that build at once, and refuses names that are taken."""
    root = tmp_path / "mine"
    shutil.copytree(mine.root, root)
    lines = own_course.add(Course(root), "ClippedMean")
    assert lines[-1].strip() == "kata build && kata verify ClippedMean"
    text = (root / "course.toml").read_text()
    with pytest.raises(UsageError, match="ClippedMean is in no assignment yet"):
        Course(root).select("ClippedMean")
    (root / "course.toml").write_text(
        text.replace('    "signed_logistic_loss",  ', '    "ClippedMean", "signed_logistic_loss",')
    )
    rebuilt(root)
    assert "def ClippedMean" in (root / "exercises" / "week1.py").read_text()
    for name in ("ClippedMean", "clipped_mean", "Linear", "week1", "no name"):
        with pytest.raises(UsageError):
            own_course.add(Course(root), name)
    with pytest.raises(UsageError, match="is no course of your own"):
        own_course.add(Course(ROOT), "another")


@pytest.mark.sandbox
@pytest.mark.slow
def test_a_new_course_is_proven(mine):
    """`kata course new`, then `kata verify` of its own exercise: green."""
    done = kata(mine.root, "verify", "signed_logistic_loss")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "green: 1 exercises, 5 checks" in done.stdout


@pytest.mark.sandbox
@pytest.mark.nbgrader
def test_three_doors_give_the_same_points(mine, tmp_path):
    """The kit, nbgrader and Gradescope agree: all points for the solution, the same for a part."""
    root = tmp_path / "mine"
    shutil.copytree(mine.root, root)
    course = root / "course"
    whole = json.loads((course / "source" / "week1" / "week1.ipynb").read_text())
    part = json.loads(json.dumps(whole))
    for cell in part["cells"]:
        cell["source"] = "".join(cell["source"]).replace("- margins", "margins")
        cell["source"] = cell["source"].replace("units = units", "units = units + 1")
    for student, notebook in {"ada": whole, "bob": part}.items():
        folder = course / "submitted" / student / "week1"
        folder.mkdir(parents=True)
        (folder / "week1.ipynb").write_text(json.dumps(notebook))
    graded = kata(root, "grade", "week1", "course/submitted", "--out", "out", "--exit-zero")
    assert graded.returncode == 0, graded.stderr
    rows = json.loads((root / "out" / "results.json").read_text())["submissions"]
    points = {row["student"]: row["points"] for row in rows}
    assert points["ada"] == rows[0]["max_points"] == 16
    assert 0 < points["bob"] < 16

    def nbgrader(*words):
        command = [sys.executable, "-m", "nbgrader", *words]
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"  # nbgrader calls alembic
        done = subprocess.run(
            command,
            cwd=course,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PATH": path},
        )
        assert done.returncode == 0, done.stderr

    nbgrader("generate_assignment", "week1")
    nbgrader("autograde", "week1")
    nbgrader("export")
    lines = (course / "grades.csv").read_text().splitlines()
    head, *booked = [line.split(",") for line in lines]
    place = head.index("score")
    assert {row[head.index("student_id")]: float(row[place]) for row in booked} == points

    assert kata(root, "export", "gradescope", "week1", "--out", "as.zip").returncode == 0
    box = tmp_path / "autograder"
    with zipfile.ZipFile(root / "as.zip") as archive:
        archive.extractall(box / "source")
    shutil.copy(box / "source" / "run_autograder", box)
    (box / "submission").mkdir()
    (box / "submission" / "week1.ipynb").write_text(json.dumps(part))
    environment = {**os.environ, "KATA_PYTHON": sys.executable}
    command = ["bash", str(box / "run_autograder")]
    subprocess.run(command, cwd="/", env=environment, capture_output=True, check=True)
    assert json.loads((box / "results" / "results.json").read_bytes())["score"] == points["bob"]
