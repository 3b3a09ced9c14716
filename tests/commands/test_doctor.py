"""`kata doctor`: what it says of the Python that it runs in."""

import sys
import sysconfig

import pytest

from tensorkata.commands import doctor
from tensorkata.student import tensorflow_patches


@pytest.mark.parametrize(
    ("prefix", "arguments", "slow"),
    [
        ("/home/me/.pyenv/versions/3.12.1", "'--prefix=/home/me' '--enable-shared'", True),
        ("/usr/local", "'--enable-optimizations' '--with-lto'", False),
        ("/usr", "'--enable-shared'", False),
        ("/opt/python", None, True),
    ],
)
def test_a_python_built_without_optimizations_is_told(monkeypatch, prefix, arguments, slow):
    """A distribution optimizes its own; elsewhere the build's arguments say it."""
    monkeypatch.setattr(sys, "base_prefix", prefix)
    monkeypatch.setattr(sysconfig, "get_config_var", lambda _: arguments)
    assert ("without optimizations" in doctor._pace()) == slow


def test_the_state_of_the_patches_is_told(monkeypatch):
    """One line says that TensorFlow is patched for grading, or why it is not."""
    monkeypatch.delenv("KATA_STOCK", raising=False)
    assert f"{len(tensorflow_patches.PATCHES)} patches" in doctor.patches()
    monkeypatch.setenv("KATA_STOCK", "1")
    assert "not patched (KATA_STOCK=1)" in doctor.patches()
    monkeypatch.delenv("KATA_STOCK")
    monkeypatch.setattr(tensorflow_patches, "TESTED", {"keras": ("2.0", "2.4")})
    assert "was not tested with them (2.0 to 2.4 were)" in doctor.patches()


def test_what_submissions_may_import_is_listed():
    """Those for work with data by name and version, and how to add one; no list of everything."""
    told = doctor.importable({"matplotlib": "3.11", "pandas": "3.0", "ruff": "0.14"})
    assert "matplotlib 3.11, pandas 3.0\n" in told
    assert "pip install pandas, then kata grade ... --packages pandas" in told
    assert "ruff" not in told
