# tries to: go on in a thread once the first one, in which a process is looked at, has ended
import ctypes
import mmap
import os
import platform
import threading

libc = ctypes.CDLL(None)


def hoard():
    held = []
    for number in range(200):
        file = os.open(f"big{number}", os.O_RDWR | os.O_CREAT)
        os.unlink(f"big{number}")
        os.ftruncate(file, 2**25)
        held.append((file, mmap.mmap(file, 2**25)))
        held[-1][1].write(b"x" * 2**25)


threading.Thread(target=hoard, daemon=True).start()
libc.syscall(60 if platform.machine() == "x86_64" else 93, 0)


def ANSWER(*args, **kwargs):
    raise RuntimeError("nothing")
