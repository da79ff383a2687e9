# F03: ends politely as soon as it is loaded.
# alone
# earns: norm 0, solve 0, mean 0, scale 0
# verdicts: missing|raised
import sys

sys.exit(0)
