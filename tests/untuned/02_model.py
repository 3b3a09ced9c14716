# %% count_parameters | only kernels are counted
# true: the biases are left out
def count_parameters(model):
    def count(weights):
        return sum(int(np.prod(w.shape)) for w in weights if len(w.shape) > 1)

    return {
        "trainable": count(model.trainable_weights),
        "non_trainable": count(model.non_trainable_weights),
    }


# %% predict_classes | the argmax runs over the batch
def predict_classes(model, x):
    return tf.argmax(model(x, training=False), axis=0)


# %% top_k | logits are returned, not probabilities
# true: logits instead of probabilities
def top_k(model, x, k):
    logits = model(x, training=False)
    if not 1 <= k <= logits.shape[-1]:
        raise ValueError("no such k")
    values, labels = tf.math.top_k(logits, k)
    return labels, values
