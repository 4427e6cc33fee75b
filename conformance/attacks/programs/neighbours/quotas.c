/* Uses up what the kernel counts by user: pipe pages, inotify, pending signals, locked memory, message queues. */
#include "attack.h"
#include <mqueue.h>
#include <sys/inotify.h>
int main(void)
{
	static char block[1 << 16];
	int pipes = 0, watches = 0, signals = 0, queues = 0;
	for (int i = 0; i < 64; i++) {
		int ends[2];
		if (pipe2(ends, O_NONBLOCK)) break;
		fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
		while (write(ends[1], block, sizeof block) > 0);
		pipes++;
	}
	while (inotify_init1(0) >= 0 && watches < 4096) watches++;
	sigset_t set;
	sigfillset(&set);
	sigprocmask(SIG_BLOCK, &set, NULL);
	while (signals < 200000 && sigqueue(getpid(), SIGRTMIN + 1, (union sigval){ 0 }) == 0) signals++;
	for (int i = 0; i < 64; i++) {
		char name[32];
		snprintf(name, sizeof name, "/q%d", i);
		if (mq_open(name, O_CREAT | O_RDWR, 0600, NULL) == (mqd_t)-1) break;
		queues++;
	}
	printf("pipes %d watches %d signals %d queues %d\nHELD\n", pipes, watches, signals, queues);
	fflush(stdout);
	usleep(400000);
	return 0;
}
