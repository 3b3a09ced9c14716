# tries to: hang or bring down whoever puts its exception into words
class Meta(type):
    def __subclasscheck__(cls, other):
        return True

    def mro(cls):
        return [cls, BaseException, object] if cls.__name__ == "Odd" else super().mro()


class Odd(BaseException, metaclass=Meta):
    def __str__(self):
        while True:
            pass

    @property
    def __traceback__(self):
        raise self

    __cause__ = __context__ = property(lambda self: self)


def ANSWER(*args, **kwargs):
    raise Odd
