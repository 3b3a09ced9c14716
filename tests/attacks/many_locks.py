# tries to: fill the kernel's memory with locks, of which it keeps as many as it is asked for
import fcntl
import os

HELD = []
for number in range(200):
    HELD.append(os.open(f"file{number}", os.O_RDWR | os.O_CREAT))
    for place in range(4000):
        fcntl.lockf(HELD[-1], fcntl.LOCK_EX | fcntl.LOCK_NB, 1, 2 * place)


def ANSWER(*args, **kwargs):
    raise RuntimeError("nothing")
