"""Loaded before Django reads its settings (see `addopts`): nothing of a test may touch the data of a person."""

import os
import shutil
import sys
import tempfile

from hypothesis import HealthCheck, settings

_FOLDER = tempfile.mkdtemp(prefix="parindex-tests-")
os.environ["PARINDEX_DATA_DIR"] = _FOLDER
os.environ["PARINDEX_SECRET_KEY"] = "only-for-tests-" + "x" * 40
os.environ.setdefault("PARINDEX_DATABASE_URL", "")
# Every worker and every program that a test starts would compile the whole house again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Tests are never timed (a busy machine is not a defect); times are benchmarks.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def pytest_unconfigure() -> None:
    """Leave nothing in the system's folder for temporary files."""
    shutil.rmtree(_FOLDER, ignore_errors=True)
