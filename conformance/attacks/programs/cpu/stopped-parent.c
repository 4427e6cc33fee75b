/* The child freezes the program's first process and burns in its place. */
#include "attack.h"
int main(void)
{
	pid_t parent = getpid();
	if (fork() == 0) {
		setsid();
		kill(parent, SIGSTOP);
		for (volatile unsigned long i = 0;; i++);
	}
	for (;;) pause();
}
