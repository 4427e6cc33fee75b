import sys

for position, argument in enumerate(sys.argv[1:], start=1):
    print(f"{position}: [{argument}]")
