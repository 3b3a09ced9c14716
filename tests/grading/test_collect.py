"""What students hand in is found, whole, in files, folders, trees and a platform's zip files."""

from __future__ import annotations

import os
import stat
import time
import zipfile
from pathlib import Path

import pytest

from tensorkata.errors import UnreadableError, UsageError
from tensorkata.grading.collect import collect
from tensorkata.grading.store import key_of
from tensorkata.protocol.submission import read

TOPIC = "05_custom_layers"


def zipped(path, files):
    """Write a zip file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def students(entries):
    """Return whose the entries are, and what is in their files."""
    return {entry.student: entry.file.read_text() for entry in entries}


@pytest.mark.parametrize(
    ("names", "who"),
    [
        (["Ada Smith_12_assignsubmission_file_/05_custom_layers.py"], ["Ada Smith"]),
        (["Ada Smith_12_assignsubmission_file_05_custom_layers.py"], ["Ada Smith"]),
        (["smithada_47_88_05_custom_layers.py"], ["smithada_47"]),
        (
            ["smithada_47_88_C:\\Users\\Ada\\05_custom_layers.py", "x_1_2_x.py"],
            ["smithada_47", "x_1"],
        ),
        (["smithada_LATE_47_88_05_custom_layers-2.ipynb"], ["smithada_47"]),
        (["ada/05_custom_layers/05_custom_layers.ipynb", "bo/05_custom_layers.py"], ["ada", "bo"]),
        (["class/ada/05_custom_layers.py", "class/ada/notes.py"], ["ada"]),
        (["s001.py", "s002.ipynb", "readme.txt", "__MACOSX/._s001.py"], ["s001", "s002"]),
    ],
)
def test_archives_are_read_by_their_makers_naming(topic, tmp_path, names, who):
    """Moodle's, Canvas's, a tree's and a flat folder's names tell the student."""
    archive = zipped(tmp_path / "all.zip", {name: name for name in names})
    found = collect(topic, [archive], tmp_path / "out")
    assert [entry.student for entry in found] == who
    assert all(text in names for text in students(found).values())
    assert all(entry.file.is_relative_to(tmp_path / "out") for entry in found)


@pytest.mark.parametrize("name", ["../ada.py", "/etc/ada.py", "x/../../ada.py", "C:/ada.py"])
def test_a_name_that_leaves_the_archive_costs_that_member_only(topic, tmp_path, name):
    """Nothing is written for it, its row says so, and the others are there."""
    archive = zipped(tmp_path / "all.zip", {name: "x = 1", "bo.py": "x = 1", "cy.py": "x = 1"})
    found = {entry.student: entry for entry in collect(topic, [archive], tmp_path / "out")}
    bad = found.pop("x" if name.startswith("x") else "etc" if "etc" in name else "ada")
    assert bad.file is None
    assert "leads out of the archive" in bad.why
    assert all(entry.file for entry in found.values())
    assert len(list((tmp_path / "out").rglob("*.py"))) == len(found) == 2


def test_a_name_in_an_archive_is_no_path(topic, tmp_path):
    """Who calls himself `..`, or as a neighbour's file would be called, has a file of his own."""
    whose = enumerate(["Ada ? Bo", "Ada _ Bo", "Ada * Bo", ".."])
    names = [f"{name}_{number}_assignsubmission_file_/x.py" for number, name in whose]
    archive = zipped(tmp_path / "all.zip", {name: name for name in names})
    found = collect(topic, [archive], tmp_path / "out")
    assert sorted(students(found).values()) == sorted(names)
    assert all(entry.file.resolve().is_relative_to(tmp_path / "out") for entry in found)


def test_damaged_bytes_in_an_archive_cost_that_member_only(topic, tmp_path):
    """A file that does not unpack has a row that says so."""
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("s1.py", "x = 1\n" * 100)
        archive.writestr("s2.py", "x = 1\n")
    data = bytearray(path.read_bytes())
    data[40:50] = b"!" * 10
    path.write_bytes(data)
    one, two = collect(topic, [path], tmp_path / "out")
    assert one.file is None
    assert "does not unpack" in one.why
    assert read(two.file).cells


