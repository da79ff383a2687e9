"""Functions of the C library that Python has no door to, called with integers, bytes and pointers."""

from __future__ import annotations

import ctypes
import functools
import os


def call(name: str, *arguments: int | bytes | None) -> int:
    """Call a function that returns an int; a negative one becomes the OSError that `errno` stands for.

    Integers travel as C longs: what the kernel reads as 64 bits must not have an undefined upper half.
    """
    packed = [ctypes.c_long(argument) if isinstance(argument, int) else argument for argument in arguments]
    result: int = _library()[name](*packed)
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{name}: {os.strerror(error)}")
    return result


def system_call(number: int, *arguments: int | bytes | None) -> int:
    """Make a system call by its number."""
    return call("syscall", number, *arguments)


@functools.cache
def _library() -> ctypes.CDLL:
    # Opened at the first call, not at the import: on a system that is not Linux this file is importable as well.
    return ctypes.CDLL(None, use_errno=True)
