/* A static program that does one hostile or heavy thing, named by its first argument, inside a sandbox.
 * It prints what happened; the suite judges. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <netinet/in.h>
#include <unistd.h>

static int wrong;

/* The call must fail with one of two errnos. */
static void denied(const char *what, long result, int first, int second)
{
	int error = errno;
	if (result >= 0 || (error != first && error != second)) {
		printf("NOT DENIED %s: result %ld errno %d\n", what, result, error);
		wrong++;
	}
}

#define DENIED(what, call, first, second) (errno = 0, denied(what, (long)(call), first, second))

static void calls(void)
{
	DENIED("mount", mount("none", "/tmp", "tmpfs", 0, NULL), EPERM, EPERM);
	DENIED("umount", umount2("/proc/sys", MNT_DETACH), EPERM, EPERM);
	DENIED("fsopen", syscall(430, "tmpfs", 0), EPERM, EPERM);
	DENIED("open_tree", syscall(428, -100, "/", 1), EPERM, EPERM);
	DENIED("unshare user", unshare(CLONE_NEWUSER), EPERM, EPERM);
	DENIED("unshare mount", unshare(CLONE_NEWNS), EPERM, EPERM);
	DENIED("clone with a namespace", syscall(__NR_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0), EPERM, EPERM);
	DENIED("clone3", syscall(435, NULL, 0), ENOSYS, ENOSYS);
	DENIED("setns", setns(open("/proc/1/ns/mnt", O_RDONLY), 0), EPERM, EPERM);
	DENIED("chroot", chroot("/tmp"), EPERM, EPERM);
	DENIED("pivot_root", syscall(__NR_pivot_root, ".", "."), EPERM, EPERM);
	DENIED("ptrace", ptrace(PTRACE_ATTACH, 1, 0, 0), EPERM, EPERM);
	DENIED("process_vm_readv", syscall(__NR_process_vm_readv, 1, NULL, 0, NULL, 0, 0), EPERM, EPERM);
	DENIED("pidfd_getfd", syscall(438, 0, 0, 0), EPERM, EPERM);
	DENIED("io_uring_setup", syscall(425, 8, NULL), EPERM, EPERM);
	DENIED("userfaultfd", syscall(__NR_userfaultfd, 0), EPERM, EPERM);
	DENIED("bpf", syscall(__NR_bpf, 0, NULL, 0), EPERM, EPERM);
	DENIED("perf_event_open", syscall(__NR_perf_event_open, NULL, 0, 0, 0, 0), EPERM, EPERM);
	DENIED("add_key", syscall(__NR_add_key, "user", "x", "y", 1, -3), EPERM, EPERM);
	DENIED("keyctl", syscall(__NR_keyctl, 0, 0), EPERM, EPERM);
	DENIED("memfd_secret", syscall(447, 0), EPERM, EPERM);
	DENIED("open_by_handle_at", syscall(__NR_open_by_handle_at, 0, NULL, 0), EPERM, EPERM);
	DENIED("vmsplice", syscall(__NR_vmsplice, 0, NULL, 0, 0), EPERM, EPERM);
	DENIED("fanotify_init", syscall(__NR_fanotify_init, 0, 0), EPERM, EPERM);
	DENIED("an unknown call", syscall(600), ENOSYS, ENOSYS);
	DENIED("socket ALG", socket(38, SOCK_SEQPACKET, 0), EPERM, EPERM);
	DENIED("socket VSOCK", socket(40, SOCK_STREAM, 0), EPERM, EPERM);
	DENIED("socket PACKET", socket(AF_PACKET, SOCK_RAW, 0), EPERM, EPERM);
	DENIED("socket XDP", socket(44, SOCK_RAW, 0), EPERM, EPERM);
	DENIED("socket NETLINK_AUDIT", socket(AF_NETLINK, SOCK_RAW, 9), EPERM, EPERM);
	DENIED("socket INET RAW", socket(AF_INET, SOCK_RAW, 1), EPERM, EACCES);
	DENIED("READ_IMPLIES_EXEC", personality(0x400000), EPERM, EPERM);
	DENIED("TIOCSTI", ioctl(0, TIOCSTI, "x"), EPERM, EPERM);
	DENIED("TIOCLINUX", ioctl(0, 0x541c, "x"), EPERM, EPERM);
	DENIED("SIGSYS to itself", kill(getpid(), SIGSYS), EPERM, EPERM);
	DENIED("mknod of a block device", mknod("/box/b", S_IFBLK | 0600, makedev(254, 0)), EPERM, EPERM);
	DENIED("mknod of a character device", mknodat(AT_FDCWD, "/box/c", S_IFCHR | 0600, makedev(1, 1)), EPERM, EPERM);
	DENIED("setuid 0", setuid(0), EPERM, EPERM);
	DENIED("setgroups", syscall(__NR_setgroups, 0, NULL), EPERM, EPERM);
	DENIED("sethostname", sethostname("x", 1), EPERM, EPERM);
}

