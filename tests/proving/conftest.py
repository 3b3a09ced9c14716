"""The rooms that read a whole course at a glance use the made-up one."""

from ..small_course import course, source

__all__ = ["course", "source"]
