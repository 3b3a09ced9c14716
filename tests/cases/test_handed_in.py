"""What honest classes hand in is found whole, as a zip and unpacked: the rules behind cases."""

from __future__ import annotations

import pytest

from tensorkata.grading.collect import collect
from tensorkata.grading.roll import with_roster
from tensorkata.grading.roster import read_roster

from .class_files import TOPIC, laid_out, zipped

MOODLE = "_assignsubmission_file_"
CLASSES = {
    "R03 Canvas": {
        f"lovelaceada_4711_880021_{TOPIC}.py": "lovelaceada_4711",
        f"noetheremmy_LATE_4712_880034_{TOPIC}-1.py": "noetheremmy_4712",
        f"obriensean_4713_880055_{TOPIC}-2.ipynb": "obriensean_4713",
        f"vandenbergjan_4714_880056_{TOPIC} (1).ipynb": "vandenbergjan_4714",
        "hoppergrace_4715_text.html": "hoppergrace_4715",
    },
    "R03 Canvas, anonymous": {
        f"anon_Ab3xY_880021_{TOPIC}.py": "anon_Ab3xY",
        f"LATE_anon_k9PqZ_880022_{TOPIC}-1.py": "anon_k9PqZ",
    },
    "R04 Moodle, two of one name": {
        f"Anna Meyer_70001{MOODLE}/{TOPIC}.ipynb": "Anna Meyer_70001",
        f"Anna Meyer_70002{MOODLE}/{TOPIC}.py": "Anna Meyer_70002",
        f"Zoë Żak_70003{MOODLE}/{TOPIC}.py": "Zoë Żak",
    },
    "R05 Moodle, what there is": {
        f"Ada One_1{MOODLE}/{TOPIC}.ipynb": "Ada One",
        f"Ben Two_2{MOODLE}/{TOPIC}.zip": "Ben Two",
        f"Cem Three_3{MOODLE}/{TOPIC}.pdf": "Cem Three",
        f"Dee Four_4{MOODLE}/{TOPIC}.ipynb.txt": "Dee Four",
        f"Eli Five_5{MOODLE}/05_CUSTOM_LAYERS.IPYNB": "Eli Five",
        f"Fay Six_6{MOODLE}/{TOPIC}.py.txt": "Fay Six",
        "Gus Seven_7_assignsubmission_onlinetext_/onlinetext.html": "Gus Seven",
    },
    "R07 flat and tree": {f"ada/{TOPIC}.py": "ada", "ben.py": "ben", "cem.ipynb": "cem"},
    "R08 a tree in a folder": {
        f"hw/ada/{TOPIC}.ipynb": "ada",
        f"hw/ada/.ipynb_checkpoints/{TOPIC}-checkpoint.ipynb": "ada",
        f"hw/ben/{TOPIC}.py": "ben",
    },
    "R08 a flat one in a folder": {"submissions/ada.py": "ada", "submissions/ben.py": "ben"},
    "R08 repositories": {
        f"subs/05-ada/exercises/{TOPIC}.py": "05-ada",
        f"subs/05-ada/checkers/{TOPIC}/test_scale.py": "05-ada",
        f"subs/05-ben/exercises/{TOPIC}.py": "05-ben",
        "subs/05-ben/exercises/06_callbacks.py": "05-ben",
    },
    "R20 Moodle, all in one folder": {
        f"Mary Ann Evans_70010{MOODLE}{TOPIC}.ipynb": "Mary Ann Evans",
        f"ada_lovelace_70011{MOODLE}{TOPIC}.ipynb": "ada_lovelace",
        f"ada_byron_70012{MOODLE}{TOPIC}.ipynb": "ada_byron",
    },
    "R20 named by hand": {
        f"ada_{TOPIC}.ipynb": "ada",
        f"ben-{TOPIC}.py": "ben",
        f"{TOPIC}_cem.py": "cem",
        f"dee_7_{TOPIC}.ipynb": "dee_7",
        "eli (1).py": "eli",
    },
    "R28 two of one student": {"ada.py": "ada", "ada.ipynb": "ada", "ben.py": "ben"},
    "R28 Canvas, notes beside the answer": {
        f"lovelaceada_4711_880021_{TOPIC}.py": "lovelaceada_4711",
        "noetheremmy_4712_880031_notes.py": "noetheremmy_4712",
        "noetheremmy_4712_880032_solution.py": "noetheremmy_4712",
    },
}
NOT_CODE = {"hoppergrace_4715", "Cem Three", "Gus Seven"}


