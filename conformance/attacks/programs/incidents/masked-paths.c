/* What hides a file of /proc must be neither a device that could be exchanged beforehand nor a file that can be written, and
 * what is read-only must stay so by every path that leads there. */
#include "attack.h"
int main(void)
{
	const char *masked[] = { "keys", "key-users", "kcore", "kallsyms", "timer_list", "sched_debug", "config.gz", "kmsg", "sysrq-trigger", "interrupts" };
	char path[128];
	struct stat st;
	for (unsigned i = 0; i < sizeof masked / sizeof *masked; i++) {
		snprintf(path, sizeof path, "/proc/%s", masked[i]);
		if (stat(path, &st) == 0 && (S_ISCHR(st.st_mode) || S_ISLNK(st.st_mode))) breach("%s is masked by a device or a link", path);
		unreadable(path);
		unwritable(path);
	}
	const char *kernel[] = { "/proc/sys/kernel/core_pattern", "/proc/sysrq-trigger", "/proc/sys/kernel/modprobe", "/proc/sys/vm/panic_on_oom", "/proc/sys/kernel/hostname",
		"/proc/self/root/proc/sys/kernel/core_pattern", "/proc/self/cwd/../proc/sysrq-trigger", "/proc/irq/default_smp_affinity", "/proc/sys/fs/binfmt_misc/register",
		"/proc/sys/net/ipv4/ip_forward", "/proc/sys/user/max_user_namespaces", "/proc/self/attr/current", "/proc/self/uid_map", "/proc/self/setgroups", "/proc/1/oom_score_adj" };
	for (unsigned i = 0; i < sizeof kernel / sizeof *kernel; i++) unwritable(kernel[i]);
	const char *nodes[] = { "/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom" };
	for (unsigned i = 0; i < sizeof nodes / sizeof *nodes; i++) {
		denied("unlink of a node", unlink(nodes[i]));
		denied("rename of a node", rename(nodes[i], "/dev/other"));
		denied("link over a node", symlink("/proc/sysrq-trigger", nodes[i]));
		denied("owner of a node", chown(nodes[i], getuid(), getgid()));
		denied("mode of a node", chmod(nodes[i], 0777));
		denied("times of a node", utimensat(AT_FDCWD, nodes[i], NULL, 0));
		if (stat(nodes[i], &st) || !S_ISCHR(st.st_mode)) breach("%s is no device", nodes[i]);
	}
	denied("a console", open("/dev/console", O_RDWR));
	denied("a terminal of its own", open("/dev/pts/ptmx", O_RDWR));
	denied("a file in /dev", open("/dev/x", O_CREAT | O_WRONLY, 0600));
	return end_of_attack();
}
