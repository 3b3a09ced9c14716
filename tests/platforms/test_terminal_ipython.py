"""`check` in plain IPython, a terminal's."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TYPED = """
from tensorkata import check
from tensorkata.platforms.jupyter import Graded
from tensorkata.results import CheckResult, ExerciseResult
failed = CheckResult("test_bias", 0, 2, False, "failed", "32 of 32 differ", claim="the bias is in")
graded = Graded("05_custom_layers", ExerciseResult.of("Linear", [failed]), 7)
graded
print("text:", repr(graded))
check("Linaer")
"""


def test_a_terminal_shows_the_report_and_an_error_its_line(tmp_path):
    """The report stands there as text, while repr is the points; a typing error has one line."""
    done = subprocess.run(
        [sys.executable, "-m", "IPython", "--simple-prompt", "--colors=NoColor", "--quick"],
        cwd=ROOT,
        input=TYPED,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "IPYTHONDIR": str(tmp_path)},
    )
    assert "  ✗ the bias is in " in done.stdout
    assert "0 / 2 points\n      32 of 32 differ\n0 of 2 points\nseed 7 (--seed" in done.stdout
    assert "text: 0.0" in done.stdout
    assert "no topic or exercise is called 'Linaer'; did you mean Linear?" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
