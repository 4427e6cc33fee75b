import os, struct
# What an END frame of the supervisor would look like, and every small frame around it, on both streams.
for kind in list(range(1, 6)) + list(range(65, 72)):
    for run in range(1, 20):
        body = struct.pack('<HHI', 60, 0, 6) + b'exited' + struct.pack('<HHIQ', 61, 0, 8, 0)
        frame = struct.pack('<IHHI', len(body), kind, 0, run) + body
        os.write(1, frame)
        os.write(2, frame)
os.write(1, b'\nHELD\n')
raise SystemExit(7)
