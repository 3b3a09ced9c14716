# tries to: bring the decoder down with ragged tensors in ragged tensors
import os
import struct

import msgspec
from msgspec.msgpack import Ext


def ANSWER(*args, **kwargs):
    value = b"\xc0"
    for _ in range(10_000):
        value = msgspec.msgpack.encode(Ext(2, b"\x92" + value + b"\x90"))
    data = msgspec.msgpack.encode({"type": "Returned", "value": value, "printed": ""})
    data = struct.pack(">I", len(data)) + data
    while data:
        data = data[os.write(3, data) :]
