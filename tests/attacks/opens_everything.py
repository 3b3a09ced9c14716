# tries to: use up descriptors, pipes, timers and locks
import ctypes
import fcntl
import os
import select

libc = ctypes.CDLL(None)
HELD = []
while len(HELD) < 10_000:
    try:
        ends = os.pipe()
        fcntl.fcntl(ends[1], 1031, 2**20)
        os.write(ends[1], bytes(2**16))
        HELD += [*ends, select.epoll()]
    except OSError:
        break
for _ in range(100_000):
    if libc.timer_create(0, None, ctypes.byref(ctypes.c_void_p())):
        break
