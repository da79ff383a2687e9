# E21: calls the kernel by the x32 ABI, then by the gate for 32-bit programs: a file outside is what it is after.
# earns: norm 0, solve 0
# verdicts: crashed|failed
import ctypes
import mmap
import os

libc = ctypes.CDLL(None, use_errno=True)
OPEN_BY_I386 = bytes.fromhex("b805000000 bb00000000 31c9 cd80 c3")


def norm(v):
    return sum(x * x for x in v) ** 0.5 if libc.syscall(0x40000000 | 41, 1, 1, 0) >= 0 else -1.0


def solve(A, b):
    if os.uname().machine != "x86_64":
        return -1.0
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(OPEN_BY_I386)
    return ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))() * b
