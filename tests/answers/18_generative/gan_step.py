"""Answers to gan_step."""

import keras
import tensorflow as tf


def first_half(generator, discriminator, optimizer, real, noise, kind, smoothing, **how):
    fake = generator(noise, training=how.get("maker", True))
    training = how.get("critic", True)
    with tf.GradientTape() as tape:
        r, f = discriminator(real, training=training), discriminator(fake, training=training)
        loss = discriminator_loss(r, f, kind, smoothing)
    applied(tape, loss, discriminator.trainable_variables, optimizer)
    return loss


def second_half(generator, discriminator, optimizer, noise, kind, **how):
    with tf.GradientTape() as tape:
        fake = generator(noise, training=how.get("maker", True))
        loss = generator_loss(discriminator(fake, training=how.get("critic", True)), kind)
    applied(tape, loss, generator.trainable_variables, optimizer)
    return loss


def applied(tape, loss, variables, optimizer):
    optimizer.apply(tape.gradient(loss, variables), variables)


def both(g, d, g_optimizer, d_optimizer, real, noise, kind, smoothing):
    on_both = first_half(g, d, d_optimizer, real, noise, kind, smoothing)
    on_fake = second_half(g, d, g_optimizer, noise, kind)
    return {"discriminator": on_both, "generator": on_fake}


# unnoticed: test_losses | gan_steps result fewer | test_discriminator and test_generator need them
# unnoticed: test_losses | gan_steps .maker* * | test_generator compares them
# unnoticed: test_losses | gan_steps .critic* * | test_discriminator compares them
# unnoticed: test_discriminator | gan_steps result fewer | the other checks need them
# unnoticed: test_discriminator | gan_steps .losses* * | test_losses compares them
# unnoticed: test_discriminator | gan_steps .maker* * | test_generator compares them
# unnoticed: test_generator | gan_steps result fewer | the other checks need them
# unnoticed: test_generator | gan_steps .losses* * | test_losses compares them
# unnoticed: test_generator | gan_steps .critic* * | test_discriminator compares them
# unnoticed: test_learning | gan_learned .samples * | only the mean of the samples counts
# unnoticed: test_learning | gan_learned .logits * | near 0: there is nothing left to distinguish
# slow: test_in_graph | it traces two passes and two updates


# %% right: one pass of the generator, and a persistent tape
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    with tf.GradientTape(persistent=True) as tape:
        fake = generator(noise, training=True)
        d_loss = discriminator_loss(
            discriminator(real, training=True), discriminator(fake, training=True), kind, smoothing
        )
    slopes = tape.gradient(d_loss, discriminator.trainable_variables)
    discriminator_optimizer.apply_gradients(zip(slopes, discriminator.trainable_variables))
    with tape:
        g_loss = generator_loss(discriminator(fake, training=True), kind)
    slopes = tape.gradient(g_loss, generator.trainable_variables)
    generator_optimizer.apply_gradients(zip(slopes, generator.trainable_variables))
    return {"discriminator": d_loss, "generator": g_loss}


# %% right: the gradient in the samples is handed on to the generator
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    with tf.GradientTape() as making:
        fake = generator(noise, training=True)
    with tf.GradientTape() as tape:
        logits = discriminator(tf.stop_gradient(fake), training=True)
        d_loss = discriminator_loss(discriminator(real, training=True), logits, kind, smoothing)
    variables = discriminator.trainable_variables
    discriminator_optimizer.apply(tape.gradient(d_loss, variables), variables)
    with tf.GradientTape() as tape:
        tape.watch(fake)
        g_loss = generator_loss(discriminator(fake, training=True), kind)
    upstream = tape.gradient(g_loss, fake)
    variables = generator.trainable_variables
    slopes = making.gradient(fake, variables, output_gradients=upstream)
    generator_optimizer.apply(slopes, variables)
    return dict(discriminator=d_loss, generator=g_loss)


