"""Probes of 08_functional_api: graphs seen from outside, as shapes, names, outputs and weights."""


def described(model):
    """Return what a model is, the shapes of its inputs, outputs and weights."""
    if not isinstance(model, keras.Model) or not getattr(model, "inputs", None):
        kind = "a model without inputs" if isinstance(model, keras.Model) else type(model).__name__
        return {"kind": kind, "inputs": [], "outputs": [], "weights": []}
    return {
        "kind": "model",
        "inputs": [list(tensor.shape) for tensor in model.inputs],
        "outputs": shapes(outputs_of(model)),
        "weights": sorted(list(weight.shape) for weight in model.weights),
    }


def outputs_of(model):
    """Return a model's KerasTensors in the structure in which it returns its outputs."""
    return model.outputs[0] if isinstance(model, keras.Sequential) else model.output


def shapes(outputs):
    """Return the shapes within a structure of KerasTensors."""
    if isinstance(outputs, dict):
        return {key: shapes(value) for key, value in outputs.items()}
    if isinstance(outputs, (list, tuple)):
        return [shapes(value) for value in outputs]
    return list(outputs.shape)


def placed(model, weights):
    """Give each array to the next weight of its shape; return the weights in the arrays' order."""
    left, found = list(model.weights), []
    if len(left) != len(weights):
        raise ValueError(f"the model has {len(left)} weights where {len(weights)} belong")
    for array in weights:
        at = [tuple(variable.shape) for variable in left].index(array.shape)
        left[at].assign(array)
        found.append(left.pop(at))
    return found


def differentiated(variables, loss):
    """Return the gradient of loss() in each variable; zeros where it is not trained."""
    trained = [variable for variable in variables if variable.trainable]
    with tf.GradientTape() as tape:
        value = loss()
    gradients = tape.gradient(value, [variable.value for variable in trained])
    found = {id(v): g for v, g in zip(trained, gradients, strict=True) if g is not None}
    return [found.get(id(variable), tf.zeros(variable.shape)) for variable in variables]


def feature_net(student, input_shape):
    """Describe feature_net's model."""
    return described(student.feature_net(tuple(input_shape)))


def features(student, input_shape, weights, images):
    """Return the features of each batch of images, all from one model."""
    model = student.feature_net(tuple(input_shape))
    placed(model, weights)
    return [model(tensors(batch)) for batch in images]


def multi_input(student, text_dim, image_shape):
    """Describe multi_input's model; its inputs by name."""
    model = student.multi_input(text_dim, tuple(image_shape))
    found = described(model)
    if found["kind"] == "model":
        found["inputs"] = named(model)
    return found


def named(model):
    """Return [name, shape] of each input in the order of their ranks; the name is what feeds it."""
    pairs = (
        model.input.items()
        if isinstance(model.input, dict)
        else ((t.name, t) for t in model.inputs)
    )
    made_up = ("keras_tensor", "input_layer")
    found = [["none" if name.startswith(made_up) else name, list(t.shape)] for name, t in pairs]
    return sorted(found, key=lambda pair: len(pair[1]))


def score(student, weights, text, image):
    """Return the scores of texts and images."""
    model = student.multi_input(text.shape[1], image.shape[1:])
    placed(model, weights)
    return model({"text": tensors(text), "image": tensors(image)})


def score_gradient(student, weights, text, image, upstream):
    """Return the gradient of sum(upstream * score) in each weight."""
    model = student.multi_input(text.shape[1], image.shape[1:])
    variables = placed(model, weights)
    feed = {"text": tensors(text), "image": tensors(image)}
    return differentiated(variables, lambda: weighted(model(feed), upstream))


def multi_output(student, input_shape, classes):
    """Describe multi_output's model and how it is compiled."""
    model = student.multi_output(tuple(input_shape), classes)
    found = described(model)
    if found["kind"] == "model" and model.compiled:
        rate = round(float(np.asarray(model.optimizer.learning_rate)), 6)
        return found | {"optimizer": [type(model.optimizer).__name__, rate]}
    return found | {"optimizer": "none: the model is not compiled"}


