/* Which system calls there are. What always holds: the default of the payload's filter is ENOSYS, so a call that a
 * newer kernel adds is absent rather than allowed; a call through another architecture's entry (i386, x32) kills the
 * process; filters are compiled once, before anything untrusted exists, and a rule that cannot be added fails the start. */
#define _GNU_SOURCE
#include "seccomp_filter.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "seccomp_lists.h"

#define COUNT(a) (sizeof(a) / sizeof(a)[0])

/* A name this library does not know is no call of this architecture: the default covers it. */
static int by_names(scmp_filter_ctx ctx, uint32_t action, const char *const *names, size_t count)
{
	int error = 0;
	for (size_t i = 0; i < count && !error; i++) {
		int nr = seccomp_syscall_resolve_name(names[i]);
		error = nr < 0 ? 0 : seccomp_rule_add(ctx, action, nr, 0);
	}
	return error;
}

static int by_numbers(scmp_filter_ctx ctx, uint32_t action, const int *numbers, size_t count)
{
	int error = 0;
	for (size_t i = 0; i < count && !error; i++)
		error = seccomp_rule_add(ctx, action, numbers[i], 0);
	return error;
}

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

static int compile_calls(struct sock_fprog *program)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
	if (!ctx)
		return -ENOMEM;
	int error = seccomp_attr_set(ctx, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
	/* A binary tree rather than a chain; an older library does without. */
	seccomp_attr_set(ctx, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	if (!error)
		error = by_names(ctx, SCMP_ACT_ALLOW, seccomp_allowed, COUNT(seccomp_allowed));
	if (!error)
		error = by_numbers(ctx, SCMP_ACT_ALLOW, seccomp_allowed_numbers, COUNT(seccomp_allowed_numbers));
	if (!error)
		error = by_names(ctx, SCMP_ACT_ERRNO(0), seccomp_needless, COUNT(seccomp_needless));
	if (!error)
		error = by_names(ctx, SCMP_ACT_ERRNO(EPERM), seccomp_denied, COUNT(seccomp_denied));
	if (!error)
		error = by_numbers(ctx, SCMP_ACT_ERRNO(EPERM), seccomp_denied_numbers, COUNT(seccomp_denied_numbers));
	if (!error)
		error = export(ctx, program);
	seccomp_release(ctx);
	return error;
}

/* A sanitizer makes calls of its own, which ours do not list. */
#ifdef __SANITIZE_ADDRESS__
#define STRICT SCMP_ACT_LOG
#else
#define STRICT SCMP_ACT_KILL_PROCESS
#endif

/* For our own processes: everything not listed kills. */
static int compile_strict(struct sock_fprog *program, const char *const *names, size_t count)
{
	scmp_filter_ctx ctx = seccomp_init(STRICT);
	if (!ctx)
		return -ENOMEM;
	int error = by_names(ctx, SCMP_ACT_ALLOW, names, count);
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
	int error = compile_calls(&filters->calls);
	if (!error)
		error = seccomp_compile_arguments(&filters->arguments);
	if (!error)
		error = compile_strict(&filters->init, init, COUNT(init));
	if (!error)
		error = compile_strict(&filters->collector, collector, COUNT(collector));
	return error;
}

int seccomp_install(const struct sock_fprog *program)
{
	return (int)syscall(__NR_seccomp, SECCOMP_SET_MODE_FILTER, 0, program);
}
