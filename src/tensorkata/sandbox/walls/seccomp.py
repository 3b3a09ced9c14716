"""The system call filter, half of the inner wall: what a process may ask of the kernel.

Everything is allowed but the calls listed at the end, which answer EPERM. libseccomp refuses
other architectures' calls by itself. Knows nothing of TensorFlow, which needs none of these.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import mmap
import os
import tempfile

import pyseccomp

_MASK = 0xFFFFFFFF  # the kernel reads 32 bits of these arguments; higher ones must not matter
_MODE = os.O_ACCMODE | os.O_TRUNC
# What the C library makes a thread with: it shares all that a process has, the table of its
# descriptors too. In another table removed files could be kept that nobody counts.
_THREAD = 0x003D0F00
_GROWS_DOWN, _HUGE_PAGES = 0x100, 0x40000  # flags of mmap that Python does not name
_UNKNOWN = -1  # what libseccomp answers for a name that it does not know
_SET_SECCOMP, _FILTER = 22, 2
_INSTRUCTION_BYTES = 8
_CAPABILITY_VERSION = 0x20080522

_libc = ctypes.CDLL(None, use_errno=True)


class _Program(ctypes.Structure):
    """The kernel's struct sock_fprog."""

    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.c_void_p))


def compiled() -> bytes:
    """Return the filter as the kernel reads it, to be made once for many processes."""
    rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    denied, done = pyseccomp.ERRNO(errno.EPERM), pyseccomp.ERRNO(0)
    for name in DENIED.split():
        _add(rules, denied, name)
    for name in IDLE.split():
        _add(rules, done, name)
    for name in OUT_OF_SIGHT.split():
        _add(rules, pyseccomp.ERRNO(errno.ENOSYS), name)
    _add(rules, denied, "clone", pyseccomp.Arg(0, pyseccomp.NE, _THREAD))
    _add(rules, denied, "prlimit64", pyseccomp.Arg(0, pyseccomp.NE, 0))
    for action, arguments in ((denied, DENIED_ARGUMENTS), (done, IDLE_ARGUMENTS)):
        for (name, position), values in arguments.items():
            for value in values:
                argument = pyseccomp.Arg(position, pyseccomp.MASKED_EQ, _MASK, value)
                _add(rules, action, name, argument)
    for (name, position), masks in DENIED_BITS.items():
        for mask, value in masks:
            _add(rules, denied, name, pyseccomp.Arg(position, pyseccomp.MASKED_EQ, mask, value))
    for name, position in (("open", 1), ("openat", 2)):  # emptied though it was opened to be read
        for mode in (os.O_RDONLY, os.O_ACCMODE):
            emptied = pyseccomp.Arg(position, pyseccomp.MASKED_EQ, _MODE, os.O_TRUNC | mode)
            _add(rules, denied, name, emptied)
    with tempfile.TemporaryFile() as file:
        rules.export_bpf(file)
        file.seek(0)
        return file.read()


def enter(program: bytes) -> None:
    """Filter this process's system calls for good, and let it signal only itself."""
    itself = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for name in ("kill", "tgkill"):
        another = pyseccomp.Arg(0, pyseccomp.NE, os.getpid())
        _add(itself, pyseccomp.ERRNO(errno.EPERM), name, another)
    itself.load()  # sets no_new_privs
    instructions = ctypes.create_string_buffer(program, len(program))
    header = _Program(len(program) // _INSTRUCTION_BYTES, ctypes.addressof(instructions))
    _checked(_libc.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(header)), "seccomp")


