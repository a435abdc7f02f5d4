"""Ways by which a message reaches a person; each is one class listed in settings (`PARINDEX_CHANNELS`)."""
