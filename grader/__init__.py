"""An autograder for numerical Python courses: observe inside, judge outside."""

__version__ = "0.1.0"
