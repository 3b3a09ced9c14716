"""The wire fuzzed: a slice of what benchmarks/fuzz.py does a million times."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

FUZZ = Path(__file__).parents[2] / "benchmarks" / "fuzz.py"


def test_no_frame_crashes_holds_or_misleads_the_reader():
    """Five thousand hostile frames all end in a named outcome, and none of them passes."""
    done = subprocess.run(
        [sys.executable, FUZZ, "5000"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    for outcome in ("failed", "crashed", "held", "timeout", "no answer"):
        assert outcome in done.stdout