def heads(student, classes, weights, images):
    """Return what both heads give for the images."""
    model = student.multi_output(images.shape[1:], classes)
    placed(model, weights)
    return model(tensors(images))


def report(student, classes, weights, images, label, box):
    """Return what the compiled model reports for one batch."""
    model = student.multi_output(images.shape[1:], classes)
    placed(model, weights)
    model.run_eagerly = True
    return model.test_on_batch(images, {"label": label, "box": box}, return_dict=True)


def loss_gradient(student, classes, weights, images, label, box):
    """Return the gradient of the compiled model's loss in each weight."""
    model = student.multi_output(images.shape[1:], classes)
    variables = placed(model, weights)
    targets = {"label": tensors(label), "box": tensors(box)}

    def loss():
        return model.compute_loss(y=targets, y_pred=model(tensors(images), training=True))

    return differentiated(variables, loss)


def siamese(student, input_shape):
    """Describe siamese's model."""
    return described(student.siamese(tuple(input_shape)))


def distance(student, weights, left, right):
    """Return the distances of pairs."""
    model = student.siamese(left.shape[1:])
    placed(model, weights)
    return model([tensors(left), tensors(right)])


def distance_gradient(student, weights, left, right, upstream=None):
    """Return the gradients of sum(upstream * distance) in left and right, and the distances."""
    model = student.siamese(left.shape[1:])
    placed(model, weights)
    pair = [tensors(left), tensors(right)]
    with tf.GradientTape() as tape:
        tape.watch(pair)
        distances = model(pair)
        result = weighted(distances, upstream)
    return {"distance": distances, "gradients": tape.gradient(result, pair)}


def distance_reloaded(student, weights, left, right):
    """Return the distances that siamese's model gives after it was saved and loaded."""
    model = student.siamese(left.shape[1:])
    placed(model, weights)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.keras")
        model.save(path)
        loaded = keras.models.load_model(path)
    return loaded([tensors(left), tensors(right)])


def inception_block(student, shape, filters):
    """Describe what inception_block returns, and the model that ends there."""
    inputs = keras.Input(tuple(shape))
    outputs = student.inception_block(inputs, tuple(filters))
    if not isinstance(outputs, keras.KerasTensor):
        kind = "keras.Model" if isinstance(outputs, keras.Model) else type(outputs).__name__
        return {"kind": kind, "outputs": [], "weights": []}
    return described(keras.Model(inputs, outputs)) | {"kind": "KerasTensor"}


def branches(student, shape, blocks, weights, images):
    """Return what blocks, one after the other, give for each batch of images, from one model."""
    inputs = outputs = keras.Input(tuple(shape))
    for filters in blocks:
        outputs = student.inception_block(outputs, tuple(filters))
    model = keras.Model(inputs, outputs)
    placed(model, weights)
    return [model(tensors(batch)) for batch in images]


def with_skip(student, input_dim, depth):
    """Describe with_skip's model, its weights in their order."""
    model = student.with_skip(input_dim, depth)
    weights = model.weights if isinstance(model, keras.Model) else []
    return described(model) | {"weights": [list(weight.shape) for weight in weights]}


def skipped(student, depth, weights, x):
    """Return what with_skip's model gives for x."""
    model = student.with_skip(x.shape[1], depth)
    model.set_weights(weights)
    return model(tensors(x))


def skipped_gradient(student, depth, weights, x, upstream):
    """Return the gradient of sum(upstream * output) in x."""
    model = student.with_skip(x.shape[1], depth)
    model.set_weights(weights)
    value = tensors(x)
    with tf.GradientTape() as tape:
        tape.watch(value)
        result = weighted(model(value), upstream)
    return tape.gradient(result, value)


