"""`kata doctor`: what it says of the Python that it runs in."""

import sys
import sysconfig

import pytest

from tensorkata.commands import doctor


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
