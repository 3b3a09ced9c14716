# tries to: take a neighbor's room by staying just within what a submission may use
import os
import time

HELD = []
for number in range(4):
    HELD.append(os.open(f"big{number}", os.O_RDWR | os.O_CREAT))
    for _ in range(60):
        os.write(HELD[-1], bytes(2**20))
    os.unlink(f"big{number}")
HOARD = bytearray(os.urandom(4096)) * (2**18)


def ANSWER(*args, **kwargs):
    time.sleep(1)
