require 'socket'
[TCPServer.new('127.0.0.1', 0), TCPServer.new('::1', 0), UNIXServer.new('/tmp/echo.sock')].each do |server|
  echo = Thread.new { c = server.accept; c.write(c.readpartial(100).upcase); c.close }
  s = server.is_a?(UNIXServer) ? UNIXSocket.new('/tmp/echo.sock') : TCPSocket.new(server.addr[3], server.addr[1])
  s.write('hello')
  raise unless s.read == 'HELLO'
  echo.join
end
puts 'HELD'