def test_odd_files_of_a_class_stop_nothing(topic, tmp_path):
    """A pipe, a link to a neighbour's folder and a name that is no text are entries like others."""
    (tmp_path / "flat").mkdir()
    os.mkfifo(tmp_path / "flat" / "pipe.py")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/flat/odd\xff.py")).write_text("x = 1")
    (tmp_path / "tree" / "ada" / TOPIC).mkdir(parents=True)
    (tmp_path / "tree" / "ada" / TOPIC / f"{TOPIC}.py").write_text("x = 1")
    (tmp_path / "tree" / "bo").mkdir()
    (tmp_path / "tree" / "bo" / TOPIC).symlink_to(tmp_path / "tree" / "ada" / TOPIC)
    paths = [tmp_path / "flat", tmp_path / "tree"]
    found = {entry.student: entry for entry in collect(topic, paths, tmp_path / "out")}
    assert sorted(found) == ["ada", "bo", "odd\\xff", "pipe"]
    assert read(found["ada"].file).cells
    assert found["bo"].file is None
    assert "not a regular file" in found["bo"].why
    assert key_of(b"", found["pipe"].file) == key_of(b"", found["pipe"].file)
    with pytest.raises(UnreadableError, match="not a regular file"):
        read(found["pipe"].file)


def test_a_bomb_costs_its_owner_only(topic, tmp_path):
    """A file that grows a thousandfold is not unpacked, nor is one in a zip of a student's."""
    inner = zipped(tmp_path / "inner.zip", {f"{TOPIC}.py": "#" * 10_000_000}).read_bytes()
    files = {"s1.py": "#" * 10_000_000, "s2.py": "x = 1", "s3.zip": inner}
    one, two, three = collect(topic, [zipped(tmp_path / "all.zip", files)], tmp_path / "out")
    assert [one.file, three.file] == [None, None]
    assert all("bytes when unpacked" in entry.why for entry in (one, three))
    assert two.file


def test_a_notebook_s_outputs_may_repeat_themselves(topic, tmp_path):
    """A loop that printed a line a million times is no bomb: a zip is read as the folder is."""
    text = '{"cells": [], "metadata": "' + "0.1\\n" * 2**20 + '"}'
    archive = zipped(tmp_path / "all.zip", {"ada.ipynb": text, "bo.ipynb": text * 5})
    ada, bo = collect(topic, [archive], tmp_path / "out")
    assert ada.file.read_text() == text
    assert bo.why.endswith("bytes when unpacked: clear its outputs and save it")


def test_too_many_files_cost_their_owner_only(topic, tmp_path, monkeypatch):
    """The count has a cap for each student."""
    monkeypatch.setattr("tensorkata.grading.collect.MAX_FILES", 3)
    files = {f"ada/f{n}.py": "x = 1" for n in range(4)} | {f"bo/{TOPIC}.py": "x = 1"}
    one, two = collect(topic, [zipped(tmp_path / "all.zip", files)], tmp_path / "out")
    assert one.why == "4 files; the most is 3"
    assert two.file


def test_a_zip_that_lists_without_end_is_not_listed(topic, tmp_path):
    """A student's zip of a hundred thousand empty files is one line of a row."""
    path = tmp_path / "inner.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(20_000):
            archive.writestr(f"{number}.py", "")
    files = {"ada.zip": path.read_bytes(), "bo.py": "x = 1"}
    one, _ = collect(topic, [zipped(tmp_path / "all.zip", files)], tmp_path / "out")
    assert one.why == "handed in ada.zip: a zip file with too many files"


@pytest.mark.parametrize("unit", [" ", "-", "_1", "copy ", "(1)", "a_", "_1_assignsubmission_file"])
def test_a_long_name_costs_no_time(topic, tmp_path, unit):
    """A name of 60,000 characters is told to be too long, and one of 240 is read at once."""
    files = {f"{unit * (60_000 // len(unit))}.py": "x = 1", "bo.py": "x = 1"}
    files |= {f"x{unit * (240 // len(unit))}z.py": "x = 1"}
    begun = time.perf_counter()
    found = collect(topic, [zipped(tmp_path / "all.zip", files)], tmp_path / "out")
    assert time.perf_counter() - begun < 5
    assert len([entry for entry in found if entry.file]) == 2
    assert any("too long" in entry.why for entry in found if not entry.file)


