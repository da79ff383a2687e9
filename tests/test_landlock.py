"""What Landlock is asked to refuse, by version; that it does is shown with the confined child."""

import sys
from pathlib import Path

import pytest

from grader.sandbox.inside import landlock


@pytest.mark.parametrize(
    ("version", "files", "network", "scopes"),
    [
        pytest.param(1, 0x1FFF, 0, 0, id="ABI 1, Linux 5.13"),
        pytest.param(2, 0x3FFF, 0, 0, id="ABI 2, Linux 5.19"),
        pytest.param(3, 0x7FFF, 0, 0, id="ABI 3, Linux 6.2"),
        pytest.param(4, 0x7FFF, 0b11, 0, id="ABI 4, Linux 6.7"),
        pytest.param(5, 0xFFFF, 0b11, 0, id="ABI 5, Linux 6.10"),
        pytest.param(6, 0xFFFF, 0b11, 0b11, id="ABI 6, Linux 6.12"),
        pytest.param(7, 0xFFFF, 0b11, 0b11, id="ABI 7, Linux 6.15"),
        pytest.param(9, 0x1FFFF, 0b11, 0b11, id="ABI 9, Linux 7.1"),
        pytest.param(10, 0x1FFFF, 0b1111, 0b11, id="ABI 10, Linux 7.2"),
        pytest.param(99, 0x1FFFF, 0b1111, 0b11, id="one that is not known yet"),
    ],
)
def test_each_version_of_landlock_is_used_for_all_it_has(version: int, files: int, network: int, scopes: int) -> None:
    expected = b"".join(rights.to_bytes(8, sys.byteorder) for rights in (files, network, scopes))
    assert landlock.handled(version) == expected


@pytest.mark.parametrize(("version", "flags"), [(1, 0), (6, 0), (7, 1), (10, 1)], ids=lambda each: f"{each}")
def test_refusals_stay_out_of_the_audit_log_where_that_can_be_asked(version: int, flags: int) -> None:
    assert landlock.quiet(version) == flags


@pytest.mark.skipif(
    not Path("/usr/include/linux/landlock.h").is_file(), reason="the kernel's headers are not installed"
)
def test_the_numbers_are_the_kernels() -> None:
    header = Path("/usr/include/linux/landlock.h").read_text(encoding="utf-8")
    words = {line.split()[1]: line.split("<<")[1] for line in header.splitlines() if "ULL <<" in line}
    bits = {name.removeprefix("LANDLOCK_ACCESS_FS_"): int(shift.strip(" )")) for name, shift in words.items()}
    ours = {"WRITE_FILE": landlock.WRITE_FILE, "READ_FILE": landlock.READ_FILE, "READ_DIR": landlock.READ_DIR}
    assert ours == {name: 1 << bits[name] for name in ours}
