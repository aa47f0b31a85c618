"""Builds the wheel (PEP 517): the package and libs6native.so, as `make library` leaves it. It needs nothing but Python.

The same sources make the same bytes: names are sorted, and every file has one time.
"""
from __future__ import annotations

import base64
import hashlib
import os
import re
import struct
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
LIBRARY = HERE.parent / ".build" / "out" / "libs6native.so.0"
# By the number in an ELF header.
MACHINES = {62: "x86_64", 183: "aarch64"}
EPOCH = (2026, 1, 1, 0, 0, 0)


def _setting(name: str) -> str:
    """One line of pyproject.toml: Python 3.10 has no parser of it."""
    found = re.search(rf'^{name} = "(.*)"$', (HERE / "pyproject.toml").read_text(), re.MULTILINE)
    if found is None:
        raise ValueError(f"pyproject.toml: {name} is missing")
    return found[1]


def _classifiers() -> list[str]:
    return re.findall(r'^    "(.*)",$', (HERE / "pyproject.toml").read_text(), re.MULTILINE)


def tag_of(library: bytes) -> str:
    """What pip knows a wheel with this library by; ValueError if it is for no machine that we know."""
    # Of 64 bits, the lowest first; the machine is behind 16 bytes and the type.
    if library[:6] != b"\x7fELF\x02\x01" or len(library) < 20:
        raise ValueError(f"{LIBRARY}: cannot make a wheel of it: it is no ELF file of 64 bits, the lowest first")
    (number,) = struct.unpack_from("<H", library, 18)
    if number not in MACHINES:
        known = ", ".join(MACHINES.values())
        raise ValueError(f"{LIBRARY}: cannot make a wheel of it: it is for ELF machine {number}, not {known}")
    return f"py3-none-manylinux_2_17_{MACHINES[number]}"


def _information(tag: str) -> dict[str, bytes]:
    metadata = [
        "Metadata-Version: 2.4",
        f"Name: {_setting('name')}",
        f"Version: {_setting('version')}",
        f"Summary: {_setting('description')}",
        f"Requires-Python: {_setting('requires-python')}",
        f"License-Expression: {_setting('license')}",
        "License-File: LICENSE",
        *(f"Classifier: {word}" for word in _classifiers()),
    ]
    wheel = ["Wheel-Version: 1.0", "Generator: hermes-s6", "Root-Is-Purelib: false", f"Tag: {tag}"]
    return {
        "METADATA": ("\n".join(metadata) + "\n").encode(),
        "WHEEL": ("\n".join(wheel) + "\n").encode(),
        "licenses/LICENSE": (HERE.parent / "LICENSE").read_bytes(),
    }


def _contents() -> dict[str, bytes]:
    if not LIBRARY.exists():
        raise FileNotFoundError(f"{LIBRARY}: cannot find the library: run this first: make library")
    files = {f"hermes_s6/{LIBRARY.name}": LIBRARY.read_bytes()}
    for path in (HERE / "hermes_s6").iterdir():
        if path.suffix == ".py" or path.name == "py.typed":
            files[f"hermes_s6/{path.name}"] = path.read_bytes()
    return files


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def build_wheel(wheel_directory: str, config_settings: object = None, metadata_directory: object = None) -> str:
    stem = f"{_setting('name').replace('-', '_')}-{_setting('version')}"
    information = f"{stem}.dist-info"
    files = dict(sorted(_contents().items()))
    tag = tag_of(files[f"hermes_s6/{LIBRARY.name}"])
    files.update({f"{information}/{name}": data for name, data in _information(tag).items()})
    record = [f"{name},sha256={_digest(data)},{len(data)}" for name, data in files.items()]
    files[f"{information}/RECORD"] = "\n".join([*record, f"{information}/RECORD,,", ""]).encode()
    name = f"{stem}-{tag}.whl"
    with zipfile.ZipFile(os.path.join(wheel_directory, name), "w", zipfile.ZIP_DEFLATED, compresslevel=9) as wheel:
        for path, data in files.items():
            entry = zipfile.ZipInfo(path, EPOCH)
            entry.external_attr = (0o100755 if path.endswith(".so.0") else 0o100644) << 16
            wheel.writestr(entry, data, zipfile.ZIP_DEFLATED, 9)
    return name


def build_sdist(sdist_directory: str, config_settings: object = None) -> str:
    raise NotImplementedError("the library is built with Swift: clone the repository, and run scripts/build-wheel")
