/* Many children change session, mount, exec and exit while the limit strikes. */
#include "attack.h"
int main(void)
{
	for (;;) {
		pid_t child = fork();
		if (child == 0) {
			setsid();
			if (fork() == 0) { execl("/proc/self/exe", "again", (char *)NULL); }
			_exit(0);
		}
		if (child < 0) usleep(100);
	}
}