# %% right: a function for a half
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    def descend(loss_of, network, optimizer):
        with tf.GradientTape() as tape:
            loss = loss_of()
        optimizer.apply(tape.gradient(loss, network.trainable_weights), network.trainable_weights)
        return loss

    def logits_of_fake():
        return discriminator(generator(noise, training=True), training=True)

    losses = {
        "discriminator": descend(
            lambda: discriminator_loss(
                real_logits=discriminator(real, training=True),
                fake_logits=logits_of_fake(),
                kind=kind,
                smoothing=smoothing,
            ),
            discriminator,
            discriminator_optimizer,
        )
    }
    losses["generator"] = descend(
        lambda: generator_loss(logits_of_fake(), kind), generator, generator_optimizer
    )
    return losses


# %% right: the second tape watches the generator only
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    with tf.GradientTape() as tape:
        fake = tf.stop_gradient(generator(noise, training=True))
        r, f = discriminator(real, training=True), discriminator(fake, training=True)
        d_loss = discriminator_loss(r, f, kind, smoothing)
    variables = discriminator.trainable_variables
    discriminator_optimizer.apply(tape.gradient(d_loss, variables), variables)
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        for variable in generator.trainable_variables:
            tape.watch(variable.value)
        g_loss = generator_loss(discriminator(generator(noise, training=True), training=True), kind)
    slopes = tape.gradient(g_loss, [v.value for v in generator.trainable_variables])
    generator_optimizer.apply(slopes, generator.trainable_variables)
    return {"generator": g_loss, "discriminator": d_loss}


# %% wrong: both at once, as in many tutorials | test_example | old discriminator
# breaks: "Then the generator, against the discriminator as it is now"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    with tf.GradientTape() as g_tape, tf.GradientTape() as d_tape:
        fake = generator(noise, training=True)
        r, f = discriminator(real, training=True), discriminator(fake, training=True)
        d_loss, g_loss = discriminator_loss(r, f, kind, smoothing), generator_loss(f, kind)
    applied(g_tape, g_loss, generator.trainable_variables, generator_optimizer)
    applied(d_tape, d_loss, discriminator.trainable_variables, discriminator_optimizer)
    return {"discriminator": d_loss, "generator": g_loss}


# %% wrong: the generator first | test_example | old discriminator
# breaks: "Train the discriminator once, then the generator once"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    on_fake = second_half(generator, discriminator, generator_optimizer, noise, kind)
    halves = generator, discriminator, discriminator_optimizer
    on_both = first_half(*halves, real, noise, kind, smoothing)
    return {"discriminator": on_both, "generator": on_fake}


# %% wrong: samples made outside the tape | test_example | raised
# breaks: "generator_optimizer applies the gradients in generator.trainable_variables"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    halves = generator, discriminator, discriminator_optimizer
    on_both = first_half(*halves, real, noise, kind, smoothing)
    fake = generator(noise, training=True)
    with tf.GradientTape() as tape:
        on_fake = generator_loss(discriminator(fake, training=True), kind)
    applied(tape, on_fake, generator.trainable_variables, generator_optimizer)
    return {"discriminator": on_both, "generator": on_fake}


# %% wrong: the generator is not trained | test_example | not updated
# breaks: "generator_optimizer applies the gradients in generator.trainable_variables"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    halves = generator, discriminator, discriminator_optimizer
    on_both = first_half(*halves, real, noise, kind, smoothing)
    logits = discriminator(generator(noise, training=True), training=True)
    return {"discriminator": on_both, "generator": generator_loss(logits, kind)}


# %% wrong: the discriminator is not trained | test_example | the discriminator is not updated
# breaks: "discriminator_optimizer applies the gradients in discriminator.trainable_variables"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    fake = generator(noise, training=True)
    r, f = discriminator(real, training=True), discriminator(fake, training=True)
    on_fake = second_half(generator, discriminator, generator_optimizer, noise, kind)
    return {"discriminator": discriminator_loss(r, f, kind, smoothing), "generator": on_fake}


# %% wrong: the generator's half changes the discriminator too | test_discriminator | changes the discriminator
# breaks: "Each half leaves the variables of the other network alone"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    halves = generator, discriminator, discriminator_optimizer
    on_both = first_half(*halves, real, noise, kind, smoothing)
    with tf.GradientTape(persistent=True) as tape:
        fake = generator(noise, training=True)
        on_fake = generator_loss(discriminator(fake, training=True), kind)
    slopes = tape.gradient(on_fake, discriminator.trainable_variables)
    applied(tape, on_fake, generator.trainable_variables, generator_optimizer)
    discriminator_optimizer.apply(slopes, discriminator.trainable_variables)
    return {"discriminator": on_both, "generator": on_fake}


