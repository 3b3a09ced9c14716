# tries to: leave compiled files that stand for the kit's, the checkers' and NumPy's
import importlib.util
import os
import sys

for module in list(sys.modules.values()):
    source = getattr(module, "__file__", None) or ""
    if source.endswith(".py") and module.__name__.split(".")[0] in {"tensorkata", "numpy", "msgspec"}:
        try:
            compiled = importlib.util.cache_from_source(source)
            os.makedirs(os.path.dirname(compiled), exist_ok=True)
            with open(compiled, "r+b") as file:
                file.truncate(0)
        except OSError:
            pass
