"""Answers to VAE. A wrong answer differs from `sound` in what it replaces."""

import keras
import tensorflow as tf


def halves(code):
    return tf.split(code, 2, axis=-1)


def fits_of(x, logits):
    return -tf.nn.sigmoid_cross_entropy_with_logits(labels=x, logits=logits)


def total(x):
    return tf.reduce_sum(x, axis=-1)


class Plain(keras.Model):
    def __init__(self, encoder, decoder, seed=0):
        super().__init__()
        self.encoder, self.decoder = encoder, decoder
        self.sampling = Sampling(seed)

    def code(self, x):
        return halves(self.encoder(x))

    def bound(self, x, logits, mean, log_var):
        return total(fits_of(x, logits)) - gaussian_kl(mean, log_var)

    def elbo(self, x):
        mean, log_var = self.code(x)
        return self.bound(x, self.decoder(self.sampling([mean, log_var])), mean, log_var)

    def call(self, x):
        return tf.sigmoid(self.decoder(self.code(x)[0]))

    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        return -tf.reduce_mean(self.elbo(x))

    def stepped(self, data, networks):
        x = data[0] if isinstance(data, tuple) else data
        with tf.GradientTape() as tape:
            loss = -tf.reduce_mean(self.elbo(x))
        variables = [v for network in networks for v in network.trainable_variables]
        self.optimizer.apply(tape.gradient(loss, variables), variables)
        return loss


# unnoticed: test_noise | vae_bounds result * | the bounds are drawn: only their distribution counts
# unnoticed: test_step | vae_fitted .history.loss[*] nudged | Keras tells float32 as a Python float
# slow: test_learning | fit traces its step
# unnoticed: test_learning | vae_fitted .history.loss[*] nudged | Keras tells float32 as a Python float


