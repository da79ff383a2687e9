# I21: reads a file that lies beside it at home.
# earns: norm 0
# verdicts: raised
# says: FileNotFoundError|PermissionError


def norm(v):
    return float(open("data.csv").read())
