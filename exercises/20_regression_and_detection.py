# %% [markdown]
# # Regression and detection
#
# A classifier answers "which?". Regression answers "how much?", with real numbers: a price, a
# temperature, a dose. Four such numbers make a box, and a box answers "where?". So the step from
# regression to detection is a short one, and this topic walks it:
#
#     least_squares, fit_by_descent      lines and planes: an exact answer, and a patient one
#     iou, giou                          how well do two boxes agree?
#     non_max_suppression                ten boxes around one cat: which of them stays?
#     encode_boxes, decode_boxes         a box as a network should see it, and back
#     joint_loss                         "is there something?" and "where?", learned together
#
# A box is written in one way throughout: its corners, `(x1, y1, x2, y2)`, with x to the right and y
# down, as pixels are counted. Other programs use other ways, and four numbers do not say which way
# it is:
#
#     corners             x1, y1, x2, y2      this topic, "xyxy" in Keras
#     corners, y first    y1, x1, y2, x2      tf.image, "yxyx" in Keras
#     corner and size     x1, y1, w, h        COCO, "xywh" in Keras
#     center and size     cx, cy, w, h        YOLO, "center_xywh" in Keras
#
# Most bugs in detection begin with a mix-up of two of these. Convert a box as soon as it arrives.

# %%
import numpy as np
import tensorflow as tf

# %% [markdown]
# ## Least squares, in closed form
#
# Linear regression looks for weights and a bias that make `x @ weights + bias` close to y. If
# "close" means the sum of the squared errors, there is a formula, and no training is needed. Take
# the mean off every column of x and y first. Then the bias is gone from the problem, and
#
#     weights = (xc^T xc + l2 * I)^-1 xc^T yc           xc = x - mean of x, yc = y - mean of y
#     bias = mean of (y - x @ weights)
#
# Several outputs need no second formula: yc just has several columns, and each gets its own column
# of weights.
#
# `l2` is the *ridge* penalty. It keeps weights small, and it makes the matrix invertible if columns
# of x depend on each other. It must not hold the bias down: nobody wants a model that pulls all
# house prices towards zero.
#
# The matrix xc^T xc has the square of the condition of xc. Years (2000 and a little) beside a
# column of ones, in float32, leave no correct digit. Centered columns help; so does float64. Do not
# compute the inverse itself: `tf.linalg.solve`, `tf.linalg.cholesky_solve` and `tf.linalg.lstsq`
# are faster and more precise.
#
# Elsewhere: `sklearn.linear_model.Ridge`.


# %%
def least_squares(x: tf.Tensor, y: tf.Tensor, l2: float = 0.0) -> tuple[tf.Tensor, tf.Tensor]:
    """Fit y by x @ weights + bias in closed form: (n, d), (n, k) -> (d, k), (k,), float32.

    Each of the k outputs, a column of y, has its column w of the weights and its bias b. They make
    this sum as small as it can be:

        sum of (x @ w + b - y)^2 over the n samples  +  l2 * sum of w^2

    If l2 is positive, columns of x may be equal, and x may have more columns than rows. The weights
    are right to 1 %, and the bias to 1 % of the mean of y, even if the mean of a column of x is a
    thousand times its spread.

    Raises ValueError if l2 is negative. Use nothing of sklearn.

    >>> x = tf.constant([[1.0], [2.0], [3.0]])
    >>> y = tf.constant([[3.0, 9.0], [5.0, 8.0], [7.0, 7.0]])
    >>> weights, bias = least_squares(x, y)
    >>> weights.numpy().round(3).tolist(), bias.numpy().round(3).tolist()
    ([[2.0, -1.0]], [1.0, 10.0])
    """
    # TODO 1: refuse a negative l2.
    # TODO 2: the weights, without the bias in the way.
    # TODO 3: the bias that belongs to them.
    raise NotImplementedError("least_squares")


# %% [markdown]
# ## The same line, by descent
#
# Few problems have such a formula. Descent finds the same answer step by step, and it needs only
# gradients. Two things decide whether it gets there.
#
# *Scale.* If a column is in the thousands, the loss is a narrow valley: a learning rate that suits
# this column makes the others crawl, and one that suits the others makes the loss explode to NaN.
# So descend on standardized columns, and translate the answer back at the end:
#
#     z = (x - mean) / deviation
#     z @ u + c  =  x @ weights + (c - mean @ weights)        weights = u / deviation
#
# *Shape.* `z @ u` must have the shape of y. If one is (n, 1) and the other (n,), their difference
# is (n, n): every prediction against every target. Nothing complains, the loss even falls, and the
# model learns to predict the mean.
#
# `keras.layers.Normalization` does the first line of the formula inside a model.


