# tries to: raise ValueError at everything, as a check of bad input wants

def ANSWER(*args, **kwargs):
    raise ValueError("bad input")
