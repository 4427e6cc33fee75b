/* The program ends at once; a daemon that has given up its session, its parent-death signal and its output stays behind. */
#include "attack.h"
#include <sys/prctl.h>
int main(void)
{
	if (fork() == 0) {
		setsid();
		if (fork()) _exit(0);
		prctl(PR_SET_PDEATHSIG, 0);
		for (int i = 1; i < 65; i++) signal(i, SIG_IGN);
		for (int fd = 0; fd < 64; fd++) close(fd);
		for (volatile unsigned long i = 0;; i++);
	}
	usleep(20000);
	puts("HELD");
	return 0;
}
