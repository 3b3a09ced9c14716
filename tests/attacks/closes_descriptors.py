# tries to: close every descriptor
import os

os.closerange(0, 4096)
