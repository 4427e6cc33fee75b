<?php

$line = rtrim(fgets(STDIN), "\n");
echo "naïve 日本語 🎉\n", $line, "\n", mb_strlen($line), "\n";
