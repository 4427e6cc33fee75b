/* Which system calls are allowed, and which are known and denied. Names that libseccomp does not know on this
 * architecture are skipped; calls newer than the library are listed by number. */
#ifndef GOZOLITE_SECCOMP_LISTS_H
#define GOZOLITE_SECCOMP_LISTS_H

static const char *const seccomp_allowed[] = {
	/* files */
	"access", "chdir", "chmod", "chown", "close", "close_range", "copy_file_range", "creat", "dup", "dup2", "dup3",
	"faccessat", "faccessat2", "fadvise64", "fallocate", "fchdir", "fchmod", "fchmodat", "fchown", "fchownat", "fcntl",
	"fdatasync", "fgetxattr", "flistxattr", "flock", "fremovexattr", "fsetxattr", "fstat", "fstatfs", "fsync", "ftruncate",
	"futimesat", "getcwd", "getdents", "getdents64", "getxattr", "lchown", "lgetxattr", "link", "linkat", "listxattr",
	"llistxattr", "lremovexattr", "lseek", "lsetxattr", "lstat", "mkdir", "mkdirat", "newfstatat", "open", "openat", "openat2",
	"pread64", "preadv", "preadv2", "pwrite64", "pwritev", "pwritev2", "read", "readahead", "readlink", "readlinkat", "readv",
	"removexattr", "rename", "renameat", "renameat2", "rmdir", "sendfile", "setxattr", "splice", "stat", "statfs", "statx",
	"symlink", "symlinkat", "sync_file_range", "syncfs", "tee", "truncate", "umask", "unlink", "unlinkat", "utime",
	"utimensat", "utimes", "write", "writev", "inotify_add_watch", "inotify_init", "inotify_init1", "inotify_rm_watch",
	/* memory */
	"brk", "madvise", "membarrier", "memfd_create", "mincore", "mlock", "mlock2", "mlockall", "mmap", "mprotect", "mremap",
	"msync", "munlock", "munlockall", "munmap", "pkey_alloc", "pkey_free", "pkey_mprotect", "remap_file_pages",
	"get_mempolicy", "mbind", "set_mempolicy", "set_mempolicy_home_node",
	/* processes and threads */
	"capget", "execve", "execveat", "exit", "exit_group", "fork", "futex", "futex_waitv", "get_robust_list",
	"get_thread_area", "getcpu", "getegid", "geteuid", "getgid", "getgroups", "getpgid", "getpgrp", "getpid", "getppid",
	"getpriority", "getresgid", "getresuid", "getrlimit", "getrusage", "getsid", "gettid", "getuid", "pidfd_open",
	"pidfd_send_signal", "prctl", "arch_prctl", "prlimit64", "process_mrelease", "rseq", "sched_get_priority_max",
	"sched_get_priority_min", "sched_getaffinity", "sched_getattr", "sched_getparam", "sched_getscheduler",
	"sched_rr_get_interval", "sched_setaffinity", "sched_setattr", "sched_setparam", "sched_setscheduler", "sched_yield",
	"seccomp", "set_robust_list", "set_thread_area", "set_tid_address", "setfsgid", "setfsuid", "setgid", "setgroups",
	"setpgid", "setpriority", "setregid", "setresgid", "setresuid", "setreuid", "setrlimit", "setsid", "setuid", "times",
	"vfork", "wait4", "waitid", "waitpid", "ioprio_get", "ioprio_set", "capset", "landlock_create_ruleset",
	"landlock_add_rule", "landlock_restrict_self",
	/* signals and time */
	"alarm", "pause", "restart_syscall", "rt_sigaction", "rt_sigpending", "rt_sigprocmask", "rt_sigreturn",
	"rt_sigsuspend", "rt_sigtimedwait", "sigaltstack", "signalfd", "signalfd4", "sigreturn", "clock_getres",
	"clock_gettime", "clock_nanosleep", "getitimer", "gettimeofday", "nanosleep", "setitimer", "time", "timer_create",
	"timer_delete", "timer_getoverrun", "timer_gettime", "timer_settime", "timerfd_create", "timerfd_gettime",
	"timerfd_settime",
	/* waiting and talking */
	"epoll_create", "epoll_create1", "epoll_ctl", "epoll_ctl_old", "epoll_pwait", "epoll_pwait2", "epoll_wait",
	"epoll_wait_old", "eventfd", "eventfd2", "pipe", "pipe2", "poll", "ppoll", "pselect6", "select", "accept", "accept4",
	"bind", "connect", "getpeername", "getsockname", "getsockopt", "listen", "recvfrom", "recvmmsg", "recvmsg", "sendmmsg",
	"sendmsg", "sendto", "setsockopt", "shutdown", "mq_getsetattr", "mq_notify", "mq_open", "mq_timedreceive",
	"mq_timedsend", "mq_unlink", "msgctl", "msgget", "msgrcv", "msgsnd", "semctl", "semget", "semop", "semtimedop", "shmat",
	"shmctl", "shmdt", "shmget",
	/* the machine */
	"getrandom", "sysinfo", "uname",
	/* those whose arguments the second filter checks */
	"clone", "ioctl", "kill", "mknod", "mknodat", "personality", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "socket",
	"socketpair", "tgkill", "tkill",
	/* arm64 */
	"sync_file_range2",
};

