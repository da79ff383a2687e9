# I13: crashes when it is loaded; graded by its definitions.
# earns:
import ctypes

ctypes.string_at(0)
