<?php
$sum = 0;
for ($i = 0; $i < 8; $i++) { $child = popen("echo " . ($i * $i), 'r'); $sum += (int) fgets($child); pclose($child); }
echo $sum, ' ', trim(shell_exec('echo 42')), "\n";
