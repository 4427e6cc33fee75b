/* Takes hold of the sandbox's first process, and of its own child, by the debugging calls. */
#include "attack.h"
#include <sys/ptrace.h>
#include <sys/uio.h>
int main(void)
{
	denied("ptrace attach 1", ptrace(PTRACE_ATTACH, 1, 0, 0));
	denied("ptrace seize 1", ptrace(PTRACE_SEIZE, 1, 0, 0));
	denied("ptrace traceme", ptrace(PTRACE_TRACEME, 0, 0, 0));
	char byte;
	struct iovec here = { &byte, 1 }, there = { (void *)&byte, 1 };
	denied("process_vm_readv 1", process_vm_readv(1, &here, 1, &there, 1, 0));
	denied("process_vm_writev 1", process_vm_writev(1, &here, 1, &there, 1, 0));
	denied("process_vm_readv self", process_vm_readv(getpid(), &here, 1, &there, 1, 0));
	int first = (int)syscall(SYS_pidfd_open, 1, 0);
	if (first >= 0) {
		for (int fd = 0; fd < 16; fd++) denied("pidfd_getfd 1", syscall(SYS_pidfd_getfd, first, fd, 0));
		denied("pidfd_send_signal 1", syscall(SYS_pidfd_send_signal, first, SIGKILL, NULL, 0));
		denied("setns by pidfd", syscall(SYS_setns, first, 0x00020000));
		denied("process_madvise 1", syscall(SYS_process_madvise, first, &there, 1ul, 20, 0));
	}
	denied("kcmp", syscall(SYS_kcmp, 1, getpid(), 0, 0, 0));
	for (int number = 1; number < 65; number++)
		if (kill(1, number) == 0) breach("signal %d to process 1", number);
	denied("tgkill 1", syscall(SYS_tgkill, 1, 1, SIGKILL));
	denied("sigqueue 1", sigqueue(1, SIGUSR1, (union sigval){ 0 }));
	struct rlimit little = { 0, 0 };
	denied("prlimit 1 cpu", prlimit(1, RLIMIT_CPU, &little, NULL));
	denied("prlimit 1 read", prlimit(1, RLIMIT_CPU, NULL, &little));
	denied("setpriority 1", setpriority(PRIO_PROCESS, 1, 19));
	cpu_set_t set;
	CPU_ZERO(&set);
	CPU_SET(0, &set);
	denied("affinity of 1", sched_setaffinity(1, sizeof set, &set));
	denied("move_pages 1", syscall(SYS_move_pages, 1, 0, NULL, NULL, NULL, 0));
	denied("migrate_pages 1", syscall(SYS_migrate_pages, 1, 0, NULL, NULL));
	return end_of_attack();
}
