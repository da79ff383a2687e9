"""Start of the process inside: make these rooms importable, and nothing else of the grader; then be the zygote.

Run by path as `python -S -s -P boot.py ROOMS LEVEL IMPORTS LIBRARIES READABLE`, lists joined by `os.pathsep`: without
`site` no `.pth` file puts a teacher's folders on the path. LIBRARIES is what student code may import besides the
standard library, READABLE what a confined child may read.
"""

import os
import sys
import types


def _boot(rooms: str, level: str, imports: str, libraries: str, readable: str) -> None:
    sys.path.extend(libraries.split(os.pathsep))
    for name, places in (("grader", []), ("grader.sandbox", [rooms])):
        package = types.ModuleType(name)
        package.__path__ = places
        sys.modules[name] = package
    from grader.sandbox.inside import zygote

    sys.argv[1:] = []
    zygote.main(level, tuple(filter(None, imports.split(os.pathsep))), tuple(readable.split(os.pathsep)))


if __name__ == "__main__":
    _boot(*sys.argv[1:])
