"""A student's Markdown on nbgrader's pages, feedback and formgrader: text, no HTML.

nbconvert passes raw HTML in Markdown through to the page; its `sanitize_html` would also damage the
kit's own reports. The kit made everything else on a page (judged.py).
"""

from __future__ import annotations

import re
from typing import Any

from jinja2 import pass_context
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from tensorkata.text import for_html


@pass_context
def markdown_as_text(context: Any, source: str) -> str:
    """Render Markdown with its mathematics and attached pictures; raw HTML is shown as text."""
    attached = context.get("cell", {}).get("attachments", {})
    renderer = _Escaping(
        escape=True,
        allow_harmful_protocols=False,
        exclude_anchor_links=True,
        attachments={name: one for name, one in attached.items() if isinstance(one, dict) and one},
    )
    return str(MarkdownWithMath(renderer=renderer).render(MATH_LINKS.sub(r"\\text", source)))


class _Escaping(IPythonRenderer):  # type: ignore[misc]
    """Escape the parts that nbconvert's own renderer leaves as they are."""

    def block_mermaidjs(self, code: str) -> str:
        """Show a diagram's source."""
        return f"<pre>{for_html(code)}</pre>"

    def _embed_image_or_attachment(self, src: str) -> str:
        """Return a picture that came with the notebook; nothing is loaded from elsewhere.

        A picture's address would tell a stranger when, and from where, the page is read.
        """
        if src.startswith("attachment:") and src.partition(":")[2] in self.attachments:
            src = str(super()._embed_image_or_attachment(src))
        return src if EMBEDDED.match(src) else ""


EMBEDDED = re.compile(r"data:image/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*$")
MATH_LINKS = re.compile(r"\\(href|require|class|cssId|style|unicode)(?![A-Za-z])")