# %% right: a train_step of its own, and a metric
class VAE(keras.Model):
    def __init__(self, encoder, decoder, seed=0):
        super().__init__()
        self.encoder, self.decoder = encoder, decoder
        self.draw = Sampling(seed)
        self.tracker = keras.metrics.Mean(name="loss")

    @property
    def metrics(self):
        return [self.tracker]

    def elbo(self, x):
        code = self.encoder(x)
        latent = code.shape[-1] // 2
        mean, log_var = code[:, :latent], code[:, latent:]
        logits = self.decoder(self.draw([mean, log_var]))
        fits = x * tf.math.log_sigmoid(logits) + (1 - x) * tf.math.log_sigmoid(-logits)
        return tf.reduce_sum(fits, axis=1) - gaussian_kl(mean, log_var)

    def call(self, x):
        code = self.encoder(x)
        return keras.activations.sigmoid(self.decoder(code[:, : code.shape[-1] // 2]))

    def train_step(self, data):
        x = keras.utils.unpack_x_y_sample_weight(data)[0]
        with tf.GradientTape() as tape:
            loss = -tf.reduce_mean(self.elbo(x))
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply(gradients, self.trainable_variables)
        self.tracker.update_state(loss)
        return {"loss": self.tracker.result()}


# %% right: the crossentropy of Keras, noise of its own
class VAE(keras.Model):
    def __init__(self, encoder, decoder, seed=0):
        super().__init__()
        self.networks = [encoder, decoder]
        self.seeds = keras.random.SeedGenerator(seed)

    def elbo(self, x):
        encoder, decoder = self.networks
        mean, log_var = keras.ops.split(encoder(x), 2, axis=-1)
        noise = keras.random.normal(keras.ops.shape(mean), seed=self.seeds)
        logits = decoder(mean + keras.ops.exp(log_var / 2) * noise)
        misses = keras.losses.binary_crossentropy(x, logits, from_logits=True)
        far = 0.5 * total(tf.exp(log_var) + mean**2 - 1 - log_var)
        return -misses * x.shape[-1] - far

    def call(self, x):
        encoder, decoder = self.networks
        return 1 / (1 + tf.exp(-decoder(keras.ops.split(encoder(x), 2, axis=-1)[0])))

    def compute_loss(self, x, *args, **kwargs):
        return keras.ops.mean(-self.elbo(x))


# %% right: train_step that returns the loss, and its parts beside it
class VAE(Plain):
    def __init__(self, encoder, decoder, seed=0):
        super().__init__(encoder, decoder, seed)
        self.total = keras.metrics.Mean()

    def train_step(self, data):
        x = data[0] if isinstance(data, tuple) else data
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(-self.elbo(x))
        variables = self.encoder.trainable_variables + self.decoder.trainable_variables
        self.optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
        self.total.update_state(loss)
        return {"loss": self.total.result(), "kl_loss": tf.reduce_mean(gaussian_kl(*self.code(x)))}


# %% wrong: the mean over the features | test_example | not their sum
# breaks: "the sum over the features of x * log(p) + (1 - x) * log(1 - p) minus gaussian_kl of mean and log_var"
class VAE(Plain):
    def bound(self, x, logits, mean, log_var):
        return tf.reduce_mean(fits_of(x, logits), axis=-1) - gaussian_kl(mean, log_var)


# %% wrong: Keras' crossentropy, which averages | test_example | not their sum
# breaks: "the sum over the features of x * log(p) + (1 - x) * log(1 - p) minus gaussian_kl of mean and log_var"
class VAE(Plain):
    def bound(self, x, logits, mean, log_var):
        misses = keras.losses.binary_crossentropy(x, logits, from_logits=True)
        return -misses - gaussian_kl(mean, log_var)


# %% wrong: the divergence is added | test_bound | is added
# breaks: "minus gaussian_kl of mean and log_var"
class VAE(Plain):
    def bound(self, x, logits, mean, log_var):
        return total(fits_of(x, logits)) + gaussian_kl(mean, log_var)


# %% wrong: no divergence: a plain autoencoder | test_bound | is left out
# breaks: "minus gaussian_kl of mean and log_var"
class VAE(Plain):
    def bound(self, x, logits, mean, log_var):
        return total(fits_of(x, logits))


# %% wrong: the divergence is averaged | test_bound | averaged over
# breaks: "minus gaussian_kl of mean and log_var"
class VAE(Plain):
    def bound(self, x, logits, mean, log_var):
        far = gaussian_kl(mean, log_var) / mean.shape[-1]
        return total(fits_of(x, logits)) - far


# %% wrong: elbo is the loss | test_example | the loss
# breaks: "the sum over the features of x * log(p) + (1 - x) * log(1 - p) minus gaussian_kl of mean and log_var"
class VAE(Plain):
    def bound(self, x, logits, mean, log_var):
        return -super().bound(x, logits, mean, log_var)

    def compute_loss(self, x=None, *rest, **kwargs):
        return tf.reduce_mean(self.elbo(x))


# %% wrong: one bound for the batch | test_example | over the batch
# breaks: "It returns one number for each sample, (batch,)"
class VAE(Plain):
    def elbo(self, x):
        return tf.reduce_mean(super().elbo(x))


# %% wrong: squared errors | test_example | squares in place
# breaks: "x * log(p) + (1 - x) * log(1 - p)"
class VAE(Plain):
    def bound(self, x, logits, mean, log_var):
        miss = total(tf.square(x - tf.sigmoid(logits)))
        return -miss - gaussian_kl(mean, log_var)


# %% wrong: only what is 1 counts | test_bound | part with 1 - x
# breaks: "x * log(p) + (1 - x) * log(1 - p)"
class VAE(Plain):
    def bound(self, x, logits, mean, log_var):
        return total(x * tf.math.log_sigmoid(logits)) - gaussian_kl(mean, log_var)


# %% wrong: the sigmoid twice | test_example | applied twice
# breaks: "Here p is the sigmoid of the logit"
class VAE(Plain):
    def bound(self, x, logits, mean, log_var):
        return super().bound(x, tf.sigmoid(logits), mean, log_var)


# %% wrong: the logits as probabilities | test_example | taken for probabilities
# breaks: "decoder(z) is (batch, features), a logit for each number of x"
class VAE(Plain):
    def bound(self, x, logits, mean, log_var):
        misses = keras.losses.binary_crossentropy(x, logits) * x.shape[-1]
        return -misses - gaussian_kl(mean, log_var)


# %% wrong: x and its counterpart swapped | test_bound | are swapped
# breaks: "x * log(p) + (1 - x) * log(1 - p)"
class VAE(Plain):
    def bound(self, x, logits, mean, log_var):
        return super().bound(1 - x, logits, mean, log_var)


# %% wrong: means and log_vars in turns | test_bound | in turns
# breaks: "encoder(x) is (batch, 2 * latent), all means and then all log_vars"
class VAE(Plain):
    def code(self, x):
        code = self.encoder(x)
        return code[:, ::2], code[:, 1::2]


# %% wrong: the log_vars first | test_bound | taken for the means
# breaks: "encoder(x) is (batch, 2 * latent), all means and then all log_vars"
class VAE(Plain):
    def code(self, x):
        return halves(self.encoder(x))[::-1]


# %% wrong: the log of a sigmoid in two steps | test_far_out | stay with the logits
# breaks: "Logits of any size, such as 1000, give a finite result"
class VAE(Plain):
    def bound(self, x, logits, mean, log_var):
        p = tf.sigmoid(logits)
        fits = x * tf.math.log(p) + (1 - x) * tf.math.log(1 - p)
        return total(fits) - gaussian_kl(mean, log_var)


# %% wrong: clipped probabilities | test_far_out | clipped prob
# breaks: "Logits of any size, such as 1000, give a finite result"
class VAE(Plain):
    def bound(self, x, logits, mean, log_var):
        p = tf.clip_by_value(tf.sigmoid(logits), 1e-7, 1 - 1e-7)
        fits = x * tf.math.log(p) + (1 - x) * tf.math.log(1 - p)
        return total(fits) - gaussian_kl(mean, log_var)


# %% wrong: z is the mean | test_noise | there is no noise
# breaks: "elbo(x) draws one z for each sample, as Sampling does, and anew in each call"
class VAE(Plain):
    def elbo(self, x):
        mean, log_var = self.code(x)
        return self.bound(x, self.decoder(mean), mean, log_var)


# %% wrong: the variance in place of the standard deviation | test_noise | in place of the standard
# breaks: "as Sampling does"
class VAE(Plain):
    def elbo(self, x):
        mean, log_var = self.code(x)
        z = self.sampling([mean, 2 * log_var])
        return self.bound(x, self.decoder(z), mean, log_var)


# %% wrong: one noise for the batch | test_noise | same for every sample
# breaks: "draws one z for each sample"
class VAE(Plain):
    def elbo(self, x):
        mean, log_var = self.code(x)
        noise = self.sampling([0 * mean[:1], 0 * log_var[:1]])
        z = mean + tf.exp(log_var / 2) * noise
        return self.bound(x, self.decoder(z), mean, log_var)


# %% wrong: the mean bound of ten draws | test_noise | several draws
# breaks: "draws one z for each sample"
class VAE(Plain):
    def elbo(self, x):
        return sum(super(VAE, self).elbo(x) for _ in range(10)) / 10


# %% wrong: the same noise in each call | test_noise | the same noise
# breaks: "and anew in each call"
class VAE(Plain):
    def elbo(self, x):
        self.sampling = Sampling(0)
        return super().elbo(x)


# %% wrong: restores logits | test_example | logits, not probabilities
# breaks: "It is the sigmoid of decoder(mean)"
class VAE(Plain):
    def call(self, x):
        return self.decoder(self.code(x)[0])


# %% wrong: restores with noise | test_example | differ
# breaks: "model(x) restores x without noise"
class VAE(Plain):
    def call(self, x):
        return tf.sigmoid(self.decoder(self.sampling(self.code(x))) + self.sampling([0 * x, 0 * x]))


# %% wrong: restores from a draw | test_restored | differ
# breaks: "model(x) restores x without noise"
class VAE(Plain):
    def call(self, x):
        return tf.sigmoid(self.decoder(self.sampling(list(self.code(x)))))


# %% wrong: restores from the log_vars | test_restored | differ
# breaks: "It is the sigmoid of decoder(mean)"
class VAE(Plain):
    def call(self, x):
        return tf.sigmoid(self.decoder(self.code(x)[1]))


# %% wrong: a round trip of shapes only | test_example | shape
# breaks: "(batch, features) -> (batch, features)"
class VAE(Plain):
    def call(self, x):
        return self.code(x)[0]


# %% wrong: float64 bounds | test_example | dtype
# breaks: "Everything is float32"
class VAE(Plain):
    def elbo(self, x):
        return tf.cast(super().elbo(x), tf.float64)


# %% wrong: fit goes down the bound | test_step | not minus
# breaks: "fit(x) takes a step down -mean(elbo(x)) of each batch"
class VAE(Plain):
    def compute_loss(self, x=None, *rest, **kwargs):
        return tf.reduce_mean(self.elbo(x))


# %% wrong: the sum over the batch | test_step | sum over the batch
# breaks: "fit(x) takes a step down -mean(elbo(x)) of each batch"
class VAE(Plain):
    def compute_loss(self, x=None, *rest, **kwargs):
        return -tf.reduce_sum(self.elbo(x))


# %% wrong: fit only restores | test_step | differ
# breaks: "fit(x) takes a step down -mean(elbo(x)) of each batch"
class VAE(Plain):
    def compute_loss(self, x=None, y=None, y_pred=None, *rest, **kwargs):
        return tf.reduce_mean(tf.square(x - y_pred))


# %% wrong: Keras' loss is needed | test_step | raised
# breaks: "After compile(optimizer), without a loss"
class VAE(Plain):
    def compute_loss(self, x=None, y=None, y_pred=None, sample_weight=None, training=True):
        return keras.Model.compute_loss(self, x, y, y_pred, sample_weight, training)


# %% wrong: only the decoder is trained | test_step | not trained
# breaks: "in the trainable variables of both networks"
class VAE(Plain):
    def train_step(self, data):
        loss = self.stepped(data, [self.decoder])
        return {"loss": loss, "elbo": -loss}


# %% wrong: the encoder is frozen | test_step | not trained
# breaks: "in the trainable variables of both networks"
class VAE(Plain):
    def __init__(self, encoder, decoder, seed=0):
        super().__init__(encoder, decoder, seed)
        self.encoder.trainable = False


# %% wrong: another name | test_step | is not loss
# breaks: "The "loss" that it reports of an epoch is the mean of these numbers"
class VAE(Plain):
    def train_step(self, data):
        return {"elbo": super().train_step(data)["loss"]}


# %% wrong: the bound as loss | test_step | not minus
# breaks: "The "loss" that it reports of an epoch is the mean of these numbers"
class VAE(Plain):
    def train_step(self, data):
        loss = self.stepped(data, [self.encoder, self.decoder])
        return {"loss": -loss, "kl_loss": loss}


# %% wrong: a train_step that feeds no metric | test_step | metrics of the model
# breaks: "The "loss" that it reports of an epoch is the mean of these numbers"
class VAE(Plain):
    def train_step(self, data):
        return {"loss": self.stepped(data, [self.encoder, self.decoder])}


# %% wrong: NumPy in the loss | test_learning | raised
# breaks: "fit(x) takes a step down -mean(elbo(x)) of each batch"
class VAE(Plain):
    def compute_loss(self, x=None, *rest, **kwargs):
        loss = -tf.reduce_mean(self.elbo(x))
        if float(loss) != float(loss):
            raise ValueError("NaN")
        return loss


# %% wrong: fit shows the loss of the last batch | test_learning | of the last batch
# breaks: "is the mean of these numbers over the batches"
class VAE(Plain):
    def train_step(self, data):
        loss = self.stepped(data, [self.encoder, self.decoder])
        return {"loss": loss, "kl_loss": loss}


# %% wrong: the loss after the step | test_step | after the step
# breaks: "each from before its step"
class VAE(Plain):
    def train_step(self, data):
        self.stepped(data, [self.encoder, self.decoder])
        x = data[0] if isinstance(data, tuple) else data
        return {"loss": -tf.reduce_mean(self.elbo(x)), "elbo": tf.reduce_mean(self.elbo(x))}
