# F03: ends with success as soon as it is loaded; no test failed.
# alone
# earns: norm 0, solve 0, mean 0, scale 0
# verdicts: crashed|missing
import os

os._exit(0)
