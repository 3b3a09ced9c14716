"""Answers to image_folder. A wrong answer differs from `Sound` in what it overrides."""

import os

import numpy as np
import tensorflow as tf


class Sound:
    method = "bilinear"
    suffixes = (".png", ".jpg", ".jpeg")

    def names(self, path):
        return sorted(n for n in os.listdir(path) if os.path.isdir(os.path.join(path, n)))

    def files(self, folder):
        return sorted(n for n in os.listdir(folder) if n.lower().endswith(self.suffixes))

    def decoded(self, content):
        return tf.io.decode_image(content, channels=3, expand_animations=False)

    def scaled(self, image):
        return tf.cast(image, tf.float32) / 255.0

    def good(self, path):
        try:
            self.decoded(tf.io.read_file(path))
        except tf.errors.InvalidArgumentError:
            return False
        return True

    def labelled(self, label):
        return label

    def batched(self, dataset, batch):
        return dataset.batch(batch)

    def __call__(self, path, size, batch):
        names, paths, labels, skipped = self.names(path), [], [], 0
        for label, name in enumerate(names):
            for file in self.files(os.path.join(path, name)):
                full = os.path.join(path, name, file)
                if self.good(full):
                    paths.append(full)
                    labels.append(self.labelled(label))
                else:
                    skipped += 1

        def load(file, label):
            image = self.scaled(self.decoded(tf.io.read_file(file)))
            return tf.image.resize(image, size, method=self.method), label

        dataset = tf.data.Dataset.from_tensor_slices((paths, tf.constant(labels, tf.int64)))
        return self.batched(dataset.map(load), batch), names, skipped


# unbreakable: "All others are PNG or JPEG images" | the checks make no others
# unnoticed: test_form | image_folder result fewer | test_corrupt looks for the number
# unnoticed: test_png | image_folder result fewer | test_form looks for the names
# unnoticed: test_png | image_folder .names* * | test_form compares the names
# unnoticed: test_png | image_folder .skipped* * | test_corrupt counts them
# unnoticed: test_jpeg | image_folder * * | test_png compares all parts
# unnoticed: test_kinds | image_folder * * | test_png compares all parts
# unnoticed: test_more_kinds | image_folder * * | test_png compares all parts


# %% right: all images in memory
def image_folder(path, size, batch):
    classes = sorted(entry.name for entry in os.scandir(path) if entry.is_dir())
    images, labels, skipped = [], [], 0
    for label, name in enumerate(classes):
        for file in sorted(os.listdir(os.path.join(path, name))):
            if os.path.splitext(file)[1].lower() in [".png", ".jpg", ".jpeg"]:
                with open(os.path.join(path, name, file), "rb") as opened:
                    content = opened.read()
                try:
                    image = tf.io.decode_image(content, channels=3, expand_animations=False)
                except (tf.errors.InvalidArgumentError, ValueError):
                    skipped += 1
                    continue
                images.append(tf.image.resize(image, size) / 255)
                labels.append(label)
    pair = (tf.stack(images), tf.cast(labels, tf.int64))
    return tf.data.Dataset.from_tensor_slices(pair).batch(batch), classes, skipped


# %% right: decode_png and decode_jpeg by suffix
def image_folder(path, size, batch):
    class Other(Sound):
        def good(self, path):
            decode = tf.io.decode_png if path.lower().endswith("png") else tf.io.decode_jpeg
            try:
                decode(tf.io.read_file(path), channels=3)
            except Exception:
                return False
            return True

        def decoded(self, content):
            image = tf.io.decode_png(content, channels=3)
            return tf.ensure_shape(image, [None, None, 3])

    return Other()(path, size, batch)


# %% right: pathlib and glob, labels by list.index
def image_folder(path, size, batch):
    from pathlib import Path

    folders = sorted(f for f in Path(path).glob("*") if f.is_dir())
    names = [folder.name for folder in folders]
    good, bad = [], 0
    for folder in folders:
        for file in sorted(folder.glob("*.*"), key=lambda f: f.name):
            if not file.name.lower().endswith((".png", ".jpg", ".jpeg")):
                continue
            try:
                image = tf.image.decode_image(file.read_bytes(), 3, tf.float32, None, False)
            except Exception:
                bad += 1
            else:
                good.append((tf.image.resize(image, size), names.index(folder.name)))
    images = tf.data.Dataset.from_tensor_slices(tf.stack([image for image, _ in good]))
    labels = tf.data.Dataset.from_tensor_slices(np.array([n for _, n in good], np.int64))
    return tf.data.Dataset.zip((images, labels)).batch(batch), names, bad


