# H13: prints the traceback of an exception that it caught; right besides. The folders of this machine are not in it.
# earns:
# engine: printed text goes to the page with the paths of our own frames
import traceback

right = norm


def norm(v):
    try:
        raise ValueError("caught")
    except ValueError:
        traceback.print_stack()
        traceback.print_exc()
    return right(v)
