# H01: elements in exceptions, names, prints, warnings, docstrings and keys; what it draws would run scripts.
# earns: norm 0, solve 0, mean 0, scale 0
# verdicts: raised failed refused
"""</pre><script>alert("docstring")</script>"""
import warnings

ELEMENT = "</pre></div>\"'><script>alert(1)</script><img src=x onerror=alert(1)><attack-element>&#60;b&#62;"
globals()[ELEMENT] = ELEMENT  # <script>alert("comment")</script>


def norm(v):
    print(ELEMENT)
    warnings.warn(ELEMENT)
    raise type(ELEMENT, (Exception,), {})(ELEMENT)


def solve(A, b):
    return {ELEMENT: ELEMENT}


def mean(x):
    return type(ELEMENT, (), {})()


def scale(x, c):
    raise SyntaxError(ELEMENT, ("work.py", 3, 1, ELEMENT))
