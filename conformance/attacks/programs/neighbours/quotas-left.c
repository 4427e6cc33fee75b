/* What the kernel counts by user must all be there, whatever a neighbour has used up. Without root the instances of
 * inotify are counted for the service's user, and are all one. */
#include "attack.h"
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/socket.h>
static void enough(const char *what, int made, int wanted, int known)
{
	if (made < wanted && known) printf("known: only %d of %d %s\n", made, wanted, what);
	else if (made < wanted) breach("only %d of %d %s: %s", made, wanted, what, strerrorname_np(errno));
	else printf("%d %s\n", made, what);
}
int main(int count, char **args)
{
	int userns = count > 1 && strcmp(args[1], "userns") == 0, made = 0, ends[2], fd = -1;
	while (made < 4 && (fd = inotify_init1(IN_CLOEXEC)) >= 0) made++;
	enough("inotify instances", made, 4, userns);
	made = 0;
	for (char path[64]; made < 64; made++) {
		snprintf(path, sizeof path, "/tmp/watched-%d", made);
		close(open(path, O_CREAT | O_RDWR, 0600));
		if (inotify_add_watch(fd, path, IN_MODIFY) < 0) break;
	}
	enough("inotify watches", made, 64, userns);
	sigset_t set;
	sigfillset(&set);
	sigprocmask(SIG_BLOCK, &set, NULL);
	for (made = 0; made < 64 && sigqueue(getpid(), SIGRTMIN + 1, (union sigval){ 0 }) == 0;) made++;
	enough("pending signals", made, 64, 0);
	timer_t timer;
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN + 2 };
	for (made = 0; made < 16 && timer_create(CLOCK_MONOTONIC, &event, &timer) == 0;) made++;
	enough("timers", made, 16, 0);
	for (made = 0; made < 16 && pipe2(ends, O_CLOEXEC) == 0 && fcntl(ends[0], F_SETPIPE_SZ, 1 << 18) == 1 << 18;) made++;
	enough("pipes of 256 KiB", made, 16, 0);
	char *page = mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	enough("MiB of locked memory", mlock(page, 1 << 20) == 0, 1, 0);
	made = 0;
	if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, ends) == 0) {
		char control[CMSG_SPACE(sizeof(int))] = { 0 }, byte = 'x';
		struct iovec data = { &byte, 1 };
		struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control };
		struct cmsghdr *head = CMSG_FIRSTHDR(&message);
		head->cmsg_level = SOL_SOCKET, head->cmsg_type = SCM_RIGHTS, head->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(head), &ends[0], sizeof(int));
		while (made < 8 && sendmsg(ends[0], &message, 0) == 1) made++;
	}
	enough("descriptors in flight", made, 8, 0);
	int poll = epoll_create1(0);
	for (made = 0; made < 64; made++) {
		struct epoll_event interest = { .events = EPOLLIN };
		if (epoll_ctl(poll, EPOLL_CTL_ADD, eventfd(0, 0), &interest) != 0) break;
	}
	enough("epoll watches", made, 64, 0);
	return end_of_attack();
}
