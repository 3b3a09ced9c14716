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
