"""How long a test waits for a process or a thread: only whether it ends is asked, never how soon.

Two cores are shared by several workers, each with children of its own, and the machine may be five times slower.
"""

PATIENCE = 600
"""Seconds; who waits so long has met a deadlock."""
