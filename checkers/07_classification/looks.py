"""Pictures of a classification from the split to the calibrated probabilities."""

import numpy as np
import tensorflow as tf
from sklearn.datasets import load_breast_cancer, load_digits
from sklearn.linear_model import LogisticRegression

from tensorkata.student.look import BLUE, FAINT, ORANGE, RED, look


def _digits():
    """Return scikit-learn's digits (1797, 8, 8, 1) with pixels from 0 to 16, and their labels."""
    images, labels = load_digits(return_X_y=True)
    return images.reshape(-1, 8, 8, 1).astype("float32"), labels


def _originals(figure):
    rows = figure.subplots(4, 8)
    for axes in rows.ravel():
        axes.set(xticks=[], yticks=[])
    for axes, image in zip(rows[0], _digits()[0], strict=False):
        axes.imshow(image[..., 0], cmap="gray")
    rows[0, 0].set_ylabel("as they are")
    return rows[1:]


@look(
    "Above: eight digits. Below: three times the same digits after augment in training, each"
    " flipped or not and shifted by a pixel or two, differently every time.",
    scene=_originals,
)
def augment(student, figure):
    images = tf.constant(_digits()[0][:8])
    for number, row in enumerate(_originals(figure), start=1):
        row[0].set_ylabel(f"call {number}")
        for axes, image in zip(row, student.augment(images, training=True), strict=True):
            axes.imshow(image[..., 0], cmap="gray")


def _square(figure):
    axes = figure.subplots()
    axes.set(title="Digits by a quick classifier", xlabel="predicted", ylabel="true")
    axes.set(xticks=range(10), yticks=range(10), xlim=(-0.5, 9.5), ylim=(9.5, -0.5))
    return axes


def _matrix(student, figure, true, predicted):
    axes = _square(figure)
    matrix = student.confusion_matrix(tf.constant(true), tf.constant(predicted), 10).numpy()
    axes.imshow(matrix, norm="symlog")
    for (row, column), count in np.ndenumerate(matrix):
        if count:
            color = "black" if row == column else "white"
            axes.text(column, row, str(count), ha="center", va="center", color=color)


@look(
    "A square of ten by ten counts. Nearly all stand on the diagonal, where the predicted class is"
    " the true one; the few others show which digits are taken for which.",
    scene=_square,
)
def confusion_matrix(student, figure):
    images, labels = _digits()
    flat = images.reshape(-1, 64)
    model = LogisticRegression(max_iter=30, tol=0.1).fit(flat[:600], labels[:600])
    _matrix(student, figure, labels[600:], model.predict(flat[600:]))


def _scores():
    """Return true classes and scores of breast tumours, by their size and by their texture."""
    x, y = load_breast_cancer(return_X_y=True)
    return 1 - y, x[:, 3].astype("float32"), x[:, 1].astype("float32")


def _roc(figure):
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], ":", color=FAINT, label="guessing: 0.5")
    axes.set(title="Telling malignant tumours from benign ones", aspect="equal")
    axes.set(xlabel="benign ones taken for malignant", ylabel="malignant ones found")
    return axes


@look(
    "Two ROC curves above the diagonal of guessing. The tumour's area tells malignant from benign"
    " better than its texture; the legend has the area under each curve by your roc_auc.",
    scene=_roc,
)
def roc_auc(student, figure):
    axes = _roc(figure)
    true, *both = _scores()
    for scores, name, style in zip(both, ("area", "texture"), ("-", "--"), strict=True):
        order = np.argsort(-scores)
        found, false = np.cumsum(true[order]), np.cumsum(1 - true[order])
        value = float(student.roc_auc(tf.constant(true), tf.constant(scores)))
        label = f"{name}: {value:.3f}"
        axes.plot(false / false[-1], found / found[-1], style, label=label)
    axes.legend()


def _overconfident():
    """Return logits (2000, 5) that are four times too large, and labels."""
    rng = np.random.default_rng(6)
    logits = rng.normal(0, 1.5, (2000, 5)).astype("float32")
    labels = np.argmax(logits + rng.gumbel(size=(2000, 5)), axis=1)
    return 4 * logits, labels


def _likelihoods(temperatures):
    logits, labels = _overconfident()
    log_p = tf.nn.log_softmax(logits[None] / temperatures[:, None, None])
    return -np.mean(np.asarray(log_p)[:, np.arange(len(labels)), labels], axis=1)


def _valley(figure):
    axes = figure.subplots()
    temperatures = np.geomspace(0.5, 20, 80).astype("float32")
    axes.plot(temperatures, _likelihoods(temperatures), color=FAINT)
    axes.set(title="Logits that are four times too large", xlabel="temperature", xscale="log")
    axes.set(ylabel="mean of -log p(label)")
    return axes


@look(
    "The mean negative log-likelihood has a valley over the temperature. Your temperature stands at"
    " its lowest point, close to 4.",
    scene=_valley,
)
def calibrate_temperature(student, figure):
    axes = _valley(figure)
    logits, labels = _overconfident()
    best = float(student.calibrate_temperature(tf.constant(logits), tf.constant(labels)))
    label = f"your temperature: {best:.2f}"
    axes.plot(best, _likelihoods(np.float32([best])), "o", color=BLUE, label=label)
    axes.legend()


def _bars_of_classes(figure):
    axes = figure.subplots()
    axes.set(title="Unseen digits, by the classifier that you trained", ylim=(0.8, 1.01))
    axes.set(xlabel="digit", xticks=range(10))
    return axes


@look(
    "For each digit two bars, precision and recall of your own classifier on digits that your split"
    " held back. All are above 0.8, and a dashed line marks the mean of the F1 scores.",
    scene=_bars_of_classes,
)
def put_together(student, figure):
    axes = _bars_of_classes(figure)
    (x, y), (x_test, y_test) = student.stratified_split(*_digits(), 0.25, 1)
    order = np.argsort(y, kind="stable")
    model = student.fit_digits(x[order], y[order])
    predicted = np.argmax(model(tf.constant(x_test)), axis=1)
    matrix = student.confusion_matrix(tf.constant(y_test), tf.constant(predicted), 10)
    scores = student.precision_recall_f1(matrix)
    digits = np.arange(10)
    axes.bar(digits - 0.2, scores["precision"], 0.4, color=BLUE, label="precision")
    axes.bar(digits + 0.2, scores["recall"], 0.4, color=ORANGE, hatch="//", label="recall")
    mean = float(scores["macro"][2])
    axes.axhline(mean, color=RED, linestyle="--", label=f"mean F1: {mean:.3f}")
    figure.legend(loc="outside lower center", ncols=3)
