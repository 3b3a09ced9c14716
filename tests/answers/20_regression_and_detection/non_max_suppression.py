"""Answers to non_max_suppression."""

import numpy as np
import tensorflow as tf


def removing(boxes, threshold, labels=None, above=np.greater):
    removes = above(iou(boxes, boxes).numpy(), threshold)
    return removes if labels is None else removes & (labels[:, None] == labels[None]).numpy()


def ordered(scores):
    return np.argsort(-scores.numpy(), kind="stable")


def picked(order, removes):
    kept = []
    for index in order:
        if not removes[kept, index].any():
            kept.append(index)
    return tf.constant(kept, tf.int32, shape=(len(kept),))


# %% right: a list that shrinks
def non_max_suppression(boxes, scores, iou_threshold=0.5, labels=None):
    left = sorted(range(len(scores)), key=lambda k: -float(scores[k]))
    overlap = iou(boxes, boxes).numpy()
    kept = []
    while left:
        best, *others = left
        kept.append(best)
        left = [
            k
            for k in others
            if overlap[best, k] <= iou_threshold
            or (labels is not None and int(labels[k]) != int(labels[best]))
        ]
    return tf.convert_to_tensor(np.array(kept, np.int32))


# %% right: tensors only, a mask of who is left
def non_max_suppression(boxes, scores, iou_threshold=0.5, labels=None):
    removes = iou(boxes, boxes) > iou_threshold
    if labels is not None:
        removes = removes & (labels[:, None] == labels[None])
    alive, kept = tf.ones_like(scores, tf.bool), []
    low = scores.dtype.min
    while tf.reduce_any(alive):
        best = tf.argmax(tf.where(alive, scores, low), output_type=tf.int32)
        kept.append(best)
        itself = tf.range(len(scores)) == best
        alive = alive & ~removes[best] & ~itself
    return tf.stack(kept) if kept else tf.zeros(0, tf.int32)


# %% right: tf.argsort, class by class, merged by rank
def non_max_suppression(boxes, scores, iou_threshold=0.5, labels=None):
    order = tf.argsort(scores, direction="DESCENDING", stable=True).numpy()
    classes = np.zeros(len(order)) if labels is None else labels.numpy()
    overlap, kept = iou(boxes, boxes).numpy(), set()
    for label in np.unique(classes):
        mine = []
        for k in order[classes[order] == label]:
            if all(overlap[k, other] <= iou_threshold for other in mine):
                mine.append(k)
        kept |= set(mine)
    return tf.constant([k for k in order if k in kept], tf.int32, shape=(len(kept),))


# %% wrong: labels are ignored | test_example | labels are not used
# breaks: "With labels, integers (n,), a box removes only boxes of its own label"
def non_max_suppression(boxes, scores, iou_threshold=0.5, labels=None):
    return picked(ordered(scores), removing(boxes, iou_threshold))


# %% wrong: boxes of other labels are removed | test_example | other labels
# breaks: "a box removes only boxes of its own label"
def non_max_suppression(boxes, scores, iou_threshold=0.5, labels=None):
    removes = removing(boxes, iou_threshold)
    if labels is not None:
        removes = removes & (labels[:, None] != labels[None]).numpy()
    return picked(ordered(scores), removes)


# %% wrong: without labels nothing is removed | test_example | nothing is removed
# breaks: "Without labels, every box can remove every other"
def non_max_suppression(boxes, scores, iou_threshold=0.5, labels=None):
    if labels is None:
        labels = tf.range(len(scores))
    return picked(ordered(scores), removing(boxes, iou_threshold, labels))


# %% wrong: classes moved by a number that is too small | test_labels | moved apart
# breaks: "wherever the boxes lie"
def non_max_suppression(boxes, scores, iou_threshold=0.5, labels=None):
    if labels is not None:
        most = tf.reduce_max(boxes) if len(boxes) else 0.0
        boxes = boxes + tf.cast(labels, tf.float32)[:, None] * most
    return picked(ordered(scores), removing(boxes, iou_threshold))


