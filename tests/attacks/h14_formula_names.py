# H03: exceptions and words that a spreadsheet would take for formulas.
# earns: norm 0, solve 0
# verdicts: raised failed


def norm(v):
    raise ValueError("=cmd|' /C calc'!A0\t+1\r@SUM(A1)")


def solve(A, b):
    return "=HYPERLINK(\"http://127.0.0.1:@tcp@\")"