def test_links_in_an_archive_are_no_submission(topic, tmp_path):
    """A link is not followed, and its row says so."""
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        info = zipfile.ZipInfo("s1.py")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    (entry,) = collect(topic, [path], tmp_path / "out")
    assert (entry.student, entry.file) == ("s1", None)
    assert "not a regular file" in entry.why


@pytest.mark.parametrize(
    "names",
    [
        ["mallory/ada/05_custom_layers.py"],
        ["mallory/ada/05_custom_layers.py", "ada/05_custom_layers.py"],
        ["mallory/Ada_12_assignsubmission_file_/05_custom_layers.py", "ada/05_custom_layers.py"],
        ["mallory/ada_47_88_05_custom_layers.py", "ada/05_custom_layers.py"],
    ],
)
def test_the_outermost_folder_names_the_student(topic, tmp_path, names):
    """A folder within a student's own, named after a neighbour, is the student's all the same."""
    archive = zipped(tmp_path / "all.zip", {name: name for name in names})
    for name in names:
        path = tmp_path / "tree" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    for source in (archive, tmp_path / "tree"):
        found = students(collect(topic, [source], tmp_path / "out"))
        assert found["mallory"] == names[0]
        assert found.get("ada", names[-1]) == names[-1]


@pytest.mark.parametrize("name", ["a\x1b]0;x\x07", "a\u202eb", "a\nb", "a\x00b"])
def test_a_name_cannot_steer_what_it_is_shown_on(topic, tmp_path, name):
    """Control characters of a name are written out, so that two names stay two."""
    (tmp_path / "flat").mkdir()
    for one in (name, "ab"):
        (tmp_path / "flat" / f"{one.replace(chr(0), chr(7))}.py").write_text("x = 1")
    found = [entry.student for entry in collect(topic, [tmp_path / "flat"], tmp_path / "out")]
    assert len(found) == len(set(found)) == 2
    assert all(student.isprintable() for student in found)


def test_what_is_no_archive_is_one_line(topic, tmp_path):
    """Random bytes named .zip are told with their name."""
    (tmp_path / "all.zip").write_bytes(b"PK\x03\x04nothing")
    with pytest.raises(UsageError, match=r"all\.zip"):
        collect(topic, [tmp_path / "all.zip"], tmp_path / "out")


STUB = "class Linear:\n    raise NotImplementedError\n"
DONE = "class Linear:\n    pass\n"


