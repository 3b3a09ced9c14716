def diagnose(got, want, inputs, *, rtol, atol):
    return None
