# R25: a third of a second to load, quick when called.
# earns:
import time

time.sleep(0.3)
