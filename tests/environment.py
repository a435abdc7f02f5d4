"""Loaded before Django reads its settings (see `addopts`): nothing of a test may touch the data of a person."""

import os
import tempfile

os.environ["PARINDEX_DATA_DIR"] = tempfile.mkdtemp(prefix="parindex-tests-")
os.environ["PARINDEX_SECRET_KEY"] = "only-for-tests-" + "x" * 40
os.environ.setdefault("PARINDEX_DATABASE_URL", "")
