# I15: imports relative to a package that it is not in.
# alone
# earns: norm 0, solve 0, mean 0, scale 0
# verdicts: missing|raised
# says: ImportError
from . import honest
from .honest import norm
