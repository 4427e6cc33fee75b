print(len('x' * 2**40))
