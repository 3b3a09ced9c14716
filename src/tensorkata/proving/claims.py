"""The claims of an exercise: the parts of its docstring that a wrong answer can break.

The rules of the cut, as CONTRIBUTING.md tells them to authors:

- an example (`>>>`) and what follows it is no claim;
- a sentence, a bullet and a row of a table are a claim each, and the first sentence stays whole;
- a semicolon ends a claim; so does a comma behind a colon, or in a sentence that begins with
  "Raises", if two words or more stand on either side of it;
- brackets, backquotes and double quotes hold together what is in them;
- what ends in a colon goes with the part that follows it;
- if a claim names several dtypes, several modes or several errors, each name is a claim too.

This module only reads text: what an answer breaks is for the run to show.
"""

from __future__ import annotations

import ast
import difflib
import itertools
import re
from collections.abc import Iterable, Iterator

import msgspec

from tensorkata.authoring.source import Solution

_BULLET = re.compile(r"^(?:- |\d+\. )")
_SHIELDED = re.compile(r"`[^`]*`|\"[^\"\n]*\"")
_SENTENCE = re.compile(r"(?<!\.\.)(?<=[.!?])\s+|(?<=[.!?]\))\s+")
_SEMICOLON = re.compile(r";\s+")
_COMMA = re.compile(r",\s+")
_DTYPE = r"\b(?:bfloat16|float(?:16|32|64)|u?int(?:8|16|32|64)|complex(?:64|128)|bool)\b"
_TERMS = (  # dtypes, modes, errors
    re.compile(rf"{_DTYPE}(?: to {_DTYPE})?"),
    re.compile(r"\b\w+=(?:True|False)\b|\"[A-Za-z_]\w*\""),
    re.compile(r"\b[A-Z]\w+Error\b"),
)


class Claim(msgspec.Struct, frozen=True):
    """A part of a docstring, or a `term` in it; what a `method` says need not be proven."""

    text: str
    term: str = ""
    method: str = ""

    @property
    def words(self) -> str:
        """Return what an author reads: the text, after the term if it is about one."""
        return f"{self.term} in “{self.text}”" if self.term else f"“{self.text}”"


def claims_of(solution: Solution) -> list[Claim]:
    """Return the claims of an exercise's docstring, then those of its methods' docstrings."""
    tree = ast.parse(solution.cell.source)
    [owner] = [node for node in tree.body if getattr(node, "name", "") == solution.exercise]
    claims = list(split(_docstring(owner)))
    for node in getattr(owner, "body", []):
        if isinstance(owner, ast.ClassDef) and isinstance(node, ast.FunctionDef):
            claims += [Claim(c.text, c.term, node.name) for c in split(_docstring(node))]
    return claims


def split(docstring: str) -> Iterator[Claim]:
    """Cut a docstring into claims, in its order."""
    for text in _texts(docstring.partition(">>>")[0]):
        yield Claim(text)
        for terms in _TERMS:
            named = dict.fromkeys(terms.findall(text))
            yield from (Claim(text, term) for term in named if len(named) > 1)


def broken_by(quote: str, claims: Iterable[Claim]) -> list[Claim]:
    """Return the claims in which the quoted words stand; ValueError if they name no single one.

    Words without any of a claim's terms stand for the claim; words with a term for both.
    """
    words, claims = " ".join(quote.split()), list(claims)
    inside = [claim for claim in claims if _has(claim.text, words)]
    texts = list(dict.fromkeys(claim.text for claim in inside))
    if not texts:
        raise ValueError(_nowhere(words, claims))
    if len(texts) > 1:
        raise ValueError(TWICE.format(words=words, texts="” and in “".join(texts)))
    named = [claim for claim in inside if claim.term and _has(words, claim.term)]
    if len({claim.term for claim in named}) > 1:
        raise ValueError(SEVERAL.format(words=words, terms=" and ".join(c.term for c in named)))
    return [claim for claim in inside if not claim.term] + named