static void paths(void)
{
	char link[256];
	DENIED("/proc/1/mem", open("/proc/1/mem", O_RDONLY), EACCES, EPERM);
	DENIED("/proc/1/fd", open("/proc/1/fd", O_RDONLY), EACCES, EPERM);
	DENIED("/proc/1/environ", open("/proc/1/environ", O_RDONLY), EACCES, EPERM);
	DENIED("/proc/1/exe", readlink("/proc/1/exe", link, sizeof link), EACCES, EPERM);
	DENIED("/proc/1/root", open("/proc/1/root/", O_RDONLY), EACCES, EPERM);
	DENIED("kill init", kill(1, SIGKILL), EPERM, EPERM);
	struct rlimit none = { 0, 0 };
	DENIED("prlimit init", syscall(__NR_prlimit64, 1, RLIMIT_CPU, &none, NULL), EPERM, EPERM);
	DENIED("setpriority init", setpriority(PRIO_PROCESS, 1, 19), EPERM, EPERM);
	DENIED("write /", open("/x", O_CREAT | O_WRONLY, 0600), EROFS, EACCES);
	DENIED("write /usr/bin", open("/usr/bin/x", O_CREAT | O_WRONLY, 0600), EROFS, EACCES);
	DENIED("write /etc/passwd", open("/etc/passwd", O_WRONLY), EROFS, EACCES);
	DENIED("write /dev", open("/dev/x", O_CREAT | O_WRONLY, 0600), EROFS, EACCES);
	DENIED("write /proc/sys", open("/proc/sys/kernel/core_pattern", O_WRONLY), EROFS, EACCES);
	DENIED("/proc/sysrq-trigger", open("/proc/sysrq-trigger", O_WRONLY), EACCES, access("/proc/sysrq-trigger", F_OK) == 0 ? EROFS : ENOENT);
	DENIED("/etc/shadow", open("/etc/shadow", O_RDONLY), ENOENT, EACCES);
	DENIED("/root", open("/root", O_RDONLY | O_DIRECTORY), EACCES, EACCES);
	DENIED("/work", open("/work", O_RDONLY), ENOENT, ENOENT);
	DENIED("/dev/tty", open("/dev/tty", O_RDWR), ENOENT, ENXIO);
	DENIED("/dev/kmsg", open("/dev/kmsg", O_RDONLY), ENOENT, ENOENT);
	DENIED("/sys/fs/cgroup", open("/sys/fs/cgroup", O_RDONLY), ENOENT, ENOENT);
	DENIED("/run/docker.sock", open("/run/docker.sock", O_RDONLY), ENOENT, ENOENT);
	static const char *const masked[] = { "/proc/keys", "/proc/key-users", "/proc/kallsyms", "/proc/timer_list", "/proc/config.gz", "/proc/kcore" };
	for (size_t i = 0; i < 6; i++) {
		char byte;
		int fd = open(masked[i], O_RDONLY);
		if (fd >= 0 && read(fd, &byte, 1) > 0) {
			printf("NOT MASKED %s\n", masked[i]);
			wrong++;
		}
	}
	for (int fd = 3; fd < 1024; fd++)
		if (fcntl(fd, F_GETFD) >= 0 && fd > 8) {
			printf("OPEN DESCRIPTOR %d\n", fd);
			wrong++;
		}
}

static void loopback(void)
{
	struct sockaddr_in a = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof a;
	int server = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0);
	if (bind(server, (struct sockaddr *)&a, sizeof a) || listen(server, 1) || getsockname(server, (struct sockaddr *)&a, &n) ||
		connect(client, (struct sockaddr *)&a, sizeof a)) {
		printf("LOOPBACK errno %d\n", errno);
		wrong++;
	}
}

static void nested(int count)
{
	for (int i = 0; i < count; i++)
		if (mkdir("d", 0755) != 0 || chdir("d") != 0) {
			printf("nested %d errno %d\n", i, errno);
			return;
		}
}

static void spin(void)
{
	for (;;)
		__asm__ volatile("");
}

