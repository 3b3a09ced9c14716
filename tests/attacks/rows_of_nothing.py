# tries to: fill the judge's memory with a billion rows that hold nothing, of some bytes on the wire
import os
import struct

import msgspec

pack, Ext = msgspec.msgpack.encode, msgspec.msgpack.Ext
SHAPES = [10**9, 0], [0, 10**12], [2**31, 2**31, 0], [1] * 31 + [0]
count = 0


def ANSWER(*args, **kwargs):
    global count
    count += 1
    value = pack(Ext(1, pack(["tensor", "float32", SHAPES[count % len(SHAPES)], b""])))
    data = pack({"type": "Returned", "value": value, "printed": ""})
    os.write(3, struct.pack(">I", len(data)) + data)
