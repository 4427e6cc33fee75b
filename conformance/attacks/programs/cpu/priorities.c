/* Asks for every way to be scheduled before others, then burns. */
#include "attack.h"
int main(void)
{
	struct sched_param most = { .sched_priority = 50 };
	const int policies[] = { SCHED_FIFO, SCHED_RR, 6 /* DEADLINE */ };
	for (int i = 0; i < 3; i++) denied("a real-time policy", sched_setscheduler(0, policies[i], &most));
	denied("a better priority", setpriority(PRIO_PROCESS, 0, -5));
	denied("real-time input and output", syscall(SYS_ioprio_set, 1, 0, 1 << 13 | 0));
	struct rlimit all = { 99, 99 };
	denied("the right to real time", setrlimit(RLIMIT_RTPRIO, &all));
	denied("the right to a better priority", setrlimit(RLIMIT_NICE, &all));
	int fd = open("/proc/self/autogroup", O_WRONLY);
	if (fd >= 0 && write(fd, "-19", 3) == 3) breach("the group's priority was raised");
	return end_of_attack();
}
