"""The parts of the machine that a submission may see: Python and its packages, never the course.

Plain paths and a plain environment; both walls are built from them. Imports nothing heavy, because
the self-test of the walls starts from here.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import sysconfig
from pathlib import Path

from tensorkata.student.tensorflow_patches import STOCK

PACKAGE = Path(__file__).resolve().parents[1]
NEEDED = ("tensorflow", "keras", "numpy", "matplotlib", "msgspec", "ml_dtypes", "pyseccomp")
SYSTEM = (
    *("/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/bin", "/usr/sbin"),
    *("/lib", "/lib32", "/lib64", "/bin", "/sbin"),
    *("/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives", "/usr/share/zoneinfo"),
)
PROCESS = ("/proc/self/cmdline", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat")
DEVICES = ("/dev/null", "/dev/urandom", "/dev/random")  # a mapping of /dev/zero is memory
WRITABLE = ("/dev/null",)
COURSE = ("checkers", "solutions", "exercises", "course", "tests")
SOLUTIONS = "tensorkata_solutions"  # what the distribution of that name installs


def readable() -> tuple[str, ...]:
    """Return the paths that TensorFlow and the kit are read from, with the targets of links."""
    found = [Path(path) for path in SYSTEM]
    for prefix in (sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix):
        found += [Path(prefix, name) for name in ("lib", "lib32", "lib64", "bin", "pyvenv.cfg")]
    found += [Path(path) for path in import_roots() if Path(path) != PACKAGE.parent]
    found.append(PACKAGE)
    both = [path for place in found if place.exists() for path in (place, place.resolve())]
    return tuple(dict.fromkeys(str(path) for path in both))


def hidden() -> tuple[str, ...]:
    """Return the course's folders that are inside a readable path: those of an installed course.

    The solutions may be installed as well. An editable install, too, may leave a course among the
    packages of the interpreter.
    """
    roots = {
        *import_roots(),
        *sys.path,
        sysconfig.get_path("purelib"),
        sysconfig.get_path("platlib"),
    }
    folders = {Path(root, PACKAGE.name, "_course").resolve() for root in roots}
    folders |= {Path(root, SOLUTIONS).resolve() for root in roots}
    folders |= {PACKAGE.parents[1] / name for name in COURSE}
    seen = [Path(path) for path in readable()]
    inside = [f for f in folders if f.is_dir() and any(f.is_relative_to(path) for path in seen)]
    return tuple(sorted(str(folder) for folder in inside))


def without_hidden() -> tuple[str, ...]:
    """Return the readable paths; one around a hidden folder is replaced by its other contents."""
    out, secret = [], {Path(folder) for folder in hidden()}
    pending = [Path(path) for path in readable()]
    while pending:
        path = pending.pop()
        if path.resolve() in secret:
            continue
        if any(folder.is_relative_to(path.resolve()) for folder in secret):
            pending.extend(path.iterdir())
        else:
            out.append(str(path))
    return tuple(out)


def import_roots() -> tuple[str, ...]:
    """Return the folders that the needed packages and the kit are imported from."""
    roots = [str(PACKAGE.parent)]
    for name in NEEDED:
        spec = importlib.util.find_spec(name)
        if spec and spec.origin:
            origin = Path(spec.origin)
            roots.append(str(origin.parents[1 if origin.name == "__init__.py" else 0]))
    return tuple(dict.fromkeys(roots))


def environment(home: str) -> dict[str, str]:
    """Return the whole environment of a sandbox; at most one switch comes from the judge's."""
    stock = {STOCK: os.environ[STOCK]} if STOCK in os.environ else {}
    return {**FIXED, **stock, "HOME": home, "TMPDIR": home}


def python(entry: str) -> list[str]:
    """Return the command that calls `module:function` of the kit in a bare interpreter."""
    module, function = entry.split(":")
    roots = list(import_roots())
    lines = [
        f"import sys; sys.path[:0] = [root for root in {roots!r} if root not in sys.path]",
        f"from {module} import {function}; {function}()",
    ]
    return [sys.executable, "-s", "-P", "-B", "-c", "\n".join(lines)]


# The same numbers every time, and one thread each: submissions run in parallel instead.
ALONE = {
    "PYTHONHASHSEED": "0",
    "CUDA_VISIBLE_DEVICES": "-1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
FIXED = {
    "PATH": "/usr/bin:/bin:/usr/sbin:/sbin",
    "LC_ALL": "C.UTF-8",
    "PYTHONDONTWRITEBYTECODE": "1",
    "KERAS_BACKEND": "tensorflow",
    "MPLBACKEND": "Agg",
    **ALONE,
}
