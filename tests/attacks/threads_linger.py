# tries to: start threads that go on answering
import os
import threading


def spin():
    while True:
        try:
            os.write(3, b"\x00\x00\x00\x01\xc0")
        except OSError:
            pass


for _ in range(8):
    threading.Thread(target=spin, daemon=True).start()
