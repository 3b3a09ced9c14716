# tries to: print a hundred megabytes
import sys

for _ in range(100):
    sys.stdout.write("x" * 2**20)
