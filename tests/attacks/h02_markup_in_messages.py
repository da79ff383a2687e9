# H02: Markdown, templates and entities in messages.
# earns: norm 0, solve 0
# verdicts: raised failed
TEXT = "`code` **bold** [link](javascript:alert(1)) ![i](http://127.0.0.1:@tcp@/x.png) {{ 7 * 7 }} {% raw %} $x$ &amp;"


def norm(v):
    raise ValueError(TEXT + "`" * 5)


def solve(A, b):
    return TEXT
