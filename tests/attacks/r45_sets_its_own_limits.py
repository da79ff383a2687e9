# R45: takes away its own descriptors, memory and file size; its own loss.
# earns: norm 0
# verdicts: out_of_memory|raised|crashed|failed
import resource


def norm(v):
    for which in (resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE, resource.RLIMIT_STACK):
        resource.setrlimit(which, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (1 << 20, 1 << 20))
    return len(bytearray(10**7))
