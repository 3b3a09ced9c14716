"""The zip of feedback pages, read back by the rules of Moodle's importer, not of our writer."""

from __future__ import annotations

import io
import zipfile

import msgspec
import pytest

from tensorkata.errors import UsageError
from tensorkata.reporting.exports import FORMATS

PLUGINS = {("assignsubmission", "file"), ("assignfeedback", "file"), ("assignfeedback", "comments")}


def moodle_reads(data, participants):
    """Return each participant's files, as mod/assign/feedback/file/importziplib.php finds them.

    Every part of a path, from the left, is split at underscores into at most five pieces:
    anything, the participant's number, the kind and the name of a plugin, the rest. The first part
    that has at least four, with a known number and plugin, decides whose the file is; what follows
    it is the file's name. Hidden files and folders are passed over, and so are strangers.
    """
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            parts = ["", "import", *info.filename.split("/")]
            if info.is_dir() or parts[-1].startswith((".", "~")):
                continue
            while parts:
                pieces = parts.pop(0).split("_", 4)
                number = pieces[1] if len(pieces) > 3 else ""
                if number.isdigit() and number in participants and tuple(pieces[2:4]) in PLUGINS:
                    rest = pieces[4] if len(pieces) == 5 else ""
                    name = "/".join([rest, *parts])
                    found.setdefault(number, {})[name.lstrip("/")] = archive.read(info).decode()
                    break
    return found


def zip_of(run):
    """Return the bytes of moodle-feedback.zip."""
    [(name, parts)] = FORMATS["moodle-feedback"](run)
    assert name == "moodle-feedback.zip"
    return b"".join(parts)


def called(run, *people):
    """Return a run of students with these names and numbers; a stranger has none."""
    entries = [
        msgspec.structs.replace(
            run.submissions[0],
            student=name,
            platform={"name": name, **({"moodle_id": number} if number else {})},
        )
        for name, number in people
    ]
    return msgspec.structs.replace(run, submissions=entries)


def test_moodle_finds_each_student_s_own_page(run):
    """Whatever a name holds, underscores and slashes too, the page goes to the number's owner."""
    people = [("Anna Meyer", "70001"), ("José 70009_x_assignfeedback_file", "70002")]
    people += [
        ("../../etc", "70003"),
        ("___", "70004"),
        ("a_70001_assignsubmission_file_", "70005"),
    ]
    found = moodle_reads(zip_of(called(run, *people)), {number for _, number in people})
    assert sorted(found) == [number for _, number in people]
    for name, number in people:
        assert list(found[number]) == ["05_custom_layers.html"]
        assert f"<bdi>{name}" in found[number]["05_custom_layers.html"].replace("&#39;", "'")


def test_strangers_to_moodle_are_left_out(run):
    """Who has no number of Moodle's has no file; if nobody has one, the error says what to do."""
    both = called(run, ("Anna", "70001"), ("guest", ""))
    assert sorted(moodle_reads(zip_of(both), {"70001"})) == ["70001"]
    with pytest.raises(UsageError, match="name the grading worksheet as --roster"):
        zip_of(called(run, ("guest", "")))


def test_writing_it_again_gives_the_same_file(run):
    """Moodle passes over a page that it has: the same run makes the same bytes."""
    assert zip_of(run) == zip_of(run)
