"""What `kata check` takes for a file of the student's own, and what for one from elsewhere."""

from __future__ import annotations

from tensorkata.commands.check import _file_elsewhere


def test_a_file_of_exercises_is_the_student_s_own_work(work, tmp_path, monkeypatch):
    """Its points count; a copy elsewhere is checked as it is, and the progress is left alone."""
    copy = tmp_path / "05_custom_layers.py"
    copy.write_text("")
    monkeypatch.chdir(work.root)
    for own in (
        "exercises/05_custom_layers.py",
        "05_custom_layers.py",
        "05_custom_layers",
        "Linear",
    ):
        assert _file_elsewhere(work, own) == ""
    assert _file_elsewhere(work, f"{copy}::Linear") == str(copy)
    assert _file_elsewhere(work, "../05_custom_layers.py") == "../05_custom_layers.py"
    monkeypatch.chdir(work.exercises)
    assert _file_elsewhere(work, "05_custom_layers.py") == ""
