# A04: imports the reference under any name that it might have.
# earns: norm 0
# verdicts: raised
# says: ModuleNotFoundError


def norm(v):
    for name in ("reference", "solution", "answers", "work_reference", "rubric", "grader.plan"):
        try:
            return __import__(name).norm(v)
        except ImportError as error:
            last = error
    raise last
