"""Start of the process inside: make these rooms importable, and nothing else of the grader; then be the zygote.

Run by path as `python -S -s -P boot.py ROOMS LEVEL IMPORTS PATH...`: without `site` no `.pth` file puts a teacher's
folders on the path; what student code may import is named item by item (PATH).
"""

import sys
import types


def _boot(rooms: str, level: str, imports: str, *path: str) -> None:
    sys.path.extend(path)
    for name, places in (("grader", []), ("grader.sandbox", [rooms])):
        package = types.ModuleType(name)
        package.__path__ = places
        sys.modules[name] = package
    from grader.sandbox.inside import zygote

    sys.argv[1:] = []
    zygote.main(level, tuple(filter(None, imports.split(","))), path)


if __name__ == "__main__":
    _boot(*sys.argv[1:])
