# tries to: keep the judge busy with dicts, lists in lists and texts that are nearly the same
WIDE = {f"layer_{n:09d}" * 5: [n, [n, {"w": n}]] for n in range(2_500)}
DEEP = 0.5
for _ in range(15):
    DEEP = [DEEP, {"a": DEEP}] if isinstance(DEEP, float) or len(str(DEEP)) < 50_000 else [DEEP]
FORMS = WIDE, DEEP, list("ab" * 9_000), ["a" * n for n in range(900)], ["x" * 1_000_000] * 3
count = 0


def ANSWER(*args, **kwargs):
    global count
    count += 1
    return FORMS[count % len(FORMS)]
