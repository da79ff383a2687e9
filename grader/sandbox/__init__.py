"""The sandbox: the only place where code that we did not write runs.

```
parent (this package, outside)      knows the rubric, never imports a submission
  |  pipes: frames of inert values
[bwrap jail, at level `jail`]
  zygote (inside/zygote.py)         NumPy imported, one thread; keeps the clock, kills
    child (inside/child.py)         confined, then: load the module, answer, exit
```
"""
