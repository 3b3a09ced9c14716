# tries to: use up the memory
HOARD = []
while True:
    HOARD.append(bytearray(64 * 2**20))
