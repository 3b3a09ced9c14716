"""Reports are made from results alone, and a submission's text is data in each of them."""

from __future__ import annotations

import csv
import json
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
import pytest

from tensorkata.commands.report import write_reports
from tensorkata.reporting import exports


class Tags(HTMLParser):
    """Collect the tags and the attributes of a page."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.names = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Keep the tag."""
        self.tags.append(tag)
        self.names += [name for name, _ in attrs]


def files(made, run):
    """Return the files of a format, each whole."""
    return {
        name: "".join(part if isinstance(part, str) else part.decode("latin-1") for part in parts)
        for name, parts in made(run)
    }


@pytest.mark.parametrize("name", sorted(exports.FORMATS))
def test_every_format_is_written_from_results_alone(run, name, tmp_path):
    """Each file is there, and a second write gives the same bytes."""
    exports.write(run, tmp_path, (name,))
    first = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert first
    exports.write(run, tmp_path, (name,))
    assert first == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}


@pytest.mark.parametrize("made", [exports.as_html, exports.as_feedback])
def test_pages_show_hostile_texts_as_text(run, made):
    """No tag, no handler and no address of a page comes from a submission."""
    for page in files(made, run).values():
        tags = Tags(page)
        assert not {"script", "img", "b", "iframe"} & set(tags.tags)
        assert not [name for name in tags.names if name.startswith("on") or name == "href"]
        assert "\x1b" not in page
        assert "\u202e" not in page


@pytest.mark.parametrize("name", sorted(set(exports.FORMATS) - {"json"}))
def test_the_key_is_in_no_file_but_the_instructors_own(run, name):
    """From key or seed a student could draw the questions; a class page names where the key is."""
    for seed in (None, 31415):
        made = msgspec.structs.replace(run, seed=seed)
        for text in files(exports.FORMATS[name], made).values():
            assert run.key not in text
            if name != "html":
                assert "seed" not in text.replace(run.key, "")
                assert "31415" not in text
            elif seed is None:
                assert "key in results.json" in text
    assert run.key in files(exports.as_json, run)["results.json"]


def test_names_of_files_stay_in_their_folder(run):
    """No student's name leads out of the folder, and no two give one file."""
    names = [name for name, _ in exports.as_feedback(run)]
    assert len(set(names)) == len(names)
    assert all(
        Path("/feedback", name).resolve().parent == Path("/feedback/feedback") for name in names
    )


@pytest.mark.parametrize("names", [["a" * 300, "a" * 301], ["Ada", "ada"], ["é" * 200, "é" * 201]])
def test_two_names_never_share_a_page(run, names):
    """Not where they are long, nor where a file system takes no notice of case."""
    entries = [msgspec.structs.replace(run.submissions[0], student=name) for name in names]
    two = msgspec.structs.replace(run, submissions=entries)
    for made in (exports.as_feedback, exports.as_gradescope):
        found = [name for name, _ in made(two)]
        assert len({name.casefold() for name in found}) == len(names)
        assert all(len(Path(name).name.encode()) < 255 for name in found)


@pytest.mark.parametrize("mark", [",", ";"])
def test_tables_hold_no_formula(run, mark):
    """Whatever a name begins with, a spreadsheet reads it as text, also one that parts at `;`."""
    for made in (exports.as_csv, exports.as_canvas, exports.as_moodle):
        for data in files(made, run).values():
            for row in csv.reader(data.splitlines(), delimiter=mark):
                assert not [cell for cell in row if cell.startswith(("=", "+", "@", "\t"))]


def classroom(run):
    """Return a class of one who is graded, one who is absent and one whom a fault has left."""
    graded = run.submissions[0]
    about = {
        "canvas_id": "4711",
        "moodle_id": "70001",
        "name": "Lovelace, Ada",
        "login": "ada",
        "sis_id": "u1",
        "email": "ada@uni.edu",
        "section": "A",
    }
    ada = msgspec.structs.replace(graded, student="lovelaceada_4711", platform=about)
    empty = {"exercises": (), "points": 0.0, "platform": {}}
    bo = msgspec.structs.replace(graded, student="bo", status="absent", **empty)
    cy = msgspec.structs.replace(
        graded, student="cy", status="fault", message="out of room", **empty
    )
    return msgspec.structs.replace(run, submissions=[ada, bo, cy])


