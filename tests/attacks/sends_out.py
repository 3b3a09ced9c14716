# tries to: send a message out, by every kind of socket and by TensorFlow's own servers
import socket
import urllib.request

import tensorflow as tf

PORT, NAME = PREY["port"], PREY["socket"]


def unix():
    with socket.socket(socket.AF_UNIX) as wire:
        wire.connect(f"\0{NAME}")
        wire.send(b"out")


def datagram():
    with socket.socket(type=socket.SOCK_DGRAM) as wire:
        wire.sendto(b"out", ("127.0.0.1", PORT))


WAYS = [
    lambda: socket.create_connection(("127.0.0.1", PORT), 2).send(b"out"),
    lambda: socket.create_connection(("::1", PORT), 2),
    unix,
    datagram,
    lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0),
    lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW),
    lambda: socket.socket(socket.AF_VSOCK).connect((2, 1)),
    lambda: socket.socketpair(),
    lambda: socket.getaddrinfo("example.org", 80),
    lambda: urllib.request.urlopen(f"http://127.0.0.1:{PORT}/out", timeout=2),
    lambda: tf.io.gfile.exists(f"gs://127.0.0.1:{PORT}/out"),
]
DONE = []
for way in WAYS:
    try:
        way()
        DONE.append(way.__code__.co_firstlineno)
    except BaseException:
        pass


def ANSWER(*args, **kwargs):
    raise RuntimeError("nothing")
