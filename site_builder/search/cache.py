"""The index's cache: files under the digest of all that they were made from, whole or not read at all."""

import hashlib
import tempfile
from pathlib import Path
from time import time

HOUR = 3600
SHARD, ASIDE = ".shard", ".tmp"


def write(path: Path, payload: bytes) -> None:
    """Write a file of the cache aside and rename it: it is there whole, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=ASIDE, delete=False) as file:
        file.write(hashlib.sha256(payload).digest() + payload)
    Path(file.name).replace(path)


def read(path: Path) -> bytes | None:
    """What was written there; None where it is missing or is not what was written."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    digest, payload = data[:32], data[32:]
    return payload if hashlib.sha256(payload).digest() == digest else None


def sweep(folder: Path, wanted: set[str]) -> None:
    """Remove of our files those that no index of today reads. What another run may be writing just now stays."""
    for path in sorted(folder.iterdir()):
        being_written = path.suffix == ASIDE and path.stat().st_mtime > time() - HOUR
        if path.suffix in (SHARD, ASIDE) and path.name not in wanted and not being_written:
            path.unlink(missing_ok=True)
