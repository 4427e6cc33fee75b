<?php
foreach (['tcp://127.0.0.1:0', 'tcp://[::1]:0', 'unix:///tmp/echo.sock'] as $where) {
  $there = stream_socket_server($where) ?: exit("listen $where\n");
  $name = str_starts_with($where, 'tcp') ? 'tcp://' . stream_socket_get_name($there, false) : $where;
  $here = stream_socket_client($name) ?: exit("connect $name\n");
  $peer = stream_socket_accept($there, 10) ?: exit("accept $name\n");
  fwrite($here, "hello\n");
  fwrite($peer, strtoupper(fgets($peer)));
  if (fgets($here) !== "HELLO\n") exit("echo $name\n");
}
$start = hrtime(true);
usleep(10_000);
if (hrtime(true) - $start < 10_000_000) exit("timer\n");
$child = proc_open(['echo', '42'], [1 => ['pipe', 'w']], $pipes);
if (stream_get_contents($pipes[1]) !== "42\n" || proc_close($child) !== 0) exit("child\n");
echo "HELD\n";
