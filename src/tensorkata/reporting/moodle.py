"""What Moodle takes: a grading worksheet, and a zip with a feedback page for each student."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator

from tensorkata.errors import UsageError
from tensorkata.reporting import pages
from tensorkata.reporting.export_files import Files, corrections, number, table
from tensorkata.results import RunResult, SubmissionResult
from tensorkata.text import for_csv


def as_moodle(run: RunResult) -> Files:
    """Return moodle.csv: a grading worksheet (mod/assign/feedback/offline/importgradeslib.php).

    Moodle finds a student by the Identifier. The import of grades into Moodle's gradebook takes the
    same file by Username or Email address. No backslash stands before a quote: PHP would take both
    as text, and Moodle would refuse the whole file.
    """
    rows = (_of_moodle(s, number(run.points_of(s))) for s in run.submissions)
    yield "moodle.csv", table(rows, list(WORKSHEET))


def _of_moodle(entry: SubmissionResult, points: str) -> list[str]:
    about = entry.platform
    known, mail = about.get("moodle_id", ""), about.get("email", "")
    mail = mail or (entry.student if "@" in entry.student else "")
    login = about.get("login") or ("" if known or mail else entry.student)
    said = [f"Participant {known}" if known else "", entry.name or entry.student, login, mail]
    most = f"{entry.max_points:g}" if entry.exercises else ""
    modified = about.get("modified", "-")
    texts = [re.sub(r'\\(?="|$)', "/", for_csv(text)) for text in [*said, _lost(entry)]]
    return [*texts[:-1], points, most, modified, texts[-1]]


def _lost(entry: SubmissionResult) -> str:
    """Return the exercises in which a student lost points, in one line."""
    lost = [f"{e.name} {e.points:g}/{e.max_points:g}" for e in entry.exercises if not e.complete]
    lost = [*lost, entry.lateness] if entry.lateness else lost
    said = [entry.remark or ", ".join(lost), *corrections(entry), entry.note]
    return "; ".join(filter(None, said))


def as_moodle_feedback(run: RunResult) -> Files:
    """Return moodle-feedback.zip, for "Upload multiple feedback files in a zip".

    Moodle (mod/assign/feedback/file/importziplib.php) looks at each part of a file's path for
    `name_number_plugintype_pluginname`; a name must not hold an underscore. The page goes to the
    student with that number. As it is named like a file of feedback and not like one of the
    submission, Moodle passes over a page that it already has and notifies nobody again.
    """
    if not any(_number(entry) for entry in run.submissions):
        raise UsageError(NOBODY)
    yield "moodle-feedback.zip", _zipped(run)


def _zipped(run: RunResult) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as file:
        with zipfile.ZipFile(file, "w") as archive:
            for entry in filter(_number, run.submissions):
                folder = f"{_plain(entry)}_{_number(entry)}_assignfeedback_file"
                about = zipfile.ZipInfo(f"{folder}/{run.topic}.html")  # the same date every time
                about.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(about, pages.feedback_page(run, entry))
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk


def _number(entry: SubmissionResult) -> str:
    return entry.platform.get("moodle_id", "")


def _plain(entry: SubmissionResult) -> str:
    """Return the student's name in letters, digits and spaces."""
    name = re.sub(r"[\W_]+", " ", entry.name or entry.student).strip()
    return name[:LONGEST] or "student"


# The columns of Moodle's own grading worksheet, with the user name that its gradebook knows.
WORKSHEET = (
    *("Identifier", "Full name", "Username", "Email address", "Grade", "Maximum grade"),
    *("Last modified (grade)", "Feedback comments"),
)
CHUNK = 2**20
LONGEST = 60  # characters of a name
NOBODY = (
    "no student has a number of Moodle's: grade the zip that Moodle wrote, or name the grading"
    " worksheet as --roster"
)
