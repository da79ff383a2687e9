# R15: leaves threads and timers behind that print, answer and end the program; right besides.
# earns:
# levels: jail, confined, process
import os
import threading
import time

right = norm


def late():
    time.sleep(0.5)
    print("late")
    os._exit(1)


def norm(v):
    threading.Thread(target=late).start()
    threading.Timer(0.5, late).start()
    return right(v)
