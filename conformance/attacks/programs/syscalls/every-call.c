/*
 * Attempts every system call number from 0 to 600, each in a child of its own and with arguments that no call can use, and
 * compares what becomes of it with a table that was written from the rules, not from the filter: a call is allowed when
 * the kernel itself answers (whatever it says), denied with EPERM when it is known and dangerous, and absent (ENOSYS) when it is
 * neither. Through the gates of i386 and x32 every call kills.
 */
#include "attack.h"
#include <ctype.h>
#include <sys/prctl.h>
#include <sys/time.h>

#define LAST 600

/* What ordinary programs and their runtimes need. */
static const char *const allowed =
	/* files */
	"read write open close stat fstat lstat poll lseek pread64 pwrite64 readv writev access pipe select dup dup2 sendfile fcntl flock fsync "
	"fdatasync truncate ftruncate getdents getcwd chdir fchdir rename mkdir rmdir creat link unlink symlink readlink chmod fchmod chown "
	"fchown lchown umask utime mknod statfs fstatfs readahead setxattr lsetxattr fsetxattr getxattr lgetxattr fgetxattr listxattr "
	"llistxattr flistxattr removexattr lremovexattr fremovexattr getdents64 fadvise64 utimes openat mkdirat mknodat fchownat futimesat newfstatat "
	"unlinkat renameat linkat symlinkat readlinkat fchmodat faccessat pselect6 ppoll splice tee sync_file_range utimensat fallocate "
	"dup3 pipe2 preadv pwritev syncfs renameat2 copy_file_range preadv2 pwritev2 statx close_range openat2 faccessat2 inotify_init "
	"inotify_add_watch inotify_rm_watch inotify_init1 #452 #463 #464 #465 #466 "
	/* memory */
	"mmap mprotect munmap brk mremap msync mincore madvise mlock munlock mlockall munlockall remap_file_pages mbind set_mempolicy "
	"get_mempolicy memfd_create mlock2 pkey_mprotect pkey_alloc pkey_free membarrier #450 #462 "
	/* processes, threads and their ids */
	"clone fork vfork execve exit wait4 getpid sched_yield getppid getpgrp setsid setpgid getuid getgid setuid setgid geteuid getegid setreuid "
	"setregid getgroups setgroups setresuid getresuid setresgid getresgid getpgid setfsuid setfsgid getsid capget capset getpriority "
	"setpriority sched_setparam sched_getparam sched_setscheduler sched_getscheduler sched_get_priority_max sched_get_priority_min "
	"sched_rr_get_interval prctl arch_prctl setrlimit getrlimit getrusage times gettid futex sched_setaffinity sched_getaffinity "
	"set_tid_address exit_group waitid ioprio_set ioprio_get set_robust_list get_robust_list getcpu execveat "
	"sched_setattr sched_getattr seccomp rseq prlimit64 pidfd_open pidfd_send_signal process_mrelease futex_waitv personality "
	"landlock_create_ruleset landlock_add_rule landlock_restrict_self #454 #455 #456 "
	/* signals and time */
	"rt_sigaction rt_sigprocmask rt_sigreturn pause alarm kill getitimer setitimer nanosleep rt_sigpending rt_sigtimedwait "
	"rt_sigqueueinfo rt_sigsuspend sigaltstack tkill tgkill time timer_create timer_settime timer_gettime timer_getoverrun timer_delete clock_gettime "
	"clock_getres clock_nanosleep gettimeofday signalfd timerfd_create timerfd_settime timerfd_gettime signalfd4 rt_tgsigqueueinfo "
	"restart_syscall "
	/* talking and waiting */
	"ioctl socket connect accept sendto recvfrom sendmsg recvmsg shutdown bind listen getsockname getpeername socketpair setsockopt getsockopt "
	"accept4 recvmmsg sendmmsg shmget shmat shmctl shmdt semget semop semctl semtimedop msgget msgsnd msgrcv msgctl mq_open mq_unlink "
	"mq_timedsend mq_timedreceive mq_notify mq_getsetattr epoll_create epoll_ctl epoll_wait epoll_pwait epoll_create1 epoll_pwait2 eventfd eventfd2 "
	/* the machine; sync is answered and not made */
	"uname sysinfo getrandom sync ";

/* Ways to other processes, to the kernel, to the machine. */
static const char *const denied_calls =
	"ptrace process_vm_readv process_vm_writev pidfd_getfd kcmp process_madvise move_pages migrate_pages memfd_secret userfaultfd bpf "
	"perf_event_open keyctl add_key request_key io_uring_setup io_uring_enter io_uring_register open_by_handle_at name_to_handle_at "
	"mount umount2 pivot_root chroot setns unshare open_tree move_mount fsopen fsconfig fsmount fspick mount_setattr #457 #458 #467 "
	"quotactl quotactl_fd fanotify_init fanotify_mark vmsplice kexec_load kexec_file_load reboot init_module finit_module delete_module "
	"create_module query_module get_kernel_syms swapon swapoff acct syslog clock_settime settimeofday adjtimex clock_adjtime "
	"modify_ldt iopl ioperm lookup_dcookie nfsservctl sethostname setdomainname vhangup uselib ustat sysfs _sysctl afs_syscall putpmsg "
	"getpmsg security tuxcall vserver #459 #460 #461 ";

