/* The files of /proc that belong to the program itself, and what they might change outside it. */
#include "attack.h"
static void not_taken(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : write(fd, text, strlen(text));
	if (n >= 0) breach("%s took %s", path, text);
	else printf("denied %s: %s\n", path, strerrorname_np(errno));
	if (fd >= 0) close(fd);
}
int main(void)
{
	not_taken("/proc/self/oom_score_adj", "-1000");
	not_taken("/proc/self/oom_adj", "-17");
	not_taken("/proc/self/uid_map", "0 0 4294967295\n");
	not_taken("/proc/self/gid_map", "0 0 1\n");
	not_taken("/proc/self/setgroups", "allow");
	not_taken("/proc/self/timens_offsets", "monotonic 1000 0\n");
	not_taken("/proc/self/attr/exec", "unconfined");
	not_taken("/proc/self/make-it-fail", "1");
	not_taken("/proc/1/clear_refs", "1");
	not_taken("/proc/1/coredump_filter", "255");
	not_taken("/proc/1/comm", "other");
	not_taken("/proc/1/oom_score_adj", "1000");
	const char *private[] = { "/proc/1/environ", "/proc/1/smaps", "/proc/1/numa_maps", "/proc/1/wchan_", "/proc/1/timers_", "/proc/1/fdinfo/0", "/proc/1/task/1/mem", "/proc/1/task/1/environ",
		"/proc/thread-self/../../1/mem", "/proc/self/../1/environ" };
	for (unsigned i = 0; i < sizeof private / sizeof *private; i++) unreadable(private[i]);
	char line[512];
	FILE *mounts = fopen("/proc/self/mountinfo", "r");
	while (mounts && fgets(line, sizeof line, mounts)) {
		if (strstr(line, "/home") || strstr(line, "/root ") || strstr(line, "/var/lib/docker") || strstr(line, ".sock")) breach("a folder of the host: %s", line);
		if (strstr(line, " master:") || strstr(line, " shared:") || strstr(line, " propagate_from:")) breach("mounts are passed on: %s", line);
	}
	FILE *groups = fopen("/proc/self/cgroup", "r");
	while (groups && fgets(line, sizeof line, groups)) if (strstr(line, "gozolite") || strstr(line, "/..")) breach("the cgroup is told: %s", line);
	return end_of_attack();
}
