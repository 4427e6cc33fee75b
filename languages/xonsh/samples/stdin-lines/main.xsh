import sys

numbers = [int(line) for line in sys.stdin]
print(f"{len(numbers)} numbers, sum {sum(numbers)}")
