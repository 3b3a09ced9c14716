"""Several topics at once: each file is graded for the topic that it is named after, once."""

from __future__ import annotations

import zipfile

import pytest

from tensorkata.grading.collect import collect
from tensorkata.grading.names import topic_of
from tensorkata.grading.roll import with_roster
from tensorkata.grading.roster import read_roster
from tensorkata.grading.topics import paths_of

TOPICS = ("02_model", "03_custom_model", "04_custom_losses", "05_custom_layers")


def written(root, *names):
    """Write files with something in them."""
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"x = {name!r}")
    return root


def entries(course, topic, root, out, paths=None):
    """Return the entries of one of several topics, by student."""
    share = paths_of(TOPICS, paths or [root], out)[topic]
    found = collect(
        *(course.topic(topic), share.read, out / "collected", None, out),
        among=share.among,
        only=share.only,
        apart=share.apart,
    )
    return {one.student: one for one in found}


@pytest.mark.parametrize(
    ("names", "topic"),
    [
        (("05_custom_layers.py",), "05_custom_layers"),
        (("05_custom_layers (1).ipynb",), "05_custom_layers"),
        (("my_custom_model.py",), "03_custom_model"),
        (("model.py",), "02_model"),
        (("04_solution.py",), "04_custom_losses"),
        (("04_custom_losses", "solution.ipynb"), "04_custom_losses"),
        (("notes.py",), ""),
        (("99_other.py",), ""),
    ],
)
def test_a_path_is_named_after_a_topic_or_none(names, topic):
    """The file's name comes before its folder's, the longer topic before the shorter."""
    assert topic_of(names, TOPICS) == topic


def test_a_tree_has_each_student_in_each_topic(course, tmp_path):
    """Who has not handed in a topic is absent there; no other file is graded for it."""
    root = written(
        tmp_path / "submissions",
        *("ada/04_custom_losses.py", "ada/05_custom_layers.py", "ada/notes.py"),
        *("bo/04_custom_losses/04_custom_losses.ipynb", "cy_05_custom_layers.py"),
    )
    out = tmp_path / "out"
    losses, layers = (entries(course, topic, root, out) for topic in TOPICS[2:])
    assert sorted(losses) == sorted(layers) == ["ada", "bo", "cy"]
    assert [losses[name].empty for name in ("ada", "bo", "cy")] == [False, False, True]
    assert [layers[name].empty for name in ("ada", "bo", "cy")] == [False, True, False]
    assert layers["ada"].file.name == "05_custom_layers.py"
    assert layers["ada"].note == "also handed in, under the name of no topic: notes.py"
    assert all(one.empty for one in entries(course, "02_model", root, out).values())


def test_a_folder_and_a_zip_named_after_a_topic_are_its_class(course, tmp_path):
    """Every file in them is the topic's, whatever its name, and no other topic sees it."""
    root = written(
        tmp_path / "submissions",
        *("04_custom_losses/ada.py", "04_custom_losses/bo.py", "cy/05_custom_layers.py"),
    )
    with zipfile.ZipFile(root / "05 custom layers.zip", "w") as archive:
        archive.writestr("ada_47_88_solution.py", "x = 1")
    out = tmp_path / "out"
    losses, layers = (entries(course, topic, root, out) for topic in TOPICS[2:])
    assert {name: one.empty for name, one in losses.items()} == {
        "ada": False,
        "bo": False,
        "cy": True,
    }
    assert {name: one.empty for name, one in layers.items()} == {"ada_47": False, "cy": False}


def test_a_student_s_own_folder_of_a_topic_is_no_class(course, tmp_path):
    """`ada/05_custom_layers/05_custom_layers.py` is ada's, if ada's folder is what is named."""
    root = written(tmp_path / "ada", "05_custom_layers/05_custom_layers.py", "04_custom_losses.py")
    out = tmp_path / "out"
    for topic in TOPICS[2:]:
        found = entries(course, topic, root, out)
        assert [(name, one.empty) for name, one in found.items()] == [("ada", False)]


def test_the_run_s_own_folder_is_not_read(course, tmp_path):
    """--out may stand among the submissions: what it has collected is handed in by nobody."""
    root = written(tmp_path / "s", "ada/04_custom_losses.py", "out/04_custom_losses/x/bo.py")
    assert list(entries(course, "04_custom_losses", root, root / "out")) == ["ada"]


def test_one_student_under_two_names_has_one_row_by_the_roster(course, tmp_path):
    """A tree's name and Canvas's are one person: absent in the tree is not absent."""
    root = written(
        tmp_path / "submissions",
        *("ada/04_custom_losses.py", "05_custom_layers/lovelaceada_4711_88_05_custom_layers.py"),
    )
    (tmp_path / "class.csv").write_text("Username,Name\nada,Ada Lovelace\nbo,Bo Two\n")
    roster = read_roster(tmp_path / "class.csv")
    found = with_roster(
        roster, list(entries(course, "05_custom_layers", root, tmp_path / "out").values())
    )
    assert {one.student: one.empty for one in found} == {"lovelaceada_4711": False, "bo": True}
    assert found[0].platform["person"] == "ada"
    assert not found[0].note
