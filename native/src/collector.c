/* The collector as a process of the native sandbox. What always holds: it runs with the run's own uid and no capability, under
 * a filter of two dozen calls, and reads nothing before. */
#define _GNU_SOURCE
#include <grp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "collect.h"
#include "job.h"
#include "privilege.h"

static void confine(const struct life *life, uint32_t slot)
{
	uid_t uid = slot_payload_uid(life, slot);
	struct rlimit cpu = { COLLECT_CPU_SECONDS, COLLECT_CPU_SECONDS };
	const char *step;
	prctl(PR_SET_NAME, "gozolite-gather");
	if (setgroups(0, NULL) != 0 || setrlimit(RLIMIT_CPU, &cpu) != 0 || privilege_drop_all(uid, uid, &step) != 0)
		_exit(1);
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0 || seccomp_install(&life->filters.collector) != 0)
		_exit(1);
}

void collect_main(const struct life *life, uint32_t slot, int box, int sock, int archive)
{
	confine(life, slot);
	collect_files(box, sock, archive);
}
