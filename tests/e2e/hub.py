"""A JupyterHub on the loopback with a student and an instructor, as docs/jupyterhub.md has it."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

from tensorkata.authoring.bundle import bundle
from tensorkata.commands import own_course
from tensorkata.course import Course

PAGE = Path(__file__).parents[2] / "docs" / "jupyterhub.md"
TEACHER, STUDENT = "games", "daemon"  # users that every Debian has
PASSWORD = "of a test"
COURSE = "signals"
START_SECONDS, STOP_SECONDS = 120, 30
PROGRAMS = str(Path(sys.executable).parent)
NO_NEWS = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false"}}
ALONE = [  # from the network
    "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
]
# What the page calls what your hub has already. The users' homes are in the test's folder.
HAS_ALREADY = """
import os

from jupyterhub.spawner import LocalProcessSpawner

PLACE = {place!r}


class AtHome(LocalProcessSpawner):
    def user_env(self, env):
        home = os.path.join(PLACE, self.user.name)
        return {{**super().user_env(env), "HOME": home}}

    def make_preexec_fn(self, name):
        become = super().make_preexec_fn(name)

        def enter():
            become()
            os.chdir(os.path.join(PLACE, name))

        return enter


c.JupyterHub.bind_url = "http://127.0.0.1:{ports[0]}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{ports[1]}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{ports[2]}"
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = {password!r}
c.Authenticator.allowed_users = {users!r}
c.JupyterHub.spawner_class = AtHome
c.Spawner.args = {args!r}
c.Spawner.notebook_dir = PLACE + "/{{username}}"
c.Spawner.environment = {{"JUPYTER_CONFIG_PATH": PLACE + "/jupyter"}}
c.Spawner.start_timeout = c.Spawner.http_timeout = {seconds}
c.Spawner.interrupt_timeout = 1
"""


def on_page(name, place):
    """Return what docs/jupyterhub.md writes into a file, with the test's users and places."""
    block = re.compile(rf"`{re.escape(name)}`[^`]*```python\n(.*?)```", re.DOTALL)
    text = re.sub(r"\bines\b", TEACHER, block.search(PAGE.read_text(encoding="utf-8"))[1])
    for there, here in {
        **{f"/opt/{users}/bin": PROGRAMS for users in ("students", "instructors")},
        **{folder: str(place) for folder in ("/home", "/srv/signals", "/srv/nbgrader")},
    }.items():
        text = text.replace(there, here)
    return text


def furnish(place):
    """Make homes, a course, the exchange, the students' folder and the page's files in a folder.

    Return the course's folder.
    """
    place.chmod(0o755)
    for user in (TEACHER, STUDENT):
        (place / user).mkdir(mode=0o755)
        shutil.chown(place / user, user)
    (place / "exchange").mkdir()
    (place / "exchange").chmod(0o1777)
    own = place / TEACHER / COURSE
    own_course.new(own)
    bundle(Course(own), place / "students")
    own.chmod(0o700)
    config = place / TEACHER / ".jupyter"
    config.mkdir()
    (config / "nbgrader_config.py").write_text(on_page("~/.jupyter/nbgrader_config.py", place))
    for path in (place / TEACHER).rglob("*"):
        shutil.chown(path, TEACHER, TEACHER)
    settings = place / "jupyter" / "labconfig" / "default_setting_overrides.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps(NO_NEWS))
    for_all = on_page("/etc/jupyter/nbgrader_config.py", place)
    (place / "jupyter" / "nbgrader_config.py").write_text(for_all)
    return own / "course"


@contextlib.contextmanager
def jupyterhub(place):
    """Serve a hub for the users of a furnished folder; return its address."""
    folder, ports = place / "hub", free_ports(3)
    folder.mkdir(mode=0o700)
    before = HAS_ALREADY.format(
        place=str(place),
        ports=ports,
        password=PASSWORD,
        users={TEACHER, STUDENT},
        args=ALONE,
        seconds=START_SECONDS,
    )
    config = before + on_page("jupyterhub_config.py", place)
    (folder / "jupyterhub_config.py").write_text(config)
    log = folder / "hub.log"
    with log.open("w") as said:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub"],
            cwd=folder,
            env={"PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}", "HOME": str(folder)},
            stdout=said,
            stderr=said,
        )
        try:
            end = time.monotonic() + START_SECONDS
            while not is_well(ports[0]):
                late = server.poll() is not None or time.monotonic() > end
                assert not late, log.read_text()[-3000:]
                time.sleep(0.1)
            yield f"http://127.0.0.1:{ports[0]}"
        finally:
            server.terminate()  # the users' servers and the proxy end with it
            try:
                server.wait(STOP_SECONDS)
            finally:
                server.kill()
                server.wait()


def free_ports(count):
    """Return ports of the loopback on which nothing listens."""
    with contextlib.ExitStack() as stack:
        made = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [one.getsockname()[1] for one in made]


def is_well(port):
    """Tell whether a hub answers behind its proxy."""
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(asked):
        asked.request("GET", "/hub/health")
        return asked.getresponse().status == http.HTTPStatus.OK
    return False
