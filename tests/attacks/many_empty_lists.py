# tries to: send sixteen megabytes that become gigabytes in the judge
import os
import struct

import msgspec

MOST = 16 * 2**20 - 5


def ANSWER(*args, **kwargs):
    value = b"\xdd" + MOST.to_bytes(4, "big") + b"\x90" * MOST
    data = msgspec.msgpack.encode({"type": "Returned", "value": value, "printed": ""})
    data = struct.pack(">I", len(data)) + data
    while data:
        data = data[os.write(3, data) :]
