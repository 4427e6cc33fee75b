/* Which system calls there are. What always holds: the default of the payload's filter is ENOSYS, so a call that a
 * newer kernel adds is absent rather than allowed; a call through another architecture's entry (i386, x32) kills the
 * process; filters are compiled once, before anything untrusted exists, and a rule that cannot be added fails the start. */
#define _GNU_SOURCE
#include "seccomp_filter.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <seccomp.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "seccomp_lists.h"
#include "seccomp_program.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

static int export(scmp_filter_ctx ctx, struct sock_fprog *program)
{
	int fd = memfd_create("filter", MFD_CLOEXEC);
	if (fd < 0)
		return -errno;
	int error = seccomp_export_bpf(ctx, fd);
	off_t size = lseek(fd, 0, SEEK_END);
	program->filter = error || size <= 0 ? NULL : malloc((size_t)size);
	if (!error && (!program->filter || pread(fd, program->filter, (size_t)size, 0) != size))
		error = -EIO;
	program->len = (unsigned short)((size_t)size / sizeof(struct sock_filter));
	close(fd);
	return error;
}

static bool answer_number(uint32_t answers[CALLS_MAX], int nr, uint32_t answer)
{
	if (nr >= CALLS_MAX)
		return false;
	answers[nr] = answer;
	return true;
}

/* A name that the library does not know is no call of this architecture: the default covers it. */
static bool answer_name(uint32_t answers[CALLS_MAX], const char *name, uint32_t answer)
{
	int nr = seccomp_syscall_resolve_name(name);
	return nr < 0 || answer_number(answers, nr, answer);
}

static int compile_payload(struct sock_fprog *program)
{
	const uint32_t absent = SECCOMP_RET_ERRNO | ENOSYS, denied = SECCOMP_RET_ERRNO | EPERM;
	uint32_t answers[CALLS_MAX];
	bool fits = true;
	for (int nr = 0; nr < CALLS_MAX; nr++)
		answers[nr] = absent;
	for (size_t i = 0; i < COUNT(seccomp_allowed); i++)
		fits &= answer_name(answers, seccomp_allowed[i], SECCOMP_RET_ALLOW);
	for (size_t i = 0; i < COUNT(seccomp_allowed_numbers); i++)
		fits &= answer_number(answers, seccomp_allowed_numbers[i], SECCOMP_RET_ALLOW);
	for (size_t i = 0; i < COUNT(seccomp_needless); i++)
		fits &= answer_name(answers, seccomp_needless[i], SECCOMP_RET_ERRNO);
	for (size_t i = 0; i < COUNT(seccomp_denied); i++)
		fits &= answer_name(answers, seccomp_denied[i], denied);
	for (size_t i = 0; i < COUNT(seccomp_denied_numbers); i++)
		fits &= answer_number(answers, seccomp_denied_numbers[i], denied);
	return fits ? seccomp_assemble(answers, absent, program) : -ERANGE;
}

/* A sanitizer makes calls of its own, which ours do not list. */
#ifdef __SANITIZE_ADDRESS__
#define STRICT SCMP_ACT_LOG
#else
#define STRICT SCMP_ACT_KILL_PROCESS
#endif

/* For our own processes: everything not listed kills. */
static int allow(scmp_filter_ctx ctx, const char *const *names, size_t count)
{
	int error = 0;
	for (size_t i = 0; i < count && !error; i++) {
		int nr = seccomp_syscall_resolve_name(names[i]);
		error = nr < 0 ? 0 : seccomp_rule_add(ctx, SCMP_ACT_ALLOW, nr, 0);
	}
	return error;
}

static int compile_strict(struct sock_fprog *program, const char *const *names, size_t count)
{
	scmp_filter_ctx ctx = seccomp_init(STRICT);
	if (!ctx)
		return -ENOMEM;
	int error = allow(ctx, names, count);
	if (!error)
		error = export(ctx, program);
	seccomp_release(ctx);
	return error;
}

int seccomp_compile(struct seccomp_filters *filters)
{
	static const char *const init[] = { "wait4", "write", "exit_group", "clock_gettime", "restart_syscall", "rt_sigreturn" };
	static const char *const collector[] = {
		"openat2", "getdents64", "fstat", "newfstatat", "statx", "readlinkat", "read", "pread64", "write", "close", "lseek",
		"mmap", "munmap", "mremap", "brk", "madvise", "exit_group", "clock_gettime", "restart_syscall", "rt_sigreturn", "fcntl",
	};
	int error = compile_payload(&filters->payload);
	if (!error)
		error = compile_strict(&filters->init, init, COUNT(init));
	if (!error)
		error = compile_strict(&filters->collector, collector, COUNT(collector));
	/* Every sandbox begins as a copy of this process, so what the compiling left behind would be copied with each. */
	malloc_trim(0);
	return error;
}

int seccomp_install(const struct sock_fprog *program)
{
	return (int)syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, program);
}
