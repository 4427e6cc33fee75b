/* Calls that are allowed with some arguments only: each rule from both sides. */
#include "attack.h"
#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/sysmacros.h>
#include <sys/uio.h>
#include <termios.h>

/* The kernel reads an int; what stands above it must not mislead the filter. */
#define HIGH (1L << 32)

static void works(const char *what, long result)
{
	int error = errno;
	if (result < 0) breach("%s fails: %s", what, strerrorname_np(error));
	else printf("allowed %s\n", what);
}

int main(void)
{
	const long kinds[] = { CLONE_NEWNS, CLONE_NEWCGROUP, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET };
	for (unsigned i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		long pid = syscall(SYS_clone, kinds[i] | SIGCHLD, 0, 0, 0, 0);
		if (pid == 0) _exit(0);
		denied_with("clone with a namespace", pid, EPERM);
		pid = syscall(SYS_clone, HIGH | kinds[i] | CLONE_VM | CLONE_VFORK | SIGCHLD, 0, 0, 0, 0);
		if (pid == 0) _exit(0);
		denied_with("clone with a namespace and more", pid, EPERM);
	}
	long child = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
	if (child == 0) _exit(0);
	works("clone", child);
	denied_with("clone3", syscall(SYS_clone3, (long[11]){ 0, 0, 0, 0, SIGCHLD }, 88), ENOSYS);

	for (long family = 0; family < 64; family++) {
		int wanted = family == AF_UNIX || family == AF_INET || family == AF_INET6 || family == AF_NETLINK;
		long fd = syscall(SYS_socket, family, family == AF_NETLINK ? SOCK_RAW : SOCK_DGRAM, 0);
		if (wanted) works("socket of a needed family", fd); else denied_with("socket of another family", fd, EPERM);
		if (fd >= 0) close(fd);
		if (!wanted) denied_with("the same with high bits", syscall(SYS_socket, HIGH | family, SOCK_DGRAM, 0), EPERM);
	}
	denied_with("a family of minus one", syscall(SYS_socket, -1L, SOCK_STREAM, 0), EPERM);
	for (long protocol = 1; protocol < 32; protocol++) {
		denied_with("netlink protocol", syscall(SYS_socket, AF_NETLINK, SOCK_RAW, protocol), EPERM);
		denied_with("netlink protocol with high bits", syscall(SYS_socket, HIGH | AF_NETLINK, SOCK_RAW, HIGH | protocol), EPERM);
	}
	int pair[2];
	for (long family = 2; family < 50; family++) denied_with("pair of another family", syscall(SYS_socketpair, HIGH | family, SOCK_STREAM, 0, pair), EPERM);
	works("pair", syscall(SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, pair));

	char letter = 'x';
	const long commands[] = { TIOCSTI, TIOCSETD, 0x541c };
	for (unsigned i = 0; i < 3; i++)
		for (long fd = -1; fd < 3; fd++) {
			denied_with("terminal control", syscall(SYS_ioctl, fd, commands[i], &letter), EPERM);
			denied_with("terminal control with high bits", syscall(SYS_ioctl, fd, HIGH | commands[i], &letter), EPERM);
		}
	works("FIONREAD", ioctl(pair[0], FIONREAD, (int[1]){ 0 }));

	const unsigned long fine[] = { 0, 8, 0x20000, 0x20008, 0x40000, 0xffffffff };
	for (unsigned i = 0; i < 6; i++) works("personality", personality(fine[i]) == -1 ? -1 : 0);
	personality(0);
	for (int bit = 0; bit < 32; bit++) {
		unsigned long one = 1ul << bit;
		if (one == 8 || one == 0x20000 || one == 0x40000) continue;
		denied_with("personality", syscall(SYS_personality, one), EPERM);
		denied_with("personality with high bits", syscall(SYS_personality, HIGH | one), EPERM);
	}

	const int special[] = { S_IFCHR, S_IFBLK };
	for (int i = 0; i < 2; i++)
		for (int minor = 0; minor < 4; minor++) {
			denied_with("mknod of a device", syscall(SYS_mknodat, AT_FDCWD, "/tmp/device", special[i] | 0666, makedev(1, minor)), EPERM);
			denied_with("the same with high bits", syscall(SYS_mknodat, AT_FDCWD, "/tmp/device", HIGH | special[i] | 0666, makedev(1, minor)), EPERM);
#ifdef SYS_mknod
			denied_with("the older mknod", syscall(SYS_mknod, "/tmp/device", special[i] | 0666, makedev(1, minor)), EPERM);
#endif
		}
	works("mkfifo", mknod("/tmp/fifo", S_IFIFO | 0600, 0));
	works("mknod of a file", mknod("/tmp/file", S_IFREG | 0600, 0));

	/* A death by SIGSYS is evidence, which nobody may forge. */
	pid_t self = getpid();
	siginfo_t info = { .si_code = SI_QUEUE, .si_pid = self };
	denied_with("kill with SIGSYS", kill(self, SIGSYS), EPERM);
	denied_with("kill with SIGSYS and high bits", syscall(SYS_kill, self, HIGH | SIGSYS), EPERM);
	denied_with("tkill with SIGSYS", syscall(SYS_tkill, self, SIGSYS), EPERM);
	denied_with("tgkill with SIGSYS", syscall(SYS_tgkill, self, self, SIGSYS), EPERM);
	info.si_signo = SIGSYS;
	denied_with("sigqueue of SIGSYS", syscall(SYS_rt_sigqueueinfo, self, SIGSYS, &info), EPERM);
	denied_with("tgsigqueue of SIGSYS", syscall(SYS_rt_tgsigqueueinfo, self, self, SIGSYS, &info), EPERM);
	int me = (int)syscall(SYS_pidfd_open, self, 0);
	denied_with("pidfd_send_signal of SIGSYS", syscall(SYS_pidfd_send_signal, me, SIGSYS, NULL, 0), EPERM);
	denied_with("F_SETSIG of SIGSYS", fcntl(pair[0], F_SETSIG, SIGSYS), EPERM);
	signal(SIGUSR1, SIG_IGN);
	works("kill with another", kill(self, SIGUSR1));
	works("F_SETSIG of another", fcntl(pair[0], F_SETSIG, SIGUSR1));
	denied("F_SETOWN of process 1", fcntl(pair[0], F_SETOWN, 1) == 0 && kill(1, 0) == 0 ? 0 : -1);

	int fd = open("/usr/bin/env", O_RDONLY);
	struct iovec to = { &letter, 1 };
	denied_with("preadv2 that looks into the page cache", preadv2(fd, &to, 1, 0, RWF_NOWAIT), EPERM);
	works("preadv2", preadv2(fd, &to, 1, 0, 0));

	denied("prctl that drops a bound", prctl(PR_CAPBSET_DROP, 0, 0, 0, 0));
	denied("prctl that sets secure bits", prctl(PR_SET_SECUREBITS, 0, 0, 0, 0));
	denied("prctl that moves the program's own file", prctl(PR_SET_MM, PR_SET_MM_EXE_FILE, fd, 0, 0));
	denied("prctl that takes privileges back", prctl(PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0));
	denied("prctl that leaves the filter", prctl(PR_SET_SECCOMP, SECCOMP_MODE_DISABLED, 0, 0, 0));
	if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) != 2) breach("there is no filter");
	denied("core scheduling of process 1", prctl(62, 3, 1, 0, 0));
	works("prctl of a name", prctl(PR_SET_NAME, "a name", 0, 0, 0));
	works("prctl of a subreaper", prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0));
	return end_of_attack();
}
