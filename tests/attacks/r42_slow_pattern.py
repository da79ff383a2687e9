# R42: a regular expression that takes longer than the sun lives, without a word to the interpreter.
# earns: norm 0
# verdicts: timed_out
import re


def norm(v):
    return bool(re.fullmatch("(a+)+b", "a" * 60))
