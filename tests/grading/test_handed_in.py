"""When a submission was handed in: by the platform, nbgrader, the zip or the file, or not known."""

from __future__ import annotations

import os
import zipfile

import pytest

from tensorkata.grading.collect import collect

TOPIC = "05_custom_layers"
METADATA = """\
submission_11:
  :submitters:
  - :name: Ada One
    :email: ada@uni.edu
  :created_at: 2027-02-01 21:53:37.482180000 Z
  :history:
  - :created_at: 2027-01-30 10:00:00.000000000 Z
"""


def zipped(path, names, when=(2027, 2, 1, 20, 0, 0), extra=b""):
    """Write a zip whose members have a time."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in names.items():
            info = zipfile.ZipInfo(name, when)
            info.extra = extra
            archive.writestr(info, text)
    return path


def only(topic, path, tmp_path):
    """Return the time and the clock of the only submission."""
    (entry,) = collect(topic, [path], tmp_path / "out")
    return entry.submitted, entry.clock


def test_a_file_has_its_own_time(new_york, topic, tmp_path):
    """The date of the file on the disk, in this machine's zone."""
    path = tmp_path / "ada.py"
    path.write_text("x = 1")
    os.utime(path, (1_801_530_000, 1_801_530_000))
    assert only(topic, path, tmp_path) == ("2027-02-01T20:00:00-05:00", "the file's date")


def test_a_zip_s_entry_has_the_packer_s_local_time(new_york, topic, tmp_path):
    """DOS times have no zone; the student's own zip in it cannot set another."""
    inner = zipped(tmp_path / "i.zip", {f"{TOPIC}.py": "x = 1"}, (1999, 1, 1, 0, 0, 0))
    path = zipped(tmp_path / "all.zip", {"ada/work.zip": inner.read_bytes()})
    assert only(topic, path, tmp_path)[0] == "2027-02-01T20:00:00-05:00"


def test_an_extra_field_in_utc_comes_before_that(new_york, topic, tmp_path):
    """What unix tools add says the very moment."""
    seconds = (1_801_530_000).to_bytes(4, "little")
    other, stamp = b"xx\x01\x00y", b"UT\x05\x00\x01" + seconds
    path = zipped(tmp_path / "a.zip", {f"ada/{TOPIC}.py": "x = 1"}, extra=other + stamp)
    assert only(topic, path, tmp_path)[0] == "2027-02-01T20:00:00-05:00"


@pytest.mark.parametrize(
    "name",
    [
        "lovelaceada_4711_880021_05_custom_layers.py",
        "anon_Ab3xY_880021_05_custom_layers.py",
        "Ada One_12_assignsubmission_file_/05_custom_layers.py",
    ],
)
def test_the_time_of_a_download_is_no_time(topic, tmp_path, name):
    """Canvas and Moodle date every file at the download, so nothing is known."""
    path = zipped(tmp_path / "all.zip", {name: "x = 1"})
    assert only(topic, path, tmp_path) == ("", "")


def test_an_entry_without_a_time_has_none(topic, tmp_path):
    """1980, which zip files begin with, is not when it was handed in."""
    path = zipped(tmp_path / "a.zip", {f"ada/{TOPIC}.py": "x = 1"}, (1980, 1, 1, 0, 0, 0))
    assert only(topic, path, tmp_path) == ("", "")


def test_gradescope_s_record_comes_first(topic, tmp_path):
    """The export's list says when the submission was made, not its earlier ones."""
    names = {f"x/submission_11/{TOPIC}.py": "x = 1", "x/submission_metadata.yml": METADATA}
    path = zipped(tmp_path / "x.zip", names)
    assert only(topic, path, tmp_path) == ("2027-02-01T21:53:37+00:00", "Gradescope")


def test_nbgrader_s_timestamp_comes_before_the_file_s(topic, tmp_path):
    """submitted/<student>/<topic>/timestamp.txt is what autograde goes by."""
    folder = tmp_path / "submitted" / "ada" / TOPIC
    folder.mkdir(parents=True)
    (folder / f"{TOPIC}.ipynb").write_text("{}")
    (folder / "timestamp.txt").write_text("2027-02-01 15:58:23.948203 UTC")
    found = only(topic, tmp_path / "submitted", tmp_path)
    assert found == ("2027-02-01T15:58:23+00:00", "timestamp.txt")
