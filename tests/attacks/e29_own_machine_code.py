# E29: writes machine code and runs it: system calls that no library makes. They are refused all the same.
# earns: norm 0
# verdicts: failed
import ctypes
import mmap
import os

SOCKET = {
    "x86_64": "b829000000 bf02000000 be01000000 31d2 0f05 c3",
    "aarch64": "400080d2 210080d2 020080d2 c81880d2 010000d4 c0035fd6",
}


def norm(v):
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(bytes.fromhex(SOCKET[os.uname().machine]))
    got = ctypes.CFUNCTYPE(ctypes.c_long)(ctypes.addressof(ctypes.c_char.from_buffer(code)))()
    return sum(x * x for x in v) ** 0.5 if got >= 0 else -1.0
