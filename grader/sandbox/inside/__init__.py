"""The rooms inside the sandbox: they import the standard library, NumPy, msgspec and each other, nothing else of ours.

What runs here is never asked what an answer is worth: it knows inputs and returns inert values.
"""
