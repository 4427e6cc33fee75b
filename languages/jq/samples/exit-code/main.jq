"before", ("" | halt_error(3))
