/* Raises its own rlimits, ignores every signal, asks for real-time priority, and burns on. */
#include "attack.h"
int main(void)
{
	for (int i = 1; i < 65; i++) signal(i, SIG_IGN);
	struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };
	int raised = setrlimit(RLIMIT_CPU, &all);
	struct sched_param parameter = { .sched_priority = 50 };
	denied("SCHED_FIFO", sched_setscheduler(0, SCHED_FIFO, &parameter));
	denied("negative nice", setpriority(PRIO_PROCESS, 0, -10));
	printf("rlimit cpu %s\n", raised ? "kept" : "raised");
	fflush(stdout);
	for (volatile unsigned long i = 0;; i++);
}
