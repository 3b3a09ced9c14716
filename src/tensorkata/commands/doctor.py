"""`kata doctor`: try what this machine can do, and say what to install."""

from __future__ import annotations

import contextlib
import importlib.metadata
import platform
import shlex
import sys
import sysconfig
from collections.abc import Iterable, Mapping

from packaging.requirements import Requirement

from tensorkata.course import find_course
from tensorkata.errors import KataError
from tensorkata.reporting.terminal import make_console
from tensorkata.sandbox import isolation, packages
from tensorkata.student import tensorflow_patches

STUDENT = ("tensorflow", "keras", "numpy", "pytest", "watchfiles")
INSTRUCTOR = ("nbgrader", "jupytext", "pyseccomp")
DATA = (
    *("matplotlib", "scikit-learn", "scipy", "pandas", "seaborn", "plotly", "pillow", "h5py"),
    *("opencv-python-headless", "opencv-python", "scikit-image", "tensorflow-datasets"),
    *("tensorflow-probability", "keras-tuner", "keras-hub", "transformers", "torch", "tqdm"),
)


def show_doctor(*, instructor: bool = False) -> int:
    """Show a line for each thing the kit uses; return 3 if something is missing, else 0.

    A student needs neither the walls nor nbgrader. In a folder with hidden checks, or if asked, it
    is about grading others.
    """
    console = make_console()
    instructor = instructor or _is_an_instructor_s()
    system = f"{platform.system()} {platform.release()}"
    pace = _pace() if instructor else ""
    console.print(f"✓ Python {platform.python_version()} on {system}{pace}")
    if not instructor:
        fine = _packages(STUDENT)
        console.print(STUDENT_ONLY if fine else MORE, markup=False)
        return 0 if fine else 3
    fine = _packages((*STUDENT, *INSTRUCTOR))
    console.print(patches(), markup=False)
    console.print(importable(packages.installed()), markup=False)
    walls = isolation.tried_walls()
    for wall in walls:
        console.print(f"{'✓' if wall.ok else '✗'} {wall.what}: {wall.detail}", markup=False)
        if not wall.ok and wall.cure:
            console.print(f"    {wall.cure}", markup=False)
    return 0 if fine and walls[-1].ok else 3


def _is_an_instructor_s() -> bool:
    """Tell whether the course here has hidden checks: students get none."""
    try:
        return any(find_course().checkers.glob("*/hidden"))
    except KataError:
        return False


def patches() -> str:
    """Say whether the sandbox patches TensorFlow here, and why not if it does not."""
    if why := tensorflow_patches.why_not():
        return UNPATCHED.format(why=why)
    return PATCHED.format(count=len(tensorflow_patches.PATCHES))


def importable(found: Mapping[str, str]) -> str:
    """Say which packages for work with data a submission may import, and how to add one."""
    shown = [f"{name} {found[name]}" for name in DATA if name in found]
    return IMPORTABLE.format(shown=", ".join(shown))


def _pace() -> str:
    """Say so if this Python is slow: built from source without optimizations, as pyenv does."""
    quick = "--enable-optimizations" in str(sysconfig.get_config_var("CONFIG_ARGS"))
    return "" if quick or sys.base_prefix == "/usr" else UNOPTIMIZED


def _packages(names: Iterable[str]) -> bool:
    """Show the packages; return whether those that everyone needs are there."""
    console = make_console()
    fine = True
    for name in names:
        try:
            version = importlib.metadata.version(name)
            wanted = _range(name)
            if wanted is None or wanted.specifier.contains(version, prereleases=True):
                console.print(f"✓ {name} {version}", markup=False)
            else:
                told = OUTSIDE.format(name=name, version=version, range=wanted.specifier)
                console.print(told, markup=False)
        except importlib.metadata.PackageNotFoundError:
            extra = "" if name in STUDENT else "[instructor]"
            command = shlex.join([sys.executable, "-m", "pip", "install", f"tensorkata{extra}"])
            console.print(f"✗ {name}: type `{command}`", markup=False)
            fine = fine and name not in STUDENT
    return fine


def _range(name: str) -> Requirement | None:
    """Return what the kit wants of a package here, as its own installation says."""
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        for text in importlib.metadata.requires("tensorkata") or ():
            wanted = Requirement(text)
            if wanted.name == name and (not wanted.marker or wanted.marker.evaluate({"extra": ""})):
                return wanted
    return None


OUTSIDE = (
    "- {name} {version}: the kit was tested with {range}; what is checked may differ\n"
    "    pip install tensorkata puts one of these in its place; then restart a notebook's kernel"
)
MORE = "to grade others takes more: kata doctor --instructor"
STUDENT_ONLY = f"you have what a student needs\n{MORE}"
UNOPTIMIZED = """
    it was built without optimizations: grading is about 25 % faster with the system's Python"""
IMPORTABLE = (
    "✓ submissions may import all that is installed here: {shown}\n"
    "    to add one: pip install pandas, then kata grade ... --packages pandas"
)
PATCHED = (
    "✓ speed of grading: {count} patches of TensorFlow are on; none changes a result"
    " (to turn them off: KATA_STOCK=1)"
)
UNPATCHED = "- speed of grading: TensorFlow is not patched ({why}); grading takes longer"
