# I11: asks for input when it is loaded; graded by its definitions.
# earns:
# says: EOFError
name = input("Your name: ")
print(int(name))