# %% right: a generator that decodes as it goes
def image_folder(path, size, batch):
    names, found, skipped = Sound().names(path), [], 0
    for label, name in enumerate(names):
        for file in Sound().files(os.path.join(path, name)):
            full = os.path.join(path, name, file)
            found.append((full, label)) if Sound().good(full) else None
            skipped += not Sound().good(full)

    def images():
        for full, label in found:
            image = Sound().scaled(Sound().decoded(tf.io.read_file(full)))
            yield tf.image.resize(image, size), label

    specs = (tf.TensorSpec((*size, 3), tf.float32), tf.TensorSpec((), tf.int64))
    return tf.data.Dataset.from_generator(images, output_signature=specs).batch(batch), names, skipped


# %% wrong: the names in the order of the list | test_example | backwards
# breaks: "the names are sorted as by `sorted`"
def image_folder(path, size, batch):
    class Other(Sound):
        def names(self, path):
            return super().names(path)[::-1]

    return Other()(path, size, batch)


# %% wrong: upper and lower case are one | test_form | ignoring case
# breaks: "the names are sorted as by `sorted`"
def image_folder(path, size, batch):
    class Other(Sound):
        def names(self, path):
            return sorted(super().names(path), key=str.lower)

    return Other()(path, size, batch)


# %% wrong: a file is a class | test_form | taken for a class
# breaks: "Each folder directly in `path` is a class"
def image_folder(path, size, batch):
    class Other(Sound):
        def names(self, path):
            return sorted(os.listdir(path))

        def files(self, folder):
            return super().files(folder) if os.path.isdir(folder) else []

    return Other()(path, size, batch)


# %% wrong: drops the last short batch | test_example | dropped
# breaks: "The last batch may be short"
def image_folder(path, size, batch):
    class Other(Sound):
        def batched(self, dataset, batch):
            return dataset.batch(batch, drop_remainder=True)

    return Other()(path, size, batch)


# %% wrong: width before height | test_example | swapped
# breaks: "resized to size = (height, width)"
def image_folder(path, size, batch):
    return Sound()(path, size[::-1], batch)


# %% wrong: not scaled | test_example | 0 .. 255
# breaks: "float32 in [0, 1]"
def image_folder(path, size, batch):
    class Other(Sound):
        def scaled(self, image):
            return tf.cast(image, tf.float32)

    return Other()(path, size, batch)


# %% wrong: scaled twice | test_example | scaled twice
# breaks: "float32 in [0, 1]"
def image_folder(path, size, batch):
    class Other(Sound):
        def scaled(self, image):
            return tf.image.convert_image_dtype(image, tf.float32) / 255

    return Other()(path, size, batch)


# %% wrong: scaled to -1 .. 1 | test_example | scaled to
# breaks: "float32 in [0, 1]"
def image_folder(path, size, batch):
    class Other(Sound):
        def scaled(self, image):
            return tf.cast(image, tf.float32) / 127.5 - 1

    return Other()(path, size, batch)


# %% wrong: the nearest pixel | test_png | nearest pixel
# breaks: "bilinear"
def image_folder(path, size, batch):
    class Other(Sound):
        method = "nearest"

    return Other()(path, size, batch)


# %% wrong: blue comes first | test_png | blue
# breaks: "RGB (even if gray)"
def image_folder(path, size, batch):
    class Other(Sound):
        def decoded(self, content):
            return super().decoded(content)[..., ::-1]

    return Other()(path, size, batch)


# %% wrong: labels from 1 | test_example | start at 1
# breaks: "a class's label is its place among them"
def image_folder(path, size, batch):
    class Other(Sound):
        def labelled(self, label):
            return label + 1

    return Other()(path, size, batch)


# %% wrong: files in the order of their numbers | test_png | differ
# breaks: "sorted by file name within a class"
def image_folder(path, size, batch):
    class Other(Sound):
        def files(self, folder):
            return sorted(super().files(folder), key=lambda name: (len(name), name))

    return Other()(path, size, batch)


# %% wrong: PNG only | test_example | skipped files are not counted
# breaks: "whose names end in .png, .jpg or .jpeg"
def image_folder(path, size, batch):
    class Other(Sound):
        suffixes = (".png",)

    return Other()(path, size, batch)


