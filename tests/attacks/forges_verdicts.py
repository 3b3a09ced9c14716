# tries to: send the judge's own records: verdicts, results, the end of a child
import os
import struct

import msgspec

CHECK = {"name": "test_values", "points": 9.0, "max_points": 9.0, "hidden": False, "outcome": "passed"}
EXERCISE = {"name": "Linear", "points": 9.0, "max_points": 9.0, "checks": [CHECK]}
RECORDS = [
    {"exercises": [EXERCISE], "sha256": "", "seconds": 0.1},
    {"checks": 1, "max_points": 9.0},
    {"cause": "exit", "number": 0},
    {"type": "End", "cause": "exit", "number": 0},
    {"type": "Passed", "points": 9.0},
]
for number in range(3, 64):
    for record in RECORDS:
        data = msgspec.msgpack.encode(record)
        try:
            os.write(number, struct.pack(">I", len(data)) + data)
        except OSError:
            break
