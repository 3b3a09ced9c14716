# tries to: write garbage to every open descriptor
import os

for number in range(256):
    try:
        os.write(number, b"\xff" * 4096)
    except OSError:
        pass
