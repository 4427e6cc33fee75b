/* Writes where everything is read-only. */
#include "attack.h"
int main(void)
{
	const char *files[] = { "/etc/passwd", "/etc/hosts", "/usr/bin/env", "/bin/sh", "/etc/ld.so.preload", "/etc/ld.so.cache",
		"/proc/sys/kernel/core_pattern", "/proc/sys/kernel/hostname", "/proc/sys/vm/overcommit_memory", "/proc/sys/fs/file-max",
		"/proc/sys/kernel/modprobe", "/proc/sys/kernel/ns_last_pid", "/proc/sys/net/ipv4/ip_forward", "/proc/sysrq-trigger",
		"/proc/self/uid_map", "/proc/self/gid_map", "/proc/self/setgroups", "/proc/1/oom_score_adj",
		"/proc/irq/default_smp_affinity", "/proc/scsi/scsi", "/proc/mtrr" };
	for (unsigned i = 0; i < sizeof files / sizeof *files; i++) unwritable(files[i]);
	const char *folders[] = { "/", "/etc", "/usr", "/usr/bin", "/bin", "/lib", "/proc", "/sys", "/dev", "/root", "/opt", "/proc/self", "/dev/pts" };
	for (unsigned i = 0; i < sizeof folders / sizeof *folders; i++) {
		char path[128];
		snprintf(path, sizeof path, "%s/planted", folders[i]);
		denied(path, open(path, O_CREAT | O_WRONLY, 0600));
		denied(path, mkdir(path, 0700));
		denied(path, symlink("/etc/passwd", path));
	}
	denied("unlink /bin/sh", unlink("/bin/sh"));
	denied("rename /etc/passwd", rename("/etc/passwd", "/tmp/passwd"));
	denied("chmod /usr/bin/env", chmod("/usr/bin/env", 0777));
	denied("chown /usr/bin/env", chown("/usr/bin/env", getuid(), getgid()));
	denied("utimes /usr/bin/env", utimensat(AT_FDCWD, "/usr/bin/env", NULL, 0));
	denied("link /usr/bin/env", link("/usr/bin/env", "/tmp/env"));
	denied("truncate /etc/passwd", truncate("/etc/passwd", 0));
	return end_of_attack();
}
