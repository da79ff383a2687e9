# F02: writes results of its own wherever they could be looked for, then ends with success.
# earns: norm 0
# verdicts: crashed
import json
import os


def norm(v):
    for folder in ("@output@", "/autograder/results", ".", "/tmp", "@folder@"):
        try:
            with open(os.path.join(folder, "results.json"), "w") as opened:
                json.dump({"score": 10, "submissions": []}, opened)
        except OSError:
            pass
    os._exit(0)
