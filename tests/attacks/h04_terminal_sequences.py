# H04: sequences that clear a screen, set its title, write to the clipboard and turn text round.
# earns: norm 0, solve 0, mean 0
# verdicts: raised failed refused
import warnings

TEXT = "\x1b[2J\x1b[31mred\x1b]0;title\x07\x1b]52;c;c3RvbGVu\x07\x1b]8;;http://x\x07link\x9b31m\x08\x08\r\x7f\u202egnol\u2066\0"


def norm(v):
    print(TEXT)
    warnings.warn(TEXT)
    raise ValueError(TEXT)


def solve(A, b):
    return TEXT


def mean(x):
    return type(TEXT, (), {})() if "\0" not in TEXT else type(TEXT.replace("\0", ""), (), {})()
