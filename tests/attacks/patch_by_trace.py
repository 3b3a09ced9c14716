# tries to: change the local variables of the kit's functions while they run
import ctypes
import sys
import threading


def trace(frame, event, argument):
    for name in ("value", "want", "reply", "data", "got"):
        if name in frame.f_locals:
            frame.f_locals[name] = 1.0
            ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), ctypes.c_int(0))
    return trace


threading.settrace(trace)
sys.settrace(trace)
frame = sys._getframe()
while frame:
    frame.f_trace = trace
    frame = frame.f_back
