# I13: computes for ten seconds when it is loaded; graded by its definitions.
# earns:
import time

end = time.monotonic() + 10
while time.monotonic() < end:
    pass
