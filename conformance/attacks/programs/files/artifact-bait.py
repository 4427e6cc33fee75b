# Every kind of thing that is not a plain file, under names that the artifact globs match.
import os, socket
os.symlink('/etc/shadow', 'shadow.txt')
os.symlink('/etc/passwd', 'passwd.txt')
os.symlink('/proc/self/environ', 'environ.txt')
os.symlink('/', 'root.txt')
os.symlink('real.txt', 'inside.txt')
os.mkfifo('fifo.txt')
socket.socket(socket.AF_UNIX).bind('socket.txt')
with open('real.txt', 'w') as f:
    f.write('real')
with open('setuid.txt', 'w') as f:
    f.write('setuid')
os.chmod('setuid.txt', 0o6777)
with open('locked.txt', 'w') as f:
    f.write('locked')
os.chmod('locked.txt', 0)
with open('linked.txt', 'w') as f:
    f.write('linked')
os.link('linked.txt', 'linked2.txt')
os.symlink('/etc', 'folder')
os.symlink('/etc', 'sub.txt')
os.mkdir('dir.txt')
try:
    os.mknod('device.txt', 0o600 | 0o020000, os.makedev(1, 3))
    print('BREACH: made a device')
except OSError:
    pass
print('HELD')
