"""Answers to export."""

import os

import keras
import tensorflow as tf


def refuse(model, labels):
    if len(labels) != model.output_shape[-1]:
        raise ValueError("one label per class")


def logits_of(model):
    return lambda x: model(x, training=False)


def write(model, path, labels, **settings):
    """Save as asked, but for what the settings say."""
    refuse(model, labels)
    score, names = settings.get("score", logits_of(model)), tf.constant(labels)
    pick, sure = settings.get("pick", tf.argmax), settings.get("sure", best_of)
    spec = settings.get("spec", tf.TensorSpec([None, model.input_shape[-1]], name="x"))

    @tf.function(input_signature=[spec])
    def serve(x):
        return {settings.get("logits", "logits"): settings.get("last", tf.identity)(score(x))}

    @tf.function(input_signature=[spec])
    def classify(x):
        logits = score(x)
        label = settings.get("named", tf.gather)(names, pick(logits, axis=-1))
        return {"label": label, settings.get("probability", "probability"): sure(logits)}

    module = tf.Module()
    module.model = model
    signatures = {"serving_default": serve, settings.get("classify", "classify"): classify}
    tf.saved_model.save(module, path, signatures=signatures)


def best_of(logits):
    return tf.reduce_max(tf.nn.softmax(logits), axis=-1)


# unbreakable: "The model turns x (n, features), float32, into logits (n, classes)" | it is given

# slow: test_logits | the first check that writes this folder: a Keras model is traced and saved
# slow: test_dropout | another model is traced and saved

# %% right: an ExportArchive
def export(model, path, labels):
    if model.output_shape[-1] != len(labels):
        raise ValueError(f"{len(labels)} labels")
    table = tf.constant(list(labels))

    def classify(x):
        probabilities = keras.ops.softmax(model(x, training=False))
        best = tf.argmax(probabilities, axis=1)
        chosen = tf.gather(probabilities, best, axis=1, batch_dims=1)
        return {"label": tf.gather(table, best), "probability": chosen}

    archive = keras.export.ExportArchive()
    archive.track(model)
    spec = [tf.TensorSpec((None, *model.input_shape[1:]), tf.float32, name="x")]
    archive.add_endpoint("serving_default", lambda x: {"logits": model(x, training=False)}, spec)
    archive.add_endpoint("classify", classify, spec)
    archive.write_out(path, verbose=False)


# %% right: methods of a module
class Server(tf.Module):
    def __init__(self, model, labels):
        super().__init__()
        self.model, self.labels = model, tf.Variable(labels, trainable=False)

    @tf.function
    def score(self, x):
        return {"logits": self.model(x)}

    @tf.function
    def classify(self, x):
        top = tf.math.top_k(tf.nn.softmax(self.model(x)))
        return {"label": tf.gather(self.labels, top.indices[:, 0]), "probability": top.values[:, 0]}


def export(model, path, labels):
    refuse(model, labels)
    server = Server(model, labels)
    spec = tf.TensorSpec([None, model.input_shape[1]], tf.float32)
    graphs = {
        "serving_default": server.score.get_concrete_function(spec),
        "classify": server.classify.get_concrete_function(x=spec),
    }
    tf.saved_model.save(server, path, signatures=graphs)


# %% right: only the variables are tracked
def export(model, path, labels):
    refuse(model, labels)
    module = tf.Module()
    module.weights = [variable.value for variable in model.variables]
    spec = tf.TensorSpec([None, *model.input_shape[1:]], name="x")
    serve = tf.function(lambda x: {"logits": model(x, training=False)}, input_signature=[spec])

    @tf.function(input_signature=[spec])
    def classify(x):
        logits = model(x, training=False)
        score = tf.reduce_max(logits, axis=1)
        winner = tf.one_hot(tf.argmax(logits, axis=1), len(labels), dtype=tf.bool, on_value=True, off_value=False)
        names = tf.boolean_mask(tf.tile([labels], [tf.shape(x)[0], 1]), winner)
        return {"label": names, "probability": tf.exp(score - tf.reduce_logsumexp(logits, axis=1))}

    os.makedirs(path, exist_ok=True)
    tf.saved_model.save(module, path, {"serving_default": serve, "classify": classify})