def chain(weights, kind):
    """Return a Sequential or functional model of dense layers with tanh: layer_0, layer_1, ..."""
    made = [
        keras.layers.Dense(bias.size, activation="tanh", name=f"layer_{number}")
        for number, bias in enumerate(weights[1::2])
    ]
    inputs = outputs = keras.Input((weights[0].shape[0],))
    if kind == "Sequential":
        model = keras.Sequential([inputs, *made])
    else:
        for layer in made:
            outputs = layer(outputs)
        model = keras.Model(inputs, outputs)
    model.set_weights(weights)
    return model


def tap(student, kind, weights, layer_names):
    """Describe what tap returns for a chain of dense layers."""
    return described(student.tap(chain(weights, kind), layer_names))


def tapped(student, kind, weights, x, layer_names):
    """Return what tap's model gives for x."""
    return student.tap(chain(weights, kind), layer_names)(tensors(x))


def tapped_later(student, weights, later, x, layer_names):
    """Change the weights of the model after tapping; return what the new model gives."""
    model = chain(weights, "functional")
    inner = student.tap(model, layer_names)
    model.set_weights(later)
    return inner(tensors(x))


def tapped_fork(student, weights, left, right, layer_names):
    """Return what tap's model gives for a model of two inputs that join."""
    dense = keras.layers.Dense
    inputs = {
        "left": keras.Input((left.shape[1],), name="left"),
        "right": keras.Input((right.shape[1],), name="right"),
    }
    sides = [
        dense(weights[2 * n].shape[1], activation="tanh", name=f"{name}_side")(inputs[name])
        for n, name in enumerate(inputs)
    ]
    joined = keras.layers.Concatenate(name="joined")(sides)
    model = keras.Model(inputs, dense(weights[4].shape[1], activation="tanh", name="end")(joined))
    placed(model, weights)
    return student.tap(model, layer_names)({"left": tensors(left), "right": tensors(right)})


def nested(features, layers, name=None):
    """Return a model of dense layers with tanh: [name, units] each, or [name, layers within]."""
    inputs = outputs = keras.Input((features,))
    for key, inside in layers:
        if isinstance(inside, list):
            layer = nested(outputs.shape[-1], inside, key)
        else:
            layer = keras.layers.Dense(inside, activation="tanh", name=key)
        outputs = layer(outputs)
    return keras.Model(inputs, outputs, name=name)


def leaves(model):
    """Yield a model's dense layers, also those of models within."""
    for layer in model.layers:
        if isinstance(layer, keras.Model):
            yield from leaves(layer)
        elif layer.weights:
            yield layer


def frozen(model, names):
    """Set the flags of the named layers to False; they may be models, and stand at any depth."""
    for layer in model.layers:
        layer.trainable = layer.trainable and layer.name not in names
        if isinstance(layer, keras.Model):
            frozen(layer, names)


def freeze_until(student, features, layers, layer_name):
    """Say whether the same model comes back, and which of its layers are trained now."""
    model = nested(features, layers)
    returned = student.freeze_until(model, layer_name)
    trained = {id(weight) for weight in model.trainable_weights}
    same = "the same model" if returned is model else type(returned).__name__
    names = [layer.name for layer in leaves(model) if id(layer.kernel) in trained]
    return {"returned": same, "trained": names}


def descended(student, layers, weights, x, target, rate, layer_names, before=()):
    """Freeze until each name in turn, then take one step of gradient descent.

    `before` names the layers that are frozen at the start. A ValueError ends the freezing. All
    weights come back in one vector.
    """
    model = nested(x.shape[1], layers)
    model.set_weights(weights)
    frozen(model, before)
    for name in layer_names:
        try:
            student.freeze_until(model, name)
        except ValueError:
            break
    trained = model.trainable_weights
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(model(tensors(x)) - target))
    for weight, slope in zip(trained, tape.gradient(loss, [w.value for w in trained]), strict=True):
        weight.assign_sub(rate * slope)
    return tf.concat([tf.reshape(weight, [-1]) for weight in weights_of(model)], axis=0)


def weights_of(model):
    """Return the kernels and biases of a model's dense layers, also of models within."""
    return [weight for layer in leaves(model) for weight in (layer.kernel, layer.bias)]
