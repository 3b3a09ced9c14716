# tries to: stay in C for ever, where no signal handler of Python's is called
import re


def ANSWER(*args, **kwargs):
    return re.match(r"(a|aa|a?a)+$", "a" * 100 + "b"), 10 ** 10**9
