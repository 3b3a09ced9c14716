"""The corpus's harmless attacks through stock `nbgrader autograde` and through the kit: points.

    python benchmarks/forgeries.py [TOPIC]

Each attack is a student's notebook: its code stands before the answer of the first exercise, its
answer in all of them. One course folder is graded by nbgrader's own Execute, another by the kit's
configuration. What is printed is a table for docs/security.md. `unsolved` is the notebook as it is
handed out, `solved` the solution.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tensorkata.commands.audit import CORPUS, armed
from tensorkata.course import Course

ROOT = Path(__file__).parents[1]
STOCK = 'c = get_config()\nc.CourseDirectory.course_id = "tensorkata"\nc.Execute.timeout = 60\n'
PREY = {"secret": "/nowhere", "folder": ".", "pid": 2**22, "port": 9, "socket": "nowhere"}
# They end, patch, read, lie and print within their own process, and come to an end by themselves.
HARMLESS = """
echoes_inputs exit_at_import exit_in_answer exit_through_atexit hooks_ipython keyboard_interrupt
lying_array lying_eq lying_shape nan_everywhere patch_builtins patch_check patch_engine patch_host
patch_imports patch_numpy_testing patch_observation patch_tensorflow predicts_inputs
raises_everything reads_solutions skip_in_answer skip_module sys_exit_at_import walks_frames
xfail_in_answer
"""


def graded(topic: str, config: str, attacks: dict[str, str]) -> tuple[dict[str, str], float]:
    """Let each attack submit and return what the gradebook says of them, and the most there is."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("course", "checkers"):
            shutil.copytree(ROOT / name, Path(folder, name))
        course = Path(folder, "course")
        if config:
            (course / "nbgrader_config.py").write_text(config)
        nbgrader(course, "generate_assignment", topic)
        unsolved = json.loads((course / "release" / topic / f"{topic}.ipynb").read_text())
        for student, code in attacks.items():
            submit(course, topic, student, unsolved, code)
        source = json.loads((course / "source" / topic / f"{topic}.ipynb").read_text())
        submit(course, topic, "solved", source, "")
        nbgrader(course, "autograde", topic)
        nbgrader(course, "export")
        with (course / "grades.csv").open() as file:
            rows = [row for row in csv.DictReader(file) if row["assignment"] == topic]
    return {row["student_id"]: row["score"] for row in rows}, float(rows[0]["max_score"])


def submit(course: Path, topic: str, student: str, notebook: object, code: str) -> None:
    """Write a student's notebook: the attack, and its answers in the cells of the exercises."""
    made = json.loads(json.dumps(notebook))
    done = False
    exercises = {one.stem: one.name for one in Course(ROOT).topic(topic).exercise}
    for one in made["cells"]:
        mark = one["metadata"].get("nbgrader", {})
        if code and mark.get("solution"):
            attack, answer = armed(code, (exercises[mark["grade_id"]],)).split("\n\n# %%\n")
            one["source"] = answer if done else f"{attack}\n\n\n{answer}"
            done = True
    place = course / "submitted" / student / topic / f"{topic}.ipynb"
    place.parent.mkdir(parents=True)
    place.write_text(json.dumps(made))


def nbgrader(course: Path, *words: str) -> None:
    """Run an nbgrader command; that some notebooks fail is what is looked at."""
    command = [sys.executable, "-m", "nbgrader", *words]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # it calls alembic
    environment = {**os.environ, "PATH": path}
    done = subprocess.run(
        command, cwd=course, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode and words[0] != "autograde":
        sys.exit(done.stderr)


def main() -> None:
    """Print the table."""
    topic = sys.argv[1] if len(sys.argv) > 1 else "05_custom_layers"
    attacks = {"unsolved": ""}
    for name in HARMLESS.split():
        text = (ROOT / CORPUS / f"{name}.py").read_text(encoding="utf-8")
        attacks[name] = f"TRACE, PREY = 'trace', {PREY!r}\n{text}"
    (stock, most), (kit, _) = (graded(topic, config, attacks) for config in (STOCK, ""))
    print(f"| attack on {topic} | nbgrader, of {most:g} | the kit |\n| --- | --- | --- |")
    for name in ("solved", *attacks):
        print(f"| `{name}` | {shown(stock.get(name))} | {shown(kit.get(name))} |")
    for name, found in (("nbgrader", stock), ("the kit", kit)):
        forged = [student for student in attacks if float(found.get(student) or 0) > 0]
        print(f"{name}: {len(forged)} of {len(HARMLESS.split())} attacks gain points")


def shown(score: str | None) -> str:
    """Return a score; a submission that was not graded has none."""
    return f"{float(score):g}" if score else "-"


if __name__ == "__main__":
    main()