# %%
def fit_by_descent(
    x: tf.Tensor, y: tf.Tensor, learning_rate: float, steps: int
) -> tuple[tf.Tensor, tf.Tensor, tf.Tensor]:
    """Fit y by x @ weights + bias by descent: (n, d), (n,) -> (d,), (), (steps,), float32.

    Let z be x with each column minus its mean, divided by its standard deviation (the root of the
    mean squared distance from the mean). Descent begins at u = 0 and c = 0. Each step subtracts
    learning_rate times the gradients in u (d,) and c () of

        loss = mean of (z @ u + c - y)^2 over the n samples

    Returns the weights and the bias for x itself, x @ weights + bias = z @ u + c, and the losses
    before each step. A column that holds one whole number throughout is 0 in z, and its weight is
    0; any other spread is divided by, however small. If steps is 0, the weights and the bias are 0
    and losses is empty.

    >>> x, y = tf.constant([[10.0], [30.0]]), tf.constant([1.0, 5.0])
    >>> weights, bias, losses = fit_by_descent(x, y, learning_rate=0.25, steps=2)
    >>> weights.numpy().tolist(), float(bias), losses.numpy().tolist()
    ([0.15000000596046448], -0.75, [13.0, 3.25])
    """
    # TODO 1: the columns of z.
    # TODO 2: the steps, and the loss before each.
    # TODO 3: weights and bias for x as it came.
    raise NotImplementedError("fit_by_descent")


# %% [markdown]
# ## Intersection over union
#
# How well do two boxes agree? Divide the area that they share by the area that they cover together:
#
#     +-----------+                        intersection: from the larger x1 to the smaller x2,
#     |  a        |                        from the larger y1 to the smaller y2
#     |     +-----|-----+
#     |     | ... |     |                  union = area of a + area of b - intersection
#     +-----|-----+     |
#           |        b  |                  iou = intersection / union
#           +-----------+
#
# 1 is the same box, 0 is no overlap, and the number does not change if everything is scaled.
#
# If the boxes are apart, "smaller x2 minus larger x1" is negative. Cut *each side* at 0 before you
# multiply: if boxes are apart in x and in y, the product of two negative numbers is positive, and
# strangers seem to overlap. (A `+ 1` in old code counts pixels of integer boxes; leave it out.)
#
# All pairs at once come by broadcasting, (n, 1, 4) against (m, 4), as in `pairwise_distances` of
# topic 01. `tf.math.divide_no_nan` divides by 0 without NaN. An epsilon beside the divisor would do
# so too, but it ruins small boxes: in relative coordinates an area of 1e-6 is not unusual.
#
# In Keras: `keras.utils.bounding_boxes.compute_iou`. It has such an epsilon.


# %%
def iou(a: tf.Tensor, b: tf.Tensor) -> tf.Tensor:
    """Return the intersection over union of every pair of boxes: (n, 4), (m, 4) -> (n, m).

    A box is its corners (x1, y1, x2, y2), with x1 <= x2 and y1 <= y2. Entry [i, j] is the area that
    a[i] and b[j] share, divided by the area that they cover together. If they are apart or only
    touch, it is 0. If both have no area, it is 0 and not NaN. Boxes of any size are right: no
    epsilon is added to an area.

    The result has the boxes' dtype if that is float32 or float64; boxes of int32 or uint8 give
    float32. n and m may be 0. Works in tf.function too, where n and m are unknown. Use nothing of
    keras.utils.

    >>> a = tf.constant([[0.0, 0.0, 4.0, 2.0], [3.0, 2.0, 4.0, 3.0], [8.0, 8.0, 9.0, 9.0]])
    >>> b = tf.constant([[1.0, 1.0, 4.0, 3.0]])
    >>> [[round(float(value), 4) for value in row] for row in iou(a, b)]
    [[0.2727], [0.1667], [0.0]]
    """
    # TODO 1: floats, and an axis for all pairs.
    # TODO 2: the area that each pair shares.
    # TODO 3: the area that it covers, and the quotient.
    raise NotImplementedError("iou")