# %% wrong: only model.export | test_example | no signature of this name
# breaks: "Write a classifier as a SavedModel with two signatures"
def export(model, path, labels):
    refuse(model, labels)
    model.export(path, verbose=False)


# %% wrong: functions as attributes, no signatures | test_example | no signature of this name
# breaks: "Write a classifier as a SavedModel with two signatures"
def export(model, path, labels):
    refuse(model, labels)
    module, names = tf.Module(), tf.constant(labels)
    module.model = model
    spec = tf.TensorSpec([None, model.input_shape[-1]], name="x")
    module.serving_default = tf.function(lambda x: {"logits": model(x)}, [spec])
    module.classify = tf.function(
        lambda x: {
            "label": tf.gather(names, tf.argmax(model(x), -1)),
            "probability": best_of(model(x)),
        },
        [spec],
    )
    tf.saved_model.save(module, path)


# %% wrong: the variables are not tracked | test_example | untracked
# breaks: "Write a classifier as a SavedModel"
def export(model, path, labels):
    refuse(model, labels)
    names, spec = tf.constant(labels), tf.TensorSpec([None, model.input_shape[-1]], name="x")
    serve = tf.function(lambda x: {"logits": model(x, training=False)}, [spec])
    classify = tf.function(
        lambda x: {
            "label": tf.gather(names, tf.argmax(model(x, training=False), -1)),
            "probability": best_of(model(x, training=False)),
        },
        [spec],
    )
    tf.saved_model.save(tf.Module(), path, {"serving_default": serve, "classify": classify})


# %% wrong: the name that Keras gives an input | test_example | its input has another name
# breaks: "take one tensor with the name "x""
def export(model, path, labels):
    write(model, path, labels, spec=tf.TensorSpec([None, model.input_shape[-1]], name="inputs"))


# %% wrong: a batch of one | test_logits | batch size is fixed
# breaks: "for any n"
def export(model, path, labels):
    write(model, path, labels, spec=tf.TensorSpec([1, model.input_shape[-1]], name="x"))


# %% wrong: float64 | test_example | or the dtype
# breaks: "take one tensor with the name "x", (n, features), float32"
def export(model, path, labels):
    spec = tf.TensorSpec([None, model.input_shape[-1]], tf.float64, name="x")
    write(model, path, labels, spec=spec, score=lambda x: model(tf.cast(x, tf.float32)))


# %% wrong: training mode is frozen | test_example | list of labels
# breaks: "Both signatures run the model in inference mode"
def export(model, path, labels):
    write(model, path, labels, score=lambda x: model(x, training=True))


# %% wrong: training mode is frozen in one | test_example | training mode
# breaks: "Both signatures run the model in inference mode"
def export(model, path, labels):
    refuse(model, labels)
    module, names = tf.Module(), tf.constant(labels)
    module.model = model
    spec = tf.TensorSpec([None, model.input_shape[-1]], name="x")
    serve = tf.function(lambda x: {"logits": model(x, training=False)}, [spec])

    @tf.function(input_signature=[spec])
    def classify(x):
        best = tf.argmax(model(x, training=False), -1)
        return {"label": tf.gather(names, best), "probability": best_of(model(x, training=True))}

    tf.saved_model.save(module, path, {"serving_default": serve, "classify": classify})


# %% wrong: outputs without names | test_example | no names
# breaks: "They return a dict of tensors"
def export(model, path, labels):
    refuse(model, labels)
    module, names = tf.Module(), tf.constant(labels)
    module.model = model
    spec = tf.TensorSpec([None, model.input_shape[-1]], name="x")
    serve = tf.function(lambda x: model(x, training=False), [spec])

    @tf.function(input_signature=[spec])
    def classify(x):
        logits = model(x, training=False)
        return tf.gather(names, tf.argmax(logits, -1)), best_of(logits)

    tf.saved_model.save(module, path, {"serving_default": serve, "classify": classify})


