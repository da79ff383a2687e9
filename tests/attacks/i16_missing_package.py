# I16: imports what is not installed; graded by what does not need it.
# earns:
# says: no_such_package
import no_such_package

no_such_package.setup()