# %% [markdown]
# ## Generalized IoU
#
# As a loss, 1 - IoU has a flaw: all boxes that miss the target have IoU 0. Near or far, the loss is
# the same, the gradient is 0, and a box that misses never learns where to go. Rezatofighi et al.
# (2019) look at the *hull* too, the smallest box around both:
#
#     +---------------------+
#     | +---+  . . . . . . .|         giou = iou - (hull - union) / hull
#     | | a |  . . . . . . .|
#     | +---+  . . . .+---+ |         the emptier the hull, the lower:
#     | . . . . . . . | b | |         1 for the same box, towards -1 far away
#     | . . . . . . . +---+ |
#     +---------------------+
#
# If two boxes overlap and their hull is nearly full, GIoU is close to IoU. If they are apart, the
# penalty has a slope that pulls them together.
#
# The divisors can be 0: a network that begins to train may predict boxes without any area. One NaN
# in one gradient ends the training of all weights. `tf.math.divide_no_nan` is safe in its gradient
# too; a `tf.where` *after* the division is not, since 0 times the infinite slope is NaN.


# %%
def giou(a: tf.Tensor, b: tf.Tensor) -> tf.Tensor:
    """Return the generalized IoU of boxes, row by row: (..., 4), (..., 4) -> (...).

    Boxes are corners (x1, y1, x2, y2), with x1 <= x2 and y1 <= y2. The union is the area that a and
    b cover together, and the hull is the area of the smallest box around both:

        giou = iou - (hull - union) / hull

    A quotient whose divisor is 0 counts as 0. No epsilon is added to an area. The result has the
    boxes' dtype, float32 or float64.

    The gradients in a and in b are those of the formula, for boxes that are apart too. They are
    finite, never NaN, even if a box or both have no area. Works in tf.function too, where the sizes
    of all axes but the last are unknown. Use nothing of keras.utils.

    >>> a = tf.constant([[0.0, 0.0, 4.0, 2.0], [0.0, 0.0, 1.0, 1.0]])
    >>> b = tf.constant([[1.0, 1.0, 4.0, 3.0], [3.0, 0.0, 4.0, 2.0]])
    >>> [round(float(value), 4) for value in giou(a, b)]
    [0.1894, -0.625]
    """
    # TODO 1: the areas of the intersection, the union and the hull.
    # TODO 2: both quotients.
    raise NotImplementedError("giou")


# %% [markdown]
# ## Non-maximum suppression
#
# A detector gives many boxes around the same object. Keep the best one, throw away what overlaps it
# too much, and go on with the rest:
#
#     scores   0.9  0.8  0.7  0.6          keep 0.9
#              |    |                      0.8 overlaps it: removed
#              +----+    |    |            keep 0.7 (0.8 would have removed it, but 0.8 is gone)
#                   +....+    |            keep 0.6
#
# So it is a loop: who is still there depends on who was kept. Comparing every box with every better
# box in one go removes too many.
#
# *Per class or over all?* A dog may sit in front of a sofa: their boxes overlap, and both are
# right. With labels, boxes of different classes leave each other alone. (A known trick moves the
# boxes of class k by k times a number that is larger than the whole picture, so that classes never
# meet.)
#
# *Ties.* Quantized models give equal scores all the time. The lower index wins here, so the result
# is the same on each machine. A sort that is not stable, or one that is turned round afterwards,
# does not keep that order.
#
# In TensorFlow: `tf.image.non_max_suppression` over all, `tf.image.combined_non_max_suppression`
# per class. Both want y first.


# %%
def non_max_suppression(
    boxes: tf.Tensor,
    scores: tf.Tensor,
    iou_threshold: float = 0.5,
    labels: tf.Tensor | None = None,
) -> tf.Tensor:
    """Return the indices of the boxes that are kept, best first: (n, 4), (n,) -> (k,), int32.

    Boxes are corners (x1, y1, x2, y2). Take the box with the highest score, keep it, and remove all
    others whose IoU with it is above iou_threshold. Then take the best of those that are left, and
    so on to the end; a removed box removes no other. An IoU of exactly iou_threshold removes
    nothing. Of boxes with the same score, the one with the lower index comes first.

    Without labels, every box can remove every other. With labels, integers (n,), a box removes only
    boxes of its own label, wherever the boxes lie. n may be 0: then the result is empty, (0,).

    Use nothing of tf.image or tf.raw_ops.

    >>> boxes = [[0, 0, 4, 4], [0, 0, 4, 5], [9, 9, 12, 12], [9, 9, 12, 11], [5, 0, 8, 2]]
    >>> boxes, scores = tf.constant(boxes, tf.float32), tf.constant([0.25, 0.5, 0.125, 0.75, 0.625])
    >>> non_max_suppression(boxes, scores).numpy().tolist()
    [3, 4, 1]
    >>> non_max_suppression(boxes, scores, labels=tf.constant([7, 3, 3, 3, 7])).numpy().tolist()
    [3, 4, 1, 0]
    """
    # TODO 1: the order of the scores, with ties.
    # TODO 2: which boxes would remove which.
    # TODO 3: who is kept, from the best to the worst.
    raise NotImplementedError("non_max_suppression")


