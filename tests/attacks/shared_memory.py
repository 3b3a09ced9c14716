# tries to: use up memory that is mapped by many and counted by nobody
import mmap

HELD = []
while True:
    HELD.append(mmap.mmap(-1, 2**26))
    HELD[-1].write(b"x" * 2**26)
