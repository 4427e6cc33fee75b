/* The last steps before a program is the program: its signals, its limits, its exec. What always holds: nothing here needs
 * a privilege, and every limit is lowered for good, the hard one with the soft. */
#define _GNU_SOURCE
#include "program.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "clock.h"

void program_reset_signals(void)
{
	struct sigaction standard = { .sa_handler = SIG_DFL };
	sigset_t none;
	for (int signal = 1; signal < NSIG; signal++)
		sigaction(signal, &standard, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static int limit(int resource, uint64_t soft, uint64_t hard)
{
	struct rlimit r = { soft, hard };
	return setrlimit(resource, &r);
}

/* No higher than the engine, or whoever else started this, lets it be: stricter is right, too. */
static int limit_at_most(int resource, uint64_t most)
{
	struct rlimit r;
	if (getrlimit(resource, &r) != 0)
		return -1;
	return limit(resource, most < r.rlim_max ? most : r.rlim_max, most < r.rlim_max ? most : r.rlim_max);
}

const char *program_set_limits(const struct job *job)
{
	/* The CPU limit proper is the supervisor's; this one only stops a process if the supervisor is held up. It counts
	 * whole ticks, those that a host took from its guest too, so it runs ahead of the cgroup's clock. Without cgroups it
	 * is all there is. */
	uint64_t whole = (job->cpu_ns + NS_PER_SECOND - 1) / NS_PER_SECOND;
	uint64_t seconds = job->flags & JOB_LIMIT_CPU ? whole : 2 * whole + 2;
	if (limit(RLIMIT_CPU, seconds, seconds + 1) != 0)
		return "set RLIMIT_CPU";
	/* 1, not 0: with 0 a core_pattern that is a pipe is still run. */
	if (limit(RLIMIT_CORE, 1, 1) != 0)
		return "set RLIMIT_CORE";
	if (limit(RLIMIT_FSIZE, job->file_bytes, job->file_bytes) != 0)
		return "set RLIMIT_FSIZE";
	if (limit(RLIMIT_NOFILE, job->open_files, job->open_files) != 0)
		return "set RLIMIT_NOFILE";
	if (limit_at_most(RLIMIT_STACK, job->stack_bytes) != 0)
		return "set RLIMIT_STACK";
	if (limit_at_most(RLIMIT_MEMLOCK, 8 << 20) != 0)
		return "set RLIMIT_MEMLOCK";
	if (limit_at_most(RLIMIT_MSGQUEUE, 819200) != 0)
		return "set RLIMIT_MSGQUEUE";
	if (limit_at_most(RLIMIT_SIGPENDING, 4096) != 0)
		return "set RLIMIT_SIGPENDING";
	/* Its uid is this run's alone, so where cgroups are given up this counts its tasks. */
	if ((job->flags & JOB_LIMIT_NPROC) && limit(RLIMIT_NPROC, job->processes, job->processes) != 0)
		return "set RLIMIT_NPROC";
	return NULL;
}

/* As execvpe does, with PATH of the program's own environment, but a script without "#!" is not run by a shell. */
int program_execute(const struct program *program)
{
	const char *name = program->argv[0], *path = "/usr/local/bin:/usr/bin:/bin";
	int error = ENOENT;
	for (char **e = program->env; *e; e++)
		if (strncmp(*e, "PATH=", 5) == 0)
			path = *e + 5;
	if (strchr(name, '/')) {
		execve(name, program->argv, program->env);
		return errno;
	}
	while (*name) {
		size_t n = strcspn(path, ":");
		char full[4096];
		if (snprintf(full, sizeof full, "%.*s%s%s", (int)n, path, n ? "/" : "", name) < (int)sizeof full) {
			execve(full, program->argv, program->env);
			if (errno != ENOENT && errno != ENOTDIR && errno != EACCES)
				return errno;
			if (errno == EACCES)
				error = EACCES;
		}
		if (!path[n])
			break;
		path += n + 1;
	}
	return error;
}
