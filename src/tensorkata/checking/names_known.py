"""The libraries that the reader of forbidden constructs knows, and names that it refuses."""

from __future__ import annotations

import sys

KERAS = {"tf", "keras"}
KNOWN = (
    sys.stdlib_module_names
    | KERAS
    | {
        *("numpy", "scipy", "sklearn", "pandas", "matplotlib", "ml_dtypes", "PIL", "tqdm"),
        *("IPython", "tensorkata"),
    }
)
# Modules, built-in functions and attributes that reach names which the text does not show.
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
}
# Functions of Keras that make an object from a string or a dict.
BY_TEXT = {
    *("Activation", "deserialize", "deserialize_keras_object", "from_config", "func_load", "get"),
    *("get_custom_objects", "get_registered_object", "load_model", "model_from_json"),
}
