# F32: patches the sandbox from within: packing, encoding, sending, limits.
# earns: norm 0
# verdicts: failed|refused|crashed
import sys


def norm(v):
    ours = [module for name, module in sys.modules.items() if name.startswith("grader.sandbox.inside.")]
    assert len(ours) > 4
    for module in ours:
        for name in ("pack", "encode", "_answer", "_bounded", "_result", "_write", "unpack"):
            if hasattr(module, name):
                setattr(module, name, lambda *arguments: b"\x00\x00\x00\x06passed")
    for name in list(sys.modules):
        if name.startswith(("grader", "unittest", "pytest")):
            del sys.modules[name]
    return -1.0
