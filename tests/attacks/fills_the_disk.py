# tries to: fill the disk with large files, some of them removed while they are open
import os

HELD = []
for number in range(10_000):
    file = open(f"big{number}", "wb")
    HELD.append(file)
    try:
        for _ in range(63):
            file.write(bytes(2**20))
        if number % 2:
            os.unlink(file.name)
    except OSError:
        pass
