"""Submissions are found in files, folders, trees and the zip files of Moodle and Canvas."""

from __future__ import annotations

import os
import stat
import zipfile
from pathlib import Path

import pytest

from tensorkata.errors import UnreadableError, UsageError
from tensorkata.grading import archives
from tensorkata.grading.collect import collect, missing
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


@pytest.mark.parametrize("name", ["../evil.py", "/etc/evil.py", "a/../../evil.py", "C:/evil.py"])
def test_names_that_leave_the_folder_are_refused(topic, tmp_path, name):
    """Nothing is written, and the line names the file."""
    archive = zipped(tmp_path / "all.zip", {name: "x = 1"})
    with pytest.raises(UsageError, match="leads out of the archive"):
        collect(topic, [archive], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_name_in_an_archive_is_no_path(topic, tmp_path):
    """Who calls himself `..`, or as a neighbour's file would be called, has a file of his own."""
    whose = enumerate(["Ada ? Bo", "Ada _ Bo", "Ada * Bo", ".."])
    names = [f"{name}_{number}_assignsubmission_file_/x.py" for number, name in whose]
    archive = zipped(tmp_path / "all.zip", {name: name for name in names})
    found = collect(topic, [archive], tmp_path / "out")
    assert sorted(students(found).values()) == sorted(names)
    assert all(entry.file.resolve().is_relative_to(tmp_path / "out") for entry in found)


def test_damaged_bytes_in_an_archive_are_one_line(topic, tmp_path):
    """A file that does not unpack is the archive's fault, told with its name."""
    archive = zipped(tmp_path / "all.zip", {"s1.py": "x = 1\n" * 100})
    data = bytearray(archive.read_bytes())
    data[40:50] = b"\xff" * 10
    archive.write_bytes(data)
    with pytest.raises(UsageError, match=r"all\.zip: .*name a zip file that opens"):
        collect(topic, [archive], tmp_path / "out")


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
    for name in ("bo", "pipe"):
        assert key_of(b"", found[name].file) == key_of(b"", found[name].file)
        with pytest.raises(UnreadableError, match="not a regular file"):
            read(found[name].file)


def test_a_bomb_is_refused(topic, tmp_path):
    """A file that grows a thousandfold is not unpacked."""
    archive = zipped(tmp_path / "all.zip", {"s1.py": "#" * 10_000_000})
    with pytest.raises(UsageError, match="bytes when unpacked"):
        collect(topic, [archive], tmp_path / "out")


def test_too_many_files_are_refused(topic, tmp_path, monkeypatch):
    """The count has a cap of its own."""
    monkeypatch.setattr(archives, "MAX_MEMBERS", 3)
    archive = zipped(tmp_path / "all.zip", {f"s{n}.py": "x = 1" for n in range(4)})
    with pytest.raises(UsageError, match="the most is 3"):
        collect(topic, [archive], tmp_path / "out")


def test_links_in_an_archive_are_no_submission(topic, tmp_path):
    """A link is passed over; where nothing else is there, that is said."""
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        info = zipfile.ZipInfo("s1.py")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    with pytest.raises(UsageError, match="holds no submission"):
        collect(topic, [path], tmp_path / "out")


def test_what_is_no_archive_is_one_line(topic, tmp_path):
    """Random bytes named .zip are told with their name."""
    (tmp_path / "all.zip").write_bytes(b"PK\x03\x04nothing")
    with pytest.raises(UsageError, match=r"all\.zip"):
        collect(topic, [tmp_path / "all.zip"], tmp_path / "out")


def test_two_files_of_one_student_are_refused_by_name(topic, tmp_path):
    """Neither is chosen for the instructor."""
    files = {"ada/05_custom_layers.py": "", "ada/05_custom_layers.ipynb": "{}"}
    with pytest.raises(UsageError, match=r"ada's 05_custom_layers: .*; remove one"):
        collect(topic, [zipped(tmp_path / "all.zip", files)], tmp_path / "out")


def test_a_roster_names_who_handed_in_nothing(topic, tmp_path):
    """Its first column names the students, with or without a head."""
    (tmp_path / "ada.py").write_text("")
    entries = collect(topic, [tmp_path / "ada.py"], tmp_path / "out")
    roster = tmp_path / "class.csv"
    roster.write_text("student,name\nada,Ada\nbo,Bo\n")
    assert [entry.student for entry in missing(roster, entries)] == ["bo"]


def test_a_roster_that_lacks_a_student_is_refused(topic, tmp_path):
    """A name that the roster does not have is a slip in one of the two."""
    (tmp_path / "ada.py").write_text("")
    entries = collect(topic, [tmp_path / "ada.py"], tmp_path / "out")
    (tmp_path / "class.csv").write_text("bo\n")
    with pytest.raises(UsageError, match="does not have ada"):
        missing(tmp_path / "class.csv", entries)
    with pytest.raises(UsageError, match="name a CSV file"):
        missing(tmp_path / "none.csv", entries)


def test_repositories_of_a_class_are_a_tree(topic, tmp_path):
    """A clone has the file in exercises/, as the students' bundle has; it is named as the clone."""
    for student in ("task-ada", "task-bo"):
        (tmp_path / student / "exercises").mkdir(parents=True)
        (tmp_path / student / "exercises" / topic.filename).write_text(student)
    assert students(collect(topic, [tmp_path], tmp_path)) == {
        "task-ada": "task-ada",
        "task-bo": "task-bo",
    }
