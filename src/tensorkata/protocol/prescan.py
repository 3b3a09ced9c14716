"""Scan MessagePack bytes before they are decoded: how many values, and how deep.

A megabyte of empty lists would take a hundred megabytes of memory, and seconds. Only knows
MessagePack's headers: the decoder decides whether a text is valid.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from tensorkata.errors import PrescanError

Kind = Literal["value", "text", "bytes", "list", "map", "extension"]


class Header(NamedTuple):
    """What a first byte announces: a length field after it, or how much follows directly.

    `length` is the size of the length field in bytes; if it is 0, `size` counts bytes, items or
    pairs.
    """

    kind: Kind
    length: int = 0
    size: int = 0
    is_key: bool = False


def _headers() -> dict[int, Header]:
    """Return the header of each first byte: the table "Formats" of MessagePack's specification."""
    return {
        **{first: Header("value", is_key=True) for first in range(0x80)},  # positive fixint
        **{0x80 + n: Header("map", size=n) for n in range(16)},  # fixmap
        **{0x90 + n: Header("list", size=n) for n in range(16)},  # fixarray
        **{0xA0 + n: Header("text", size=n, is_key=True) for n in range(32)},  # fixstr
        0xC0: Header("value"),  # nil
        0xC1: Header("value"),  # never used; the decoder refuses it
        0xC2: Header("value"),  # false
        0xC3: Header("value"),  # true
        0xC4: Header("bytes", length=1),
        0xC5: Header("bytes", length=2),
        0xC6: Header("bytes", length=4),
        0xC7: Header("extension", length=1),
        0xC8: Header("extension", length=2),
        0xC9: Header("extension", length=4),
        0xCA: Header("value", size=4),  # float 32
        0xCB: Header("value", size=8),  # float 64
        0xCC: Header("value", size=1, is_key=True),  # uint 8 to uint 64
        0xCD: Header("value", size=2, is_key=True),
        0xCE: Header("value", size=4, is_key=True),
        0xCF: Header("value", size=8, is_key=True),
        0xD0: Header("value", size=1, is_key=True),  # int 8 to int 64
        0xD1: Header("value", size=2, is_key=True),
        0xD2: Header("value", size=4, is_key=True),
        0xD3: Header("value", size=8, is_key=True),
        0xD4: Header("extension", size=1),  # fixext 1 to fixext 16
        0xD5: Header("extension", size=2),
        0xD6: Header("extension", size=4),
        0xD7: Header("extension", size=8),
        0xD8: Header("extension", size=16),
        0xD9: Header("text", length=1, is_key=True),
        0xDA: Header("text", length=2, is_key=True),
        0xDB: Header("text", length=4, is_key=True),
        0xDC: Header("list", length=2),
        0xDD: Header("list", length=4),
        0xDE: Header("map", length=2),
        0xDF: Header("map", length=4),
        **{first: Header("value", is_key=True) for first in range(0xE0, 0x100)},  # negative fixint
    }


HEADERS = _headers()
_LEVELS_OF_AN_ARRAY = 4


def prescan(data: bytes | memoryview, values: int, levels: int) -> int:
    """Return how many values the bytes hold, including those in extensions and keys.

    PrescanError if there are too many, if they are too deep (the levels inside an extension count
    separately), if a key is not a string or integer, or if there is not exactly one value.
    """
    place, found = 0, 0
    open_levels: list[tuple[int, bool]] = [(1, False)]  # values to come; are they a map's?
    while open_levels:
        left, mapped = open_levels.pop()
        if not left:
            continue
        open_levels.append((left - 1, mapped))
        found += 1
        if found > values or len(open_levels) > levels:
            raise PrescanError("too many items, or lists in lists")
        if place >= len(data):
            raise PrescanError("cut off")
        kind, length, size, is_key = HEADERS[data[place]]
        if mapped and not left % 2 and not is_key:
            raise PrescanError("a key that is neither a string nor an integer")
        place += 1 + length
        if length:
            size = int.from_bytes(data[place - length : place], "big")
        match kind:
            case "list":
                open_levels.append((size, False))
                continue
            case "map":
                open_levels.append((size * 2, True))
                continue
            case "extension":
                content = memoryview(data)[place + 1 : place + 1 + size]
                found += prescan(content, values - found, _LEVELS_OF_AN_ARRAY)
                size += 1  # its type
        place += size
    if place != len(data):
        raise PrescanError("more or fewer bytes than its headers say")
    return found