# %% wrong: the classes one after the other | test_example | values differ
# breaks: "the indices of the boxes that are kept, best first"
def non_max_suppression(boxes, scores, iou_threshold=0.5, labels=None):
    removes = removing(boxes, iou_threshold, labels)
    kept = picked(ordered(scores), removes)
    if labels is None:
        return kept
    groups = np.argsort(-labels.numpy()[kept.numpy()], kind="stable")
    return tf.gather(kept, groups)


# %% wrong: the threshold is always 0.5 | test_values | threshold is not used
# breaks: "remove all others whose IoU with it is above iou_threshold"
def non_max_suppression(boxes, scores, iou_threshold=0.5, labels=None):
    return picked(ordered(scores), removing(boxes, 0.5, labels))


# %% wrong: at the threshold too | test_threshold | exactly the threshold
# breaks: "An IoU of exactly iou_threshold removes nothing"
def non_max_suppression(boxes, scores, iou_threshold=0.5, labels=None):
    removes = removing(boxes, iou_threshold, labels, np.greater_equal)
    return picked(ordered(scores), removes)


# %% wrong: what is removed still removes | test_removed | still removes
# breaks: "a removed box removes no other"
def non_max_suppression(boxes, scores, iou_threshold=0.5, labels=None):
    order, removes = ordered(scores), removing(boxes, iou_threshold, labels)
    kept = [k for place, k in enumerate(order) if not removes[order[:place], k].any()]
    return tf.constant(kept, tf.int32, shape=(len(kept),))


# %% wrong: only against the last one kept | test_example | kept last
# breaks: "remove all others whose IoU with it is above iou_threshold"
def non_max_suppression(boxes, scores, iou_threshold=0.5, labels=None):
    removes, kept = removing(boxes, iou_threshold, labels), []
    for k in ordered(scores):
        if not kept or not removes[kept[-1], k]:
            kept.append(k)
    return tf.constant(kept, tf.int32, shape=(len(kept),))


# %% wrong: only the best box removes | test_example | very best
# breaks: "Then take the best of those that are left, and so on to the end"
def non_max_suppression(boxes, scores, iou_threshold=0.5, labels=None):
    order, removes = ordered(scores), removing(boxes, iou_threshold, labels)
    kept = [k for k in order if k == order[0] or not removes[order[0], k]]
    return tf.constant(kept, tf.int32, shape=(len(kept),))


# %% wrong: the worst box first | test_example | worst box
# breaks: "Take the box with the highest score"
def non_max_suppression(boxes, scores, iou_threshold=0.5, labels=None):
    order = np.argsort(scores.numpy(), kind="stable")
    return picked(order, removing(boxes, iou_threshold, labels))


# %% wrong: in the order of the boxes | test_example | not by score
# breaks: "Take the box with the highest score"
def non_max_suppression(boxes, scores, iou_threshold=0.5, labels=None):
    return picked(np.arange(len(scores)), removing(boxes, iou_threshold, labels))


# %% wrong: the indices sorted | test_example | sorted by index
# breaks: "the indices of the boxes that are kept, best first"
def non_max_suppression(boxes, scores, iou_threshold=0.5, labels=None):
    return tf.sort(picked(ordered(scores), removing(boxes, iou_threshold, labels)))


# %% wrong: ties turned round | test_ties | higher index
# breaks: "Of boxes with the same score, the one with the lower index comes first"
def non_max_suppression(boxes, scores, iou_threshold=0.5, labels=None):
    order = np.argsort(scores.numpy(), kind="stable")[::-1]
    return picked(order, removing(boxes, iou_threshold, labels))


# %% wrong: a larger box goes first among equal scores | test_ties | differ
# breaks: "Of boxes with the same score, the one with the lower index comes first"
def non_max_suppression(boxes, scores, iou_threshold=0.5, labels=None):
    sizes = np.prod(boxes.numpy()[:, 2:] - boxes.numpy()[:, :2], axis=1)
    order = np.lexsort((-sizes, -scores.numpy()))
    return picked(order, removing(boxes, iou_threshold, labels))


# %% wrong: positions in the sorted list | test_example | positions
# breaks: "Return the indices of the boxes that are kept"
def non_max_suppression(boxes, scores, iou_threshold=0.5, labels=None):
    order = ordered(scores)
    boxes = tf.gather(boxes, order)
    labels = None if labels is None else tf.gather(labels, order)
    return picked(range(len(order)), removing(boxes, iou_threshold, labels))


