# I14: a main block that would hang, raise and exit is not run.
# earns:
if __name__ == "__main__":
    input()
    raise SystemExit(1 / 0)