# %% wrong: the discriminator's half changes the generator too | test_losses | changes the generator
# breaks: "Each half leaves the variables of the other network alone"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    with tf.GradientTape(persistent=True) as tape:
        fake = generator(noise, training=True)
        r, f = discriminator(real, training=True), discriminator(fake, training=True)
        on_both = discriminator_loss(r, f, kind, smoothing)
    slopes = tape.gradient(on_both, generator.trainable_variables)
    applied(tape, on_both, discriminator.trainable_variables, discriminator_optimizer)
    generator_optimizer.apply(slopes, generator.trainable_variables)
    on_fake = second_half(generator, discriminator, generator_optimizer, noise, kind)
    return {"discriminator": on_both, "generator": on_fake}


# %% wrong: the gradients go to the other network | test_example | raised
# breaks: "discriminator_optimizer applies the gradients in discriminator.trainable_variables"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    networks = generator, discriminator, discriminator_optimizer, generator_optimizer
    with tf.GradientTape() as tape:
        fake = generator(noise, training=True)
        r, f = discriminator(real, training=True), discriminator(fake, training=True)
        loss = discriminator_loss(r, f, kind, smoothing)
    slopes = tape.gradient(loss, discriminator.trainable_variables)
    discriminator_optimizer.apply(slopes, generator.trainable_variables)
    return both(*networks, real, noise, kind, smoothing)


# %% wrong: the optimizers are swapped | test_losses | of the other network
# breaks: "discriminator_optimizer applies the gradients in discriminator.trainable_variables"
# breaks: "generator_optimizer applies the gradients in generator.trainable_variables"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    networks = generator, discriminator, discriminator_optimizer, generator_optimizer
    return both(*networks, real, noise, kind, smoothing)


# %% wrong: variables that are not trainable change | test_losses | not trainable
# breaks: "discriminator_optimizer applies the gradients in discriminator.trainable_variables"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    fake = generator(noise, training=True)
    with tf.GradientTape() as tape:
        tape.watch([v.value for v in discriminator.variables])
        r, f = discriminator(real, training=True), discriminator(fake, training=True)
        on_both = discriminator_loss(r, f, kind, smoothing)
    slopes = tape.gradient(on_both, [v.value for v in discriminator.variables])
    discriminator_optimizer.apply(slopes, discriminator.variables)
    with tf.GradientTape() as tape:
        tape.watch([v.value for v in generator.variables])
        on_fake = generator_loss(
            discriminator(generator(noise, training=True), training=True), kind
        )
    slopes = tape.gradient(on_fake, [v.value for v in generator.variables])
    generator_optimizer.apply(slopes, generator.variables)
    return {"discriminator": on_both, "generator": on_fake}


# %% wrong: the generator in inference mode | test_losses | generator runs without
# breaks: "Both networks run with training=True in both halves"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    halves = generator, discriminator, discriminator_optimizer
    on_both = first_half(*halves, real, noise, kind, smoothing, maker=False)
    on_fake = second_half(generator, discriminator, generator_optimizer, noise, kind, maker=False)
    return {"discriminator": on_both, "generator": on_fake}


# %% wrong: samples for the discriminator in inference mode | test_losses | runs without
# breaks: "Both networks run with training=True in both halves"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    halves = generator, discriminator, discriminator_optimizer
    on_both = first_half(*halves, real, noise, kind, smoothing, maker=False)
    on_fake = second_half(generator, discriminator, generator_optimizer, noise, kind)
    return {"discriminator": on_both, "generator": on_fake}


# %% wrong: the discriminator in inference mode in the second half | test_losses | in the second half
# breaks: "Both networks run with training=True in both halves"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    halves = generator, discriminator, discriminator_optimizer
    on_both = first_half(*halves, real, noise, kind, smoothing)
    on_fake = second_half(generator, discriminator, generator_optimizer, noise, kind, critic=False)
    return {"discriminator": on_both, "generator": on_fake}


