"""A real terminal for tests: one tmux session of 80 columns with a command in it."""

from __future__ import annotations

import secrets
import subprocess
import time

PATIENCE = 60.0


class Terminal:
    """A screen that can be read and keys that can be pressed."""

    def __init__(self, folder, command):
        self.name = f"kata-{secrets.token_hex(4)}"
        self._tmux("new-session", "-d", "-x", "80", "-y", "40", "-c", str(folder), command)

    def _tmux(self, *words):
        command = ["tmux", "-L", self.name, *words]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout

    def shown(self):
        """Return the screen."""
        return self._tmux("capture-pane", "-p")

    def press(self, key):
        """Press a key."""
        self._tmux("send-keys", key)

    def wait(self, *words, gone=()):
        """Wait until every word stands on the screen and return the screen."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            shown = self.shown()
            if all(word in shown for word in words) and not any(word in shown for word in gone):
                return shown
            time.sleep(0.05)  # a screen has no event to wait for
        raise AssertionError(f"{words} did not come:\n{self.shown()}")

    def wait_for(self, path):
        """Wait until the command has made a file."""
        end = time.monotonic() + 2 * PATIENCE
        while not path.exists():
            assert time.monotonic() < end, self.shown()
            time.sleep(0.05)

    def close(self):
        """End the session."""
        self._tmux("kill-server")
