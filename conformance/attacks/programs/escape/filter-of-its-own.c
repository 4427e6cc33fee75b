/* A filter of its own must not loosen the sandbox's: what it allows stays denied, and a user notification must not hand the calls over. */
#include "attack.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
int main(void)
{
	struct sock_filter allow[] = { BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW) };
	struct sock_fprog program = { 1, allow };
	printf("own filter: %ld\n", syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program));
	denied("ptrace after it", syscall(SYS_ptrace, 0, 0, 0, 0));
	denied("unshare after it", unshare(CLONE_NEWUSER));
	return end_of_attack();
}
