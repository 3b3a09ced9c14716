# tries to: send the submission away over the network and over abstract sockets
import socket

for family, address in ((socket.AF_INET, ("127.0.0.1", 9)), (socket.AF_UNIX, "\0tensorkata")):
    try:
        with socket.socket(family) as wire:
            wire.bind(address)
            wire.listen()
    except OSError:
        pass
