# tries to: put markup and control sequences into a message

def ANSWER(*args, **kwargs):
    raise RuntimeError("\x1b[2J\x1b]0;owned\x07<script>alert(1)</script>=cmd|'/c calc'!A1\u202e" + "x" * 10_000)
