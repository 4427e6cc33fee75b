/* The calls with which kernels were broken, each of which must be refused before it does anything. */
#include "attack.h"
#include <sys/personality.h>
#define TRY(name, ...) filtered(name, syscall(__VA_ARGS__, 0, 0, 0, 0, 0, 0))
int main(void)
{
	char zero[256] = { 0 };
	filtered("io_uring_setup", syscall(425, 8, zero));
	TRY("io_uring_enter", 426);
	TRY("io_uring_register", 427);
	filtered("bpf map", syscall(SYS_bpf, 0, zero, sizeof zero));
	filtered("bpf program", syscall(SYS_bpf, 5, zero, sizeof zero));
	filtered("perf_event_open", syscall(SYS_perf_event_open, zero, 0, -1, -1, 0));
	filtered("userfaultfd", syscall(SYS_userfaultfd, 0));
	filtered("userfaultfd user mode", syscall(SYS_userfaultfd, 1));
	filtered("add_key", syscall(SYS_add_key, "user", "k", "v", 1, -3));
	filtered("keyctl", syscall(SYS_keyctl, 0, -3, 1));
	filtered("keyctl join", syscall(SYS_keyctl, 1, "s"));
	filtered("request_key", syscall(SYS_request_key, "user", "k", NULL, -3));
	TRY("memfd_secret", 447);
	filtered("open_by_handle_at", syscall(SYS_open_by_handle_at, AT_FDCWD, zero, 0));
	int mount_id;
	unsigned handle[34] = { 128 };
	filtered("name_to_handle_at", syscall(SYS_name_to_handle_at, AT_FDCWD, "/etc/passwd", handle, &mount_id, 0));
	TRY("fanotify_init", SYS_fanotify_init);
	TRY("vmsplice", SYS_vmsplice, 1);
	TRY("kexec_load", SYS_kexec_load);
	TRY("kexec_file_load", SYS_kexec_file_load);
	TRY("init_module", SYS_init_module);
	TRY("finit_module", SYS_finit_module);
	filtered("delete_module", syscall(SYS_delete_module, "x", 0));
	filtered("swapon", syscall(SYS_swapon, "/tmp/x", 0));
	filtered("swapoff", syscall(SYS_swapoff, "/tmp/x"));
	filtered("acct", syscall(SYS_acct, "/tmp/x"));
	filtered("syslog", syscall(SYS_syslog, 3, zero, sizeof zero));
	struct timespec now = { 1, 0 };
	filtered("clock_settime", clock_settime(CLOCK_REALTIME, &now));
	filtered("settimeofday", syscall(SYS_settimeofday, &now, NULL));
	filtered("adjtimex", syscall(SYS_adjtimex, memset(zero, 1, sizeof zero)));
	filtered("modify_ldt", syscall(SYS_modify_ldt, 1, zero, 16));
	filtered("quotactl", syscall(SYS_quotactl, 0x800002 << 8, "/dev/vda", 0, zero));
	filtered("iopl", syscall(SYS_iopl, 3));
	filtered("ioperm", syscall(SYS_ioperm, 0, 8, 1));
	filtered("lookup_dcookie", syscall(SYS_lookup_dcookie, 0l, zero, sizeof zero));
	filtered("nfsservctl", syscall(SYS_nfsservctl, 0, zero, zero));
	filtered("kcmp", syscall(SYS_kcmp, getpid(), getpid(), 0, 0, 0));
	filtered("READ_IMPLIES_EXEC", personality(READ_IMPLIES_EXEC));
	filtered("no randomisation with execution", personality(0x0440000));
	filtered("PER_LINUX32_3GB", personality(0x8000008));
	if (personality(0xffffffff) == -1) breach("the query of personality fails");
	denied_with("a call of the far future", syscall(4000), ENOSYS);
	denied_with("a call of the near future", syscall(600), ENOSYS);
	return end_of_attack();
}
