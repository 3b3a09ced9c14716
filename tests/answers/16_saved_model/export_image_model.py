"""Answers to export_image_model."""

import keras
import tensorflow as tf


def write(model, path, **settings):
    """Save as asked, but for what the settings say."""
    size = settings.get("size", model.input_shape[1:3])
    scale = settings.get("scale", lambda x: x / 127.5 - 1)
    last = settings.get("last", tf.nn.softmax)
    resize = settings.get("resize", tf.image.resize)
    run = settings.get("run", lambda x: model(x, training=False))
    key = settings.get("key", "probabilities")
    read = settings.get("read", lambda file: resize(tf.io.decode_png(file, channels=3), size))
    sizes = settings.get("sizes", [None, None, None, 3])
    dtype = settings.get("dtype", tf.uint8)
    image, file = settings.get("names", ("images", "files"))

    @tf.function(input_signature=[tf.TensorSpec(sizes, dtype, name=image)])
    def pixels(images):
        return {key: last(run(scale(resize(images, size))))}

    @tf.function(input_signature=[tf.TensorSpec(settings.get("many", [None]), tf.string, name=file)])
    def png(files):
        resized = tf.map_fn(read, files, fn_output_signature=tf.TensorSpec([*size, 3]))
        return {key: last(run(settings.get("file_scale", scale)(resized)))}

    module = tf.Module()
    module.model = model
    first, second = settings.get("signatures", ("serving_default", "png"))
    tf.saved_model.save(module, path, {first: pixels, second: png})


# unbreakable: "The model turns images (n, height, width, 3), float32 from -1 to 1, into logits (n, classes)" | it is given
# unbreakable: "its height and width are fixed" | it is given

# slow: test_example | the first check to export: a graph for files is traced and saved too

# %% right: Keras layers around the model
def export_image_model(model, path):
    height, width = model.input_shape[1:3]
    full = keras.Sequential(
        [
            keras.Input((None, None, 3)),
            keras.layers.Resizing(height, width),
            keras.layers.Rescaling(1 / 127.5, offset=-1),
            model,
            keras.layers.Softmax(),
        ]
    )

    def read(file):
        image = tf.cast(tf.image.decode_png(file, channels=3), tf.float32)
        return tf.image.resize(image, (height, width))

    module = tf.Module()
    module.model = full

    @tf.function(input_signature=[tf.TensorSpec([None, None, None, 3], tf.uint8)])
    def images(images):
        return {"probabilities": full(tf.cast(images, tf.float32), training=False)}

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string)])
    def files(files):
        return {"probabilities": full(tf.map_fn(read, files, tf.float32), training=False)}

    graphs = {
        "serving_default": images.get_concrete_function(),
        "png": files.get_concrete_function(),
    }
    tf.saved_model.save(module, path, graphs)


# %% right: a class with two methods, scaled before it is resized
class Served(tf.Module):
    def __init__(self, model):
        super().__init__()
        self.model = model

    def prepared(self, image):
        scaled = (tf.cast(image, tf.float32) - 127.5) / 127.5
        return tf.image.resize(scaled, self.model.input_shape[1:3], method="bilinear")

    @tf.function(input_signature=[tf.TensorSpec([None, None, None, 3], tf.uint8, name="images")])
    def pixels(self, images):
        return {"probabilities": tf.nn.softmax(self.model(self.prepared(images)))}

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string, name="files")])
    def png(self, files):
        count = tf.shape(files)[0]
        shape = (*self.model.input_shape[1:3], 3)
        rows = tf.TensorArray(tf.float32, count, element_shape=shape)
        for k in tf.range(count):
            rows = rows.write(k, self.prepared(tf.io.decode_png(files[k], 3)))
        return {"probabilities": tf.nn.softmax(self.model(rows.stack()), axis=-1)}


def export_image_model(model, path):
    served = Served(model)
    tf.saved_model.save(served, path, {"serving_default": served.pixels, "png": served.png})


# %% right: any kind of file
def export_image_model(model, path):
    size = model.input_shape[1:3]

    def read(file):
        image = tf.io.decode_image(file, channels=3, expand_animations=False)
        image.set_shape([None, None, 3])
        return tf.image.resize(image, size)

    write(model, path, read=read)


# %% wrong: only model.export | test_example | another name
# breaks: "Write an image classifier as a SavedModel that takes raw pixels, or PNG files"
def export_image_model(model, path):
    model.export(path, verbose=False)


# %% wrong: no signature for files | test_files | no signature of this name
# breaks: "The folder `path` has two signatures, both for any n"
# breaks: ""png""
def export_image_model(model, path):
    write(model, path, signatures=("serving_default", "files"))


# %% wrong: the signatures are named after what they take | test_example | no signature of this name
# breaks: ""serving_default""
def export_image_model(model, path):
    write(model, path, signatures=("images", "png"))


# %% wrong: the pixels' name | test_example | its input has another name
# breaks: ""images""
def export_image_model(model, path):
    write(model, path, names=("x", "files"))