static void fork_bomb(bool hide)
{
	signal(SIGTERM, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	for (;;)
		if (fork() == 0 && hide)
			setsid();
}

static void touch(size_t bytes)
{
	char *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	for (size_t i = 0; p != MAP_FAILED && i < bytes; i += 4096)
		p[i] = 1;
}

static void fill(const char *path)
{
	static char block[1 << 20];
	int fd = open(path, O_CREAT | O_WRONLY, 0600);
	long total = 0;
	ssize_t n;
	while ((n = write(fd, block, sizeof block)) > 0)
		total += n;
	printf("%ld errno %d\n", total, errno);
}

/* Goes down into folders with names of this length. */
static void deep(int folders, size_t length)
{
	char name[256] = "";
	memset(name, 'a', length);
	for (int i = 0; i < folders; i++)
		if (mkdir(name, 0700) != 0 || chdir(name) != 0)
			exit(1);
}

/* As many links, or files, as asked for, each with a path of nearly 4 KB. */
static void long_paths(long count, bool links)
{
	char name[256];
	deep(15, 250);
	for (long i = 0; i < count; i++) {
		char zeros[201] = "";
		memset(zeros, 'a', 200);
		snprintf(name, sizeof name, "%s%05ld", zeros, i);
		int made = links ? symlink("x", name) : open(name, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
		if (made < 0 || (!links && close(made) != 0))
			exit(1);
	}
}

static void first(void)
{
	int fd = open("first", O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	if (fd < 0 || close(fd) != 0)
		exit(1);
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	long n = argc > 2 ? atol(argv[2]) : 0;
	if (strcmp(what, "calls") == 0) calls();
	else if (strcmp(what, "paths") == 0) paths();
	else if (strcmp(what, "loopback") == 0) loopback();
	else if (strcmp(what, "spin") == 0) spin();
	else if (strcmp(what, "spin-many") == 0) { for (int i = 0; i < 7; i++) if (fork() == 0) break; spin(); }
	else if (strcmp(what, "stop") == 0) raise(SIGSTOP);
	else if (strcmp(what, "sleep") == 0) sleep(1000);
	else if (strcmp(what, "bomb") == 0) fork_bomb(false);
	else if (strcmp(what, "bomb-setsid") == 0) fork_bomb(true);
	else if (strcmp(what, "touch") == 0) touch((size_t)n << 20);
	else if (strcmp(what, "touch-child") == 0) { if (fork() == 0) { touch((size_t)n << 20); _exit(0); } wait(NULL); puts("survived"); }
	else if (strcmp(what, "map") == 0) { puts(mmap(NULL, 1UL << 40, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0) == MAP_FAILED ? "failed" : "mapped"); }
	else if (strcmp(what, "fill") == 0) fill(argv[2]);
	else if (strcmp(what, "many-files") == 0) { int i = 0; char name[32]; for (; i < 1000000; i++) { snprintf(name, sizeof name, "f%d", i); int fd = open(name, O_CREAT | O_WRONLY, 0600); if (fd < 0) break; close(fd); } printf("%d errno %d\n", i, errno); }
	else if (strcmp(what, "nested") == 0) nested((int)n);
	else if (strcmp(what, "long-links") == 0) long_paths(n, true);
	else if (strcmp(what, "long-files") == 0) { first(); long_paths(n, false); }
	else if (strcmp(what, "links") == 0) { char name[32]; for (long i = 0; i < n; i++) { snprintf(name, sizeof name, "l%ld", i); if (symlink("x", name) != 0) return 1; } }
	else if (strcmp(what, "zombies") == 0) { int made = 0; for (int i = 0; i < n; i++) { pid_t p = fork(); if (p == 0) _exit(0); made += p > 0; } printf("%d\n", made); }
	else if (strcmp(what, "recurse") == 0) { volatile char block[65536]; block[0] = 1; main(argc, argv); return block[0]; }
#ifdef __x86_64__
	else if (strcmp(what, "i386") == 0) { __asm__ volatile("int $0x80" : : "a"(20)); }
	else if (strcmp(what, "x32") == 0) { syscall(0x40000000 | 39); }
#endif
	else if (strcmp(what, "leave-ipc") == 0) { key_t key = 4242; printf("%ld\n", syscall(__NR_shmget, key, 4096, 01600)); }
	else if (strcmp(what, "background") == 0) { if (fork() == 0) { setsid(); sleep(1000); } puts("left"); }
	else return 2;
	if (strcmp(what, "calls") == 0 || strcmp(what, "paths") == 0 || strcmp(what, "loopback") == 0)
		puts(wrong ? "HOLES" : "all denied");
	return wrong;
}