@pytest.mark.parametrize("absent", [msgspec.UNSET, 0.0])
def test_no_verdict_no_number(run, absent):
    """A fault has no number in any export, and so have the absent but with `--absent 0`.

    In Canvas's table it has no row: an empty field would take a grade away.
    """
    three = msgspec.structs.replace(classroom(run), absent=absent)
    zero = "0" if absent == 0.0 else ""
    tables = {
        "results.csv": (exports.as_csv, "student", "points"),
        "canvas.csv": (exports.as_canvas, "SIS Login ID", "05_custom_layers"),
        "moodle.csv": (exports.as_moodle, "Username", "Grade"),
    }
    for name, (made, key, points) in tables.items():
        text = files(made, three)[name].removeprefix("\ufeff")
        earned = {row[key]: row[points] for row in csv.DictReader(text.splitlines())}
        assert (earned.get("bo", ""), earned.get("cy", "")) == (zero, ""), name
        assert ("cy" in earned) == (name != "canvas.csv")
    pages = files(exports.as_gradescope, three)
    assert ("gradescope/bo.json" in pages) == (absent == 0.0)
    assert "gradescope/cy.json" not in pages
    page = files(exports.as_html, three)["class.html"]
    assert page.count(f"<bdi>bo</bdi></th><td>{zero}</td>") == 1
    assert page.count("<bdi>cy</bdi></th><td></td>") == 1


def test_platforms_own_tables_have_what_is_known_of_a_student(run):
    """Numbers, logins and Canvas's own column; tests/cases reads them as the platforms do."""
    columns = {"canvas": "Custom layers (99001)", "canvas_points": "40"}
    three = msgspec.structs.replace(classroom(run), columns=columns)
    rows = list(csv.reader(files(exports.as_canvas, three)["canvas.csv"].splitlines()))
    assert rows == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Custom layers (99001)"],
        ["    Points Possible", "", "", "", "", "40"],
        ["Lovelace, Ada", "4711", "u1", "ada", "A", "1"],
    ]
    first = next(csv.DictReader(files(exports.as_moodle, three)["moodle.csv"].splitlines()))
    assert first["Identifier"] == "Participant 70001"
    assert (first["Username"], first["Email address"]) == ("ada", "ada@uni.edu")


def test_tables_for_people_begin_with_the_mark_that_excel_knows(run, tmp_path):
    """Names with an accent are whole in Excel; a platform's own tables go without the mark."""
    exports.write(run, tmp_path, ("csv", "canvas", "moodle"))
    marks = {path.name: path.read_bytes()[:3] == b"\xef\xbb\xbf" for path in tmp_path.glob("*.csv")}
    assert marks == {
        "results.csv": True,
        "exercises.csv": True,
        "canvas.csv": False,
        "moodle.csv": False,
    }


@pytest.mark.parametrize("count", [0, 1, 3])
def test_json_is_written_in_parts_and_read_as_a_whole(run, count):
    """It is what msgspec makes of the run at once, laid out as it lays it out."""
    some = msgspec.structs.replace(run, submissions=list(run.submissions[:count]))
    text = files(exports.as_json, some)["results.json"]
    assert exports.from_json(text.encode()) == some
    assert text == msgspec.json.format(msgspec.json.encode(some), indent=1).decode() + "\n"


def test_junit_is_xml_whatever_a_submission_says(run):
    """The file parses, with a suite a student, and failures carry their outcome."""
    root = ET.fromstring(files(exports.as_junit, run)["junit.xml"])
    suites = root.findall("testsuite")
    assert len(suites) == len(run.submissions)
    assert [case.get("name") for case in suites[0]] == ["test_a", "test_b", "test_c"]
    assert suites[0].find("testcase/failure").get("type") == "failed"
    assert suites[-1].find("system-err").text == "nothing here"


def test_gradescope_has_its_form(run):
    """Each student's file has a score and tests; what the script prints is for instructors."""
    found = files(exports.as_gradescope, run)
    data = json.loads(found["gradescope/gone.json"])
    said = "nothing here; hand in 05_custom_layers.py or 05_custom_layers.ipynb"
    assert (data["score"], data["output"], data["tests"]) == (0, said, [])
    data = next(json.loads(text) for name, text in found.items() if "script" in name)
    assert [test["max_score"] for test in data["tests"]] == [1.0, 2.0, 1.0]
    assert data["tests"][1]["output"].startswith("<script>")
    assert data["tests"][2]["name"] == "Linear: 1 hidden check, run at grading only"
    assert data["stdout_visibility"] == "hidden"


def test_exercises_csv_names_what_failed_and_how(run):
    """The instructor reads which check it was, hidden ones too, with the message's first line."""
    text = files(exports.as_csv, run)["exercises.csv"].removeprefix("\ufeff")
    first = next(csv.DictReader(text.splitlines()))
    assert first["not_passed"] == (
        "test_b (failed): <script>alert(1)</script>; "
        "hidden test_c (failed): SECRET <script>alert(1)</script>"
    )


def test_a_report_of_a_folder_without_a_run_is_one_line(tmp_path):
    """`kata report` says what to name."""
    with pytest.raises(Exception, match="holds no run"):
        write_reports(tmp_path, "html")