def _nowhere(words: str, claims: list[Claim]) -> str:
    """Return why quoted words stand in no claim: they run over two, or no text has them."""
    texts = list(dict.fromkeys(claim.text for claim in claims))
    over = [
        f"{one}” and “{other}"
        for one, other in itertools.pairwise(texts)
        if _has(_bare(f"{one} {other}"), _bare(words))
    ]
    if over:
        return OVER.format(words=words, texts=over[0])
    near = difflib.get_close_matches(words, texts, n=1, cutoff=0.0)
    near = [max(texts, key=lambda text: _common(words, text))] if texts else near
    return NOWHERE.format(words=words, near=near[0] if near else "")


def _common(words: str, text: str) -> int:
    """Return the length of the longest run of letters that two texts share."""
    return difflib.SequenceMatcher(None, words, text, autojunk=False).find_longest_match().size


def _bare(text: str) -> str:
    return re.sub(r"[^\w]+", " ", text).strip()


def _docstring(node: ast.AST) -> str:
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return ast.get_docstring(node) or ""
    return ""


def _texts(text: str) -> Iterator[str]:
    """Yield the text of each claim; a lead-in goes with what follows it."""
    lead = ""
    for number, sentence in enumerate(_sentences(text)):
        for part in _parts(sentence) if number else [sentence]:
            lead = f"{lead} {part}".strip()
            if not lead.endswith(":"):
                yield lead.rstrip(",;")
                lead = ""
    if lead:
        yield lead


def _sentences(text: str) -> Iterator[str]:
    for block in re.split(r"\n\s*\n", text.strip("\n")):
        for item in _items(block.splitlines()):
            yield from _cut(" ".join(item.split()), _SENTENCE)


def _items(rows: list[str]) -> Iterator[str]:
    """Yield a paragraph: whole, or its bullets without their marks, or the rows of a table."""
    edge = min((len(row) - len(row.lstrip()) for row in rows), default=0)
    table = edge > 0 or any(re.search(r"\S {3,}\S", row) for row in rows)
    item: list[str] = []
    for row in rows:
        deeper = row[edge : edge + 1] == " "
        bullets = _BULLET.match(row.strip()) or (item and _BULLET.match(item[0]))
        if item and not deeper and (table or bullets):
            yield _BULLET.sub("", " ".join(item))
            item = []
        item.append(row.strip())
    yield _BULLET.sub("", " ".join(item))


def _parts(sentence: str) -> Iterator[str]:
    """Yield the pieces of a sentence between semicolons, and the items of a list in them."""
    for piece in _cut(sentence, _SEMICOLON):
        colon = _shielded(piece).find(": ")
        begin = 0 if piece.startswith("Raises") else colon if colon >= 0 else len(piece)
        part, *items = _cut(piece[begin:], _COMMA)
        part = piece[:begin] + part
        for item in items:
            if _is_word(part) or _is_word(item):
                part += f", {item}"
            else:
                yield part
                part = item
        yield part


def _is_word(text: str) -> bool:
    """Tell whether a text has fewer than two words."""
    return len(re.findall(r"[A-Za-z]{2,}", text)) < 2  # noqa: PLR2004 - two


def _cut(text: str, at: re.Pattern[str]) -> Iterator[str]:
    """Split a text, but not within brackets, backquotes or double quotes."""
    begin = 0
    for gap in at.finditer(_shielded(text)):
        yield text[begin : gap.start()]
        begin = gap.end()
    yield text[begin:]


def _shielded(text: str) -> str:
    """Return the text with x for what stands within brackets, backquotes or double quotes."""
    text = _SHIELDED.sub(lambda found: "x" * len(found[0]), text)
    depth, shown = 0, ""
    for letter in text:
        depth = max(0, depth - (letter in ")]}"))
        shown += "x" if depth else letter
        depth += letter in "([{"
    return shown


def _has(text: str, words: str) -> bool:
    """Tell whether whole words stand in a text."""
    before = r"(?<!\w)" if words[:1].isalnum() else ""
    behind = r"(?!\w)" if words[-1:].isalnum() else ""
    return bool(words and re.search(before + re.escape(words) + behind, text))


NOWHERE = "the docstring does not say “{words}”; the nearest words are “{near}”"
OVER = "“{words}” quotes two claims; write a line for each that the answer breaks: “{texts}”"
TWICE = "“{words}” stands in several claims; quote more words: “{texts}”"
SEVERAL = "“{words}” names {terms}; write a line for each that the answer breaks"
