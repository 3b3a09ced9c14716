# tries to: inherit from a class that stands in a text
exec("import keras\nclass Hidden(keras.layers.Dense): pass")


class ANSWER(Hidden):
    pass
