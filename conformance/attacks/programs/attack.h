/*
 * What every attack program of this suite says, and how. A program prints a line beginning BREACH when it has got
 * something it must not have; it ends with HELD when it tried everything and got nothing. Neither word may come from
 * anywhere else.
 */
#ifndef ATTACK_H
#define ATTACK_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Started by hand, some of these would do to the host what they try to do to a sandbox. */
__attribute__((constructor)) static void only_without_privileges(void)
{
	if (getuid() != 0 && prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1)
		return;
	fprintf(stderr, "This is an attack on a sandbox, and runs in one only.\n");
	_exit(99);
}

static int breaches;

static inline void breach(const char *format, ...)
{
	va_list list;
	printf("BREACH: ");
	va_start(list, format);
	vprintf(format, list);
	va_end(list);
	printf("\n");
	fflush(stdout);
	breaches++;
}

/* Writes to every byte, and lets no compiler think that it need not. */
static inline void touch(char *from, size_t bytes)
{
	memset(from, 7, bytes);
	__asm__ volatile("" : : "r"(from) : "memory");
}

/* A call that must fail. Says with which errno it did. */
static inline void denied(const char *what, long result)
{
	int error = errno;
	if (result >= 0)
		breach("%s was allowed (%ld)", what, result);
	else
		printf("denied %s: %s\n", what, strerrorname_np(error));
	fflush(stdout);
}

/* A call that must fail with this errno. */
static inline void denied_with(const char *what, long result, int expected)
{
	int error = errno;
	if (result >= 0)
		breach("%s was allowed (%ld)", what, result);
	else if (error != expected)
		breach("%s failed with %s, not %s", what, strerrorname_np(error), strerrorname_np(expected));
	else
		printf("denied %s: %s\n", what, strerrorname_np(error));
	fflush(stdout);
}

/* A call that the filter must stop, whatever its arguments: the kernel's own refusals do not count. */
static inline void filtered(const char *what, long result)
{
	int error = errno;
	if (result >= 0)
		breach("%s was allowed (%ld)", what, result);
	else if (error != EPERM && error != ENOSYS)
		breach("%s reached the kernel: %s", what, strerrorname_np(error));
	else
		printf("filtered %s: %s\n", what, strerrorname_np(error));
	fflush(stdout);
}

/* Opening a path must fail, or give nothing. */
static inline void unreadable(const char *path)
{
	char buffer[256];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0) {
		printf("denied open %s: %s\n", path, strerrorname_np(errno));
		return;
	}
	ssize_t count = read(fd, buffer, sizeof buffer);
	if (count > 0)
		breach("%s gave %zd bytes", path, count);
	else
		printf("nothing in %s\n", path);
	close(fd);
}

static inline void unwritable(const char *path)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0) {
		printf("denied write %s: %s\n", path, strerrorname_np(errno));
		return;
	}
	if (write(fd, "1", 1) == 1)
		breach("%s was written", path);
	close(fd);
}

static inline int end_of_attack(void)
{
	printf(breaches ? "BROKEN\n" : "HELD\n");
	fflush(stdout);
	return breaches ? 99 : 0;
}
#endif
