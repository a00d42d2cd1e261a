"""The index of the search of a live preview, made anew behind its pages."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

from .assemble import Assembly
from .build import BuildFailed, put_index
from .search_index import Indexing, NotIndexed, indexing
from .search_work import Unsearched
from .store import NotAValue

PAUSE = 0.05
"""Seconds between two looks at whether Pagefind is still at work."""


class SearchRenewal:
    """Pagefind at work, and a thread that waits for it and puts the index into the site."""

    def __init__(
        self, wanted: Unsearched, assembly: Assembly, *, site_dir: Path, failed: Callable[[str], None]
    ) -> None:
        """Begin, with what the last build left unsearched. Why it has ``failed`` is said, if it has."""
        self._wanted, self._assembly, self._site_dir, self._failed = wanted, assembly, site_dir, failed
        self._given_up = threading.Event()
        self._thread = threading.Thread(target=self._renew, name="search")
        self._thread.start()

    def give_up(self) -> None:
        """End it, because something else has changed. Afterwards nothing of it is at work."""
        self._given_up.set()
        self.wait()

    def wait(self) -> None:
        """Wait for its end."""
        self._thread.join()

    def _renew(self) -> None:
        folder = self._site_dir.with_name("search")
        try:
            with indexing(self._wanted.texts, folder, self._wanted.volumes) as index:
                if self._is_made(index):
                    put_index(index, self._assembly, site_dir=self._site_dir)
        except (BuildFailed, NotAValue, NotIndexed, OSError) as error:
            self._failed(str(error))
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _is_made(self, index: Indexing) -> bool:
        """Whether Pagefind has come to its end before anybody gave it up."""
        while index.is_at_work and not self._given_up.wait(PAUSE):
            pass
        return not self._given_up.is_set()