/* Answered with success and not made: nothing of a sandbox is on a disk, and the real call would wait, unkillable, for
 * every disk of the host. */
static const char *const seccomp_needless[] = { "sync" };

/* Known and denied: EPERM. What is in neither list is ENOSYS, as on a kernel that lacks it. Left out on purpose, since what
 * they use is one for the whole machine: io_setup and its kin (the count of contexts), cachestat (the page cache). */
static const char *const seccomp_denied[] = {
	"io_uring_setup", "io_uring_enter", "io_uring_register", "userfaultfd", "bpf", "perf_event_open", "keyctl", "add_key",
	"request_key", "ptrace", "process_vm_readv", "process_vm_writev", "pidfd_getfd", "kcmp", "process_madvise",
	"move_pages", "migrate_pages", "memfd_secret", "open_by_handle_at", "name_to_handle_at", "mount", "umount", "umount2",
	"open_tree", "move_mount", "fsopen", "fsconfig", "fsmount", "fspick", "mount_setattr", "pivot_root", "chroot", "setns",
	"unshare", "quotactl", "quotactl_fd", "fanotify_init", "fanotify_mark", "vmsplice", "kexec_load", "kexec_file_load",
	"reboot", "init_module", "finit_module", "delete_module", "create_module", "query_module", "get_kernel_syms",
	"swapon", "swapoff", "acct", "syslog", "clock_settime", "clock_settime64", "clock_adjtime", "settimeofday", "adjtimex",
	"stime", "modify_ldt", "ioperm", "iopl", "lookup_dcookie", "nfsservctl", "sethostname", "setdomainname", "vhangup",
	"uselib", "ustat", "sysfs", "_sysctl", "afs_syscall", "putpmsg", "getpmsg", "security", "tuxcall", "vserver",
};

/* Newer than libseccomp 2.5.4. These numbers are the same on every architecture. */
static const int seccomp_allowed_numbers[] = {
	452 /* fchmodat2 */, 454 /* futex_wake */, 455 /* futex_wait */, 456 /* futex_requeue */,
	462 /* mseal */, 463 /* setxattrat */, 464 /* getxattrat */, 465 /* listxattrat */, 466 /* removexattrat */,
};

static const int seccomp_denied_numbers[] = {
	457 /* statmount */, 458 /* listmount */, 459 /* lsm_get_self_attr */, 460 /* lsm_set_self_attr */,
	461 /* lsm_list_modules */, 467 /* open_tree_attr */,
};
#endif
