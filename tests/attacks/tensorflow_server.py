# tries to: open a port with a server of TensorFlow's
import tensorflow as tf

for start in (
    lambda: tf.distribute.Server({"local": ["127.0.0.1:0"]}, job_name="local", task_index=0),
    lambda: tf.data.experimental.service.DispatchServer(),
):
    try:
        start()
    except BaseException:
        pass