# %% [markdown]
# ## Boxes as differences from anchors
#
# A network would have a hard time with raw corners: 10 pixels are nothing for a bus and everything
# for a coin. Detectors therefore place *anchors*, boxes of typical sizes, all over the image, and
# predict how the true box differs from an anchor, in units of the anchor:
#
#     +- anchor -----+            tx = (cx - ax) / aw       how far to the right, in anchor widths
#     |      (ax,ay) |            ty = (cy - ay) / ah       how far down, in anchor heights
#     |   +- box ----|--+         tw = log(w / aw)          how much wider, as a logarithm
#     |   |  (cx,cy) |  |         th = log(h / ah)          how much higher
#     +---|----------+  |
#         +-------------+
#
# With the logarithm, twice as wide and half as wide are equally far from 0, and no prediction can
# come out with a negative width.
#
# Its price is log(0). A box that was cropped to a line, or a label that somebody clicked by
# mistake, has a width of 0, and the loss becomes infinite, then NaN. So there is a smallest side.
#
# In Keras: `keras.utils.bounding_boxes.encode_box_to_deltas`. It also divides by "variances", which
# is a fixed scale for each of the four numbers.


# %%
def encode_boxes(boxes: tf.Tensor, anchors: tf.Tensor, smallest: float = 1e-3) -> tf.Tensor:
    """Describe boxes by their differences from anchors: (..., 4), (..., 4) -> (..., 4).

    Boxes and anchors are corners (x1, y1, x2, y2), row by row. With the center (cx, cy), the width
    w and the height h of a box, and (ax, ay), aw and ah of its anchor, the row of the result is

        ((cx - ax) / aw, (cy - ay) / ah, log(w / aw), log(h / ah))

    The width or height of a box that is below smallest counts as smallest; its center stays. The
    same holds for anchors. The result has the boxes' dtype, float32 or float64. Works in
    tf.function too. Use nothing of keras.utils.

    >>> anchors = tf.constant([[0.0, 0.0, 4.0, 2.0]])
    >>> deltas = encode_boxes(tf.constant([[4.0, 1.0, 12.0, 4.0]]), anchors)
    >>> [round(float(value), 4) for value in deltas[0]]
    [1.5, 0.75, 0.6931, 0.4055]
    """
    # TODO 1: centers and sizes of boxes and anchors.
    # TODO 2: the four differences.
    raise NotImplementedError("encode_boxes")


# %% [markdown]
# ## Back to corners
#
# What the network predicts has to become a box again. Solve the four equations for the box:
#
#     cx = ax + tx * aw        w = aw * exp(tw)          x1 = cx - w / 2,  x2 = cx + w / 2
#
# This time the danger is exp. In the first steps of a training tw may be 100, exp(100) is too large
# for float32, and infinity minus infinity is NaN. Detectron and torchvision cut tw and th at
# log(1000 / 16): an anchor of 16 pixels can then grow to a box of 1000 pixels, and no further.
#
# Cut *before* exp. `tf.where(tw > limit, ..., tf.exp(tw))` has the right value, but the slope of
# the branch that was not taken is infinite, and 0 times infinity is NaN.


