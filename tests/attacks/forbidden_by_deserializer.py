# tries to: have Keras make the forbidden layer from a description
import keras

KEYS = [f"{word}_name" for word in ("class", "registered")]


class ANSWER(keras.layers.Layer):
    def __init__(self, units=1, activation=None, **kwargs):
        super().__init__(**kwargs)
        config = {KEYS[0]: "Den" + "se", "module": "keras.layers", KEYS[1]: None}
        self.made = keras.activations.get(config | {"config": {"units": units}})

    def build(self, shape):
        self.made.build(shape)

    def call(self, x):
        return self.made(x)
