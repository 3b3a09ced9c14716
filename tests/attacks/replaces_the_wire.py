# tries to: put a pipe with answers of its own in the place of the wire
import os

ends = os.pipe()
os.write(ends[1], b"\x00\x00\x00\x01\xc0" * 100)
os.dup2(ends[0], 3)
