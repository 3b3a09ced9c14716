"""The course in a real VS Code: a notebook's report, a workspace of scripts, and no trust.

    python benchmarks/vscode.py CODE_SERVER [--shots DIR]

CODE_SERVER is the folder of the npm package `code-server`, installed with its native modules; the
`node` that it wants and a Chromium are on PATH. Everything is done as a student does it, by mouse
and keys, in the light and in the dark theme. Prints a line for each claim and exits with 1 where
one does not hold; pictures of what was seen are written to DIR.

What it does not show: Microsoft's extensions for Python and Jupyter. benchmarks/vscode/ stands in
for the latter, a kernel that hands on every output as that one does. What opens the notebook and
draws its outputs is VS Code's own.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from editor import PATIENCE, Editor, inside, measured, served
from playwright.sync_api import expect, sync_playwright

from tensorkata.commands import workspace
from tensorkata.course import Course

HERE = Path(__file__).parent
KATA = [sys.executable, "-c", "from tensorkata.cli import main; main()"]
TOPIC, NAME, SLIP = "05_custom_layers", "Linear", ("+ self.bias", "")
REPORTED = (
    "0 / 1",
    "the bias is missing",
    f"kata hint {TOPIC}::{NAME}",
    "the output is inputs @ kernel",
)
USUAL, TALL = {"width": 1280, "height": 1000}, {"width": 1280, "height": 5400}
OURS = {".vscode", "checkers", "course", "exercises", ".gitignore", "pytest.ini", "README.md"}


def look_at_notebook(editor: Editor, folder: Path) -> None:
    """Run a notebook with a wrong and a right answer, read the reports, and save it."""
    editor.show(folder, trusted=True)
    page = editor.page
    page.set_viewport_size(TALL)
    editor.file(f"{TOPIC}.ipynb")
    page.get_by_role("button", name="Run All").click()
    shown = inside(page)
    wrong = shown.locator("section", has_text=f"{NAME}: 1 of 5 points")
    right = shown.locator("section", has_text=f"{NAME}: 5 of 5 points")
    expect(right).to_be_visible()
    for words in REPORTED:
        editor.claim(
            f"the report of a wrong answer says {words!r}",
            holds=words in wrong.inner_text(),
            seen=wrong.inner_text(),
        )
    drawn = wrong.locator("details[open] svg")
    editor.claim("and draws three maps", holds=drawn.count() == 3, seen=drawn.count())
    rest = right.get_by_text("why").count() + right.locator("code").count()
    editor.claim("that of a right one tells no failure and no hint", holds=not rest, seen=rest)
    for name, report in (("wrong", wrong), ("right", right)):
        others = shown.locator(".output_container", has=report).locator(".output")
        editor.claim(
            f"{name}: the report is the cell's one output, nothing is on stderr",
            holds=others.count() == 1,
            seen=others.all_inner_texts(),
        )
    for theme in editor.themes():
        for name, report in (("wrong", wrong), ("right", right)):
            report.scroll_into_view_if_needed()
            report.screenshot(path=editor.shots / f"{name}-{theme}.png")
            editor.readable(f"{name}, {theme}", report)
            bars = measured("bars", report)
            editor.claim(f"{name}, {theme}: no scroll bar", holds=not bars, seen=bars)
    editor.settled("notebook")
    page.keyboard.press("Control+S")
    expect(page.get_by_role("tab", name=TOPIC).and_(page.locator(".dirty"))).to_have_count(0)
    wrong.locator("summary").last.click()
    opened = wrong.locator("details[open]").count()
    editor.claim("a click opens another message", holds=opened == 2, seen=opened)
    page.set_viewport_size(USUAL)


def look_without_trust(editor: Editor, folder: Path) -> None:
    """Open a notebook that was run elsewhere in a folder that is not trusted."""
    editor.show(folder, trusted=False)
    page = editor.page
    page.set_viewport_size(TALL)
    editor.file(f"{TOPIC}.ipynb")
    shown = inside(page)
    expect(shown.get_by_role("heading", name="Custom layers")).to_be_visible()
    cells = page.get_by_role("listitem", name="code cell")
    expect(cells).to_have_count(5)
    expect(shown.locator(".output_container").nth(1)).to_be_attached()  # both checks had outputs
    told = shown.locator("section").count()
    editor.claim("without trust no report is shown", holds=not told, seen=told)
    kernel = page.get_by_role("button", name="Select Kernel").first
    editor.claim("and nothing can run", holds=kernel.is_visible(), seen="a kernel is chosen")
    editor.shot("untrusted")
    page.set_viewport_size(USUAL)


def look_at_scripts(editor: Editor, folder: Path) -> None:
    """Open the settings and a stub, and type the student's commands in the terminal."""
    editor.show(folder, trusted=True)
    page = editor.page
    for name in ("extensions.json", "settings.json"):
        editor.file(name)
        editor.shot(name)
        if name == "settings.json":
            expect(page.locator(".squiggly-unnecessary")).not_to_have_count(0)
        marks = measured("marked", page.locator(".part.editor"))
        odd = [line for look, line in marks if "unnecessary" not in look or "python." not in line]
        editor.claim(f"{name}: nothing is marked but settings of Python's", holds=not odd, seen=odd)
    editor.file(f"{TOPIC}.py")
    expect(page.locator("[id='status.editor.mode']")).to_have_text("Python")
    expect(page.get_by_text("# %% [markdown]").first).to_be_visible()
    editor.shot("stub")
    editor.command("Terminal: Create New Terminal")
    rows = page.locator(".xterm-rows")
    page.wait_for_timeout(4000)
    page.keyboard.type(f". {sys.prefix}/bin/activate; clear; kata\n")
    expect(rows).to_contain_text("next:")
    lines = rows.locator("> div").all_inner_texts()
    whole = [line for line in lines if "10_gradient_tape" in line and "points" in line]
    editor.claim("the board's lines are whole", holds=len(whole) == 1, seen=lines)
    for theme in editor.themes():
        editor.shot(f"board-{theme}")
        editor.readable(f"board, {theme}", rows)
    page.locator(".xterm").click()
    page.keyboard.type(f"clear; kata check {NAME} --seed 1\n")
    expect(rows).to_contain_text("seed 1 (")
    for theme in editor.themes():
        editor.shot(f"check-{theme}")
        editor.readable(f"kata check, {theme}", rows)
    page.locator(".xterm").click()
    told = json.loads((folder / ".vscode/settings.json").read_text())
    folders = " ".join(told["python.testing.pytestArgs"])
    page.keyboard.type(f'clear; python -m pytest --rootdir="$PWD" --collect-only -q {folders}\n')
    expect(rows).to_contain_text("tests collected in")
    editor.shot("pytest")
    editor.command("Refresh Explorer")
    page.wait_for_timeout(2000)
    rows = page.locator(".explorer-folders-view .monaco-list-row[aria-level='1']").all_inner_texts()
    seen = {row.strip() for row in rows}
    editor.claim("the explorer shows the course and no cache", holds=seen == OURS, seen=seen ^ OURS)
    editor.settled("scripts")


