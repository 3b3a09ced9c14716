"""The example in a docstring, run: what it shows must be what the solution gives.

It runs in a process of its own, since the course's solution imports TensorFlow.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SECONDS = 120  # with TensorFlow's own start


def broken_examples(solution: Path, name: str) -> list[str]:
    """Return what the examples of an exercise's docstring give that they do not show."""
    command = [sys.executable, "-c", RUN, str(solution), name]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return [f"the docstring's example is still running after {SECONDS} s"]
    if done.returncode:
        return [f"the docstring's example cannot be run: {done.stderr.strip().splitlines()[-1]}"]
    return done.stdout.splitlines()


RUN = """
import doctest, functools, runpy, sys

say = functools.partial(print, file=sys.stdout)  # not what doctest puts there meanwhile
names = runpy.run_path(sys.argv[1])
flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


class Told(doctest.DocTestRunner):
    def report_failure(self, out, test, example, got):
        want, got = (" ".join(text.split()) for text in (example.want, got))
        say(f"the docstring's example shows {want}; the solution gives {got}")

    def report_unexpected_exception(self, out, test, example, exc_info):
        say(f"the docstring's example raises {exc_info[0].__name__}: {exc_info[1]}")


finder = doctest.DocTestFinder(recurse=False)
for test in finder.find(names[sys.argv[2]], sys.argv[2], module=False, globs=names):
    Told(optionflags=flags).run(test, out=lambda text: None)
"""
