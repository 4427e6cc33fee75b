/* The container's own cgroup, as it is mounted in it, read-only. What always holds: only reads; a file that is not there
 * leaves its counter at zero, and whoever uses it takes zero for unknown. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "fd.h"
#include "inside.h"

#define ROOT "/sys/fs/cgroup/"

static uint64_t number_in(const char *path, const char *name)
{
	char text[8192];
	uint64_t value = 0;
	if (fd_get(AT_FDCWD, path, text, sizeof text) <= 0 || !text_number(text, name, &value))
		return 0;
	return value;
}

bool counters_use_v2(void)
{
	return access(ROOT "cgroup.controllers", F_OK) == 0;
}

uint64_t counters_cpu_ns(const struct inside *in)
{
	return in->cgroup_v2 ? number_in(ROOT "cpu.stat", "usage_usec") * 1000 : number_in(ROOT "cpuacct/cpuacct.usage", NULL);
}

void counters_read(const struct inside *in, struct counters *c)
{
	if (in->cgroup_v2) {
		*c = (struct counters){
			.memory_max = number_in(ROOT "memory.max", NULL), .memory_peak = number_in(ROOT "memory.peak", NULL),
			.oom_kills = number_in(ROOT "memory.events", "oom_kill"), .pids_max = number_in(ROOT "pids.max", NULL),
			.pids_peak = number_in(ROOT "pids.peak", NULL), .pids_refused = number_in(ROOT "pids.events", "max"),
		};
	} else {
		*c = (struct counters){
			.memory_max = number_in(ROOT "memory/memory.memsw.limit_in_bytes", NULL),
			.memory_peak = number_in(ROOT "memory/memory.max_usage_in_bytes", NULL),
			.oom_kills = number_in(ROOT "memory/memory.oom_control", "oom_kill"),
			.pids_max = number_in(ROOT "pids/pids.max", NULL), .pids_peak = number_in(ROOT "pids/pids.peak", NULL),
			.pids_refused = number_in(ROOT "pids/pids.events", "max"),
		};
		if (c->memory_max == 0)
			c->memory_max = number_in(ROOT "memory/memory.limit_in_bytes", NULL);
	}
	c->cpu_ns = counters_cpu_ns(in);
}
