/* Files of /proc that tell of the host or its kernel. */
#include "attack.h"
#include <dirent.h>
int main(void)
{
	const char *masked[] = { "/proc/kcore", "/proc/keys", "/proc/key-users", "/proc/timer_list", "/proc/sched_debug", "/proc/config.gz", "/proc/kmsg",
		"/proc/sysrq-trigger", "/proc/kpagecount", "/proc/kpageflags", "/proc/vmallocinfo", "/proc/slabinfo", "/proc/iomem_", "/proc/1/stack", "/proc/self/stack" };
	for (unsigned i = 0; i < sizeof masked / sizeof *masked; i++) unreadable(masked[i]);
	char line[256];
	FILE *symbols = fopen("/proc/kallsyms", "r");
	while (symbols && fgets(line, sizeof line, symbols))
		if (strncmp(line, "0000000000000000", 16)) { breach("a kernel address: %s", line); break; }
	DIR *folder = opendir("/proc");
	int others = 0;
	for (struct dirent *entry; folder && (entry = readdir(folder));) {
		int pid = atoi(entry->d_name);
		if (pid > 0 && pid != 1 && pid != getpid()) others++;
	}
	if (others > 1) breach("%d other processes are visible", others);
	if (access("/sys", F_OK) == 0) {
		DIR *sys = opendir("/sys");
		for (struct dirent *entry; sys && (entry = readdir(sys));) if (entry->d_name[0] != '.') breach("/sys/%s", entry->d_name);
	}
	return end_of_attack();
}