def main() -> int:
    """Make two workspaces, look at them, and say how it went."""
    words = argparse.ArgumentParser(description="Look at the course in a real VS Code.")
    words.add_argument("code_server", type=Path)
    words.add_argument("--shots", type=Path)
    asked = words.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        shots = asked.shots or home / "shots"
        shots.mkdir(parents=True, exist_ok=True)
        notebooks, scripts = made(home / "notebooks", "--notebooks"), made(home / "scripts")
        with served(asked.code_server, home) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page(viewport={"width": 1280, "height": 1000})
            page.set_default_timeout(PATIENCE)
            editor = Editor(page, address, shots)
            try:
                look_at_scripts(editor, scripts)
                look_at_notebook(editor, notebooks)
                shutil.copytree(notebooks, home / "elsewhere")
                look_without_trust(editor, home / "elsewhere")
            except BaseException:
                editor.shot("failed")
                raise
            browser.close()
    return 1 if editor.wrong else 0


def made(folder: Path, *options: str) -> Path:
    """Make a workspace by the command that a student types."""
    subprocess.run(
        [*KATA, "init", *options, folder], check=True, cwd=HERE.parent, stdout=subprocess.DEVNULL
    )
    answer(folder)
    return folder


def answer(folder: Path) -> None:
    """Write a wrong answer into the script, or a wrong and a right one into the notebook."""
    course = Course(HERE.parent)
    right = workspace.solution(course, f"{TOPIC}::{NAME}", give_up=True)
    wrong = right.replace(*SLIP)
    script = folder / "exercises" / f"{TOPIC}.py"
    if script.exists():
        exercise = course.topic(TOPIC).find(NAME)
        script.write_text(workspace.with_stub(script.read_text(), f"# %%\n{wrong}\n", exercise))
        return
    path = script.with_suffix(".ipynb")
    notebook = json.loads(path.read_text())
    cells = notebook["cells"]
    end = next(n for n, cell in enumerate(cells) if f'check("{NAME}")' in "".join(cell["source"]))
    written, graded = cells[end - 1], cells[end]
    cells[end - 1 :] = [
        {**cell, "id": f"{cell['id']}-{number}", "source": text or cell["source"]}
        for number, text in enumerate((wrong, right))
        for cell, text in ((written, text), (graded, ""))
    ]
    path.write_text(json.dumps(notebook))


if __name__ == "__main__":
    sys.exit(main())
