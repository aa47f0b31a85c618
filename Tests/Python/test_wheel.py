"""How the wheel is built."""
from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import hermes_s6
import pytest
import wheel_of_library

LIBRARY = Path(hermes_s6.__file__).with_name("libs6native.so.0")


def elf(machine: int, bits: int = 2, order: int = 1) -> bytes:
    return struct.pack("<4sBB10xHH", b"\x7fELF", bits, order, 3, machine) + bytes(44)


def test_the_tag_says_what_machine_the_library_is_for() -> None:
    assert wheel_of_library.tag_of(elf(62)) == "py3-none-manylinux_2_17_x86_64"
    assert wheel_of_library.tag_of(elf(183)) == "py3-none-manylinux_2_17_aarch64"
    known = [wheel_of_library.tag_of(elf(number)) for number in (62, 183)]
    assert wheel_of_library.tag_of(LIBRARY.read_bytes()) in known


@pytest.mark.parametrize(
    ("library", "reason"),
    [
        (elf(40), "it is for ELF machine 40, not x86_64, aarch64"),
        (elf(243), "it is for ELF machine 243"),
        (elf(62, bits=1), "it is no ELF file of 64 bits"),
        (elf(62, order=2), "it is no ELF file of 64 bits"),
        (elf(62)[:19], "it is no ELF file"),
        (b"!<arch>\n", "it is no ELF file"),
        (b"", "it is no ELF file"),
    ],
)
def test_a_library_for_another_machine_is_refused(library: bytes, reason: str) -> None:
    with pytest.raises(ValueError, match=f"libs6native.so.0: cannot make a wheel of it: {reason}"):
        wheel_of_library.tag_of(library)


def test_the_wheel_is_called_and_tagged_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The sources as a checkout has them, with a library for the other machine.
    (tmp_path / "python/hermes_s6").mkdir(parents=True)
    (tmp_path / "LICENSE").touch()
    (tmp_path / "python/pyproject.toml").write_text(
        '\n'.join(f'{key} = "{key}"' for key in ("name", "version", "description", "requires-python", "license"))
    )
    (tmp_path / "libs6native.so.0").write_bytes(elf(183))
    monkeypatch.setattr(wheel_of_library, "HERE", tmp_path / "python")
    monkeypatch.setattr(wheel_of_library, "LIBRARY", tmp_path / "libs6native.so.0")
    name = wheel_of_library.build_wheel(str(tmp_path))
    assert name == "name-version-py3-none-manylinux_2_17_aarch64.whl"
    with zipfile.ZipFile(tmp_path / name) as wheel:
        assert "Tag: py3-none-manylinux_2_17_aarch64\n" in wheel.read("name-version.dist-info/WHEEL").decode()