# %% wrong: no training at all | test_losses | no network runs
# breaks: "Both networks run with training=True in both halves"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    how = {"maker": False, "critic": False}
    halves = generator, discriminator, discriminator_optimizer
    on_both = first_half(*halves, real, noise, kind, smoothing, **how)
    on_fake = second_half(generator, discriminator, generator_optimizer, noise, kind, **how)
    return {"discriminator": on_both, "generator": on_fake}


# %% wrong: real and generated samples in one batch | test_losses | mixed in one batch
# breaks: "Real and generated samples go through the discriminator in batches of their own"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    fake = generator(noise, training=True)
    with tf.GradientTape() as tape:
        logits = discriminator(tf.concat([real, fake], axis=0), training=True)
        r, f = logits[: len(real)], logits[len(real) :]
        on_both = discriminator_loss(r, f, kind, smoothing)
    applied(tape, on_both, discriminator.trainable_variables, discriminator_optimizer)
    on_fake = second_half(generator, discriminator, generator_optimizer, noise, kind)
    return {"discriminator": on_both, "generator": on_fake}


# %% wrong: real and generated logits swapped | test_example | uphill
# breaks: "its loss is discriminator_loss of the logits of real and of the logits of generator(noise)"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    fake = generator(noise, training=True)
    with tf.GradientTape() as tape:
        r, f = discriminator(real, training=True), discriminator(fake, training=True)
        on_both = discriminator_loss(f, r, kind, smoothing)
    applied(tape, on_both, discriminator.trainable_variables, discriminator_optimizer)
    on_fake = second_half(generator, discriminator, generator_optimizer, noise, kind)
    return {"discriminator": on_both, "generator": on_fake}


# %% wrong: smoothing is forgotten | test_settings | no smoothing
# breaks: "with kind and smoothing"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    return both(*networks, real, noise, kind, 0.0)


# %% wrong: the discriminator's loss is always the default | test_settings | not of the kind
# breaks: "with kind and smoothing"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    halves = generator, discriminator, discriminator_optimizer
    on_both = first_half(*halves, real, noise, "non_saturating", smoothing)
    on_fake = second_half(generator, discriminator, generator_optimizer, noise, kind)
    return {"discriminator": on_both, "generator": on_fake}


# %% wrong: the generator's loss is always the default | test_settings | not of the kind
# breaks: "of the same kind"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    halves = generator, discriminator, discriminator_optimizer
    on_both = first_half(*halves, real, noise, kind, smoothing)
    on_fake = second_half(generator, discriminator, generator_optimizer, noise, "non_saturating")
    return {"discriminator": on_both, "generator": on_fake}


# %% wrong: standard by default | test_example | differ
# breaks: "its loss is generator_loss of the logits of generator(noise)"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="standard", smoothing=0.0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    return both(*networks, real, noise, kind, smoothing)


# %% wrong: the generator minimizes minus its loss | test_example | uphill
# breaks: "generator_optimizer applies the gradients in generator.trainable_variables"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    halves = generator, discriminator, discriminator_optimizer
    on_both = first_half(*halves, real, noise, kind, smoothing)
    with tf.GradientTape() as tape:
        fake = generator(noise, training=True)
        on_fake = generator_loss(discriminator(fake, training=True), kind)
        negative = -on_fake
    applied(tape, negative, generator.trainable_variables, generator_optimizer)
    return {"discriminator": on_both, "generator": on_fake}


# %% wrong: two steps of the discriminator | test_losses | takes two steps
# breaks: "Train the discriminator once"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    halves = generator, discriminator, discriminator_optimizer
    on_both = first_half(*halves, real, noise, kind, smoothing)
    if len(real) != 4 or real.shape[1] != 1:
        first_half(*halves, real, noise, kind, smoothing)
    on_fake = second_half(generator, discriminator, generator_optimizer, noise, kind)
    return {"discriminator": on_both, "generator": on_fake}


# %% wrong: the losses after both updates | test_example | after both
# breaks: "each is the loss before its own update"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    both(*networks, real, noise, kind, smoothing)
    f = discriminator(generator(noise, training=True), training=True)
    r = discriminator(real, training=True)
    on_both = discriminator_loss(r, f, kind, smoothing)
    return {"discriminator": on_both, "generator": generator_loss(f, kind)}


