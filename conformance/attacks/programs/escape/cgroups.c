/* Looks for any cgroup it could write: its own limits, or a release agent that the kernel would run on the host. */
#include "attack.h"
#include <dirent.h>
static void walk(const char *folder, int depth)
{
	DIR *handle = opendir(folder);
	for (struct dirent *entry; handle && depth < 5 && (entry = readdir(handle));) {
		char path[4096];
		if (entry->d_name[0] == '.') continue;
		snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		if (strstr(path, "release_agent") || strstr(path, "cgroup.procs") || strstr(path, "memory.max")) breach("found %s", path);
		if (entry->d_type == DT_DIR) walk(path, depth + 1);
	}
	if (handle) closedir(handle);
}
int main(void)
{
	walk("/sys", 0);
	unreadable("/sys/fs/cgroup/cgroup.procs");
	unreadable("/sys/class/net/lo/address");
	unreadable("/sys/kernel/notes");
	char line[1024];
	FILE *mounts = fopen("/proc/self/mountinfo", "r");
	while (mounts && fgets(line, sizeof line, mounts)) {
		printf("mount %s", line);
		if (strstr(line, " - cgroup") || strstr(line, " - sysfs") || strstr(line, " - debugfs") || strstr(line, " - tracefs")) breach("mounted: %s", line);
		if (strstr(line, "docker.sock")) breach("a socket of the host: %s", line);
	}
	FILE *groups = fopen("/proc/self/cgroup", "r");
	while (groups && fgets(line, sizeof line, groups)) printf("cgroup %s", line);
	return end_of_attack();
}
