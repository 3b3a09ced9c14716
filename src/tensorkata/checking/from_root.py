"""A plugin of pytest for the kit's own runs: the paths of the call stand below the course's root.

pytest reads a bracket in a path as a parameter; below the root there is none. The process's own
folder, in which a student's code may look for its files, stays as it is.
"""

from __future__ import annotations

import dataclasses

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Read the paths of the call from the root on."""
    params = dataclasses.replace(config.invocation_params, dir=config.rootpath)
    config.invocation_params = params
