"""A survey of MessagePack bytes: how many values and levels they hold, before any is made.

A megabyte of empty lists would be a hundred in memory, and seconds. Knows MessagePack's headers
alone: whether a text is a text is the decoder's business.
"""

from __future__ import annotations

from tensorkata.errors import SurveyError

_NUMBER = {0xCA: 4, 0xCB: 8} | {0xCC + n: 1 << n % 4 for n in range(8)}
# The bytes that tell the length of what follows: bytes, extensions, texts, lists, maps.
_LENGTHS = (1, 2, 4) * 3 + (2, 4) * 2
_LENGTH = dict(zip((*range(0xC4, 0xCA), *range(0xD9, 0xE0)), _LENGTHS, strict=True))
_FIXED = {0xD4 + n: 1 << n for n in range(5)}
_LISTS, _MAPS = {*range(0x90, 0xA0), 0xDC, 0xDD}, {*range(0x80, 0x90), 0xDE, 0xDF}
_EXTENSIONS = {0xC7, 0xC8, 0xC9, *_FIXED}
_LEVELS_OF_AN_ARRAY = 4
_KEYS = {
    *range(0x80),
    *range(0xA0, 0xC0),
    *range(0xCC, 0xD4),
    *range(0xD9, 0xDC),
    *range(0xE0, 256),
}


def survey(data: bytes | memoryview, values: int, levels: int) -> int:
    """Return how many values stand in the bytes, those within extensions too; keys count as well.

    SurveyError where there are more than allowed, or deeper ones (an extension's own levels are
    its own), other keys than strings and integers, or not exactly one value.
    """
    place, found = 0, 0
    open_levels: list[tuple[int, bool]] = [(1, False)]  # values to come, and if they are a map's
    while open_levels:
        left, mapped = open_levels.pop()
        if not left:
            continue
        open_levels.append((left - 1, mapped))
        found += 1
        if found > values or len(open_levels) > levels:
            raise SurveyError("too many items, or lists in lists")
        head, size = _header(data, place)
        if mapped and not left % 2 and head not in _KEYS:
            raise SurveyError("a key that is neither a string nor an integer")
        place += 1 + _LENGTH.get(head, 0)
        if head in _LISTS or head in _MAPS:
            open_levels.append((size * 2, True) if head in _MAPS else (size, False))
            continue
        if head in _EXTENSIONS:
            content = memoryview(data)[place + 1 : place + 1 + size]
            found += survey(content, values - found, _LEVELS_OF_AN_ARRAY)
            size += 1
        place += size
    if place != len(data):
        raise SurveyError("more or fewer bytes than its headers tell")
    return found


def _header(data: bytes | memoryview, place: int) -> tuple[int, int]:
    """Return a header's first byte, and how many bytes, items or pairs follow the header."""
    try:
        head = data[place]
    except IndexError:
        raise SurveyError("cut off") from None
    if head in _LENGTH:
        return head, int.from_bytes(data[place + 1 : place + 1 + _LENGTH[head]], "big")
    if 0x80 <= head < 0xA0:  # noqa: PLR2004 - MessagePack's short lists and maps
        return head, head & 0x0F
    if 0xA0 <= head < 0xC0:  # noqa: PLR2004 - and its short texts
        return head, head & 0x1F
    return head, _NUMBER.get(head, _FIXED.get(head, 0))