@pytest.mark.parametrize(
    ("files", "found", "note"),
    [
        ({f"{TOPIC}.py": DONE}, f"{TOPIC}.py", ""),
        ({f"{TOPIC}/{TOPIC}.py": DONE}, f"{TOPIC}/{TOPIC}.py", ""),
        ({f"{TOPIC} (1).py": DONE}, f"{TOPIC} (1).py", "graded"),
        ({f"{TOPIC}-Copy1.ipynb": "{}"}, f"{TOPIC}-Copy1.ipynb", "graded"),
        ({"05_Custom_Layers.PY": DONE}, "05_Custom_Layers.PY", "graded"),
        ({"homework.py": DONE}, "homework.py", "graded"),
        ({f"{TOPIC}.py.txt.txt": DONE}, f"{TOPIC}.py.txt.txt", "graded"),
        ({f"{TOPIC}.ipynb.download": "{}"}, f"{TOPIC}.ipynb.download", "graded"),
        ({f"my work/{TOPIC}.py": DONE}, f"my work/{TOPIC}.py", "graded"),
        ({f"{TOPIC}.py": STUB, "final.py": DONE}, "final.py", f"also handed in: {TOPIC}.py"),
        ({f"{TOPIC}.py": DONE, "final.py": DONE}, f"{TOPIC}.py", "also handed in: final.py"),
        ({"notes.py": "x = 1", "zeta.py": DONE}, "zeta.py", "also handed in: notes.py"),
        ({f"{TOPIC}.py": DONE, "06_callbacks.py": DONE}, f"{TOPIC}.py", ""),
        ({f"{TOPIC}.py": DONE, ".venv/x.py": DONE, "test_it.py": DONE}, f"{TOPIC}.py", ""),
    ],
)
def test_the_best_of_what_a_student_handed_in_is_graded(topic, tmp_path, files, found, note):
    """Well named, no stub, with the exercises in it; the row says what was chosen, if in doubt."""
    (tmp_path / "stub.py").write_text(f"# %%\n{STUB}")
    for name, text in files.items():
        path = tmp_path / "class" / "ada" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    archive = zipped(tmp_path / "all.zip", {f"ada/{name}": text for name, text in files.items()})
    for source in (tmp_path / "class", archive):
        (entry,) = collect(topic, [source], tmp_path / "out", tmp_path / "stub.py")
        assert (entry.student, entry.found) == ("ada", found)
        assert entry.file.read_text() == files[found]
        assert note in entry.note
        assert bool(note) == bool(entry.note)


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"answer.pdf": ""}, "handed in answer.pdf: not a .py or .ipynb"),
        ({"a.zip": "PK"}, "handed in a.zip: a zip file that does not open"),
        ({"test_linear.py": ""}, f"handed in test_linear.py: no {TOPIC}.py or .ipynb"),
        ({"06_callbacks.py": ""}, ""),
        ({".ipynb_checkpoints/x.ipynb": ""}, ""),
    ],
)
def test_what_cannot_be_graded_has_a_row_that_says_why(topic, tmp_path, files, why):
    """What is of another topic, or a tool's, is no submission of this one."""
    for name, text in files.items():
        path = tmp_path / "class" / "ada" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (entry,) = collect(topic, [tmp_path / "class"], tmp_path / "out")
    assert (entry.student, entry.file) == ("ada", None)
    assert entry.why.startswith(why)
    assert bool(entry.why) == bool(why)


def test_a_zip_without_an_answer_is_named_with_what_is_in_it(topic, tmp_path):
    """A zip in a zip, or a page instead of the notebook: the row names it, not only the zip."""
    (tmp_path / "class" / "ada").mkdir(parents=True)
    inner = zipped(tmp_path / "inner.zip", {f"{TOPIC}.py": DONE}).read_bytes()
    zipped(tmp_path / "class" / "ada" / "a.zip", {"in/inner.zip": inner, "x.html": ""})
    zipped(tmp_path / "class" / "ada" / "empty.zip", {})
    (entry,) = collect(topic, [tmp_path / "class"], tmp_path / "out")
    told = "a.zip/in/inner.zip, a.zip/x.html, empty.zip: not a .py or .ipynb"
    assert entry.why == f"handed in {told}"


def test_a_link_of_another_topic_is_no_fault_of_this_one(topic, tmp_path):
    """Who handed in other topics only is absent, link or not; a link of this topic is named."""
    for name in ("06_callbacks/06_callbacks.ipynb", "07_x/data.txt", f"{TOPIC}/{TOPIC}.ipynb"):
        for student in ("ada", "bo"):
            if student == "bo" or TOPIC not in name:
                path = tmp_path / "class" / student / name
                path.parent.mkdir(parents=True)
                path.symlink_to("/etc/hostname")
    ada, bo = collect(topic, [tmp_path / "class"], tmp_path / "out")
    assert (ada.student, ada.file, ada.why) == ("ada", None, "")
    assert bo.path == f"bo/{TOPIC}/{TOPIC}.ipynb"
    assert bo.why.startswith(f"handed in {TOPIC}/{TOPIC}.ipynb: not a regular file")
    assert "06_" not in bo.why


def test_gradescope_s_export_has_the_names_in_a_list_of_its_own(topic, tmp_path):
    """A folder is a submission; its student and the numbers for the way back are in the list."""
    listed = (
        "submission_11:\n  :submitters:\n  - :name: Ada One\n    :sid: '007'\n"
        "    :email: ada@uni.edu\nsubmission_12:\n  :submitters:\n  - :name: Bo\n"
    )
    files = {
        "assignment_9_export/submission_metadata.yml": listed,
        "assignment_9_export/submission_11/answer.py": "x = 1",
        f"assignment_9_export/submission_12/{TOPIC}.py": "x = 1",
    }
    one, two = collect(topic, [zipped(tmp_path / "a.zip", files)], tmp_path / "out")
    assert (one.student, two.student) == ("Ada One", "Bo")
    assert one.platform["sid"] == "007"
    assert one.platform["email"] == "ada@uni.edu"
    assert one.platform["gradescope_id"] == "11"


