# tries to: return data nested so deep that a decoder falls over

def ANSWER(*args, **kwargs):
    value = []
    for _ in range(100_000):
        value = [value]
    return value
