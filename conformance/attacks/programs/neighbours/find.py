# Looks in every place where neighbours/leave.py has left something. Standard input: the word, and with which rights sandboxes
# are made here: without root the device nodes are the host's, and their locks are known to be everyone's.
import ctypes, fcntl, os, socket, sys
word, privilege = sys.stdin.read().split()
libc = ctypes.CDLL(None, use_errno=True)

def seen(name):
    print('BREACH: met in', name)

for family, address in [(socket.AF_UNIX, '\0gozolite-meeting'), (socket.AF_INET, ('127.0.0.1', 39999))]:
    s = socket.socket(family)
    try:
        s.connect(address)
        seen(address)
    except OSError as error:
        print('nothing at', repr(address), error.strerror)
for folder in ['/tmp', '/dev/shm', '/box', '/var/tmp', '/run', '/usr/tmp', '/run/lock']:
    if os.path.exists(folder + '/gozolite-meeting'):
        seen(folder)
for path in ['/usr/bin/env', '/etc/passwd', '/bin/sh', '/', '/usr', '/dev/null', '/dev/zero', '/dev/shm', '/tmp', '/proc', '/proc/version', '/proc/keys',
             '/proc/key-users', '/proc/kallsyms', '/proc/timer_list', '/proc/config.gz', '/proc/kmsg', '/proc/kcore', '/proc/sys', '/sys', '/lib', '/root', '/home',
             '/run', '/opt', '/box', '/etc', '/etc/ld.so.cache', '/usr/lib', '/dev', '/dev/full', '/dev/random', '/dev/urandom']:
    try:
        d = os.open(path, os.O_RDONLY)
    except OSError:
        continue
    try:
        fcntl.flock(d, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        if privilege == 'userns' and path.startswith('/dev/'):
            print('known: flock', path)
        else:
            seen('flock ' + path)
    except OSError as error:
        print('no lock on', path, error.strerror)
    # Some of these are one file: a lock of its own must not stand in the way of the next.
    os.close(d)
for name, result in [('shm', libc.shmget(0x6f2a11, 0, 0)), ('msg', libc.msgget(0x6f2a12, 0)), ('sem', libc.semget(0x6f2a13, 0, 0)), ('mqueue', libc.syscall(240, b'gozolite-meeting', os.O_RDWR, 0, 0))]:
    if result >= 0:
        seen(name)
for kind in ['shm', 'msg', 'sem']:
    try:
        if len(open('/proc/sysvipc/' + kind).read().splitlines()) > 1:
            seen('/proc/sysvipc/' + kind)
    except OSError:
        pass
for leaf in ['/proc/locks', '/proc/net/unix']:
    try:
        text = open(leaf).read()
    except OSError:
        continue
    if 'gozolite-meeting' in text:
        seen(leaf)
others = [p for p in os.listdir('/proc') if p.isdigit() and p not in ('1', str(os.getpid()))]
for pid in others:
    try:
        if word in open(f'/proc/{pid}/cmdline').read():
            seen('process ' + pid)
    except OSError:
        pass
if len(others) > 1:
    print('BREACH: sees processes', others)
for pid in list(range(2, 400)) + [1000, 10000, 32767]:
    if pid == os.getpid():
        continue
    try:
        os.kill(pid, 0)
        print('BREACH: could signal', pid)
    except ProcessLookupError:
        pass
    except PermissionError:
        if str(pid) not in others:
            print('BREACH: process', pid, 'exists')
print('HELD')
