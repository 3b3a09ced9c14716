"""Ways by which Python reaches names that the text of a submission does not show.

Each is a module, a function or an attribute, known by its dotted path. Knows no submission.
"""

from __future__ import annotations

# Modules, built-in functions and attributes that are refused anywhere in a submission.
BEHIND = {
    *("__main__", "submission", "builtins", "code", "codeop", "ctypes", "gc", "imp", "importlib"),
    *("marshal", "pickle", "pkgutil", "runpy", "unittest"),
}
BUILTINS = {"__import__", "compile", "delattr", "eval", "exec", "globals", "locals", "vars"}
SEEN = {"getattr", "setattr"}
PLAIN = {"__name__", "__file__", "__doc__", "__debug__", "__class__"}
HIDDEN = {
    *("__base__", "__bases__", "__builtins__", "__closure__", "__delattr__"),
    *("__dict__", "__func__"),
    *("__getattribute__", "__globals__", "__import__", "__loader__", "__mro__", "__reduce__"),
    *("__reduce_ex__", "__self__", "__setattr__", "__setstate__", "__spec__", "__subclasses__"),
    *("__wrapped__", "_getframe", "attrgetter", "builtins", "cr_frame", "f_back", "f_builtins"),
    *("f_globals", "f_locals", "gi_frame", "importlib", "methodcaller", "modules", "tb_frame"),
    *("_current_frames", "ForwardRef", "get_annotations", "get_field", "get_type_hints", "getmro"),
    *("import_item", "mro", "rundocs", "runstring", "update_wrapper"),
}
# Modules that run a text, or find an object by a text: what of them may be used all the same.
RUNNERS: dict[str, set[str]] = {
    "bdb": set(),
    "cProfile": {"Profile"},
    "profile": set(),
    "pydoc": {"help"},
    "rlcompleter": set(),
    "site": set(),
    "trace": set(),
    "zipimport": set(),
    "doctest": {"testmod"},
    "inspect": {
        *("Parameter", "Signature", "cleandoc", "getdoc", "getfile", "getfullargspec", "getsource"),
        *("getsourcefile", "getsourcelines", "isabstract", "isclass", "iscoroutinefunction"),
        *("isfunction", "isgeneratorfunction", "ismethod", "ismodule", "signature"),
    },
    "IPython": {"display", "get_ipython", "__version__", "version_info"},
    "pdb": {"post_mortem", "set_trace"},
    "tensorkata": {"check", "init", "show", "__version__"},
    "timeit": {"Timer", "default_timer", "repeat", "timeit"},
}
DEEP = ("logging.config.", "string.Formatter.")
# Functions that run a text if they are given one, or copy what a text names.
TAKES_TEXT = {
    "doctest.testmod",
    "functools.wraps",
    "timeit.Timer",
    "timeit.repeat",
    "timeit.timeit",
}
# Modules of Python that an exercise itself may use: none of them finds an object by a text.
USABLE = {
    *("__future__", "abc", "array", "base64", "bisect", "bz2", "calendar", "cmath", "collections"),
    *("contextlib", "contextvars", "copy", "csv", "dataclasses", "datetime", "decimal", "enum"),
    *("errno", "fnmatch", "fractions", "functools", "glob", "gzip", "hashlib", "heapq", "inspect"),
    *("io", "itertools", "json", "keyword", "locale", "logging", "lzma", "math", "numbers"),
    *("operator", "os", "pathlib", "platform", "pprint", "queue", "random", "re", "secrets"),
    *("shutil", "statistics", "string", "struct", "sys", "tempfile", "textwrap", "time", "timeit"),
    *("types", "typing", "unicodedata", "uuid", "warnings", "zipfile", "zlib"),
}


def opens(path: str) -> bool:
    """Return whether the dotted path of a library's name is a back door."""
    module, *parts = path.split(".")
    allowed = RUNNERS.get(module)
    return (
        bool(HIDDEN.intersection(parts))
        or f"{path}.".startswith(DEEP)
        or (allowed is not None and (not parts or parts[0] not in allowed))
    )
