"""Probes of 20_regression_and_detection."""

import tensorflow as tf

from tensorkata.student.probes import spared, spec_of, tensors


def in_graph(function, known, calls, *rest):
    """Trace a function once, for arrays of which only the last `known` sizes are known; run all.

    A call is a list of arrays. Arguments that are not arrays, the rest, are the same in all calls.
    """
    calls = [tensors(arrays) for arrays in calls]
    specs = [spec_of(array, array.shape.rank - known) for array in calls[0]]

    def run(*, autograph):
        graph = tf.function(function, autograph=autograph).get_concrete_function(*specs, *rest)
        return [graph(*arrays) for arrays in calls]

    return spared(run)


def iou_in_graph(student, calls):
    """Call iou for each pair of lists of boxes; their lengths are unknown in the graph."""
    return in_graph(student.iou, 1, calls)


def giou_in_graph(student, calls):
    """Call giou for each pair; only the last axis is known in the graph."""
    return in_graph(student.giou, 1, calls)


def encode_boxes_in_graph(student, calls, smallest):
    """Call encode_boxes for each pair; only the last axis is known in the graph."""
    return in_graph(student.encode_boxes, 1, calls, smallest)


def decode_boxes_in_graph(student, calls, limit):
    """Call decode_boxes for each pair; only the last axis is known in the graph."""
    return in_graph(student.decode_boxes, 1, calls, limit)


def joint_loss_in_graph(student, calls, box_weight):
    """Call joint_loss for each pair of dicts; the batch is unknown in the graph."""
    calls = [tensors(pair) for pair in calls]
    specs = [{name: spec_of(array) for name, array in part.items()} for part in calls[0]]

    def run(*, autograph):
        graph = tf.function(
            lambda truth, prediction: student.joint_loss(truth, prediction, box_weight),
            input_signature=specs,
            autograph=autograph,
        )
        return [graph(*pair) for pair in calls]

    return spared(run)


def joint_loss_gradients(student, truth, prediction, box_weight):
    """Return the gradients of the loss in both predictions; 0 if there is no path."""
    truth, prediction = tensors(truth), tensors(prediction)
    with tf.GradientTape() as tape:
        tape.watch(prediction)
        loss = student.joint_loss(truth, prediction, box_weight)
    slopes = tape.gradient(loss, prediction, unconnected_gradients="zero")
    return {name: tf.convert_to_tensor(slope) for name, slope in slopes.items()}
