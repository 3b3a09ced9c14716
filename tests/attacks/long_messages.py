# tries to: fill the results with text: long names, long messages, a thousand nearest names
import os
import struct

import msgspec

RECORDS = [
    {"type": "Raised", "error": "E" * 1000, "bases": ["E"], "message": "\0<![CDATA[" + "x" * 60_000},
    {"type": "Absent", "name": "n" * 50_000, "near": ["x" * 100] * 100},
    {"type": "Unrun", "name": "n" * 1000, "error": "E", "message": "\x1b[31m" * 10_000, "line": 10**9},
    {"type": "Unreadable", "reason": "=cmd()" * 10_000},
]


def ANSWER(*args, **kwargs):
    data = msgspec.msgpack.encode(RECORDS[os.getpid() % len(RECORDS)])
    os.write(3, struct.pack(">I", len(data)) + data)
