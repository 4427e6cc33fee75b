println 'before'
def stock = [apples: 3]
assert stock.apples == 4
