const net = require('node:net');
const dgram = require('node:dgram');
const http = require('node:http');
const once = (server, where) => new Promise((done) => server.listen(where, () => done(server.address())));
(async () => {
  for (const where of [{ host: '127.0.0.1', port: 0 }, { host: '::1', port: 0 }, { path: '/tmp/echo.sock' }]) {
    const server = net.createServer((s) => s.pipe(s));
    const address = await once(server, where);
    const reply = await new Promise((done) => {
      const s = net.connect(where.path ? where : { host: where.host, port: address.port }, () => s.write('hello'));
      s.on('data', (d) => { s.destroy(); done(String(d)); });
    });
    server.close();
    if (reply !== 'hello') throw new Error('no echo');
  }
  const web = http.createServer((_, res) => res.end('42'));
  const { port } = await once(web, { host: '127.0.0.1', port: 0 });
  if ((await (await fetch(`http://127.0.0.1:${port}`)).text()) !== '42') throw new Error('no page');
  web.close();
  web.closeAllConnections();
  const a = dgram.createSocket('udp4');
  await new Promise((done) => a.bind(0, '127.0.0.1', done));
  const got = new Promise((done) => a.once('message', done));
  dgram.createSocket('udp4').unref().send('x', a.address().port, '127.0.0.1');
  await got;
  a.close();
  // Long enough for the compiler of hot code.
  let sum = 0;
  for (let i = 0; i < 3e6; i++) sum = (sum + i * i) % 1000003;
  const wasm = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 127, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 6, 1, 4, 0, 65, 42, 11]));
  if (new WebAssembly.Instance(wasm).exports.f() !== 42) throw new Error('no module');
  console.log('HELD');
})();
