"""The corners of the supported range: an environment for each, under out/matrix/.

`python .ci/corners.py TENSORFLOW KERAS [PYTHON]`, each `oldest` or `newest`, makes one and prints
its interpreter. An environment that stands is made again only when pyproject.toml has changed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "out" / "matrix"
PYTHONS = ("3.11", "3.12", "3.13")
ENDS = ("oldest", "newest")
CONSTRAINTS = ROOT / "constraints.txt"
RUN = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


class Corner(NamedTuple):
    """A Python, and which end of the range of TensorFlow and of Keras."""

    python: str
    tensorflow: str
    keras: str

    @property
    def name(self) -> str:
        """Return a name for its folder, such as py3.11-oldest-newest."""
        return f"py{self.python}-{self.tensorflow}-{self.keras}"

    @property
    def folder(self) -> Path:
        """Return the folder of its environment and its findings."""
        return FOLDER / self.name

    @property
    def interpreter(self) -> Path:
        """Return the Python of its environment."""
        return self.folder / "venv" / "bin" / "python"


def interpreters() -> dict[str, str]:
    """Return the supported Pythons of this machine by version: the system's, else the PATH's."""
    given = os.environ.get("PYTHONS", "").split()
    found = {}
    for version in PYTHONS:
        name = f"python{version}"
        for path in (*given, f"/usr/bin/{name}", shutil.which(name)):
            if path and version not in found and _is(path, version):
                found[version] = path
    return found


def _is(python: str, version: str) -> bool:
    """Tell whether a command is that Python, and can make an environment."""
    code = "import sys, ensurepip; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return done.stdout.strip() == version


def wanted(corner: Corner) -> list[str]:
    """Return what to pin: the first version of an oldest package; the newest is pip's choice."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    pins = []
    for text in project["dependencies"]:
        requirement = Requirement(text)
        end = getattr(corner, requirement.name, "")
        here = requirement.marker is None or requirement.marker.evaluate(
            {"python_version": corner.python}
        )
        if end == "oldest" and here:
            bounds = {one.operator: one.version for one in requirement.specifier}
            pins.append(f"{requirement.name}=={bounds['>=']}.*")
    return pins


def make(corner: Corner, python: str) -> Path:
    """Make the environment of a corner, unless it stands; return its interpreter.

    Between newest and newest lies what constraints.txt names. Elsewhere pip chooses what fits.
    """
    stamp = corner.folder / "installed"
    state = hashlib.sha256((ROOT / "pyproject.toml").read_bytes())
    pins = wanted(corner)
    if not pins:
        state.update(CONSTRAINTS.read_bytes())
    if stamp.is_file() and stamp.read_text() == state.hexdigest():
        return corner.interpreter
    corner.folder.mkdir(parents=True, exist_ok=True)
    stamp.unlink(missing_ok=True)
    subprocess.run([python, "-m", "venv", "--clear", corner.folder / "venv"], check=True)
    pip = [corner.interpreter, "-m", "pip", "install", "--quiet"]
    constraints = pins or ["--constraint", str(CONSTRAINTS)]
    subprocess.run([*pip, *constraints, "--editable", f"{ROOT}[test]"], env=RUN, check=True)
    stamp.write_text(state.hexdigest())
    return corner.interpreter


if __name__ == "__main__":
    tensorflow, keras, *rest = sys.argv[1:]
    interpreter = rest[0] if rest else sys.executable
    version = next(version for version in PYTHONS if _is(interpreter, version))
    print(make(Corner(version, tensorflow, keras), interpreter))  # noqa: T201 - its answer
