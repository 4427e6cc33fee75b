BEGIN { for (i = 0; i < 8; i++) { command = "echo " i * i; command | getline square; close(command); sum += square } "echo 42" | getline out; print sum, out }
