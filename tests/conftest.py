"""Shared by all tests. Its presence puts ``tests/`` on the import path (``import bad_pdfs``)."""

import signal

from browsing import chrome, eyes
from desks import served, written
from hypothesis import settings
from published import own_state, published

__all__ = ["chrome", "eyes", "own_state", "published", "served", "written"]  # fixtures

# How long an example takes depends on what else the machine does: it is no reason to fail.
settings.register_profile("renja", deadline=None)
settings.load_profile("renja")

# A shell that runs the tests in the background has them, and all they start, ignore interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)
