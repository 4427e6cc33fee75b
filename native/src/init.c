/* Init: the first process of a sandbox. It makes the namespaces and mounts, forks the payload-to-be while both are still
 * privileged, gives up everything, and then only waits. What always holds: it is of another uid than the payload, cannot
 * be traced or dumped, holds no capability and no descriptor but the report pipe, is outside the payload's cgroups, and
 * when it dies, of whatever cause, the kernel kills everything in its pid namespace.
 *
 * The order, and why: the namespaces first; then the fork, so that the payload-to-be enters its cgroups while init
 * mounts; the user namespace last, since made earlier it would own the mount namespace, and a payload that regained
 * capabilities could unmount the masks. The payload-to-be, still privileged in the outer user namespace, writes init's
 * id maps and then joins. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/sched.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "fd.h"
#include "job.h"
#include "privilege.h"

static _Noreturn void fail(int report, const char *step)
{
	struct report r = { .kind = REPORT_FAILED, .error = errno, .at_ns = clock_now() };
	strncpy(r.step, step, sizeof r.step - 1);
	(void)!write(report, &r, sizeof r);
	_exit(1);
}

static bool supervisor_is_gone(int alive)
{
	struct pollfd p = { .fd = alive, .events = POLLIN };
	return poll(&p, 1, 0) > 0;
}

/* Waits for the payload; reaps whatever else is orphaned meanwhile. */
static _Noreturn void wait_for(pid_t payload, int report)
{
	struct rusage usage;
	int status = 0;
	for (;;) {
		pid_t pid = wait4(-1, &status, 0, &usage);
		if (pid == payload)
			break;
		if (pid < 0 && errno != EINTR)
			_exit(1);
	}
	struct report r = { .kind = REPORT_EXIT, .at_ns = clock_now(), .status = status, .rss_bytes = (uint64_t)usage.ru_maxrss * 1024 };
	r.cpu_ns = (uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * NS_PER_SECOND +
		(uint64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1000;
	pid_t other;
	while ((other = wait4(-1, &status, WNOHANG, NULL)) > 0)
		;
	r.others = other == 0;
	(void)!write(report, &r, sizeof r);
	/* The kernel now kills and reaps all that is left in this pid namespace. */
	_exit(0);
}

/* All at once is cheapest; which one is refused is only asked when one is. */
static const char *refused_namespace(void)
{
	static const struct {
		int flag;
		const char *step;
	} kinds[] = {
		{ CLONE_NEWNS, "make the mount namespace" }, { CLONE_NEWNET, "make the network namespace" },
		{ CLONE_NEWIPC, "make the ipc namespace" }, { CLONE_NEWUTS, "make the uts namespace" },
	};
	int error = errno;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (unshare(kinds[i].flag) != 0)
			return kinds[i].step;
	errno = error;
	return "make the namespaces";
}

static void keep_only(int *report)
{
	/* The report pipe is moved to 0, and all else is closed: nothing reads init's standard streams. */
	if (dup2(*report, 0) < 0)
		_exit(1);
	*report = 0;
	if (close_range(1, ~0U, 0) != 0)
		fail(0, "close what is not the sandbox's");
}

/* The kernel charges what is counted by user namespace (inotify instances, pending signals...) to whoever made it, so it
 * is made by a uid of this sandbox alone, and not by one that all sandboxes and the host share. */
static int make_user_namespace(uid_t owner)
{
	if (setresuid(-1, owner, -1) != 0 || privilege_raise() != 0)
		return -1;
	return unshare(CLONE_NEWUSER);
}

/* As fork, but born in the leaf of the v2 tree where there is one. Init itself stays outside. */
static pid_t fork_payload(int leaf)
{
	struct clone_args args = { .exit_signal = SIGCHLD };
	if (leaf >= 0) {
		args.flags = CLONE_INTO_CGROUP;
		args.cgroup = (uint64_t)leaf;
	}
	return (pid_t)syscall(__NR_clone3, &args, sizeof args);
}

void init_main(const struct sandbox_plan *plan)
{
	int pair[2], report = plan->report;
	const char *step;
	char byte;
	prctl(PR_SET_NAME, "gozolite-init");
	if (setgroups(0, NULL) != 0)
		fail(report, "drop the groups");
	if (unshare(CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS) != 0)
		fail(report, refused_namespace());
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
		fail(report, "make a socket pair");
	pid_t payload = fork_payload(plan->door.birth);
	if (payload < 0)
		/* For want of memory or tasks, or else because of where it was to be born. */
		fail(report, errno == EAGAIN || errno == ENOMEM ? "fork the payload" : "enter the cgroups");
	if (payload == 0) {
		close(pair[0]);
		payload_main(plan, pair[1]);
	}
	close(pair[1]);
	if (mounts_make(plan, &step) != 0)
		fail(report, step);
	if (make_user_namespace(slot_init_uid(plan->life, plan->slot)) != 0)
		fail(report, "make the user namespace");
	if (write(pair[0], "m", 1) != 1 || read(pair[0], &byte, 1) != 1)
		fail(report, "have the ids mapped");
	if (privilege_drop_all(0, 0, &step) != 0)
		fail(report, step);
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0)
		fail(report, "protect init");
	/* Had the supervisor died before that call, no signal would come. */
	if (supervisor_is_gone(plan->life->alive))
		_exit(1);
	/* Only now may the payload-to-be go on: init is no target any more. */
	if (write(pair[0], "g", 1) != 1)
		fail(report, "release the payload");
	keep_only(&report);
	if (seccomp_install(&plan->life->filters.init) != 0)
		fail(report, "install init's filter");
	wait_for(payload, report);
}
