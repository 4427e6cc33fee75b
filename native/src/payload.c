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
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "fd.h"
#include "job.h"
#include "landlock.h"
#include "privilege.h"

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
		if (plan->procs[i] >= 0 && write(plan->procs[i], "0", 1) != 1)
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

static void reset_signals(void)
{
	struct sigaction standard = { .sa_handler = SIG_DFL };
	sigset_t none;
	for (int signal = 1; signal < NSIG; signal++)
		sigaction(signal, &standard, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
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
	int dropped = privilege_drop_all(SANDBOX_ID, SANDBOX_ID, &step);
	check(dropped, report, step);
	check(prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0), report, "tie the payload to init");
	if (getppid() != 1)
		_exit(1);
	check(setsid() < 0 ? -1 : 0, report, "start a session");
	check(chdir("/box"), report, "enter /box");
	umask(022);
	reset_signals();
	check(landlock_restrict(life->landlock_abi), report, "restrict with Landlock");
	take_streams(plan);
	check(seccomp_install(&life->filters.arguments), REPORT, "install the argument filter");
	check(seccomp_install(&life->filters.calls), REPORT, "install the call filter");
	if (!privilege_is_none())
		tell(REPORT, REPORT_FAILED, "find no capability left", EPERM);
}

static int limit(int resource, uint64_t soft, uint64_t hard)
{
	struct rlimit r = { soft, hard };
	return setrlimit(resource, &r);
}

static const char *set_limits(const struct job *job)
{
	/* The CPU limit proper is the supervisor's; this one only stops a process if the supervisor is held up. Without
	 * cgroups it is all there is. */
	uint64_t seconds = (job->cpu_ns + NS_PER_SECOND - 1) / NS_PER_SECOND + (job->flags & JOB_LIMIT_NPROC ? 0 : 2);
	if (limit(RLIMIT_CPU, seconds, seconds + 1) != 0)
		return "set RLIMIT_CPU";
	/* 1, not 0: with 0 a core_pattern that is a pipe is still run. */
	if (limit(RLIMIT_CORE, 1, 1) != 0)
		return "set RLIMIT_CORE";
	if (limit(RLIMIT_FSIZE, job->file_bytes, job->file_bytes) != 0)
		return "set RLIMIT_FSIZE";
	if (limit(RLIMIT_NOFILE, job->open_files, job->open_files) != 0)
		return "set RLIMIT_NOFILE";
	if (limit(RLIMIT_STACK, job->stack_bytes, job->stack_bytes) != 0)
		return "set RLIMIT_STACK";
	if (limit(RLIMIT_MEMLOCK, 8 << 20, 8 << 20) != 0)
		return "set RLIMIT_MEMLOCK";
	if (limit(RLIMIT_MSGQUEUE, 819200, 819200) != 0)
		return "set RLIMIT_MSGQUEUE";
	if (limit(RLIMIT_SIGPENDING, 4096, 4096) != 0)
		return "set RLIMIT_SIGPENDING";
	/* Its uid is this run's alone, so where cgroups are given up this counts its tasks. */
	if ((job->flags & JOB_LIMIT_NPROC) && limit(RLIMIT_NPROC, job->processes, job->processes) != 0)
		return "set RLIMIT_NPROC";
	return NULL;
}

/* The program's argv and environment, cut out of the job's strings. */
struct program {
	char **argv, **env, *cwd;
};

static int read_program(const struct job *job, struct program *program)
{
	char *strings = job->strings <= STRINGS_MAX ? malloc((size_t)job->strings + 1) : NULL;
	char **list = calloc((size_t)job->argc + job->envc + 2, sizeof *list);
	if (!strings || !list || fd_read_all(CONTROL, strings, job->strings) != 0)
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

/* As execvpe does, with PATH of the program's own environment, but a script without "#!" is not run by a shell. */
static int execute(const struct program *program)
{
	const char *name = program->argv[0], *path = "/usr/local/bin:/usr/bin:/bin";
	int error = ENOENT;
	for (char **e = program->env; *e; e++)
		if (strncmp(*e, "PATH=", 5) == 0)
			path = *e + 5;
	if (strchr(name, '/')) {
		execve(name, program->argv, program->env);
		return errno;
	}
	while (*name) {
		size_t n = strcspn(path, ":");
		char full[4096];
		if (snprintf(full, sizeof full, "%.*s%s%s", (int)n, path, n ? "/" : "", name) < (int)sizeof full) {
			execve(full, program->argv, program->env);
			if (errno != ENOENT && errno != ENOTDIR && errno != EACCES)
				return errno;
			if (errno == EACCES)
				error = EACCES;
		}
		if (!path[n])
			break;
		path += n + 1;
	}
	return error;
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
	step = set_limits(&job);
	if (step)
		tell(REPORT, REPORT_FAILED, step, errno);
	struct report r = { .kind = REPORT_EXEC, .at_ns = clock_now() };
	if (write(REPORT, &r, sizeof r) != sizeof r)
		_exit(1);
	if (job.flags & JOB_SELF_TEST)
		_exit(self_test_inside(plan->life));
	tell(REPORT, REPORT_NOT_STARTED, "execute the program", execute(&program));
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
