"""The committed contract of the API; `python -m tests.docs.openapi` writes it anew after a change of the routes."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "openapi.json"


def generated() -> str:
    """Return the contract as the code describes it, in a stable order."""
    from parindex.api.site import api

    return json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=1, sort_keys=True, default=str) + "\n"


if __name__ == "__main__":
    from parindex.cli.site import start_django

    with tempfile.TemporaryDirectory() as folder:
        os.environ["PARINDEX_DATA_DIR"] = folder
        start_django()
        PAGE.write_text(generated(), encoding="utf-8")
