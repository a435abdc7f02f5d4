"""Databases that are copied for each trial, and the process that forks the children working on them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from tests import postgres, template
from tests.integration.never_lost.outcome import Outcome
from tests.patience import PATIENCE

ROOT = Path(__file__).resolve().parents[3]


class Zygote:
    """The process that forks the children."""

    def __init__(self, *, data: Path) -> None:
        environment = {
            **os.environ,
            "PARINDEX_DATA_DIR": str(data),
            "DJANGO_SETTINGS_MODULE": "parindex.config.settings",
            "PYTHONPATH": str(ROOT),
        }
        self.data = data
        self._log = (data / "zygote.log").open("w")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.integration.never_lost.zygote"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            env=environment,
            cwd=ROOT,
        )

    def ask(self, request: dict[str, Any]) -> list[dict[str, Any]]:
        """Send one request and wait for its answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, (self.data / "zygote.log").read_text()[-3000:]
        return cast("list[dict[str, Any]]", json.loads(line))

    def close(self) -> None:
        """End the process by ending its input."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=PATIENCE)
        self._log.close()


@dataclass
class House:
    """One database with its folder of files."""

    zygote: Zygote
    name: str
    files: Path
    _copies: list[House] = field(default_factory=list)

    @classmethod
    def build(cls, zygote: Zygote) -> House:
        """Make an empty database and prepare it."""
        made = cls(zygote=zygote, name=_new_name(zygote.data), files=zygote.data / uuid.uuid4().hex)
        if is_postgres():
            postgres.begin(_url(), made.name)
        else:
            template.lay(Path(made.name))
        made.run("prepare").check()
        return made

    def copy(self) -> House:
        """Return a house that stands as this one does now."""
        made = House(zygote=self.zygote, name=_new_name(self.zygote.data), files=self.zygote.data / uuid.uuid4().hex)
        if is_postgres():
            postgres.copy(_url(), made.name, of=self.name)
        else:
            for end in ("", "-wal"):
                if Path(self.name + end).exists():
                    shutil.copyfile(self.name + end, made.name + end)
        if self.files.exists():
            shutil.copytree(self.files, made.files)
        return made

    def remove(self) -> None:
        """Throw the house away."""
        shutil.rmtree(self.files, ignore_errors=True)
        if is_postgres():
            postgres.drop(_url(), self.name)
            return
        for end in ("", "-wal", "-shm"):
            Path(self.name + end).unlink(missing_ok=True)

    def run(
        self, stage: str, *, kill_at: int | None = None, kill_after: float | None = None, **arguments: Any
    ) -> Outcome:
        """Run a stage in a child of its own, and kill it when told to."""
        run = {"stage": stage, "arguments": arguments, "kill_at": kill_at, "kill_after": kill_after}
        return self._ask([run])[0]

    def race(self, *runs: tuple[str, dict[str, Any]]) -> list[Outcome]:
        """Run stages in children that begin at the same moment."""
        return self._ask([{"stage": stage, "arguments": arguments} for stage, arguments in runs])

    def tell(self) -> dict[str, Any]:
        """Return what stands in the house."""
        return cast("dict[str, Any]", self.run("tell").check())

    def _ask(self, runs: list[dict[str, Any]]) -> list[Outcome]:
        answers = self.zygote.ask({"name": self.name, "files": str(self.files), "runs": runs})
        outcomes = [Outcome(**answer) for answer in answers]
        if is_postgres() and any(outcome.is_killed for outcome in outcomes):
            postgres.settle(_url(), self.name)
        return outcomes


def is_postgres() -> bool:
    """Tell whether the tests run on PostgreSQL."""
    return os.environ.get("PARINDEX_DATABASE_URL", "").startswith("postgres")


def _new_name(data: Path) -> str:
    unique = f"never_lost_{uuid.uuid4().hex}"
    return unique if is_postgres() else str(data / f"{unique}.sqlite3")


def _url() -> str:
    return os.environ["PARINDEX_DATABASE_URL"]