# %% wrong: skipped, not counted | test_example | skipped files are not counted
# breaks: "is skipped and counted"
# breaks: "and the number of files that were skipped"
def image_folder(path, size, batch):
    return *Sound()(path, size, batch)[:2], 0


# %% wrong: other files count as broken | test_corrupt | other files are counted
# breaks: "others are ignored"
def image_folder(path, size, batch):
    class Other(Sound):
        def files(self, folder):
            return sorted(os.listdir(folder))

    return Other()(path, size, batch)


# %% wrong: a broken file is counted and replaced by black | test_example | dict of what is returned
# breaks: "is skipped and counted"
def image_folder(path, size, batch):
    class Other(Sound):
        count = 0

        def good(self, path):
            if not super().good(path):
                self.count += 1
                with open(path, "wb") as file:
                    file.write(tf.io.encode_png(np.zeros((2, 2, 3), np.uint8)).numpy())
            return True

    other = Other()
    dataset, names, _ = other(path, size, batch)
    return dataset, names, other.count


# %% wrong: truncated JPEGs are taken as they are | test_corrupt | skipped
# breaks: "cut short or not an image"
def image_folder(path, size, batch):
    class Other(Sound):
        def decoded(self, content):
            image = tf.io.decode_jpeg(content, channels=3, try_recover_truncated=True)
            return tf.ensure_shape(image, [None, None, 3])

    return Other()(path, size, batch)


# %% wrong: gray images stay gray | test_example | stay gray
# breaks: "RGB (even if gray)"
def image_folder(path, size, batch):
    class Other(Sound):
        def decoded(self, content):
            return tf.io.decode_image(content, expand_animations=False)

    return Other()(path, size, batch)


# %% wrong: suffixes in lower case only | test_example | upper-case
# breaks: "in upper or lower case"
def image_folder(path, size, batch):
    class Other(Sound):
        def files(self, folder):
            return [name for name in super().files(folder) if name.endswith(self.suffixes)]

    return Other()(path, size, batch)


# %% wrong: looks into folders within folders | test_kinds | are read too
# breaks: "those directly in its folder"
def image_folder(path, size, batch):
    class Other(Sound):
        def files(self, folder):
            found = []
            for at, _, files in os.walk(folder):
                found += [os.path.relpath(os.path.join(at, name), folder) for name in files]
            return sorted(name for name in found if name.lower().endswith(self.suffixes))

    return Other()(path, size, batch)


# %% wrong: .jpeg is forgotten | test_jpeg | end in .jpeg
# breaks: "whose names end in .png, .jpg or .jpeg"
def image_folder(path, size, batch):
    class Other(Sound):
        suffixes = (".png", ".jpg")

    return Other()(path, size, batch)


# %% wrong: the labels of skipped files are kept | test_example | dict of what is returned
# breaks: "labels (batch,)"
def image_folder(path, size, batch):
    dataset, names, skipped = Sound()(path, size, batch)
    labels = []
    for label, name in enumerate(names):
        labels += [label] * len(Sound().files(os.path.join(path, name)))
    images = dataset.unbatch().map(lambda image, label: image)
    kept = tf.data.Dataset.from_tensor_slices(tf.constant(labels, tf.int64))
    return tf.data.Dataset.zip((images, kept)).batch(batch), names, skipped


# %% wrong: labels of 32 bits | test_png | dtype
# breaks: "Labels are int64"
def image_folder(path, size, batch):
    dataset, names, skipped = Sound()(path, size, batch)
    return dataset.map(lambda image, label: (image, tf.cast(label, tf.int32))), names, skipped


# %% wrong: the names are those of the files too | test_example | names
# breaks: "the list of class names"
def image_folder(path, size, batch):
    dataset, names, skipped = Sound()(path, size, batch)
    return dataset, [os.path.join(path, name) for name in names], skipped


# %% wrong: all images first, no dataset | test_example | not a tf.data.Dataset
# breaks: "Returns three things: the tf.data.Dataset"
def image_folder(path, size, batch):
    dataset, names, skipped = Sound()(path, size, batch)
    return list(dataset), names, skipped


# %% wrong: shuffled, so that batches are mixed | test_example | dict of what is returned
# breaks: "The images come class by class"
def image_folder(path, size, batch):
    dataset, names, skipped = Sound()(path, size, batch)
    return dataset.unbatch().shuffle(99, seed=3).batch(batch), names, skipped


