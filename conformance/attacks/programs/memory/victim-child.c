/* The kernel kills the child that eats; the parent, which waits, then pretends that all went well. */
#include "attack.h"
int main(void)
{
	pid_t child = fork();
	if (child == 0) {
		int fd = open("/proc/self/oom_score_adj", O_WRONLY);
		if (fd >= 0) { ssize_t unused = write(fd, "1000", 4); (void)unused; }
		for (;;) { char *p = malloc(1 << 20); touch(p, 1 << 20); }
	}
	waitpid(child, NULL, 0);
	puts("all went well");
	return 0;
}
