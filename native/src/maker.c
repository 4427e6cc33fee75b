/* The maker: makes and removes sandboxes ahead of need, so that nothing slow ever runs in the supervisor's event loop.
 * What always holds: it has never seen a request, so the processes it forks hold no tenant's data; it is single-threaded
 * and closes the inner ends of a sandbox before it makes the next, so no sandbox holds a descriptor of another; and the
 * processes it makes are children of the supervisor, and die with it. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "fd.h"
#include "job.h"
#include "proc.h"
#include "program.h"

struct maker {
	const struct life *life;
	int sock;
};

void leaf_name(uint64_t sequence, char name[LEAF_NAME_SIZE])
{
	snprintf(name, LEAF_NAME_SIZE, "run%llu", (unsigned long long)sequence);
}

/* A child of the supervisor, not of the maker, with a descriptor that tells of its end. */
static pid_t clone_for_supervisor(uint64_t namespaces, int *pidfd)
{
	struct clone_args args = { .flags = CLONE_PIDFD | CLONE_PARENT | namespaces, .pidfd = (uint64_t)(uintptr_t)pidfd };
	return (pid_t)syscall(__NR_clone3, &args, sizeof args);
}

/* The time namespace is for its file in /proc/self/ns, which two sandboxes could otherwise lock. A kernel without it has
 * no such file. */
static pid_t clone_init(int *pidfd)
{
	static bool no_time_namespace;
	pid_t pid = clone_for_supervisor(CLONE_NEWPID | (no_time_namespace ? 0 : CLONE_NEWTIME), pidfd);
	if (pid >= 0 || errno != EINVAL || no_time_namespace)
		return pid;
	no_time_namespace = true;
	return clone_for_supervisor(CLONE_NEWPID, pidfd);
}

/* A pipe whose payload's end can be opened again by its uid, as /dev/stdin is. */
static int stream(uid_t owner, int *inner, int *outer, bool input)
{
	int p[2];
	if (pipe2(p, O_CLOEXEC) != 0)
		return -1;
	*inner = p[input ? 0 : 1];
	*outer = p[input ? 1 : 0];
	if (fcntl(*outer, F_SETFL, O_NONBLOCK) != 0)
		return -1;
	return fchown(*inner, owner, owner);
}

static int make_ends(struct sandbox_plan *plan, int *outer)
{
	uid_t owner = slot_payload_uid(plan->life, plan->slot);
	int p[2];
	if (pipe2(p, O_CLOEXEC) != 0)
		return -1;
	outer[FD_REPORT] = p[0];
	plan->report = p[1];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, p) != 0)
		return -1;
	outer[FD_CONTROL] = p[0];
	plan->control = p[1];
	if (fcntl(outer[FD_CONTROL], F_SETFL, O_NONBLOCK) != 0 || fcntl(outer[FD_REPORT], F_SETFL, O_NONBLOCK) != 0)
		return -1;
	if (stream(owner, &plan->input, &outer[FD_STDIN], true) != 0 || stream(owner, &plan->output, &outer[FD_STDOUT], false) != 0)
		return -1;
	return stream(owner, &plan->errors, &outer[FD_STDERR], false);
}

static void close_plan(struct sandbox_plan *plan)
{
	fd_close(&plan->report);
	fd_close(&plan->control);
	fd_close(&plan->input);
	fd_close(&plan->output);
	fd_close(&plan->errors);
	for (int i = 0; i < CGROUP_TREES; i++)
		fd_close(&plan->door.tasks[i]);
	fd_close(&plan->door.birth);
}

static int build(const struct maker_request *ask, struct sandbox_plan *plan, int *outer, const char **step)
{
	const struct life *life = plan->life;
	char name[LEAF_NAME_SIZE];
	leaf_name(ask->sequence, name);
	if (life->cgroups->usable && leaf_make(life->cgroups, name, &ask->leaf, &plan->door, step) != 0)
		return -1;
	*step = "make the scratch tmpfs";
	outer[FD_SCRATCH] = plan->scratch = scratch_make(&ask->scratch, slot_payload_uid(life, ask->slot), life->privileged);
	if (plan->scratch < 0)
		return -1;
	*step = "make the pipes";
	if (make_ends(plan, outer) != 0)
		return -1;
	*step = "clone init";
	pid_t pid = clone_init(&outer[FD_PIDFD]);
	if (pid == 0) {
		for (int i = 0; i < SANDBOX_FDS; i++)
			if (i != FD_SCRATCH)
				fd_close(&outer[i]);
		init_main(plan);
	}
	return pid < 0 ? -1 : 0;
}