@pytest.mark.parametrize("case", CLASSES)
@pytest.mark.parametrize("form", ["zip", "a Mac's zip", "unpacked"])
def test_everybody_has_a_row_under_a_whole_name(topic, tmp_path, case, form):
    """Zip and unpacked folder are read alike; whoever handed in code is graded."""
    names = CLASSES[case]
    if form == "unpacked":
        source = laid_out(tmp_path / "class", names)
    else:
        source = zipped(tmp_path / "class.zip", names, mac=form != "zip")
    found = {one.student: one for one in collect(topic, [source], tmp_path / "out")}
    assert sorted(found) == sorted(set(names.values()))
    for student, entry in found.items():
        assert (entry.file is None) == (student in NOT_CODE), entry
        assert bool(entry.why) == (student in NOT_CODE)
        assert entry.found


def entries(topic, tmp_path, case):
    """Return the entries of a case's zip, by student."""
    found = collect(topic, [zipped(tmp_path / "class.zip", CLASSES[case])], tmp_path / "out")
    return {one.student: one for one in found}


def test_r03_the_late_one_is_marked_and_numbers_are_kept(topic, tmp_path):
    """Canvas's number comes along, and a second upload is no doubt of anybody's."""
    found = entries(topic, tmp_path, "R03 Canvas")
    assert found["lovelaceada_4711"].platform == {"canvas_id": "4711"}
    assert "late" in found["noetheremmy_4712"].note
    assert not found["obriensean_4713"].note
    assert found["vandenbergjan_4714"].found == f"{TOPIC} (1).ipynb"
    assert "(1)" in found["vandenbergjan_4714"].note


def test_r05_each_kind_of_file_says_what_became_of_it(topic, tmp_path):
    """One candidate is graded with a note; none is told with the name of what was handed in."""
    found = entries(topic, tmp_path, "R05 Moodle, what there is")
    assert not found["Ada One"].note
    for student in ("Ben Two", "Dee Four", "Eli Five", "Fay Six"):
        assert found[student].note.startswith("graded ")
    assert found["Cem Three"].why == f"handed in {TOPIC}.pdf: not a .py or .ipynb"
    assert found["Gus Seven"].why == "handed in onlinetext.html: not a .py or .ipynb"
    (tmp_path / "class.csv").write_text("name\n" + "\n".join([*found, "Han Eight"]))
    told = with_roster(read_roster(tmp_path / "class.csv"), list(found.values()))
    assert [one.student for one in told] == [*found, "Han Eight"]
    assert not any("roster" in one.note for one in told)


def test_r10_accents_are_compared_in_one_form(topic, tmp_path):
    """An e with its accent apart is the é of the roster, in a folder and in a Mac's zip."""
    names = [f"class/jose\u0301/{TOPIC}.py", f"class/Łukasz/{TOPIC}.py", "__MACOSX/class/._x.py"]
    (tmp_path / "class.csv").write_text("student\njosé\nŁukasz\n")
    roster = read_roster(tmp_path / "class.csv")
    for source in (zipped(tmp_path / "m.zip", names, mac=True), laid_out(tmp_path / "u", names)):
        told = with_roster(roster, collect(topic, [source], tmp_path / "out"))
        assert sorted(one.student for one in told) == ["josé", "Łukasz"]
        assert not any(one.note for one in told)


def test_r28_two_files_of_one_student_are_graded_by_a_rule(topic, tmp_path):
    """The notebook goes before the script, the file with the exercises before any other."""
    two = entries(topic, tmp_path, "R28 two of one student")
    assert (two["ada"].found, two["ben"].note) == ("ada.ipynb", "")
    assert two["ada"].note == "graded ada.ipynb; also handed in: ada.py"
    one = entries(topic, tmp_path, "R28 Canvas, notes beside the answer")["noetheremmy_4712"]
    assert one.note == "graded solution.py; also handed in: notes.py"


def test_a_class_of_300_with_each_odd_kind_among_them(topic, tmp_path):
    """Nobody is lost, and nobody's file stops another's."""
    odd = CLASSES["R05 Moodle, what there is"] | CLASSES["R04 Moodle, two of one name"]
    names = [f"Student {n}_{n}{MOODLE}/{TOPIC}.py" for n in range(1000, 1300 - len(odd))]
    path = zipped(tmp_path / "class.zip", [*names, *odd])
    found = collect(topic, [path], tmp_path / "out")
    assert len({one.student for one in found}) == len(found) == 300
    assert sum(one.file is None for one in found) == 2