# %% wrong: the middle is cropped instead of resized | test_png | differ
# breaks: "by tf.image.resize with its default"
def image_folder(path, size, batch):
    names, paths, labels, skipped = Sound().names(path), [], [], 0
    for label, name in enumerate(names):
        for file in Sound().files(os.path.join(path, name)):
            full = os.path.join(path, name, file)
            good = Sound().good(full)
            skipped += not good
            if good:
                paths.append(full)
                labels.append(label)

    def load(file, label):
        image = Sound().scaled(Sound().decoded(tf.io.read_file(file)))
        return tf.image.resize_with_crop_or_pad(image, *size), label

    dataset = tf.data.Dataset.from_tensor_slices((paths, tf.constant(labels, tf.int64)))
    return dataset.map(load).batch(batch), names, skipped


# %% wrong: a short batch is dropped behind whole ones | test_form | short batch is dropped
# breaks: "The last batch may be short"
def image_folder(path, size, batch):
    dataset, names, skipped = Sound()(path, size, batch)
    count = len(list(dataset.unbatch()))
    return dataset.unbatch().batch(batch, drop_remainder=count > batch), names, skipped


# %% wrong: the labels of broken PNG files are kept | test_corrupt | values differ
# breaks: "a class's label is its place among them"
def image_folder(path, size, batch):
    dataset, names, skipped = Sound()(path, size, batch)
    labels = []
    for label, name in enumerate(names):
        for file in Sound().files(os.path.join(path, name)):
            if file.lower().endswith("png") or Sound().good(os.path.join(path, name, file)):
                labels.append(label)
    images = dataset.unbatch().map(lambda image, label: image)
    kept = tf.data.Dataset.from_tensor_slices(tf.constant(labels, tf.int64))
    return tf.data.Dataset.zip((images, kept)).batch(batch), names, skipped


# %% wrong: only folders with a good image are classes | test_corrupt | good image is no class
# breaks: "Each folder directly in `path` is a class"
def image_folder(path, size, batch):
    names = sorted(folder.name for folder in Path(path).iterdir() if folder.is_dir())

    def decode(data):
        return tf.io.decode_image(data, channels=3, dtype=tf.float32, expand_animations=False)

    files, labels, skipped = [], [], 0
    used = []
    for name in names:
        for file in sorted(Path(path, name).iterdir(), key=lambda file: file.name):
            if not file.is_file() or not file.name.lower().endswith((".png", ".jpg", ".jpeg")):
                continue
            try:
                decode(file.read_bytes())
            except tf.errors.InvalidArgumentError:
                skipped += 1
            else:
                if name not in used:
                    used.append(name)
                files.append(str(file))
                labels.append(len(used) - 1)

    def load(file, label):
        return tf.image.resize(decode(tf.io.read_file(file)), size), label

    dataset = tf.data.Dataset.from_tensor_slices((files, np.array(labels, np.int64)))
    return dataset.map(load).batch(batch), used, skipped


# %% right: os.scandir; the pictures are decoded and resized once, outside of any graph
import os


def image_folder(
    path: str, size: tuple[int, int], batch: int
) -> tuple[tf.data.Dataset, list[str], int]:
    with os.scandir(path) as entries:
        names = sorted(entry.name for entry in entries if entry.is_dir())
    images, labels, skipped = [], [], 0
    for label, name in enumerate(names):
        folder = os.path.join(path, name)
        for file in sorted(os.listdir(folder)):
            full = os.path.join(folder, file)
            if not file.lower().endswith((".png", ".jpg", ".jpeg")) or not os.path.isfile(full):
                continue
            with open(full, "rb") as opened:
                content = opened.read()
            try:
                image = tf.io.decode_image(
                    content, channels=3, dtype=tf.float32, expand_animations=False
                )
            except tf.errors.InvalidArgumentError:
                skipped += 1
                continue
            images.append(tf.image.resize(image, size).numpy())
            labels.append(label)
    pairs = (np.stack(images), np.array(labels, np.int64))
    return tf.data.Dataset.from_tensor_slices(pairs).batch(batch), names, skipped