static void reply(const struct maker *m, const struct maker_request *ask, int error, const char *step, const int *fds, size_t count)
{
	struct maker_reply r = { .op = ask->op, .slot = ask->slot, .sequence = ask->sequence, .error = error };
	strncpy(r.step, step, sizeof r.step - 1);
	/* Without the supervisor there is nobody to make anything for. */
	if (fd_send(m->sock, &r, sizeof r, fds, count) != 0)
		_exit(1);
}

static void make(const struct maker *m, const struct maker_request *ask)
{
	struct sandbox_plan plan = { .life = m->life, .slot = ask->slot, .report = -1, .control = -1, .input = -1, .output = -1, .errors = -1, .scratch = -1, .door.birth = -1 };
	int outer[SANDBOX_FDS];
	const char *step = "";
	for (int i = 0; i < SANDBOX_FDS; i++)
		outer[i] = -1;
	for (int i = 0; i < CGROUP_TREES; i++)
		plan.door.tasks[i] = -1;
	int done = build(ask, &plan, outer, &step), error = errno;
	close_plan(&plan);
	if (done == 0)
		reply(m, ask, 0, "", outer, SANDBOX_FDS);
	for (int i = 0; i < SANDBOX_FDS; i++)
		fd_close(&outer[i]);
	if (done == 0)
		return;
	char name[LEAF_NAME_SIZE];
	leaf_name(ask->sequence, name);
	if (m->life->cgroups->usable)
		leaf_remove(m->life->cgroups, name);
	reply(m, ask, error, step, NULL, 0);
}

static void collect(const struct maker *m, const struct maker_request *ask, const int *fds, size_t count)
{
	int pidfd = -1;
	pid_t pid = count == 3 ? clone_for_supervisor(0, &pidfd) : -1;
	if (pid == 0) {
		close(m->sock);
		collect_main(m->life, ask->slot, fds[0], fds[1], fds[2]);
	}
	reply(m, ask, pid < 0 ? errno : 0, "clone the collector", &pidfd, pid < 0 ? 0 : 1);
	fd_close(&pidfd);
}

static void remove_leaf(const struct maker *m, const struct maker_request *ask)
{
	char name[LEAF_NAME_SIZE];
	leaf_name(ask->sequence, name);
	int done = m->life->cgroups->usable ? leaf_remove(m->life->cgroups, name) : 0;
	reply(m, ask, done ? errno : 0, "remove the cgroup", NULL, 0);
}

static _Noreturn void free_main(const struct maker *m, const struct maker_request *ask, int *fds)
{
	char byte;
	prctl(PR_SET_NAME, "gozolite-free");
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0)
		_exit(1);
	fd_close(&fds[2]);
	/* End of file: nobody else holds it any more, so it is this process that frees it. */
	(void)!read(fds[1], &byte, 1);
	fd_close(&fds[0]);
	if (ask->op == MAKER_REMOVE)
		remove_leaf(m, ask);
	_exit(0);
}

/* Freeing what a program has filled can take a second, for which nobody else shall wait. */
static void free_aside(const struct maker *m, const struct maker_request *ask, int *fds)
{
	int pidfd = -1;
	pid_t pid = clone_for_supervisor(0, &pidfd);
	if (pid == 0)
		free_main(m, ask, fds);
	/* Then it is freed here, and the supervisor asks again. */
	if (pid < 0 && ask->op == MAKER_REMOVE)
		reply(m, ask, errno, "clone what frees", NULL, 0);
	fd_close(&pidfd);
}

void maker_main(const struct life *life, int sock)
{
	struct maker m = { life, sock };
	process_title("gozolite-maker");
	/* Once, for all that begin as a copy of this process. */
	program_reset_signals();
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0)
		_exit(1);
	for (;;) {
		struct maker_request ask;
		int fds[FD_PASS_MAX];
		size_t count;
		ssize_t n = fd_receive(sock, &ask, sizeof ask, fds, &count);
		if (n != sizeof ask)
			_exit(n == 0 ? 0 : 1);
		if (ask.op == MAKER_MAKE) {
			make(&m, &ask);
		} else if ((ask.op == MAKER_REMOVE || ask.op == MAKER_FREE) && count == 3) {
			free_aside(&m, &ask, fds);
		} else if (ask.op == MAKER_REMOVE) {
			remove_leaf(&m, &ask);
		} else if (ask.op == MAKER_COLLECT) {
			collect(&m, &ask, fds, count);
		}
		for (size_t i = 0; i < count; i++)
			fd_close(&fds[i]);
	}
}