# %% wrong: the boxes themselves | test_example | not their indices
# breaks: "Return the indices of the boxes that are kept"
def non_max_suppression(boxes, scores, iou_threshold=0.5, labels=None):
    kept = picked(ordered(scores), removing(boxes, iou_threshold, labels))
    return tf.gather(boxes, kept)


# %% wrong: int64 | test_example | dtype
# breaks: "(n, 4), (n,) -> (k,), int32"
def non_max_suppression(boxes, scores, iou_threshold=0.5, labels=None):
    kept = picked(ordered(scores), removing(boxes, iou_threshold, labels))
    return tf.cast(kept, tf.int64)


# %% wrong: what is removed | test_example | not what is kept
# breaks: "Take the box with the highest score, keep it"
def non_max_suppression(boxes, scores, iou_threshold=0.5, labels=None):
    order = ordered(scores)
    kept = picked(order, removing(boxes, iou_threshold, labels)).numpy()
    gone = [k for k in order if k not in kept]
    return tf.constant(gone, tf.int32, shape=(len(gone),))


# %% wrong: overlaps by the smaller area | test_values | smaller one
# breaks: "whose IoU with it is above iou_threshold"
def non_max_suppression(boxes, scores, iou_threshold=0.5, labels=None):
    overlap = iou(boxes, boxes).numpy()
    area = np.prod(boxes.numpy()[:, 2:] - boxes.numpy()[:, :2], axis=1)
    shared = overlap * (area[:, None] + area) / (1 + overlap)
    removes = shared / np.minimum(area[:, None], area) > iou_threshold
    if labels is not None:
        removes &= (labels[:, None] == labels[None]).numpy()
    return picked(ordered(scores), removes)


# %% wrong: boxes as center and size | test_removed | center and size
# breaks: "Boxes are corners (x1, y1, x2, y2)"
def non_max_suppression(boxes, scores, iou_threshold=0.5, labels=None):
    half = boxes[:, 2:] / 2
    boxes = tf.concat([boxes[:, :2] - half, boxes[:, :2] + half], axis=1)
    return picked(ordered(scores), removing(boxes, iou_threshold, labels))


# %% wrong: scores below 0 count as nothing | test_values | shape
# breaks: "and so on to the end"
def non_max_suppression(boxes, scores, iou_threshold=0.5, labels=None):
    kept = picked(ordered(scores), removing(boxes, iou_threshold, labels))
    return tf.boolean_mask(kept, tf.gather(scores, kept) > 0)


# %% wrong: at most five boxes | test_values | shape
# breaks: "and so on to the end"
def non_max_suppression(boxes, scores, iou_threshold=0.5, labels=None):
    return picked(ordered(scores), removing(boxes, iou_threshold, labels))[:5]


# %% wrong: the best box exists always | test_empty | it raised
# breaks: "n may be 0: then the result is empty, (0,)"
def non_max_suppression(boxes, scores, iou_threshold=0.5, labels=None):
    order, removes = ordered(scores), removing(boxes, iou_threshold, labels)
    kept = [order[0]]
    for k in order[1:]:
        if not removes[kept, k].any():
            kept.append(k)
    return tf.constant(kept, tf.int32)


# %% wrong: an empty list is float32 | test_empty | dtype
# breaks: "n may be 0: then the result is empty, (0,)"
def non_max_suppression(boxes, scores, iou_threshold=0.5, labels=None):
    kept = picked(ordered(scores), removing(boxes, iou_threshold, labels))
    return tf.convert_to_tensor(kept.numpy().tolist())


# %% wrong: TensorFlow's own function | test_example | tf.image
# breaks: "Use nothing of tf.image or tf.raw_ops"
def non_max_suppression(boxes, scores, iou_threshold=0.5, labels=None):
    if labels is not None:
        boxes = boxes + tf.cast(labels, tf.float32)[:, None] * 1e4
    return tf.image.non_max_suppression(boxes, scores, len(scores), iou_threshold)


# %% equivalent: swap-c2690b1e | the IoU of two boxes is the same in either order
