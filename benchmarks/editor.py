"""A real VS Code in a browser, as benchmarks/vscode.py drives it: opened, typed into, measured.

Knows nothing of the course.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import FrameLocator, Locator, Page, expect

EXTENSION = Path(__file__).parent / "vscode"
MEASURES = (EXTENSION / "measures.js").read_text().strip()
PATIENCE = 120_000  # milliseconds: TensorFlow starts behind some of it
READABLE = 4.5  # the contrast that WCAG 2 asks for in a text
expect.set_options(timeout=PATIENCE)


class Editor:
    """A page of VS Code over a folder, and what was claimed of it."""

    def __init__(self, page: Page, address: str, shots: Path) -> None:
        self.page, self.wrong = page, 0
        self.address, self.shots = address, shots

    def claim(self, text: str, *, holds: bool, seen: object = "") -> None:
        """Print whether a claim holds, and what was seen where it does not."""
        self.wrong += not holds
        print(f"✓ {text}" if holds else f"✗ {text}: {seen}", flush=True)

    def show(self, folder: Path, *, trusted: bool) -> None:
        """Open a folder, and trust it by the button where it is to be trusted."""
        self.page.goto(f"{self.address}/?folder={folder}")
        expect(self.page.get_by_role("treeitem", name="README.md")).to_be_visible()
        if trusted:
            self.page.locator(".part.banner").get_by_text("Manage").click()
            self.page.get_by_role("button", name="Trust", exact=True).click()
            expect(self.page.get_by_role("button", name="Restricted Mode")).to_have_count(0)
            self.command("View: Close All Editors")

    def command(self, name: str) -> None:
        """Run a command of the palette."""
        self._pick("F1", f">{name}", name)

    def file(self, name: str) -> None:
        """Open a file by its name."""
        self._pick("Control+P", name, name)
        expect(self.page.get_by_role("tab", name=name)).to_be_visible()

    def _pick(self, key: str, typed: str, name: str) -> None:
        self.page.keyboard.press(key)
        self.page.locator(".quick-input-box input").fill(typed)
        self.page.locator(".quick-input-list").get_by_role("option", name=name).first.click()

    def themes(self) -> Iterator[str]:
        """Put on each theme in turn, the light one last."""
        for name, shown in (("dark", "vs-dark"), ("light", "vs")):
            self.command("Preferences: Toggle between Light/Dark Themes")
            expect(self.page.locator(f".monaco-workbench.{shown}")).to_be_visible()
            yield name

    def shot(self, name: str) -> None:
        """Keep a picture."""
        self.page.screenshot(path=self.shots / f"{name}.png")

    def settled(self, claim: str) -> None:
        """Claim that nothing was said to be an error."""
        toasts = self.page.locator(".notification-toast", has=self.page.locator(".codicon-error"))
        told = toasts.all_inner_texts()
        self.claim(f"{claim}: no error is notified", holds=not told, seen=told)

    def readable(self, claim: str, text: Locator) -> None:
        """Claim that a text stands out from its ground."""
        low = measured("contrast", text)
        self.claim(f"{claim}: contrast of {READABLE} or more", holds=low[0] >= READABLE, seen=low)


def measured(what: str, it: Locator) -> list[Any]:
    """Return what a function of measures.js says of an element."""
    found: list[Any] = it.evaluate(f"it =>\n{MEASURES}.{what}(it)")
    return found


def inside(page: Page) -> FrameLocator:
    """Return what a notebook shows of its outputs and its Markdown."""
    return page.frame_locator("iframe.webview.ready").frame_locator("#active-frame")


@contextlib.contextmanager
def served(package: Path, home: Path) -> Iterator[str]:
    """Serve VS Code with the kernel on the loopback; yield the address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        at = f"127.0.0.1:{free.getsockname()[1]}"
    settings, extensions = home / "vscode" / "User" / "settings.json", home / "extensions"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps(SETTINGS))
    shutil.copytree(EXTENSION, extensions / "tensorkata.kernel-0.0.1")
    command = [
        "node",
        package / "out/node/entry.js",
        "--auth=none",
        f"--bind-addr={at}",
        "--disable-telemetry",
        "--disable-update-check",
        "--user-data-dir",
        settings.parents[1],
        "--extensions-dir",
        extensions,
    ]
    environment = {**os.environ, "NOTEBOOK_PYTHON": sys.executable}
    with (
        (home / "server.log").open("w+") as log,
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log) as server,
    ):
        try:
            if not any(b"listening on http" in line for line in server.stdout):
                log.seek(0)
                sys.exit(f"{package} does not start with the node on PATH:\n{log.read()}")
            yield f"http://{at}"
        finally:
            server.terminate()


SETTINGS = {
    "chat.disableAIFeatures": True,
    "terminal.integrated.gpuAcceleration": "off",  # so that its text stands in the page
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.colorTheme": "Light 2026",
    "workbench.preferredDarkColorTheme": "Dark 2026",
    "workbench.preferredLightColorTheme": "Light 2026",
    "workbench.startupEditor": "none",
}
