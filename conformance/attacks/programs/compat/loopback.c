/* Loopback by every family, timers of every kind, and code made at run time: all of it must work. */
#include "attack.h"
#include <netinet/in.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/un.h>
static void must(const char *what, int done) { if (!done) breach("%s fails: %s", what, strerrorname_np(errno)); else printf("works %s\n", what); }
static int meets(int family, int type, struct sockaddr *name, socklen_t size)
{
	char word[6] = "";
	int there = socket(family, type, 0), here = socket(family, type, 0), met = here;
	if (bind(there, name, size) || (type == SOCK_STREAM && listen(there, 1))) return 0;
	if (family != AF_UNIX) getsockname(there, name, &size);
	if (connect(here, name, size) || send(here, "hello", 6, 0) != 6) return 0;
	met = type == SOCK_STREAM ? accept(there, NULL, NULL) : there;
	int done = recv(met, word, 6, 0) == 6 && !strcmp(word, "hello");
	close(here), close(there);
	if (met != there) close(met);
	return done;
}
int main(void)
{
	const int types[] = { SOCK_STREAM, SOCK_DGRAM };
	for (int i = 0; i < 2; i++) {
		struct sockaddr_in four = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
		struct sockaddr_in6 six = { .sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT };
		struct sockaddr_un path = { .sun_family = AF_UNIX, .sun_path = "/tmp/meeting" }, name = { .sun_family = AF_UNIX, .sun_path = "\0meeting" };
		unlink("/tmp/meeting");
		must(i ? "UDP" : "TCP", meets(AF_INET, types[i], (struct sockaddr *)&four, sizeof four));
		must(i ? "UDP over IPv6" : "TCP over IPv6", meets(AF_INET6, types[i], (struct sockaddr *)&six, sizeof six));
		must("a socket with a path", meets(AF_UNIX, types[i], (struct sockaddr *)&path, sizeof path));
		must("an abstract socket", meets(AF_UNIX, types[i], (struct sockaddr *)&name, sizeof name));
	}
	struct itimerspec soon = { { 0, 0 }, { 0, 1000000 } };
	uint64_t count = 0;
	int fd = timerfd_create(CLOCK_MONOTONIC, 0), poll = epoll_create1(0);
	struct epoll_event event = { .events = EPOLLIN };
	timerfd_settime(fd, 0, &soon, NULL);
	epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event);
	must("a timer's descriptor", epoll_wait(poll, &event, 1, 5000) == 1 && read(fd, &count, 8) == 8 && count > 0);
	sigset_t set;
	sigemptyset(&set);
	sigaddset(&set, SIGRTMIN);
	sigprocmask(SIG_BLOCK, &set, NULL);
	timer_t timer;
	struct sigevent notice = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGRTMIN };
	struct signalfd_siginfo info;
	must("a timer's signal", timer_create(CLOCK_MONOTONIC, &notice, &timer) == 0 && timer_settime(timer, 0, &soon, NULL) == 0 &&
		read(signalfd(-1, &set, 0), &info, sizeof info) == sizeof info);
	fd = eventfd(1, EFD_NONBLOCK);
	must("an event's descriptor", read(fd, &count, 8) == 8 && count == 1);
#ifdef __x86_64__
	static const unsigned char code[] = { 0xb8, 0x2a, 0, 0, 0, 0xc3 };
	unsigned char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	memcpy(page, code, sizeof code);
	must("code made at run time", mprotect(page, 4096, PROT_READ | PROT_EXEC) == 0 && ((int (*)(void))(void *)page)() == 42);
	fd = memfd_create("code", MFD_CLOEXEC);
	must("code in a file of memory", write(fd, code, sizeof code) == sizeof code &&
		((int (*)(void))mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_SHARED, fd, 0))() == 42);
#endif
	char *large = mmap(NULL, 1ul << 40, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	must("a terabyte that is reserved", large != MAP_FAILED && mprotect(large + (1l << 39), 4096, PROT_READ | PROT_WRITE) == 0 && (large[1l << 39] = 1));
	sync();
	int file = open("/tmp/file", O_CREAT | O_RDWR, 0600);
	must("fsync", fsync(file) == 0 && fdatasync(file) == 0 && syncfs(file) == 0);
	return end_of_attack();
}
