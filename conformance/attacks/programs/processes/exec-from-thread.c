/* A thread that is not the first executes another program while its siblings fork: the program's pid is taken over. */
#include "attack.h"
#include <pthread.h>
static void *fork_on(void *unused) { for (;;) if (fork() == 0) _exit(0); return unused; }
static void *execute(void *unused)
{
	usleep(20000);
	execl("/bin/sh", "sh", "-c", "echo HELD; exit 0", (char *)NULL);
	return unused;
}
int main(void)
{
	pthread_t threads[4];
	signal(SIGCHLD, SIG_IGN);
	for (int i = 0; i < 3; i++) pthread_create(&threads[i], NULL, fork_on, NULL);
	pthread_create(&threads[3], NULL, execute, NULL);
	pause();
	return 1;
}
