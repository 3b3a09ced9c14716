# tries to: fill the results with text: long names, long messages, a thousand nearest names
class Odd(Exception):
    def __str__(self):
        return "\x00\ud800<![CDATA[\x1b[31m" + "🦜" * 10**6


Odd.__name__ = Odd.__qualname__ = "E" * 10**5


def ANSWER(*args, **kwargs):
    raise Odd


globals().update({f"name{number}" + "x" * 1000: 0 for number in range(1000)})