# %% wrong: looks into subfolders of the classes, too | test_kinds
# breaks: "A class's files are those directly in its folder"
def image_folder(
    path: str, size: tuple[int, int], batch: int
) -> tuple[tf.data.Dataset, list[str], int]:
    def decode(file):
        content = tf.io.read_file(file)
        return tf.io.decode_image(content, channels=3, dtype=tf.float32, expand_animations=False)

    names = sorted(entry.name for entry in Path(path).iterdir() if entry.is_dir())
    files, labels, skipped = [], [], 0
    for label, name in enumerate(names):
        for file in sorted(Path(path, name).rglob("*")):
            if not file.is_file() or not file.name.lower().endswith((".png", ".jpg", ".jpeg")):
                continue
            try:
                decode(str(file))
            except tf.errors.InvalidArgumentError:
                skipped += 1
                continue
            files.append(str(file))
            labels.append(label)
    dataset = tf.data.Dataset.from_tensor_slices((files, np.array(labels, np.int64)))
    dataset = dataset.map(lambda file, label: (tf.image.resize(decode(file), size), label))
    return dataset.batch(batch), names, skipped


# %% right: pathlib, and a dataset of paths; labels zipped to the images
def image_folder(
    path: str, size: tuple[int, int], batch: int
) -> tuple[tf.data.Dataset, list[str], int]:
    def decode(file):
        content = tf.io.read_file(file)
        return tf.io.decode_image(content, channels=3, dtype=tf.float32, expand_animations=False)

    def works(file):
        try:
            decode(str(file))
        except tf.errors.InvalidArgumentError:
            return False
        return True

    names = sorted(entry.name for entry in Path(path).iterdir() if entry.is_dir())
    files = [
        (file, label)
        for label, name in enumerate(names)
        for file in sorted(Path(path, name).iterdir(), key=lambda file: file.name)
        if file.is_file() and re.search(r"\.(png|jpe?g)\Z", file.name, re.IGNORECASE)
    ]
    good = [(str(file), label) for file, label in files if works(file)]
    images = tf.data.Dataset.from_tensor_slices([file for file, _ in good]).map(
        lambda file: tf.image.resize(decode(file), size), num_parallel_calls=tf.data.AUTOTUNE
    )
    labels = tf.data.Dataset.from_tensor_slices(np.array([label for _, label in good], np.int64))
    return tf.data.Dataset.zip((images, labels)).batch(batch), names, len(files) - len(good)


# %% wrong: a folder without a good image is no class, which moves the labels | test_corrupt
# breaks: "Each folder directly in `path` is a class, whose name is the folder's"
def image_folder(
    path: str, size: tuple[int, int], batch: int
) -> tuple[tf.data.Dataset, list[str], int]:
    def decode(file):
        content = tf.io.read_file(file)
        return tf.io.decode_image(content, channels=3, dtype=tf.float32, expand_animations=False)

    found, skipped = {}, 0
    for folder in sorted(Path(path).iterdir()):
        if not folder.is_dir():
            continue
        for file in sorted(folder.iterdir()):
            if not file.is_file() or not file.name.lower().endswith((".png", ".jpg", ".jpeg")):
                continue
            try:
                decode(str(file))
            except tf.errors.InvalidArgumentError:
                skipped += 1
                continue
            found.setdefault(folder.name, []).append(str(file))
    names = sorted(found)
    files = [file for name in names for file in found[name]]
    labels = [label for label, name in enumerate(names) for _ in found[name]]
    dataset = tf.data.Dataset.from_tensor_slices((files, np.array(labels, np.int64)))
    dataset = dataset.map(lambda file, label: (tf.image.resize(decode(file), size), label))
    return dataset.batch(batch), names, skipped


# %% wrong: sorts the classes without regard to upper and lower case | test_form
# breaks: "are sorted as by `sorted`, and a class's label is its place among them."
def image_folder(
    path: str, size: tuple[int, int], batch: int
) -> tuple[tf.data.Dataset, list[str], int]:
    def decode(file):
        content = tf.io.read_file(file)
        return tf.io.decode_image(content, channels=3, dtype=tf.float32, expand_animations=False)

    names = sorted((p.name for p in Path(path).iterdir() if p.is_dir()), key=str.lower)
    files, labels, skipped = [], [], 0
    for label, name in enumerate(names):
        for file in sorted(Path(path, name).iterdir()):
            if not file.is_file() or not file.name.lower().endswith((".png", ".jpg", ".jpeg")):
                continue
            try:
                decode(str(file))
            except tf.errors.InvalidArgumentError:
                skipped += 1
                continue
            files.append(str(file))
            labels.append(label)
    dataset = tf.data.Dataset.from_tensor_slices((files, np.array(labels, np.int64)))
    dataset = dataset.map(lambda file, label: (tf.image.resize(decode(file), size), label))
    return dataset.batch(batch), names, skipped
