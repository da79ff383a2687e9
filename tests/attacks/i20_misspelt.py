# I20: misspelt, indented into a class, or inside another function: missing, with a guess.
# earns: norm 0, solve 0
# verdicts: missing
# says: nrom
nrom = norm
del norm, solve


class Answers:
    def solve(self, A, b):
        return 0
