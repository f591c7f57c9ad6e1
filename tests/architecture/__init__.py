"""Guards of the architecture. Each finds what breaks a rule and compares it with a named set: it must be equal.

A set that is not empty says why, and can only shrink. The order of the apps is read from `pyproject.toml`.
"""
