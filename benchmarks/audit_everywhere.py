"""The corpus of attacks behind every choice of walls and as every kind of user: `kata audit`.

    python benchmarks/audit_everywhere.py [TOPIC...]

Each bubblewrap of the machine with nesting allowed and forbidden, then the inner wall alone; where
root asks, all of it again as `nobody`, who must be able to read the interpreter and this folder.
Exit 1 where anything scored or did harm.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from tensorkata.sandbox.walls import bubblewrap

ROOT = Path(__file__).parents[1]
NOBODY = ("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--")
AUDIT = """
import sys
from tensorkata.cli import main
from tensorkata.sandbox.walls import bubblewrap
isolation, binary, closed = sys.argv[1:4]
bubblewrap.candidates = lambda: [bubblewrap.OuterWall(binary, closed == "closed")]
sys.argv = ["kata", "audit", *sys.argv[4:], "--isolation", isolation]
main()
"""


def main() -> None:
    """Run every audit and print what each found."""
    walls = [
        ("bubblewrap", one.binary, "closed" if one.closed else "open")
        for one in bubblewrap.candidates()
    ]
    users = {"this user": (), "nobody": NOBODY} if os.geteuid() == 0 else {"this user": ()}
    worst = 0
    for user, become in users.items():
        for isolation, binary, nesting in [*walls, ("landlock", "", "")]:
            begun = time.monotonic()
            command = [*become, sys.executable, "-B", "-c", AUDIT, isolation, binary, nesting]
            done = subprocess.run(
                [*command, *sys.argv[1:]], cwd=ROOT, capture_output=True, text=True, check=False
            )
            print(f"{user}, {isolation} {binary} {nesting}: exit {done.returncode},", end=" ")
            print(f"{time.monotonic() - begun:.0f} s", flush=True)
            print(done.stdout.strip(), done.stderr.strip()[-2000:], sep="\n", flush=True)
            worst = max(worst, done.returncode)
    sys.exit(worst)


if __name__ == "__main__":
    main()