# %% wrong: probabilities are served | test_logits | not logits
# breaks: ""logits""
def export(model, path, labels):
    write(model, path, labels, last=tf.nn.softmax)


# %% wrong: the name that Keras gives a signature | test_logits | no signature
# breaks: ""serving_default""
def export(model, path, labels):
    refuse(model, labels)
    names = tf.constant(labels)
    spec = [tf.TensorSpec([None, model.input_shape[-1]], name="x")]

    @tf.function(input_signature=spec)
    def classify(x):
        logits = model(x, training=False)
        return {"label": tf.gather(names, tf.argmax(logits, -1)), "probability": best_of(logits)}

    module = tf.Module()
    module.model = model
    serve = tf.function(lambda x: {"logits": model(x, training=False)}, spec)
    tf.saved_model.save(module, path, {"serve": serve, "classify": classify})


# %% wrong: an output of another name | test_logits
# breaks: ""logits""
def export(model, path, labels):
    write(model, path, labels, logits="outputs")


# %% wrong: a signature of another name | test_example | no signature of this name
# breaks: ""classify""
def export(model, path, labels):
    write(model, path, labels, classify="predict")


# %% wrong: numbers for labels | test_example | not their names
# breaks: "The label is the name of the class with the largest logit"
def export(model, path, labels):
    write(model, path, labels, named=lambda names, best: best)


# %% wrong: labels as numbers in text | test_example | list of labels
# breaks: "labels has a name for each class"
# breaks: ""label""
def export(model, path, labels):
    write(model, path, labels, named=lambda names, best: tf.strings.as_string(best))


# %% wrong: the smallest logit | test_example | smallest logit
# breaks: "The label is the name of the class with the largest logit"
def export(model, path, labels):
    write(model, path, labels, pick=tf.argmin)


# %% wrong: sorted labels | test_classify | list of labels
# breaks: "The label is the name of the class with the largest logit"
def export(model, path, labels):
    write(model, path, sorted(labels))


# %% wrong: the logit itself | test_example | not its softmax
# breaks: "the probability is the softmax of that logit"
def export(model, path, labels):
    write(model, path, labels, sure=lambda logits: tf.reduce_max(logits, axis=-1))


# %% wrong: a sigmoid | test_classify | sigmoid of the logit
# breaks: "the probability is the softmax of that logit"
def export(model, path, labels):
    write(model, path, labels, sure=lambda logits: tf.reduce_max(tf.sigmoid(logits), axis=-1))


# %% wrong: all probabilities | test_example | shape
# breaks: ""probability" (n,), float32"
def export(model, path, labels):
    write(model, path, labels, sure=tf.nn.softmax)


# %% wrong: any number of labels | test_refusal | nothing is refused
# breaks: "Raises ValueError if there are more or fewer labels than classes"
def export(model, path, labels):
    class Any:
        def __len__(self):
            return model.output_shape[-1]

    padded = [*labels, *["?"] * 9]
    real = model.output_shape[-1]
    write(model, path, padded[:real])


# %% wrong: only too few are refused | test_refusal | nothing is refused
# breaks: "if there are more or fewer labels than classes"
def export(model, path, labels):
    classes = model.output_shape[-1]
    if len(labels) < classes:
        raise ValueError("too few labels")
    write(model, path, labels[:classes])


# %% wrong: an assertion | test_refusal | make it a ValueError
# breaks: "Raises ValueError"
def export(model, path, labels):
    assert len(labels) == model.output_shape[-1]
    write(model, path, labels)


# %% wrong: refused when all is done | test_refusal | too late
# breaks: "before anything is written"
def export(model, path, labels):
    classes = model.output_shape[-1]
    write(model, path, [*labels, *"abcdef"][:classes])
    refuse(model, labels)


# %% equivalent: unary-d2af1b49 | logits have two axes, so the last one is axis 1
# %% equivalent: keyword-1df12747 | a Keras model that is called runs in inference mode by default
# %% equivalent: keyword-45d4310c | a Keras model that is called runs in inference mode by default
