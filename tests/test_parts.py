"""What happens to a test that needs a part which this machine lacks."""

from __future__ import annotations

import types
from pathlib import Path

import pytest

from . import parts


@pytest.fixture
def without_tmux(monkeypatch):
    """Return a test that needs a terminal, on a machine that has none."""
    monkeypatch.setattr(parts, "there", lambda part: part != "tmux")
    return types.SimpleNamespace(get_closest_marker=lambda name: name == "tmux")


def test_a_test_without_its_part_is_left_out(without_tmux, monkeypatch):
    """It is skipped, and the reason names the part and what to type."""
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="it needs tmux; type: make system"):
        parts.pytest_runtest_setup(without_tmux)


def test_a_missing_part_is_an_error_in_ci(without_tmux, monkeypatch):
    """Where every part is to be there, nothing is left out."""
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="it needs tmux; type: make system"):
        parts.pytest_runtest_setup(without_tmux)


def test_the_last_line_names_what_was_left_out():
    """One line counts the tests of each part, and says what to type."""
    reports = [
        types.SimpleNamespace(longrepr=f"Skipped: it needs {part}; type: make system")
        for part in ("tmux", "chromium", "tmux")
    ]
    lines = []
    reporter = types.SimpleNamespace(
        getreports=lambda _: reports, write_line=lambda line, **_: lines.append(line)
    )
    parts.pytest_terminal_summary(reporter)
    assert lines == ["left out: 2 tests (tmux), 1 tests (chromium): type `make system`"]


def test_tests_are_left_out_in_one_place_alone():
    """No test skips by itself."""
    for path in Path(__file__).parent.rglob("test_*.py"):
        if path.name != Path(__file__).name:
            text = path.read_text(encoding="utf-8")
            assert not [word for word in ("pytest.skip(", "importorskip") if word in text], path
