/* What it is, and every way to become more. */
#include "attack.h"
#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>
static unsigned long long field(const char *name, int base)
{
	char line[512];
	FILE *status = fopen("/proc/self/status", "r");
	while (status && fgets(line, sizeof line, status))
		if (!strncmp(line, name, strlen(name))) { fclose(status); return strtoull(line + strlen(name) + 1, NULL, base); }
	return ~0ull;
}
int main(void)
{
	const char *sets[] = { "CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb" };
	for (int i = 0; i < 5; i++) if (field(sets[i], 16)) breach("%s is %llx", sets[i], field(sets[i], 16));
	if (field("NoNewPrivs", 10) != 1) breach("new privileges are possible");
	if (field("Seccomp", 10) != 2) breach("no system call filter");
	if (getuid() == 0 || geteuid() == 0) breach("is root");
	denied("setuid 0", setuid(0));
	denied("setresuid 0", setresuid(0, 0, 0));
	denied("setuid 1", setuid(1));
	denied("setgid 0", setgid(0));
	gid_t group = 0;
	denied("setgroups", setgroups(1, &group));
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2] = { { ~0u, ~0u, ~0u }, { ~0u, ~0u, ~0u } };
	denied("capset", syscall(SYS_capset, &header, data));
	for (int cap = 0; cap < 41; cap++) if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, cap, 0, 0) == 0) breach("ambient capability %d", cap);
	denied("securebits", prctl(PR_SET_SECUREBITS, 1));
	if (prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0) breach("no_new_privs was taken back");
	struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };
	denied("raise NPROC or NOFILE", setrlimit(RLIMIT_NOFILE, &all));
	denied("raise CORE", setrlimit(RLIMIT_CORE, &all));
	gid_t groups[64];
	int count = getgroups(64, groups);
	for (int i = 0; i < count; i++) if (groups[i] == 0 || groups[i] == 4 || groups[i] == 42) breach("in group %d", groups[i]);
	char line[256];
	FILE *map = fopen("/proc/self/uid_map", "r");
	while (map && fgets(line, sizeof line, map)) {
		unsigned inside, outside, length;
		if (sscanf(line, "%u %u %u", &inside, &outside, &length) == 3 && length > 2) breach("a map of %u uids", length);
		printf("uid_map %s", line);
	}
	return end_of_attack();
}
