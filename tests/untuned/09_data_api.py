# %% windows | the target starts with the last input
# true: the target begins with the last step of the inputs
def windows(series, length, horizon, batch):
    count = len(series) - length - horizon + 1
    if count < 1:
        raise ValueError("too short")
    x = np.stack([series[s : s + length] for s in range(count)])
    y = np.stack([series[s + length - 1 : s + length - 1 + horizon] for s in range(count)])
    return tf.data.Dataset.from_tensor_slices((x, y)).batch(batch)


# %% kfold | folds are blocks that stand one after the other
# true: folds are blocks, not every k-th sample
def kfold(x, y, k, fold):
    if k < 2 or not 0 <= fold < k:
        raise ValueError("fold")
    mine = np.arange(len(x)) * k // len(x) == fold
    train = tf.data.Dataset.from_tensor_slices((x[~mine], y[~mine]))
    return train, tf.data.Dataset.from_tensor_slices((x[mine], y[mine]))


# %% from_arrays | the short last batch is dropped
# true: the last short batch is dropped
def from_arrays(x, y, batch, shuffle, seed):
    if len(x) != len(y) or batch < 1:
        raise ValueError("x, y or batch")
    dataset = tf.data.Dataset.from_tensor_slices((x, y))
    if shuffle:
        dataset = dataset.shuffle(len(x), seed=seed)
    return dataset.batch(batch, drop_remainder=True)