static const struct { const char *name; int nr; } names[] = {
#include "names.h"
};

enum fate { ABSENT, ALLOWED, DENIED, KILLED, CRASHED };
static const char *const words[] = { "absent (ENOSYS)", "allowed", "denied (EPERM)", "killed by SIGSYS", "a crash" };
static enum fate expected[LAST + 1];

static void expect_all(const char *list, enum fate fate)
{
	char word[64];
	for (int used; sscanf(list, "%63s%n", word, &used) == 1; list += used) {
		int nr = word[0] == '#' ? atoi(word + 1) : -1;
		for (unsigned i = 0; nr < 0 && i < sizeof names / sizeof *names; i++) if (!strcmp(names[i].name, word)) nr = names[i].nr;
		if (nr >= 0 && nr <= LAST) expected[nr] = fate;
	}
}

static const char *name_of(int nr)
{
	for (unsigned i = 0; i < sizeof names / sizeof *names; i++) if (names[i].nr == nr) return names[i].name;
	return "without a name";
}

/* Where the filter looks at arguments, some that it lets pass and the kernel cannot use. */
static void arguments_of(long nr, long *a)
{
	for (int i = 0; i < 6; i++) a[i] = -1;
	if (nr == SYS_socket || nr == SYS_socketpair) a[0] = 1, a[1] = 1;
	if (nr == SYS_clone) a[0] = CLONE_SIGHAND;
	if (nr == SYS_futex) a[1] = 1;
	if (nr == SYS_preadv2) a[5] = 0;
}

/* The call itself, with nothing between its return and the end of the process. */
static _Noreturn void attempt(long nr, int gate)
{
	long result = 0, a[6];
	arguments_of(gate || nr >= 0x40000000 ? -1 : nr, a);
#ifdef __x86_64__
	if (gate) {
		__asm__ volatile("int $0x80" : "=a"(result) : "a"(nr), "b"(-1L), "c"(-1L), "d"(-1L), "S"(-1L), "D"(-1L) : "memory");
	} else {
		register long r10 __asm__("r10") = a[3], r8 __asm__("r8") = a[4], r9 __asm__("r9") = a[5];
		__asm__ volatile("syscall" : "=a"(result) : "a"(nr), "D"(a[0]), "S"(a[1]), "d"(a[2]), "r"(r10), "r"(r8), "r"(r9) : "rcx", "r11", "memory");
	}
#else
	(void)gate;
	errno = 0;
	result = syscall(nr, a[0], a[1], a[2], a[3], a[4], a[5]);
	if (result == -1) result = -errno;
#endif
	_exit(result == -ENOSYS ? 10 : result == -EPERM ? 11 : 12);
}

static enum fate fate_of(long nr, int gate)
{
	pid_t child = fork();
	if (child < 0) { breach("cannot fork"); exit(99); }
	if (child == 0) {
		/* A call that waits is ended, and was allowed. */
		struct itimerval soon = { { 0, 0 }, { 0, 300000 } };
		setitimer(ITIMER_REAL, &soon, NULL);
		close(1), close(2);
		attempt(nr, gate);
	}
	int status = 0;
	while (waitpid(child, &status, 0) != child);
	if (WIFSIGNALED(status)) return WTERMSIG(status) == SIGSYS ? KILLED : WTERMSIG(status) == SIGSEGV || WTERMSIG(status) == SIGILL ? CRASHED : ALLOWED;
	return WEXITSTATUS(status) == 10 ? ABSENT : WEXITSTATUS(status) == 11 ? DENIED : ALLOWED;
}

int main(void)
{
	int counts[5] = { 0 };
	expect_all(allowed, ALLOWED);
	expect_all(denied_calls, DENIED);
	for (int nr = 0; nr <= LAST; nr++) {
		enum fate fate = fate_of(nr, 0);
		counts[fate]++;
		/* A crash is of a call that the kernel made, and so is the absence of one that this kernel is too old for. */
		if (expected[nr] == ALLOWED && (fate == CRASHED || (fate == ABSENT && nr > 424))) continue;
		/* The kernel refuses this one to whoever may not. */
		if (nr == SYS_setgroups && fate == DENIED) continue;
		/* The kernel passes uretprobe and uprobe by every filter, and refuses whoever is not its own trampoline. */
		if (nr == 335 || nr == 336) continue;
		if (fate != expected[nr]) breach("call %d (%s) is %s, not %s", nr, name_of(nr), words[fate], words[expected[nr]]);
	}
	printf("native: %d allowed, %d denied, %d absent\n", counts[ALLOWED] + counts[CRASHED], counts[DENIED], counts[ABSENT]);
#ifdef __x86_64__
	for (int nr = 0; nr <= LAST; nr++) {
		enum fate x32 = fate_of(0x40000000L + nr, 0), i386 = fate_of(nr, 1);
		if (x32 != KILLED) breach("x32 call %d is %s", nr, words[x32]);
		/* A kernel without that gate answers with SIGSEGV. */
		if (i386 != KILLED && i386 != CRASHED) breach("i386 call %d is %s", nr, words[i386]);
	}
	printf("foreign: %d of x32 and %d of i386, all killed\n", LAST + 1, LAST + 1);
#endif
	return end_of_attack();
}
