"""Scandirs: slots that come and go while s6-svscan runs."""
from __future__ import annotations

import os

from ._library import AnyPath, HasFileno, call, library, name_bytes, names, path_bytes, terms
from .services import ServiceDirectory


class ScanDirectory:
    """A scandir, by its path. Nothing is opened or kept."""

    __slots__ = ("_bytes", "path")

    def __init__(self, path: AnyPath) -> None:
        self._bytes = path_bytes(path)
        self.path = os.fsdecode(self._bytes)

    def __repr__(self) -> str:
        return f"ScanDirectory({self.path!r})"

    def __fspath__(self) -> str:
        return self.path

    def list(self) -> list[str]:
        """The names of its slots, sorted by bytes."""
        return names(library.s6n_list, self._bytes)

    def service(self, name: str) -> ServiceDirectory:
        """The slot of a name, whether it is there or not."""
        if "/" in name or name in ("", ".", ".."):
            raise ValueError(f"{name!r}: cannot be the name of a slot")
        return ServiceDirectory(os.path.join(self._bytes, name_bytes(name)))

    def scanned(self) -> bool | None:
        """Whether an s6-svscan runs on it; None where that may not be found out."""
        answer = call(library.s6n_scanned, self._bytes)
        return None if answer == 2 else answer == 1

    def rescan(self) -> None:
        """Has s6-svscan scan now, as s6-svscanctl -a. That is asked, not done."""
        call(library.s6n_rescan, self._bytes)

    def publish(
        self, name: str, source: AnyPath, timeout: float | None = None, *, cancel: int | HasFileno | None = None
    ) -> ServiceDirectory:
        """Adds a copy of a directory, and returns when it is supervised; when that does not come, it is taken back."""
        limits = terms(timeout, None, cancel)
        call(library.s6n_publish, self._bytes, name_bytes(name), path_bytes(source), limits)
        return self.service(name)

    def retire(
        self,
        name: str,
        timeout: float | None = None,
        *,
        kill_after: float | None = None,
        cancel: int | HasFileno | None = None,
    ) -> None:
        """Removes a slot, and returns when nothing of it runs and nothing of it is left."""
        call(library.s6n_retire, self._bytes, name_bytes(name), terms(timeout, kill_after, cancel))
