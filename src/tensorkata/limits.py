"""The limits of one submission and the levels of isolation. Plain numbers and words."""

from __future__ import annotations

from typing import Literal

import msgspec

Level = Literal["bubblewrap", "landlock", "none"]
Choice = Literal["auto", "bubblewrap", "landlock", "none"]

OBSERVATION_BYTES = 4 * 2**20  # of one observation, encoded
SLACK_BYTES = 64 * 2**10  # of a message, beside the observation in it


class Limits(msgspec.Struct, frozen=True):
    """The most that one submission may use; a breach is a named outcome on one check."""

    wall: float = 10.0
    total: float = 120.0
    cpu: int = 90
    memory_mb: int = 2048
    file_mb: int = 64
    folder_mb: int = 256
    entries: int = 2_000
    open_files: int = 256
    threads: int = 256
    message_bytes: int = OBSERVATION_BYTES + SLACK_BYTES
