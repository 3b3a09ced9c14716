"""Gradescope's submission_metadata.yml: whose folder is whose, and when it was handed in."""

from __future__ import annotations

import re

from tensorkata.errors import UnreadableError
from tensorkata.grading.archives import Handed
from tensorkata.grading.names import Owner, plain

METADATA = "submission_metadata.yml"


def listed_by_gradescope(found: list[Handed]) -> dict[str, Owner]:
    """Return the owners of Gradescope's folders, from the list that its export brings along."""
    owners: dict[str, Owner] = {}
    for one in found:
        if one.parts[-1] != METADATA or one.parts[2:]:
            continue
        try:
            text = one.read().decode("utf-8", "replace")
        except UnreadableError:
            continue
        for part in re.split(r"(?m)^(?=submission_\d+:)", text):
            head = re.match(r"(submission_(\d+)):", part)
            said = re.findall(r"(?m):(name|sid|email): *['\"]?([^'\"\n]+)", part)
            if head and said:
                about = {key: plain(value.strip()) for key, value in reversed(said)}
                who = about.get("name") or about.get("email") or head[1]
                about["gradescope_id"] = head[2]
                if created := re.search(r"(?m)^ {1,2}:created_at: *(\S.*)$", part):
                    about["created_at"] = plain(created[1].strip("'\" \r"))
                owners[head[1]] = Owner(who, head[2], about)
    return owners
