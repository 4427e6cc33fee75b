/* vfork, exec, wait: what running a program costs at the least on this machine. */
#define _GNU_SOURCE
#include "bare.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"

static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

static uint64_t run_once(char **argv, int null)
{
	int status;
	uint64_t start = clock_now();
	pid_t pid = vfork();
	if (pid == 0) {
		dup2(null, 1);
		execvp(argv[0], argv);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || (WIFEXITED(status) && WEXITSTATUS(status) == 127))
		return 0;
	return clock_now() - start;
}

int bare_main(unsigned count, char **argv)
{
	uint64_t *times = calloc(count, sizeof *times);
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (!times || null < 0 || count == 0)
		return 1;
	uint64_t total = clock_now();
	for (unsigned i = 0; i < count; i++) {
		times[i] = run_once(argv, null);
		if (times[i] == 0) {
			fprintf(stderr, "gozolite-supervisor: cannot run %s\n", argv[0]);
			free(times);
			return 1;
		}
		printf("{\"ns\":%" PRIu64 "}\n", times[i]);
	}
	total = clock_now() - total;
	qsort(times, count, sizeof *times, compare);
	printf("{\"count\":%u,\"total_ns\":%" PRIu64 ",\"p50_ns\":%" PRIu64 ",\"p90_ns\":%" PRIu64 ",\"p99_ns\":%" PRIu64 "}\n", count, total,
		times[count / 2], times[(uint64_t)count * 9 / 10], times[(uint64_t)count * 99 / 100]);
	free(times);
	return 0;
}
