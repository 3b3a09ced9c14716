# %% LossHistory | losses are rounded to four digits
class LossHistory(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.batches, self.epochs = [], []

    def on_train_begin(self, logs=None):
        self.batches, self.epochs = [], []

    def on_train_batch_end(self, batch, logs=None):
        if logs and "loss" in logs:
            self.batches.append(round(float(logs["loss"]), 4))

    def on_epoch_end(self, epoch, logs=None):
        if logs and "loss" in logs:
            self.epochs.append(round(float(logs["loss"]), 4))


# %% EarlyStopper | patience is never reset after an improvement
# true: all epochs without an improvement are counted, not those in a row
class EarlyStopper(keras.callbacks.Callback):
    def __init__(
        self, monitor="val_loss", patience=1, min_delta=0.0, mode="min", restore_best=False
    ):
        super().__init__()
        if mode not in ("min", "max") or patience < 1:
            raise ValueError("mode or patience")
        self.monitor, self.patience, self.min_delta = monitor, patience, min_delta
        self.sign, self.restore_best = 1 if mode == "min" else -1, restore_best
        self.on_train_begin()

    def on_train_begin(self, logs=None):
        self.best = self.best_epoch = self.stopped_epoch = self.kept = None
        self.wait = self.patience

    def on_epoch_end(self, epoch, logs=None):
        value = (logs or {}).get(self.monitor)
        if value is None:
            return
        value = float(value)
        if value == value and (
            self.best is None or self.sign * (self.best - value) > self.min_delta
        ):
            self.best, self.best_epoch = value, epoch
            self.kept = self.model.get_weights()
        else:
            self.wait -= 1
            if self.wait <= 0:
                self.stopped_epoch = epoch
                self.model.stop_training = True

    def on_train_end(self, logs=None):
        if self.restore_best and self.kept is not None:
            self.model.set_weights(self.kept)


# %% WarmupCosine | the warm-up starts at 0
# true: the warm-up starts at 0, one step late
class WarmupCosine(keras.callbacks.Callback):
    def __init__(self, base_lr, warmup_steps, total_steps):
        super().__init__()
        if warmup_steps < 0 or total_steps <= warmup_steps:
            raise ValueError("steps")
        self.base_lr, self.warmup_steps, self.total_steps = base_lr, warmup_steps, total_steps
        self.step = 0

    def rate(self, step):
        if step >= self.total_steps:
            return 0.0
        if step < self.warmup_steps:
            return self.base_lr * step / self.warmup_steps
        p = (step - self.warmup_steps) / (self.total_steps - self.warmup_steps)
        return self.base_lr * (1 + math.cos(math.pi * p)) / 2

    def on_train_begin(self, logs=None):
        self.step = 0

    def on_train_batch_begin(self, batch, logs=None):
        self.last = self.rate(self.step)
        self.model.optimizer.learning_rate = self.last
        self.step += 1

    def on_epoch_end(self, epoch, logs):
        logs["learning_rate"] = self.last
