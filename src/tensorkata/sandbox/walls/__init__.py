"""The walls around a submission: bubblewrap outside, Landlock and seccomp inside."""