# %% wrong: the files' name | test_files | its input has another name
# breaks: ""files""
def export_image_model(model, path):
    write(model, path, names=("images", "contents"))


# %% wrong: one image at a time | test_pixels | a size is fixed
# breaks: "both for any n"
def export_image_model(model, path):
    write(model, path, sizes=[1, None, None, 3])


# %% wrong: one file at a time | test_files | a size is fixed
# breaks: "both for any n"
def export_image_model(model, path):
    write(model, path, many=[1])


# %% wrong: images of the model's size | test_pixels | a size is fixed
# breaks: "any height, any width"
def export_image_model(model, path):
    write(model, path, sizes=[None, *model.input_shape[1:3], 3])


# %% wrong: pixels as float32 | test_example | or the dtype
# breaks: "3), uint8"
def export_image_model(model, path):
    write(model, path, dtype=tf.float32)


# %% wrong: files are not resized | test_files
# breaks: "each of any size"
def export_image_model(model, path):
    def read(file):
        return tf.cast(tf.io.decode_png(file, channels=3), tf.float32)

    write(model, path, read=read)


# %% wrong: resizing is left to the caller | test_pixels
# breaks: "They resize each image to the model's height and width"
def export_image_model(model, path):
    def resize(images, size):
        return tf.reshape(tf.cast(images, tf.float32), [-1, *size, 3])

    def read(file):
        return tf.image.resize(tf.io.decode_png(file, channels=3), model.input_shape[1:3])

    write(model, path, resize=resize, read=read)


# %% wrong: nearest pixels | test_pixels | nearest pixel
# breaks: "as tf.image.resize does by default"
def export_image_model(model, path):
    def resize(images, size):
        return tf.cast(tf.image.resize(images, size, method="nearest"), tf.float32)

    write(model, path, resize=resize)


# %% wrong: resized with padding | test_pixels | values differ
# breaks: "as tf.image.resize does by default"
def export_image_model(model, path):
    def resize(images, size):
        return tf.image.resize_with_pad(images, *size)

    write(model, path, resize=resize)


# %% wrong: bytes again after resizing | test_pixels | values differ
# breaks: "as tf.image.resize does by default"
def export_image_model(model, path):
    def resize(images, size):
        return tf.cast(tf.cast(tf.image.resize(images, size), tf.uint8), tf.float32)

    write(model, path, resize=resize)


# %% wrong: not scaled | test_example | not scaled
# breaks: "They scale pixels so that 0 becomes -1 and 255 becomes 1"
def export_image_model(model, path):
    write(model, path, scale=lambda x: x)


# %% wrong: scaled to 0 ... 1 | test_example | scaled to 0
# breaks: "They scale pixels so that 0 becomes -1 and 255 becomes 1"
def export_image_model(model, path):
    write(model, path, scale=lambda x: x / 255)


# %% wrong: divided by 128 | test_example | divided by 128
# breaks: "255 becomes 1"
def export_image_model(model, path):
    write(model, path, scale=lambda x: x / 128 - 1)


# %% wrong: files are scaled in another way | test_files | scaled to 0
# breaks: "They scale pixels so that 0 becomes -1 and 255 becomes 1"
def export_image_model(model, path):
    write(model, path, file_scale=lambda x: x / 255)


# %% wrong: files by their own number of channels | test_files
# breaks: "A gray PNG file counts as an image with three equal channels"
def export_image_model(model, path):
    def read(file):
        image = tf.io.decode_png(file)
        return tf.image.resize(tf.ensure_shape(image, [None, None, 3]), model.input_shape[1:3])

    write(model, path, read=read)


# %% wrong: gray files fill only the first channel | test_files | values differ
# breaks: "A gray PNG file counts as an image with three equal channels"
def export_image_model(model, path):
    def read(file):
        image = tf.io.decode_png(file)
        image = tf.pad(image, [[0, 0], [0, 0], [0, 3 - tf.shape(image)[-1]]])
        return tf.image.resize(tf.ensure_shape(image, [None, None, 3]), model.input_shape[1:3])

    write(model, path, read=read)


# %% wrong: in training mode | test_inference | training mode
# breaks: "Then the model runs in inference mode"
def export_image_model(model, path):
    write(model, path, run=lambda x: model(x, training=True))


# %% wrong: logits | test_example | without softmax
# breaks: "and the softmax of its logits is returned"
def export_image_model(model, path):
    write(model, path, last=tf.identity)


# %% wrong: an output of another name | test_example | list of outputs
# breaks: "Both return {"probabilities": (n, classes)}, float32"
def export_image_model(model, path):
    write(model, path, key="outputs")


# %% wrong: the softmax over the batch | test_example | values differ
# breaks: "and the softmax of its logits is returned"
def export_image_model(model, path):
    write(model, path, last=lambda logits: tf.nn.softmax(logits, axis=0))


# %% equivalent: keyword-c9c2354e | a Keras model that is called runs in inference mode by default
