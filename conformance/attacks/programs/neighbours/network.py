# Shows by looking that there is no network: only lo, and no route. No address outside is ever used.
# Standard input: the port at which the service listens on the host's own loopback.
import os, socket, sys
port = int(sys.stdin.read())
names = [line.split(':')[0].strip() for line in open('/proc/net/dev').read().splitlines()[2:]]
print('interfaces', names)
if [n for n in names if n != 'lo']:
    print('BREACH: interfaces', names)
if [name for _, name in socket.if_nameindex()] not in ([], ['lo']):
    print('BREACH: interfaces', socket.if_nameindex())
routes = open('/proc/net/route').read().splitlines()[1:]
if routes:
    print('BREACH: routes', routes)
for line in open('/proc/net/ipv6_route').read().splitlines() if os.path.exists('/proc/net/ipv6_route') else []:
    if line.split()[-1] != 'lo':
        print('BREACH: route', line)
for table in ['tcp', 'tcp6', 'udp', 'udp6', 'unix', 'raw', 'packet', 'netlink']:
    try:
        rows = open('/proc/net/' + table).read().splitlines()[1:]
    except OSError:
        continue
    print(table, len(rows))
    if table not in ('netlink',) and rows:
        print('BREACH: sockets of others in', table, rows[:2])
for family, address in [(socket.AF_INET, ('127.0.0.1', port)), (socket.AF_INET6, ('::1', port))]:
    s = socket.socket(family)
    s.settimeout(1)
    try:
        s.connect(address)
        print('BREACH: reached the service at', address)
    except OSError as error:
        print('nothing at', address, error)
for path in ['/var/run/docker.sock', '/run/docker.sock', '/run/containerd/containerd.sock', '/run/systemd/private', '/run/dbus/system_bus_socket', '/run/gozolite', '/run/gozolite/supervisor.sock']:
    if os.path.exists(path):
        print('BREACH: there is', path)
print('HELD')
