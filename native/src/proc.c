/* Processes. What always holds: a directory is taken for a dead keeper's only when pid namespace, pid and start time
 * all say so; in doubt it is somebody else's. */
#define _GNU_SOURCE
#include "proc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

static char *title_start;
static size_t title_room;

static unsigned long long namespace_number(void)
{
	struct stat st;
	return stat("/proc/self/ns/pid", &st) == 0 ? (unsigned long long)st.st_ino : 0;
}

/* Field 22 of /proc/PID/stat, in clock ticks since boot; 0 when there is no such process. */
static unsigned long long start_time(pid_t pid)
{
	char path[64], text[1024];
	snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
	FILE *f = fopen(path, "re");
	if (!f)
		return 0;
	size_t n = fread(text, 1, sizeof text - 1, f);
	fclose(f);
	text[n] = 0;
	char *at = strrchr(text, ')');
	for (int field = 2; at && field < 22; field++)
		at = strchr(at + 1, ' ');
	return at ? strtoull(at + 1, NULL, 10) : 0;
}

void process_identity(pid_t pid, char *name, size_t size)
{
	snprintf(name, size, "gozolite-%llu-%d-%llu", namespace_number(), (int)pid, start_time(pid));
}

bool process_identity_is_dead(const char *name)
{
	unsigned long long ns, start;
	int pid, end = 0;
	if (sscanf(name, "gozolite-%llu-%d-%llu%n", &ns, &pid, &start, &end) != 3 || name[end] != 0)
		return false;
	return ns == namespace_number() && pid > 0 && start_time(pid) != start;
}

void process_title_init(int argc, char **argv)
{
	title_start = argv[0];
	title_room = (size_t)(argv[argc - 1] - argv[0]) + strlen(argv[argc - 1]);
}

void process_title(const char *title)
{
	char comm[16];
	snprintf(comm, sizeof comm, "%s", title);
	prctl(PR_SET_NAME, comm);
	if (!title_start)
		return;
	memset(title_start, 0, title_room);
	snprintf(title_start, title_room + 1, "%s", title);
}
