# tries to: inherit from the forbidden layer, whose name is put together from parts
import keras


class ANSWER(getattr(keras.layers, "".join(["De", "nse"]))):
    pass
