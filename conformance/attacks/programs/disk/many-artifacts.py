import os
for i in range(3000):
    with open(f'out{i}.txt', 'w') as f:
        f.write('x')
os.makedirs('odd')
for name in ['a\nb.txt', '\x1b[31m.txt', 'ü.txt', '-rf.txt', '`id`.txt']:
    with open('odd/' + name, 'w') as f:
        f.write('odd')
with open(b'odd/\xff\xfe.txt', 'wb') as f:
    f.write(b'odd')
print('HELD')
