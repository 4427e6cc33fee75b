import asyncio, mmap, os, select, signal, socket, socketserver, threading
class Echo(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.sendall(self.request.recv(100).upper())
class Six(socketserver.ThreadingTCPServer):
    address_family = socket.AF_INET6
for kind, address in [(socketserver.ThreadingTCPServer, ('127.0.0.1', 0)), (Six, ('::1', 0)), (socketserver.ThreadingUnixStreamServer, '/tmp/echo')]:
    with kind(address, Echo) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with socket.socket(server.address_family) as s:
            s.connect(server.server_address)
            s.sendall(b'hello')
            assert s.recv(100) == b'HELLO'
        server.shutdown()
a, b = socket.socket(socket.AF_INET, socket.SOCK_DGRAM), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
a.bind(('127.0.0.1', 0))
b.sendto(b'x', a.getsockname())
assert a.recv(1) == b'x'
async def main():
    child = await asyncio.create_subprocess_exec('echo', '42', stdout=asyncio.subprocess.PIPE)
    out, _ = await asyncio.wait_for(child.communicate(), 10)
    await asyncio.sleep(0.01)
    assert out == b'42\n'
asyncio.run(main())
m = mmap.mmap(-1, 1 << 20)
m[:5] = b'bytes'
fired = []
signal.signal(signal.SIGALRM, lambda *_: fired.append(1))
signal.setitimer(signal.ITIMER_REAL, 0.01)
signal.pause()
assert fired
print('HELD')
