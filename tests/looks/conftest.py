"""A picture is tried on the made-up course, which is the same at every run."""

from ..small_course import course, source

__all__ = ["course", "source"]