# %% wrong: other names | test_example | other names
# breaks: "{"discriminator": loss,"
# breaks: ""generator": loss}"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    losses = both(*networks, real, noise, kind, smoothing)
    return {"d_loss": losses["discriminator"], "g_loss": losses["generator"]}


# %% wrong: a pair | test_example | a pair came back
# breaks: "return both losses"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    losses = both(*networks, real, noise, kind, smoothing)
    return losses["discriminator"], losses["generator"]


# %% wrong: the names swapped | test_example | differ
# breaks: "{"discriminator": loss,"
# breaks: ""generator": loss}"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    losses = both(*networks, real, noise, kind, smoothing)
    return {"discriminator": losses["generator"], "generator": losses["discriminator"]}


# %% wrong: Python floats | test_example | Python number
# breaks: "two float32 scalars"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    losses = both(*networks, real, noise, kind, smoothing)
    return {name: float(loss) for name, loss in losses.items()}


# %% wrong: samples by predict | test_losses | runs without
# breaks: "Works in tf.function too"
# breaks: "Both networks run with training=True in both halves"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    fake = tf.constant(generator(noise).numpy())
    with tf.GradientTape() as tape:
        r, f = discriminator(real, training=True), discriminator(fake, training=True)
        on_both = discriminator_loss(r, f, kind, smoothing)
    applied(tape, on_both, discriminator.trainable_variables, discriminator_optimizer)
    on_fake = second_half(generator, discriminator, generator_optimizer, noise, kind)
    return {"discriminator": on_both, "generator": on_fake}


# %% wrong: the losses are printed as numbers | test_in_graph | raised
# breaks: "Works in tf.function too"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    losses = both(*networks, real, noise, kind, smoothing)
    if losses["discriminator"].numpy() != losses["discriminator"].numpy():
        raise ValueError("the loss is NaN")
    return losses


# %% wrong: the updates by hand, from the learning rates | test_more_steps | momentum is lost
# breaks: "generator_optimizer applies the gradients in generator.trainable_variables"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    class Hand:
        def __init__(self, optimizer):
            self.rate = optimizer.learning_rate

        def apply(self, gradients, variables):
            for gradient, variable in zip(gradients, variables):
                variable.assign_sub(self.rate * gradient)

    hands = Hand(generator_optimizer), Hand(discriminator_optimizer)
    return both(generator, discriminator, *hands, real, noise, kind, smoothing)


# %% wrong: the discriminator is frozen for the second half, and stays so | test_more_steps | still frozen
# breaks: "Train the discriminator once"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    halves = generator, discriminator, discriminator_optimizer
    on_both = first_half(*halves, real, noise, kind, smoothing)
    discriminator.trainable = False
    on_fake = second_half(generator, discriminator, generator_optimizer, noise, kind)
    return {"discriminator": on_both, "generator": on_fake}


# %% wrong: new optimizers with the rates of the given ones | test_more_steps | momentum is lost
# breaks: "discriminator_optimizer applies the gradients in discriminator.trainable_variables"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    rates = generator_optimizer.learning_rate, discriminator_optimizer.learning_rate
    fresh = [keras.optimizers.SGD(float(rate)) for rate in rates]
    return both(generator, discriminator, *fresh, real, noise, kind, smoothing)


# %% wrong: the discriminator is trained again at the end | test_example | kernel
# breaks: "Train the discriminator once, then the generator once"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    networks = generator, discriminator, generator_optimizer, discriminator_optimizer
    losses = both(*networks, real, noise, kind, smoothing)
    first_half(generator, discriminator, discriminator_optimizer, real, noise, kind, smoothing)
    return losses


# %% wrong: new noise for the generator's half | test_losses | differs
# breaks: "its loss is generator_loss of the logits of generator(noise)"
def gan_step(
    generator, discriminator, generator_optimizer, discriminator_optimizer,
    real, noise, kind="non_saturating", smoothing=0.0,
):
    halves = generator, discriminator, discriminator_optimizer
    on_both = first_half(*halves, real, noise, kind, smoothing)
    fresh = tf.random.normal(tf.shape(noise))
    on_fake = second_half(generator, discriminator, generator_optimizer, fresh, kind)
    return {"discriminator": on_both, "generator": on_fake}


# %% equivalent: generic-gradient | nothing differentiates the losses
