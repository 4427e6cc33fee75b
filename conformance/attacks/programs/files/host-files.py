# Looks for a secret that the service holds in its environment and in a file that anybody on the host may read.
# Standard input: the secret's file, then its digest.
import hashlib, os, sys
path, digest = sys.stdin.read().split()
found = []

def is_secret(data):
    return any(hashlib.sha256(w).hexdigest() == digest for w in data.replace(b'\0', b'\n').replace(b'=', b'\n').split())

def look(name):
    try:
        if is_secret(open(name, 'rb').read(1 << 20)):
            found.append(name)
    except OSError:
        pass

for name in [path, '/proc/1/root' + path, '/proc/self/root' + path, '/proc/self/cwd/../../../../..' + path]:
    look(name)
for pid in filter(str.isdigit, os.listdir('/proc')):
    for leaf in ['environ', 'cmdline', 'root' + path, 'cwd' + path]:
        look(f'/proc/{pid}/{leaf}')
for name in ['/etc/shadow', '/etc/gshadow', '/root', '/home', '/var/run/docker.sock', '/run/docker.sock', '/var/log/syslog', '/etc/ssl/private', '/proc/kcore']:
    try:
        content = os.listdir(name) if os.path.isdir(name) else open(name, 'rb').read(4096)
        if content and name not in ('/home', '/root'):
            print('BREACH: could read', name)
        if name in ('/root', '/home') and content:
            print('BREACH: could list', name, content[:3])
    except OSError as error:
        print('denied', name, error.strerror)
leaked = [k for k in os.environ if k.startswith(('GOZOLITE', 'CONFORMANCE', 'npm_', 'NODE_'))]
if leaked:
    print('BREACH: inherited', leaked)
if found:
    print('BREACH: the secret is in', found)
print('HELD')
