"""`kata doctor`: try what this machine can do, and say what to install."""

from __future__ import annotations

import importlib.metadata
import platform
import sys
import sysconfig

from tensorkata.reporting.terminal import make_console
from tensorkata.sandbox import isolation
from tensorkata.student import tensorflow_patches

NEEDED = ("tensorflow", "keras", "numpy", "pytest")
INSTRUCTOR = ("nbgrader", "jupytext", "pyseccomp")


def show_doctor() -> int:
    """Show a line for each thing the kit uses; return 0 if grading is safe here, else 3."""
    console = make_console()
    console.print(
        f"✓ Python {platform.python_version()} on {platform.system()} {platform.release()}{_pace()}"
    )
    fine = _packages()
    console.print(patches(), markup=False)
    walls = isolation.tried_walls()
    for wall in walls:
        console.print(f"{'✓' if wall.ok else '✗'} {wall.what}: {wall.detail}", markup=False)
        if not wall.ok and wall.cure:
            console.print(f"    {wall.cure}", markup=False)
    return 0 if fine and walls[-1].ok else 3


def patches() -> str:
    """Say whether the sandbox patches TensorFlow here, and why not if it does not."""
    if why := tensorflow_patches.why_not():
        return UNPATCHED.format(why=why)
    return PATCHED.format(count=len(tensorflow_patches.PATCHES))


def _pace() -> str:
    """Say so if this Python is slow: built from source without optimizations, as pyenv does."""
    quick = "--enable-optimizations" in str(sysconfig.get_config_var("CONFIG_ARGS"))
    return "" if quick or sys.base_prefix == "/usr" else UNOPTIMIZED


def _packages() -> bool:
    console = make_console()
    fine = True
    for name in (*NEEDED, *INSTRUCTOR):
        try:
            console.print(f"✓ {name} {importlib.metadata.version(name)}", markup=False)
        except importlib.metadata.PackageNotFoundError:
            extra = "" if name in NEEDED else "[instructor]"
            console.print(
                f"✗ {name}: type `{sys.executable} -m pip install tensorkata{extra}`", markup=False
            )
            fine = fine and name not in NEEDED
    return fine


UNOPTIMIZED = """
    it was built without optimizations: grading is about 25 % faster with the system's Python"""
PATCHED = (
    "✓ speed of grading: {count} patches of TensorFlow are on; none changes a result"
    " (to turn them off: KATA_STOCK=1)"
)
UNPATCHED = "- speed of grading: TensorFlow is not patched ({why}); grading takes longer"
