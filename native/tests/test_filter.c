/* The payload's system call filter, run by an interpreter of the kernel's instructions: every number, and the arguments. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "../src/seccomp_filter.h"
#include "../src/seccomp_lists.h"
#include "check.h"
#include "units.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])
#define DENIED (SECCOMP_RET_ERRNO | EPERM)
#define ABSENT (SECCOMP_RET_ERRNO | ENOSYS)
/* No answer of a filter: the program ran off its end, or has an instruction that ours do not use. */
#define BROKEN 0xffffffffu

#if defined __x86_64__
#define NATIVE AUDIT_ARCH_X86_64
#else
#define NATIVE AUDIT_ARCH_AARCH64
#endif

static uint32_t answer(const struct sock_fprog *program, const struct seccomp_data *data)
{
	uint32_t a = 0;
	for (unsigned at = 0; at < program->len; at++) {
		const struct sock_filter *i = &program->filter[at];
		switch (i->code) {
		case BPF_LD | BPF_W | BPF_ABS:
			if (i->k > sizeof *data - sizeof a)
				return BROKEN;
			memcpy(&a, (const char *)data + i->k, sizeof a);
			break;
		case BPF_ALU | BPF_AND | BPF_K:
			a &= i->k;
			break;
		case BPF_JMP | BPF_JA:
			at += i->k;
			break;
		case BPF_JMP | BPF_JEQ | BPF_K:
			at += a == i->k ? i->jt : i->jf;
			break;
		case BPF_JMP | BPF_JGE | BPF_K:
			at += a >= i->k ? i->jt : i->jf;
			break;
		case BPF_RET | BPF_K:
			return i->k;
		default:
			return BROKEN;
		}
	}
	return BROKEN;
}

static uint32_t call(const struct sock_fprog *program, int nr, uint64_t a, uint64_t b, uint64_t c)
{
	struct seccomp_data data = { .nr = nr, .arch = NATIVE, .args = { a, b, c } };
	return answer(program, &data);
}

static bool named(const char *const *names, size_t count, int nr)
{
	for (size_t i = 0; i < count; i++)
		if (seccomp_syscall_resolve_name(names[i]) == nr)
			return true;
	return false;
}

static bool numbered(const int *numbers, size_t count, int nr)
{
	for (size_t i = 0; i < count; i++)
		if (numbers[i] == nr)
			return true;
	return false;
}

static void test_numbers(const struct sock_fprog *payload)
{
	bool right = true;
	for (int nr = 0; nr < 4096; nr++) {
		uint32_t want = ABSENT;
		if (named(seccomp_allowed, COUNT(seccomp_allowed), nr) || numbered(seccomp_allowed_numbers, COUNT(seccomp_allowed_numbers), nr))
			want = SECCOMP_RET_ALLOW;
		if (named(seccomp_needless, COUNT(seccomp_needless), nr))
			want = SECCOMP_RET_ERRNO;
		if (named(seccomp_denied, COUNT(seccomp_denied), nr) || numbered(seccomp_denied_numbers, COUNT(seccomp_denied_numbers), nr))
			want = DENIED;
		/* Arguments for which no rule denies anything. */
		uint32_t got = call(payload, nr, nr == __NR_socket || nr == __NR_socketpair ? AF_UNIX : 0, 0, 0);
		if (got != want)
			printf("     call %d: 0x%x, not 0x%x\n", nr, got, want);
		right = right && got == want;
	}
	check(right, "every call is answered as its list says");
	bool absent = true;
	for (int nr = 4096; nr < 0x3fffffff; nr += 99991)
		absent = absent && call(payload, nr, 0, 0, 0) == ABSENT;
	check(absent && call(payload, 0x3fffffff, 0, 0, 0) == ABSENT, "numbers beyond all calls are absent");
	check(call(payload, -1, 0, 0, 0) != SECCOMP_RET_ALLOW, "a negative number is not allowed");
}