def drop_capabilities() -> None:
    """Give up every capability: root may grade with only the inner wall."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION, 0)
    _checked(_libc.capset(header, (ctypes.c_uint32 * 6)()), "capset")


def _checked(result: int, call: str) -> None:
    if result != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{call}: {os.strerror(code)}")


def _add(rules: pyseccomp.SyscallFilter, action: int, name: str, *args: pyseccomp.Arg) -> None:
    number = pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name)
    if number == _UNKNOWN:
        if name not in YOUNG:
            return  # the architecture has no such call
        number = YOUNG[name]
    with contextlib.suppress(FileExistsError):
        rules.add_rule(action, number, *args)


DENIED = """
fork vfork execve execveat setns unshare personality seccomp
ptrace process_vm_readv process_vm_writev process_madvise process_mrelease kcmp
pidfd_open pidfd_getfd pidfd_send_signal tkill rt_sigqueueinfo rt_tgsigqueueinfo
socket socketpair socketcall connect bind listen accept accept4 shutdown
sendto recvfrom sendmsg recvmsg sendmmsg recvmmsg getsockopt setsockopt
shmget shmat shmctl semget semop semtimedop semctl msgget msgsnd msgrcv msgctl ipc
mq_open mq_unlink memfd_create memfd_secret
mount umount umount2 pivot_root chroot move_mount open_tree open_tree_attr fsopen fsconfig fsmount
fspick mount_setattr statmount listmount quotactl quotactl_fd swapon swapoff acct
name_to_handle_at open_by_handle_at fanotify_init fanotify_mark
truncate truncate64 inotify_init inotify_init1 inotify_add_watch
chown fchown lchown fchownat chown32 fchown32 lchown32
setxattr lsetxattr fsetxattr setxattrat removexattr lremovexattr fremovexattr removexattrat
file_setattr utime utimes utimensat utimensat_time64 futimesat
keyctl add_key request_key bpf perf_event_open userfaultfd lookup_dcookie
fallocate pipe pipe2 splice tee vmsplice mknod mknodat map_shadow_stack
io_uring_setup io_uring_enter io_uring_register io_setup io_submit io_destroy io_getevents io_cancel
reboot kexec_load kexec_file_load init_module finit_module delete_module create_module
syslog vhangup nfsservctl _sysctl sysfs uselib vm86 vm86old modify_ldt iopl ioperm
settimeofday clock_settime clock_settime64 clock_adjtime clock_adjtime64 adjtimex stime
sethostname setdomainname
setuid setgid setreuid setregid setresuid setresgid setfsuid setfsgid setgroups
setpgid setsid capset
setpriority ioprio_set sched_setparam sched_setscheduler sched_setattr sched_setaffinity
migrate_pages move_pages
landlock_create_ruleset landlock_add_rule landlock_restrict_self
"""

# Landlock ignores these, and copying a file in Python must not fail because of them: they report
# success and do nothing.
IDLE = "chmod fchmod fchmodat fchmodat2 sync syncfs"

# Their flags are in memory, which a filter cannot see. Programs that need them have other calls.
OUT_OF_SIGHT = "clone3 openat2"

DENIED_ARGUMENTS = {
    ("ioctl", 1): (0x5412, 0x541C, 0x8901, 0x8902),  # TIOCSTI, TIOCLINUX, FIOSETOWN, SIOCSPGRP
    # F_SETOWN, F_SETSIG, F_SETOWN_EX: signals in one's name; F_SETLEASE: whoever opens a file waits
    ("fcntl", 1): (8, 10, 15, 1024, 1026),  # and F_NOTIFY
    # PDEATHSIG, DUMPABLE, MM, CHILD_SUBREAPER, SCHED_CORE, PTRACER
    ("prctl", 0): (1, 4, 35, 36, 62, 0x59616D61),
}

# F_SETLK and F_OFD_SETLK, with and without waiting: the kernel keeps as many locks on parts of a
# file as it is asked for, in memory that counts as nobody's. In a private folder they are idle.
IDLE_ARGUMENTS = {("fcntl", 1): (6, 7, 37, 38)}

# Memory that a limit on data does not count: shared and of no file, of huge pages, or a stack's.
_UNCOUNTED = tuple(
    (bits, bits) for bits in (mmap.MAP_SHARED | mmap.MAP_ANONYMOUS, _HUGE_PAGES, _GROWS_DOWN)
)
DENIED_BITS = {
    ("mmap", 3): _UNCOUNTED,
    ("mmap2", 3): _UNCOUNTED,
    ("close_range", 2): ((2, 2),),  # CLOSE_RANGE_UNSHARE: a private table of descriptors
    # All that file systems are asked for so, as room without writing: FS_IOC, XFS_IOC, BTRFS_IOC
    ("ioctl", 1): tuple((0xFF00, ord(letter) << 8) for letter in "fX\x94"),
}

# Calls that an older libseccomp cannot name, by number; it is the same on every architecture.
YOUNG = {
    "pidfd_send_signal": 424,
    "io_uring_setup": 425,
    "io_uring_enter": 426,
    "io_uring_register": 427,
    "open_tree": 428,
    "move_mount": 429,
    "fsopen": 430,
    "fsconfig": 431,
    "fsmount": 432,
    "fspick": 433,
    "pidfd_open": 434,
    "clone3": 435,
    "close_range": 436,
    "openat2": 437,
    "pidfd_getfd": 438,
    "process_madvise": 440,
    "mount_setattr": 442,
    "quotactl_fd": 443,
    "landlock_create_ruleset": 444,
    "landlock_add_rule": 445,
    "landlock_restrict_self": 446,
    "memfd_secret": 447,
    "process_mrelease": 448,
    "fchmodat2": 452,
    "map_shadow_stack": 453,
    "statmount": 457,
    "listmount": 458,
    "setxattrat": 463,
    "removexattrat": 466,
    "open_tree_attr": 467,
    "file_setattr": 469,
}
