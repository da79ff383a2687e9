# A20: asks the network, git and pip for a solution.
# earns: norm 0, solve 0
# verdicts: raised
# says: Error
import subprocess
import urllib.request


def norm(v):
    urllib.request.urlopen("http://127.0.0.1:@tcp@/solution", timeout=0.2)
    return sum(x * x for x in v) ** 0.5


def solve(A, b):
    subprocess.run(["git", "--version"], check=True)
    return 0
