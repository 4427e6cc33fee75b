/* Which arguments the allowed calls may have: EPERM where a check fails. libseccomp cannot say "any value but these" and
 * "only these" of one argument, so the checks are a table. They look at the low 32 bits, as the kernel does for every
 * argument named here. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "seccomp_program.h"

#define VALUES_MAX 8
#define ANY (-1)
#define COUNT(a) (sizeof(a) / sizeof(a)[0])
#define NEW_FLAGS (CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET)

enum check_kind { ONLY, NEVER };

struct check {
	int nr;
	/* The check applies when argument `when` has the value `is`; ANY: always. */
	int when;
	uint32_t is;
	enum check_kind kind;
	int argument;
	uint32_t mask;
	unsigned count;
	uint32_t values[VALUES_MAX];
};

static const struct check checks[] = {
#ifdef __NR_clone
	{ __NR_clone, ANY, 0, ONLY, 0, NEW_FLAGS, 1, { 0 } },
#endif
	{ __NR_socket, ANY, 0, ONLY, 0, ~0u, 4, { AF_UNIX, AF_INET, AF_INET6, AF_NETLINK } },
	/* Of netlink only ROUTE (protocol 0), which tells a program its own interfaces. */
	{ __NR_socket, 0, AF_NETLINK, ONLY, 2, ~0u, 1, { 0 } },
	{ __NR_socketpair, ANY, 0, ONLY, 0, ~0u, 1, { AF_UNIX } },
	{ __NR_ioctl, ANY, 0, NEVER, 1, ~0u, 3, { TIOCSTI, TIOCSETD, 0x541c /* TIOCLINUX */ } },
	{ __NR_personality, ANY, 0, ONLY, 0, ~0u, 6, { 0, 8, 0x20000, 0x20008, 0x40000, 0xffffffff } },
#ifdef __NR_mknod
	{ __NR_mknod, ANY, 0, NEVER, 1, S_IFMT, 2, { S_IFCHR, S_IFBLK } },
#endif
	/* Whether a page of a shared file is in memory is a bit that every sandbox could set and read. */
	{ __NR_preadv2, ANY, 0, ONLY, 5, RWF_NOWAIT, 1, { 0 } },
	{ __NR_mknodat, ANY, 0, NEVER, 2, S_IFMT, 2, { S_IFCHR, S_IFBLK } },
	/* A death by SIGSYS is evidence of a forbidden call, so no program may send one. */
	{ __NR_kill, ANY, 0, NEVER, 1, ~0u, 1, { SIGSYS } },
	{ __NR_tkill, ANY, 0, NEVER, 1, ~0u, 1, { SIGSYS } },
	{ __NR_tgkill, ANY, 0, NEVER, 2, ~0u, 1, { SIGSYS } },
	{ __NR_rt_sigqueueinfo, ANY, 0, NEVER, 1, ~0u, 1, { SIGSYS } },
	{ __NR_rt_tgsigqueueinfo, ANY, 0, NEVER, 2, ~0u, 1, { SIGSYS } },
	{ __NR_pidfd_send_signal, ANY, 0, NEVER, 1, ~0u, 1, { SIGSYS } },
	{ __NR_fcntl, 1, F_SETSIG, NEVER, 2, ~0u, 1, { SIGSYS } },
	/* Init, process 1, may have the payload's uid: it is not to be starved, or ended by a limit of its own. */
	{ __NR_prlimit64, ANY, 0, NEVER, 0, ~0u, 1, { 1 } },
	{ __NR_sched_setaffinity, ANY, 0, NEVER, 0, ~0u, 1, { 1 } },
	{ __NR_sched_setattr, ANY, 0, NEVER, 0, ~0u, 1, { 1 } },
	{ __NR_sched_setparam, ANY, 0, NEVER, 0, ~0u, 1, { 1 } },
	{ __NR_sched_setscheduler, ANY, 0, NEVER, 0, ~0u, 1, { 1 } },
	{ __NR_setpriority, 0, PRIO_PROCESS, NEVER, 1, ~0u, 1, { 1 } },
	{ __NR_setpriority, 0, PRIO_PGRP, NEVER, 1, ~0u, 1, { 1 } },
	{ __NR_setpriority, 0, PRIO_USER, ONLY, 0, ~0u, 1, { PRIO_PROCESS } },
};

static void load_argument(struct assembler *a, int argument)
{
#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the low half of an argument is taken to come first"
#endif
	uint32_t offset = (uint32_t)(offsetof(struct seccomp_data, args) + 8 * (size_t)argument);
	assembler_emit(a, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offset));
}

/* A block that falls through to what follows it when the check does not apply or is satisfied. */
static void assemble(struct assembler *a, const struct check *c)
{
	if (c->when != ANY) {
		load_argument(a, c->when);
		assembler_emit(a, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, c->is, 0, (uint8_t)(c->count + 3)));
	}
	load_argument(a, c->argument);
	assembler_emit(a, (struct sock_filter)BPF_STMT(BPF_ALU | BPF_AND | BPF_K, c->mask));
	for (unsigned i = 0; i < c->count; i++) {
		unsigned to_deny = c->count - 1 - i, past = to_deny + 1;
		bool last = i + 1 == c->count;
		uint8_t hit = (uint8_t)(c->kind == ONLY ? past : to_deny);
		uint8_t miss = (uint8_t)(!last || c->kind == ONLY ? 0 : past);
		assembler_emit(a, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, c->values[i], hit, miss));
	}
	assembler_emit(a, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM));
}

bool arguments_are_checked(int nr)
{
	for (size_t i = 0; i < COUNT(checks); i++)
		if (checks[i].nr == nr)
			return true;
	return false;
}

void arguments_assemble(struct assembler *a, int nr)
{
	for (size_t i = 0; i < COUNT(checks); i++)
		if (checks[i].nr == nr)
			assemble(a, &checks[i]);
}
