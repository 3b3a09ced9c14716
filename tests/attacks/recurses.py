# tries to: run out of stack, in Python and in C
import functools
import sys

sys.setrecursionlimit(10**9)


def ANSWER(*args, **kwargs):
    value = []
    for _ in range(10**6):
        value = functools.partial(max, value)
    repr(value)
    return ANSWER()