static void test_architectures(const struct sock_fprog *payload)
{
	bool killed = true;
	for (int nr = 0; nr < 600; nr++) {
		struct seccomp_data i386 = { .nr = nr, .arch = AUDIT_ARCH_I386 };
		killed = killed && answer(payload, &i386) == SECCOMP_RET_KILL_PROCESS;
#if defined __x86_64__
		struct seccomp_data x32 = { .nr = nr | 0x40000000, .arch = NATIVE };
		killed = killed && answer(payload, &x32) == SECCOMP_RET_KILL_PROCESS;
#endif
	}
	check(killed, "every call through another architecture's entry kills");
}

static void test_arguments(const struct sock_fprog *payload)
{
	static const struct {
		const char *what;
		int nr;
		uint64_t a, b, c;
		bool allowed;
	} cases[] = {
		{ "a TCP socket", __NR_socket, AF_INET, SOCK_STREAM, 0, true },
		{ "an IPv6 socket", __NR_socket, AF_INET6, SOCK_STREAM, 0, true },
		{ "a route socket", __NR_socket, AF_NETLINK, SOCK_RAW, 0, true },
		{ "an audit socket", __NR_socket, AF_NETLINK, SOCK_RAW, 9, false },
		{ "a packet socket", __NR_socket, AF_PACKET, SOCK_RAW, 0, false },
		{ "a vsock socket", __NR_socket, AF_VSOCK, SOCK_STREAM, 0, false },
		{ "a socket family with the high half set", __NR_socket, (1ULL << 32) | AF_PACKET, SOCK_RAW, 0, false },
		{ "a pair of Unix sockets", __NR_socketpair, AF_UNIX, SOCK_STREAM, 0, true },
		{ "a pair of TCP sockets", __NR_socketpair, AF_INET, SOCK_STREAM, 0, false },
		{ "the size of a terminal", __NR_ioctl, 0, 0x5413, 0, true },
		{ "typing into a terminal", __NR_ioctl, 0, 0x5412, 0, false },
		{ "a line discipline", __NR_ioctl, 0, 0x5423, 0, false },
		{ "a FIFO", __NR_mknodat, 0, 0, S_IFIFO | 0600, true },
		{ "a block device", __NR_mknodat, 0, 0, S_IFBLK | 0600, false },
		{ "a character device", __NR_mknodat, 0, 0, S_IFCHR | 0600, false },
		{ "a signal", __NR_kill, 1, SIGTERM, 0, true },
		{ "a forged SIGSYS", __NR_kill, 1, SIGSYS, 0, false },
		{ "a forged SIGSYS to a thread", __NR_tgkill, 1, 1, SIGSYS, false },
		{ "a queued SIGSYS", __NR_rt_sigqueueinfo, 1, SIGSYS, 0, false },
		{ "SIGIO as SIGSYS", __NR_fcntl, 0, F_SETSIG, SIGSYS, false },
		{ "SIGIO as SIGUSR1", __NR_fcntl, 0, F_SETSIG, SIGUSR1, true },
		{ "another fcntl with that number", __NR_fcntl, 0, F_SETFD, SIGSYS, true },
		{ "a thread", __NR_clone, CLONE_VM | CLONE_THREAD | CLONE_SIGHAND, 0, 0, true },
		{ "a user namespace", __NR_clone, CLONE_NEWUSER, 0, 0, false },
		{ "a network namespace beside other flags", __NR_clone, CLONE_VM | CLONE_NEWNET, 0, 0, false },
		{ "no randomization", __NR_personality, 0x40000, 0, 0, true },
		{ "READ_IMPLIES_EXEC", __NR_personality, 0x400000, 0, 0, false },
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		check(call(payload, cases[i].nr, cases[i].a, cases[i].b, cases[i].c) == (cases[i].allowed ? SECCOMP_RET_ALLOW : DENIED), "%s is %s",
			cases[i].what, cases[i].allowed ? "allowed" : "denied");
}

void test_filter(void)
{
	struct seccomp_filters filters;
	check(seccomp_compile(&filters) == 0, "the filters are put together");
	test_numbers(&filters.payload);
	test_architectures(&filters.payload);
	test_arguments(&filters.payload);
	check(filters.payload.len < 500, "the payload's filter is short: %u instructions", filters.payload.len);
	free(filters.payload.filter);
	free(filters.init.filter);
	free(filters.collector.filter);
}
