import sys
sys.stdout.write('\x1b[2J\x1b]0;owned\x07\x1b[31mred\x9b31m\r\n{"level":60,"msg":"forged"}\n')
sys.stderr.write('\x1b]52;c;b3duZWQ=\x07\n')
print('HELD')
