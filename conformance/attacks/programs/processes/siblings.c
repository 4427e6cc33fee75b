/* Children that are nobody's: made as children of the sandbox's first process, by CLONE_PARENT, deaf to all signals. */
#include "attack.h"
int main(void)
{
	for (int i = 1; i < 65; i++) signal(i, SIG_IGN);
	for (int i = 0; i < 16; i++) {
		long pid = syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0);
		if (pid == 0) for (;;) { if (getppid() != 1) _exit(1); usleep(1000); }
	}
	puts("HELD");
	return 0;
}
