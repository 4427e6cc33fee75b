# Leaves a word for the neighbour in every place that two sandboxes could share, and stays for as long as it is told.
import ctypes, fcntl, os, socket, sys, time
word, stay = sys.stdin.read().split()
libc = ctypes.CDLL(None, use_errno=True)
held = []

def attempt(name, action):
    try:
        held.append(action())
        print('left in', name)
    except OSError as error:
        print('cannot leave in', name, error.strerror)

def abstract():
    s = socket.socket(socket.AF_UNIX)
    s.bind('\0gozolite-meeting')
    s.listen()
    return s

def tcp():
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(('127.0.0.1', 39999))
    s.listen()
    return s

def write(path):
    def action():
        with open(path, 'w') as f:
            f.write(word)
    return action

def lock(path, kind):
    def action():
        f = open(path, 'rb')
        kind(f, fcntl.LOCK_SH | fcntl.LOCK_NB if kind is fcntl.lockf else fcntl.LOCK_EX | fcntl.LOCK_NB)
        return f
    return action

def shm():
    i = libc.shmget(0x6f2a11, 4096, 0o1666)
    if i < 0:
        raise OSError(ctypes.get_errno(), 'shmget')
def queue():
    i = libc.msgget(0x6f2a12, 0o1666)
    if i < 0:
        raise OSError(ctypes.get_errno(), 'msgget')
def semaphore():
    i = libc.semget(0x6f2a13, 1, 0o1666)
    if i < 0:
        raise OSError(ctypes.get_errno(), 'semget')
def mqueue():
    n = libc.syscall(240, b'gozolite-meeting', os.O_CREAT | os.O_RDWR, 0o666, 0)
    if n < 0:
        raise OSError(ctypes.get_errno(), 'mq_open')

attempt('an abstract socket', abstract)
attempt('a loopback port', tcp)
for folder in ['/tmp', '/dev/shm', '/box', '/var/tmp', '/run', '/usr/tmp', '/run/lock']:
    attempt(folder, write(folder + '/gozolite-meeting'))
for path in ['/usr/bin/env', '/etc/passwd', '/bin/sh', '/', '/usr', '/dev/null', '/dev/zero', '/dev/shm', '/tmp', '/proc', '/proc/version', '/proc/keys',
             '/proc/key-users', '/proc/kallsyms', '/proc/timer_list', '/proc/config.gz', '/proc/kmsg', '/proc/kcore', '/proc/sys', '/sys', '/lib', '/root', '/home',
             '/run', '/opt', '/box', '/etc', '/etc/ld.so.cache', '/usr/lib', '/dev', '/dev/full', '/dev/random', '/dev/urandom']:
    if os.path.isdir(path):
        def folder_lock(path=path):
            d = os.open(path, os.O_RDONLY)
            fcntl.flock(d, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return d
        attempt('flock ' + path, folder_lock)
    else:
        attempt('flock ' + path, lock(path, fcntl.flock))
attempt('shm', shm)
attempt('msg', queue)
attempt('sem', semaphore)
attempt('mqueue', mqueue)
print('HELD', flush=True)
time.sleep(float(stay))
