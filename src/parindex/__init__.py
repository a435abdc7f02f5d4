"""parindex: from a signed plan to tracked assignments, for Vietnamese public administration reform."""

__version__ = "0.1.0"
