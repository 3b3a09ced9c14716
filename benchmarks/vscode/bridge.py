"""A real ipykernel over lines of JSON: code comes in, the kernel's messages go out.

A line on stdin is the source of a cell; on stdout come its messages, `{"type", "content"}` each,
and `{"type": "idle"}` after the last. Ends, with its kernel, where stdin does.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from jupyter_client.manager import start_new_kernel


def say(kind: str, content: Any) -> None:
    """Write one message."""
    print(json.dumps({"type": kind, "content": content}, default=str), flush=True)


def main() -> None:
    """Run every cell that comes in."""
    manager, client = start_new_kernel(kernel_name="python3")
    try:
        for line in sys.stdin:
            client.execute_interactive(
                json.loads(line),
                allow_stdin=False,
                output_hook=lambda message: say(message["msg_type"], message["content"]),
            )
            say("idle", {})
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


if __name__ == "__main__":
    main()
