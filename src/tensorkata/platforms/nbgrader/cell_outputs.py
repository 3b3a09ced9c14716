"""The outputs of a cell, as they came over the wire, on nbgrader's pages: texts and pictures."""

from __future__ import annotations

import base64
import binascii
import contextlib
from typing import Any

import nbformat

MOST, LINE = 200_000, 5_000  # characters of an output, and of one line of it


def outputs_of(shown: Any, count: int) -> list[Any]:
    """Return a cell's outputs from what came over the wire: only texts and pictures.

    Long texts are cut here, before anything renders them: nbgrader's LimitOutput counts lines only.
    """
    found = []
    for one in shown if isinstance(shown, list) else []:
        match one:
            case {"output_type": "stream", "name": "stdout" | "stderr" as name, "text": str(text)}:
                found.append(output("stream", name=name, text=cut(text)))
            case {"output_type": "error", "ename": str(name), "evalue": str(text)}:
                rows = cut("\n".join(map(str, one.get("traceback") or [text]))).split("\n")
                found.append(output("error", ename=name[:LINE], evalue=cut(text), traceback=rows))
            case {"output_type": "display_data" | "execute_result" as kind, "data": dict(data)}:
                kept = {"text/plain": cut(str(data.get("text/plain", "")))}
                if _is_png(picture := data.get("image/png")):
                    kept["image/png"] = str(picture)
                extra = {"execution_count": count} if kind == "execute_result" else {}
                found.append(output(kind, data=kept, **extra))
    return found


def output(kind: str, **fields: Any) -> Any:
    """Return an output; nbformat's own function would spend milliseconds on validating each."""
    more: dict[str, Any] = {"metadata": {}} if "data" in fields else {}
    return nbformat.from_dict({"output_type": kind, **more, **fields})


def cut(text: str) -> str:
    """Return a text as a page can hold it: no line and no whole of any length."""
    if len(text) > MOST:
        text = f"{text[:MOST]}\n... cut: {len(text):,} characters"
    return "\n".join(
        row if len(row) <= LINE else f"{row[:LINE]} ... cut: {len(row):,} characters"
        for row in text.split("\n")
    )


def _is_png(text: Any) -> bool:
    with contextlib.suppress(TypeError, ValueError, binascii.Error):
        return base64.b64decode(text, validate=True).startswith(b"\x89PNG")
    return False
