# %% feature_net | maxima first, averages after them
# true: the maxima come before the averages
def feature_net(input_shape):
    inputs = keras.Input(input_shape)
    x = keras.layers.Conv2D(8, 3, padding="same", activation="relu")(inputs)
    x = keras.layers.MaxPooling2D(2)(x)
    x = keras.layers.Conv2D(16, 3, padding="same", activation="relu")(x)
    average = keras.layers.GlobalAveragePooling2D()(x)
    maximum = keras.layers.GlobalMaxPooling2D()(x)
    return keras.Model(inputs, keras.layers.Concatenate()([maximum, average]))


# %% inception_block | the pooling branch has no convolution of its own
# true: the pooling's 1 x 1 convolution is missing
def inception_block(inputs, filters):
    f1, r3, f3, r5, f5, fp = filters

    def conv(n, size, x):
        return keras.layers.Conv2D(n, size, padding="same", activation="relu")(x)

    first = conv(f1, 1, inputs)
    second = conv(f3, 3, conv(r3, 1, inputs))
    third = conv(f5, 5, conv(r5, 1, inputs))
    fourth = keras.layers.MaxPooling2D(3, strides=1, padding="same")(inputs)
    return keras.layers.Concatenate()([first, second, third, fourth])


# %% with_skip | x_0 and x_depth are joined in the other order
# true: the input is joined before x_depth
def with_skip(input_dim, depth):
    if depth < 0:
        raise ValueError("depth")
    inputs = x = keras.Input((input_dim,))
    for _ in range(depth):
        x = x + keras.layers.Dense(input_dim, activation="relu")(x)
    outputs = keras.layers.Dense(1)(keras.layers.Concatenate()([inputs, x]))
    return keras.Model(inputs, outputs)


# %% siamese | the squared distance
# true: a square root is missing, or a square is taken
def siamese(input_shape):
    base = keras.Sequential(
        [
            keras.Input(input_shape),
            keras.layers.Flatten(),
            keras.layers.Dense(32, activation="tanh"),
            keras.layers.Dense(8),
        ]
    )
    left, right = keras.Input(input_shape), keras.Input(input_shape)
    gap = keras.layers.Subtract()([base(left), base(right)])
    squared = keras.layers.Dot(axes=1)([gap, gap])
    return keras.Model([left, right], squared)
