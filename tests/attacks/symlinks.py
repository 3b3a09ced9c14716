# tries to: leave links to files of the machine
import os

for target in ("/etc/passwd", "/etc/shadow", "/proc/1/environ"):
    try:
        os.symlink(target, os.path.basename(target))
    except OSError:
        pass