# %%
def decode_boxes(deltas: tf.Tensor, anchors: tf.Tensor, limit: float = 4.135) -> tf.Tensor:
    """Turn differences from anchors into corners again: (..., 4), (..., 4) -> (..., 4).

    It is the inverse of encode_boxes. Anchors are corners, and deltas holds (tx, ty, tw, th) for
    each of them; the result holds the corners (x1, y1, x2, y2) of the box with

        the center (ax + tx * aw, ay + ty * ah), the width aw * exp(tw) and the height ah * exp(th)

    where (ax, ay), aw and ah are the anchor's center, width and height. A tw or th above limit
    counts as limit. The result has the dtype of deltas, float32 or float64.

    The gradient in deltas is that of the formula; it is 0 in a tw or th above limit, and finite
    however large they are. Works in tf.function too. Use nothing of keras.utils.

    >>> anchors = tf.constant([[0.0, 0.0, 4.0, 2.0]])
    >>> boxes = decode_boxes(tf.constant([[1.0, 0.5, 0.25, 0.0]]), anchors)
    >>> [round(float(value), 4) for value in boxes[0]]
    [3.4319, 1.0, 8.5681, 3.0]
    """
    # TODO 1: centers and sizes of the anchors.
    # TODO 2: center and size of the boxes.
    # TODO 3: their corners.
    raise NotImplementedError("decode_boxes")


# %% [markdown]
# ## One loss for two questions
#
# A small detector has two heads: a logit for "is there an object?", and four numbers for "where?".
# They are trained together, by a sum of two losses:
#
#     loss = crossentropy over all images + box_weight * (1 - giou) over images with an object
#
# An empty image has no true box. Most data sets write (0, 0, 0, 0) there, and some NaN. Two
# mistakes follow:
#
# - The empty images count. The network learns that boxes are small and at the top left.
# - They are multiplied by a mask of 0, but the sum is divided by the number of *all* images. Then
#   the weight of the boxes depends on how many images happen to be empty.
#
# And 0 times NaN is NaN. Leave the rows out (`tf.boolean_mask`), or put harmless boxes in their
# place (`tf.where`) *before* anything is computed from them. And think of the batch in which all
# images are empty: the mean of nothing is NaN.
#
# `tf.nn.sigmoid_cross_entropy_with_logits` takes the logits as they are, and is right even at 100.


# %%
def joint_loss(
    truth: dict[str, tf.Tensor], prediction: dict[str, tf.Tensor], box_weight: float = 1.0
) -> tf.Tensor:
    """Return one loss for "is there an object?" and "where is it?", a float32 scalar.

    truth["object"] (batch,) is 1 for an image with an object and 0 for an empty one, in bool, int32
    or float32; truth["box"] (batch, 4) holds the corners of the object. prediction has a logit in
    "object" (batch,) and corners in "box" (batch, 4). The loss is the sum of

        the mean binary crossentropy of the logits, over all images
        box_weight * the mean of 1 - giou of the two boxes, over the images with an object

    The second term is 0 if all images are empty. The true box of an empty image has no effect,
    whatever it holds, even NaN: the loss and the gradients stay what they are. The gradients in the
    predictions are those of the formula, and 0 in the box of an empty image. Logits of 100 or -100
    give right losses too. Works in tf.function too, where batch is unknown.

    >>> box = tf.constant([[0.0, 0.0, 4.0, 2.0], [np.nan] * 4])
    >>> truth = {"object": tf.constant([1, 0]), "box": box}
    >>> predicted = tf.constant([[1.0, 1.0, 4.0, 3.0], [5.0, 5.0, 6.0, 6.0]])
    >>> prediction = {"object": tf.constant([0.5, -2.0]), "box": predicted}
    >>> round(float(joint_loss(truth, prediction, box_weight=3.0)), 4)
    2.7323
    """
    # TODO 1: the crossentropy of all images.
    # TODO 2: the boxes of the images with an object, and their loss.
    # TODO 3: the sum, also if there is no object at all.
    raise NotImplementedError("joint_loss")


# %% [markdown]
# ## What to read next
#
# - The paper on [generalized IoU](https://arxiv.org/abs/1902.09630): two pages on why IoU is a poor
#   loss, and what a better one needs.
# - The papers on [Faster R-CNN](https://arxiv.org/abs/1506.01497), from which the four differences
#   come, and on [focal loss](https://arxiv.org/abs/1708.02002), for the thousands of anchors on
#   which there is nothing to see.
# - Keras's examples for [object detection with
#   RetinaNet](https://keras.io/examples/vision/retinanet/): anchors, encoding and suppression in a
#   network of real size.
# - [The Elements of Statistical Learning](https://hastie.su.domains/ElemStatLearn/), chapter 3:
#   least squares, ridge, and what the weights do and do not mean.
# - Topic 08, where `multi_output` has two heads in a Keras model, with `compile` and loss weights.
