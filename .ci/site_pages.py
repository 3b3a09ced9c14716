"""The pages of the site that are not in docs/: a hook of MkDocs, which mkdocs.yml names.

README, CONTRIBUTING and CHANGELOG become pages; each topic's stub becomes a lesson, with the
pictures that `make looks` left in out/looks; MathJax comes from the package that ships it.
"""

from __future__ import annotations

import re
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

import jupytext
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[1]
TOPICS = sorted(path.stem for path in (ROOT / "exercises").glob("*.py"))
DECISIONS = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md"))
PAGES = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
}
MATHJAX = resources("jupyter_server_mathjax") / "static"
API = """\
# The author's API

Everything that a checker imports from `tensorkata.checking`, from its docstrings. [The
reference](checkers.md) explains the probes and the tolerances beside it.

::: tensorkata.checking
"""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the lessons and the decisions into the navigation."""
    found = {
        "lessons/*": [f"lessons/{topic}.md" for topic in TOPICS],
        "decisions/*": ["decisions/README.md", *(f"decisions/{name}" for name in DECISIONS)],
    }
    config.nav = [
        {title: [name for page in pages for name in found.get(page, [page])]}
        if isinstance(pages, list)
        else {title: pages}
        for section in config.nav
        for title, pages in section.items()
    ]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made, and what MathJax needs."""
    for source, name in PAGES.items():
        files.append(_made(config, name, (ROOT / source).read_text(encoding="utf-8")))
    files.append(_made(config, "api.md", API))
    for topic in TOPICS:
        files.append(_made(config, f"lessons/{topic}.md", lesson(topic)))
    for path in Path(str(MATHJAX)).rglob("*"):
        if path.is_file():
            name = f"site/mathjax/{path.relative_to(str(MATHJAX)).as_posix()}"
            files.append(File.generated(config, name, abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, *, page: Any, **_: Any) -> str:
    """Let links lead to where the pages are on the site."""
    name = page.file.src_uri
    if name in PAGES.values():
        markdown = markdown.replace("](docs/", "](").replace("[docs/", "[")
    for source, made in PAGES.items():
        markdown = re.sub(rf"\]\((?:\.\./)*{source}(#[^)]*)?\)", rf"]({made}\1)", markdown)
    if name == "course.md":
        heads = re.compile(r"^## (\d\d_\w+)$", re.MULTILINE)
        markdown = heads.sub(r"## \1\n\n[Read the lessons](lessons/\1.md)", markdown)
    return markdown


def lesson(topic: str) -> str:
    """Return a topic's stub as a page: its lessons as text, its cells as code, its pictures."""
    stub = (ROOT / "exercises" / f"{topic}.py").read_text(encoding="utf-8")
    parts = []
    for cell in jupytext.reads(stub, fmt="py:percent").cells:
        if cell.cell_type == "markdown":
            parts.append(re.sub(r"^(\$\$.*\$\$)$", r"\n\1\n", cell.source, flags=re.MULTILINE))
            continue
        parts.append(f"```python\n{cell.source}\n```")
        names = re.findall(r"^(?:def|class) (\w+)", cell.source, re.MULTILINE)
        parts += [picture(topic, name) for name in names]
    parts.append(picture(topic, "put_together"))
    return "\n\n".join(part for part in parts if part) + "\n"


def picture(topic: str, name: str) -> str:
    """Return a picture as one block of HTML, or nothing if it was not drawn."""
    stem = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()
    path = ROOT / "out" / "looks" / topic / f"{stem}.html"
    return re.sub(r"\s*\n\s*", " ", path.read_text(encoding="utf-8")) if path.is_file() else ""


def _made(config: MkDocsConfig, name: str, text: str) -> File:
    return File.generated(config, name, content=text)
