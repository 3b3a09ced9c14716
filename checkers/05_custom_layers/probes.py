"""Probes of 05_custom_layers."""


def linear(student, kernel, bias, x):
    """Return Linear(units)(x) with the given weights."""
    return built(student, "Linear", {"units": bias.size}, x, [kernel, bias])(tensors(x))
