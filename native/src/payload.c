/* The payload-to-be: privileged when it is forked, and nothing at all when it execs. What always holds: every layer is
 * in force before the job is read, so files, arguments and the program itself are handled with the payload's own
 * rights; a layer that cannot be put in force is reported, and the process ends without running anything. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "fd.h"
#include "job.h"
#include "landlock.h"
#include "privilege.h"
#include "program.h"

#define SANDBOX_ID 1000
#define STRINGS_MAX (64u << 20)

/* Where the two descriptors that outlive the setup are moved to. */
#define CONTROL 3
#define REPORT 4

static _Noreturn void tell(int report, enum report_kind kind, const char *step, int error)
{
	struct report r = { .kind = kind, .error = error, .at_ns = clock_now() };
	strncpy(r.step, step, sizeof r.step - 1);
	(void)!write(report, &r, sizeof r);
	_exit(1);
}

static void check(int done, int report, const char *step)
{
	if (done != 0)
		tell(report, REPORT_FAILED, step, errno);
}

static int map_ids(const struct sandbox_plan *plan)
{
	char text[96];
	uid_t init = slot_init_uid(plan->life, plan->slot), payload = slot_payload_uid(plan->life, plan->slot);
	snprintf(text, sizeof text, "0 %u 1\n%d %u 1\n", init, SANDBOX_ID, payload);
	if (fd_put(AT_FDCWD, "/proc/1/setgroups", "deny") != 0 || fd_put(AT_FDCWD, "/proc/1/uid_map", text) != 0)
		return -1;
	return fd_put(AT_FDCWD, "/proc/1/gid_map", text);
}

static int join_cgroups(const struct sandbox_plan *plan)
{
	for (int i = 0; i < CGROUP_TREES; i++)
		if (plan->door.tasks[i] >= 0 && write(plan->door.tasks[i], "0", 1) != 1)
			return -1;
	return 0;
}

static void expect(int sock, char what, int report)
{
	char byte = 0;
	if (read(sock, &byte, 1) != 1 || byte != what)
		_exit(1);
	(void)report;
}

static void take_streams(const struct sandbox_plan *plan)
{
	/* Above all that is in use, so that no move overwrites one still needed. */
	int control = fcntl(plan->control, F_DUPFD_CLOEXEC, 64), report = fcntl(plan->report, F_DUPFD_CLOEXEC, 64);
	int in = fcntl(plan->input, F_DUPFD_CLOEXEC, 64), out = fcntl(plan->output, F_DUPFD_CLOEXEC, 64);
	int err = fcntl(plan->errors, F_DUPFD_CLOEXEC, 64);
	if (dup2(in, 0) != 0 || dup2(out, 1) != 1 || dup2(err, 2) != 2)
		tell(plan->report, REPORT_FAILED, "take the standard streams", errno);
	if (dup3(control, CONTROL, O_CLOEXEC) != CONTROL || dup3(report, REPORT, O_CLOEXEC) != REPORT)
		_exit(1);
	if (close_range(REPORT + 1, ~0U, 0) != 0)
		tell(REPORT, REPORT_FAILED, "close what is not the sandbox's", errno);
}

/* Everything up to the moment where only the job is missing. */
static void confine(const struct sandbox_plan *plan, int init_sock)
{
	const struct life *life = plan->life;
	const char *step;
	int report = plan->report;
	check(join_cgroups(plan), report, "enter the cgroups");
	/* Seen from inside, the leaf is the root of every hierarchy. */
	check(unshare(CLONE_NEWCGROUP), report, "make the cgroup namespace");
	expect(init_sock, 'm', report);
	int user_namespace = open("/proc/1/ns/user", O_RDONLY | O_CLOEXEC);
	check(user_namespace < 0 ? -1 : 0, report, "open the user namespace");
	check(map_ids(plan), report, "map the ids");
	check(write(init_sock, "m", 1) == 1 ? 0 : -1, report, "tell init");
	expect(init_sock, 'g', report);
	check(setns(user_namespace, CLONE_NEWUSER), report, "enter the user namespace");
	check(privilege_bound_none(), report, "empty the bounding set");
	int dropped = privilege_drop_all(SANDBOX_ID, SANDBOX_ID, &step);
	check(dropped, report, step);
	check(prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0), report, "tie the payload to init");
	if (getppid() != 1)
		_exit(1);
	check(setsid() < 0 ? -1 : 0, report, "start a session");
	check(chdir("/box"), report, "enter /box");
	umask(022);
	check(landlock_restrict(life->landlock_abi), report, "restrict with Landlock");
	take_streams(plan);
	check(seccomp_install(&life->filters.payload), REPORT, "install the system call filter");
	if (!privilege_is_none())
		tell(REPORT, REPORT_FAILED, "find no capability left", EPERM);
}

static int read_program(const struct job *job, struct program *program)
{
	/* Not from the heap, whose pages are copies of the maker's: each that is looked at would be copied. */
	size_t pointers = ((size_t)job->argc + job->envc + 2) * sizeof(char *);
	char **list = job->strings > STRINGS_MAX ? MAP_FAILED
		: mmap(NULL, pointers + job->strings + 1, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (list == MAP_FAILED)
		return -1;
	char *strings = (char *)list + pointers;
	if (fd_read_all(CONTROL, strings, job->strings) != 0)
		return -1;
	strings[job->strings] = 0;
	program->argv = list;
	program->env = list + job->argc + 1;
	char *at = strings;
	for (uint32_t i = 0; i < job->argc + job->envc; i++) {
		list[i < job->argc ? i : i + 1] = at;
		at += strlen(at) + 1;
		if (at > strings + job->strings)
			return -1;
	}
	program->cwd = at;
	return 0;
}

static _Noreturn void run(const struct sandbox_plan *plan)
{
	struct job job;
	struct program program;
	int fds[FD_PASS_MAX], bundle;
	size_t count;
	ssize_t n = fd_receive(CONTROL, &job, sizeof job, fds, &count);
	if (n <= 0)
		_exit(0);
	if ((size_t)n < sizeof job)
		check(fd_read_all(CONTROL, (char *)&job + n, sizeof job - (size_t)n), REPORT, "read the job");
	bundle = count > 0 ? fds[0] : -1;
	check(read_program(&job, &program), REPORT, "read the program's arguments");
	const char *step = NULL;
	int error = workspace_fill(CONTROL, &job, bundle, &step);
	if (error)
		tell(REPORT, REPORT_NOT_STARTED, step, error);
	fd_close(&bundle);
	if (program.cwd[0] && chdir(program.cwd) != 0)
		tell(REPORT, REPORT_NOT_STARTED, "enter the working directory", errno);
	step = program_set_limits(&job);
	if (step)
		tell(REPORT, REPORT_FAILED, step, errno);
	struct report r = { .kind = REPORT_EXEC, .at_ns = clock_now() };
	if (write(REPORT, &r, sizeof r) != sizeof r)
		_exit(1);
	if (job.flags & JOB_SELF_TEST)
		_exit(self_test_inside(plan->life));
	tell(REPORT, REPORT_NOT_STARTED, "execute the program", program_execute(&program));
}

void payload_main(const struct sandbox_plan *plan, int init_sock)
{
	prctl(PR_SET_NAME, "gozolite-waiting");
	confine(plan, init_sock);
	struct report r = { .kind = REPORT_READY, .at_ns = clock_now() };
	if (write(REPORT, &r, sizeof r) != sizeof r)
		_exit(1);
	run(plan);
}
