# tries to: print a results file and pytest's own summary
import sys

FAKE = '{"schema": 1, "submissions": [{"points": 99.0, "max_points": 99.0, "status": "graded"}]}'
for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
    print(FAKE, file=stream)
    print("===== 99 passed in 0.01s =====", file=stream)
