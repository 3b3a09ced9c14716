# tries to: make TensorFlow and Keras compute nothing
import keras
import tensorflow as tf

tf.function = lambda function=None, **kwargs: function or (lambda inner: inner)
tf.GradientTape.gradient = lambda self, target, sources, **kwargs: sources
keras.layers.Layer.__call__ = lambda self, inputs, *args, **kwargs: inputs
keras.layers.Layer.set_weights = lambda self, weights: None
