"""`kata doctor`: try what this machine can do, and say what to install."""

from __future__ import annotations

import importlib.metadata
import platform
import sys
import sysconfig
from collections.abc import Mapping

from tensorkata.reporting.terminal import make_console
from tensorkata.sandbox import isolation, packages
from tensorkata.student import tensorflow_patches

NEEDED = ("tensorflow", "keras", "numpy", "pytest")
INSTRUCTOR = ("nbgrader", "jupytext", "pyseccomp")
DATA = (
    *("matplotlib", "scikit-learn", "scipy", "pandas", "seaborn", "plotly", "pillow", "h5py"),
    *("opencv-python-headless", "opencv-python", "scikit-image", "tensorflow-datasets"),
    *("tensorflow-probability", "keras-tuner", "keras-hub", "transformers", "torch", "tqdm"),
)


def show_doctor() -> int:
    """Show a line for each thing the kit uses; return 0 if grading is safe here, else 3."""
    console = make_console()
    console.print(
        f"✓ Python {platform.python_version()} on {platform.system()} {platform.release()}{_pace()}"
    )
    fine = _packages()
    console.print(patches(), markup=False)
    console.print(importable(packages.installed()), markup=False)
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


def importable(found: Mapping[str, str]) -> str:
    """Say which packages for work with data a submission may import, and how to add one."""
    shown = [f"{name} {found[name]}" for name in DATA if name in found]
    return IMPORTABLE.format(shown=", ".join(shown))


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
IMPORTABLE = (
    "✓ submissions may import all that is installed here: {shown}\n"
    "    to add one: pip install pandas, then kata grade ... --packages pandas"
)
PATCHED = (
    "✓ speed of grading: {count} patches of TensorFlow are on; none changes a result"
    " (to turn them off: KATA_STOCK=1)"
)
UNPATCHED = "- speed of grading: TensorFlow is not patched ({why}); grading takes longer"
