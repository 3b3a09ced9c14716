# tries to: raise KeyboardInterrupt and GeneratorExit when a check calls

def ANSWER(*args, **kwargs):
    raise KeyboardInterrupt
