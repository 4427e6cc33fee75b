/* Two thousand orphans, one after the other: the sandbox's first process must reap what it did not make. */
#include "attack.h"
int main(void)
{
	for (int i = 0; i < 2000; i++) {
		pid_t child = fork();
		if (child == 0) { if (fork() == 0) _exit(0); _exit(0); }
		if (child > 0) waitpid(child, NULL, 0); else usleep(1000);
	}
	puts("HELD");
	return 0;
}