def test_an_empty_class_is_one_line(topic, tmp_path):
    """A folder that holds nothing was named by mistake."""
    (tmp_path / "class").mkdir()
    with pytest.raises(UsageError, match="holds no submission"):
        collect(topic, [tmp_path / "class"], tmp_path / "out")
    with pytest.raises(UsageError, match="there is no file or folder"):
        collect(topic, [tmp_path / "none"], tmp_path / "out")


def test_repositories_of_a_class_are_a_tree(topic, tmp_path):
    """A clone has the file in exercises/, as the students' bundle has; it is named as the clone."""
    for student in ("task-ada", "task-bo"):
        (tmp_path / student / "exercises").mkdir(parents=True)
        (tmp_path / student / "exercises" / topic.filename).write_text(student)
    assert students(collect(topic, [tmp_path], tmp_path)) == {
        "task-ada": "task-ada",
        "task-bo": "task-bo",
    }


def test_folders_without_end_cost_their_student_only(topic, tmp_path):
    """Nobody has a thousand folders in each other, on the disk or in a zip."""
    tmp_path.joinpath("class", "ada", *"a" * 40).mkdir(parents=True)
    files = {"bo/05_custom_layers.py": "x = 1", "cy/" + "a/" * 20_000 + "x.py": "x = 1"}
    (tmp_path / "class" / "bo").mkdir()
    (tmp_path / "class" / "bo" / f"{TOPIC}.py").write_text("x = 1")
    for where in (tmp_path / "class", zipped(tmp_path / "all.zip", files)):
        found = {entry.student: entry for entry in collect(topic, [where], tmp_path / "out")}
        assert found.pop("bo").file
        (entry,) = found.values()
        assert entry.why.endswith("more than 32 folders in each other")
        assert len(entry.path) < 100


@pytest.mark.slow
def test_much_to_unpack_costs_no_time(topic, tmp_path):
    """Of a zip of huge files a few are unpacked, and none is read that is too long to grade."""
    lines = b"\n".join(b"%x = %d" % (n * n, n) for n in range(200_000)) * 6
    files = {f"v{n}/{TOPIC}.py": lines[: 20 * 2**20] for n in range(12)}
    data = zipped(tmp_path / "inner.zip", files).read_bytes()
    (tmp_path / "class").mkdir()
    (tmp_path / "class" / "ada.zip").write_bytes(data)
    (tmp_path / "class" / "bo.py").write_text("x = 1")
    begun = time.process_time()
    assert len(collect(topic, [tmp_path / "class"], tmp_path / "out")) == 2
    assert time.process_time() - begun < 5


def test_one_zip_of_many_that_does_not_open_is_its_student_s(topic, tmp_path):
    """`kata grade 05 *.zip` names each student's own: a broken one has a row."""
    (tmp_path / "ada.zip").write_bytes(b"PK no zip")
    good = zipped(tmp_path / "bo.zip", {f"{TOPIC}.py": "x = 1"})
    found = collect(topic, [tmp_path / "ada.zip", good], tmp_path / "out")
    assert [(entry.student, bool(entry.file)) for entry in found] == [("ada", False), ("bo", True)]
    assert "a zip file that does not open" in found[0].why


def test_no_student_writes_gradescope_s_list(topic, tmp_path):
    """A list in a student's own folder names nobody."""
    tree = tmp_path / "export"
    for number in (1, 2):
        (tree / f"submission_{number}").mkdir(parents=True)
        (tree / f"submission_{number}" / f"{TOPIC}.py").write_text("x = 1")
    forged = "submission_1:\n  :submitters:\n  - :name: Mallory\n"
    (tree / "submission_2" / "submission_metadata.yml").write_text(forged)
    found = collect(topic, [tree], tmp_path / "out")
    assert [entry.student for entry in found] == ["submission_1", "submission_2"]
