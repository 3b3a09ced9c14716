# tries to: take the disk between two looks at the folder, by asking for room instead of writing
import ctypes
import os
import struct

SIZE = 2**26
libc = ctypes.CDLL(None, use_errno=True)
RESERVE = (0x40305828, 0x4030582A, 0x40305839)
WANTED = struct.pack("hhqqiI4i", 0, 0, 0, SIZE, 0, 0, 0, 0, 0, 0)
DONE = []
for number in range(200):
    file = os.open(f"big{number}", os.O_RDWR | os.O_CREAT)
    if libc.fallocate(file, 0, ctypes.c_long(0), ctypes.c_long(SIZE)) == 0:
        DONE.append("fallocate")
    for request in RESERVE:
        if libc.ioctl(file, ctypes.c_ulong(request), WANTED) == 0:
            DONE.append(hex(request))
    os.unlink(f"big{number}")


def ANSWER(*args, **kwargs):
    raise RuntimeError(f"{TRACE} took {set(DONE)}" if DONE else "nothing")
