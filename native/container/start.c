/* From init's child to the program. What always holds: every layer that does not come from the engine is in force before
 * the exec, and one that cannot be put in force ends the child with the step's name; the clock starts at the exec. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clock.h"
#include "fd.h"
#include "inside.h"
#include "landlock.h"
#include "program.h"

#define STREAMS 3
#define LOWEST_PRIORITY 19

static _Noreturn void tell(int report, enum report_kind kind, const char *step, int error)
{
	struct report r = { .kind = kind, .error = error, .at_ns = clock_now() };
	strncpy(r.step, step, sizeof r.step - 1);
	(void)!write(report, &r, sizeof r);
	_exit(1);
}

static char *text_of(struct span span)
{
	char *text = strndup((const char *)span.data, span.length);
	if (!text)
		_exit(1);
	return text;
}

static char **list_of(const struct spans *spans)
{
	char **list = calloc((size_t)spans->count + 1, sizeof *list);
	if (!list)
		_exit(1);
	for (uint32_t i = 0; i < spans->count; i++)
		list[i] = text_of(spans->items[i]);
	return list;
}

static _Noreturn void become(const struct inside *in, const int streams[STREAMS], int report)
{
	const struct limits *l = &in->request.limits;
	struct job job = {
		.cpu_ns = l->cpu_ns, .processes = l->processes + 1, .file_bytes = l->file_bytes, .open_files = l->open_files,
		.stack_bytes = l->stack_bytes,
	};
	struct program program = { list_of(&in->request.argv), list_of(&in->request.env), NULL };
	struct counters c;
	counters_read(in, &c);
	/* Where the cgroup's limit had to be higher, the uid's own holds: it is this container's alone. */
	if (in->cgroup_unseen || c.pids_max > l->processes + 1)
		job.flags |= JOB_LIMIT_NPROC;
	if (in->cgroup_unseen)
		job.flags |= JOB_LIMIT_CPU;
	/* Of two that have to die for want of memory, not init. The file is the owner's only while this can be dumped. */
	if (prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) != 0 || fd_put(AT_FDCWD, "/proc/self/oom_score_adj", "1000") != 0)
		tell(report, REPORT_FAILED, "offer itself to the memory killer", errno);
	/* Above all that is in use, so that no move overwrites one still needed. */
	report = fcntl(report, F_DUPFD_CLOEXEC, 64);
	int high[STREAMS];
	for (int i = 0; i < STREAMS; i++)
		high[i] = fcntl(streams[i], F_DUPFD_CLOEXEC, 64);
	for (int i = 0; i < STREAMS; i++)
		if (dup2(high[i], i) != i)
			tell(report, REPORT_FAILED, "take the standard streams", errno);
	if (dup3(report, STREAMS, O_CLOEXEC) != STREAMS)
		_exit(1);
	report = STREAMS;
	close_range(STREAMS + 1, ~0U, 0);
	if (setsid() < 0)
		tell(report, REPORT_FAILED, "start a session", errno);
	umask(022);
	if (chdir(in->request.cwd.length ? text_of(in->request.cwd) : "/box") != 0)
		tell(report, REPORT_NOT_STARTED, "enter the working directory", errno);
	program_reset_signals();
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		tell(report, REPORT_FAILED, "set NO_NEW_PRIVS", errno);
	if (landlock_restrict(in->landlock_abi) != 0)
		tell(report, REPORT_FAILED, "restrict with Landlock", errno);
	/* Within its cgroup, which has the container's share whatever runs in it, init comes first: a thousand that want the
	 * processor cannot keep it from its clock. There is no way back from this without a privilege. */
	if (setpriority(PRIO_PROCESS, 0, LOWEST_PRIORITY) != 0)
		tell(report, REPORT_FAILED, "stand back behind init", errno);
	const char *step = program_set_limits(&job);
	if (step)
		tell(report, REPORT_FAILED, step, errno);
	if (seccomp_install(&in->filters.payload) != 0)
		tell(report, REPORT_FAILED, "install the system call filter", errno);
	struct report r = { .kind = REPORT_EXEC, .at_ns = clock_now() };
	if (write(report, &r, sizeof r) != sizeof r)
		_exit(1);
	tell(report, REPORT_NOT_STARTED, "execute the program", program_execute(&program));
}

/* The child's reports: one before the exec, and one after it only when the exec failed. */
static bool take_reports(struct inside *in, int report)
{
	struct report r;
	bool executed = false;
	while (fd_read_all(report, &r, sizeof r) == 0) {
		if (r.kind == REPORT_EXEC) {
			executed = true;
			in->exec_ns = r.at_ns;
			continue;
		}
		executed = false;
		in->exec_ns = 0;
		if (r.kind == REPORT_NOT_STARTED)
			in->exec_errno = r.error;
		else
			snprintf(in->failure, sizeof in->failure, "cannot %s: errno %d", r.step, r.error);
		snprintf(in->message, sizeof in->message, "%s", r.step);
	}
	if (!executed && !in->exec_errno && !in->failure[0])
		in->exec_errno = ENOMEM;
	return executed;
}

static bool make_pipes(int inner[STREAMS], int outer[STREAMS])
{
	for (int i = 0; i < STREAMS; i++) {
		int ends[2];
		if (pipe2(ends, O_CLOEXEC) != 0)
			return false;
		inner[i] = ends[i == 0 ? 0 : 1];
		outer[i] = ends[i == 0 ? 1 : 0];
		fcntl(outer[i], F_SETFL, O_NONBLOCK);
	}
	return true;
}

bool start_program(struct inside *in)
{
	int inner[STREAMS], outer[STREAMS], report[2];
	if (in->layout_error) {
		in->exec_errno = in->layout_error;
		snprintf(in->message, sizeof in->message, "%s", in->layout_step);
		return false;
	}
	if (!make_pipes(inner, outer) || pipe2(report, O_CLOEXEC) != 0) {
		snprintf(in->failure, sizeof in->failure, "cannot make pipes: errno %d", errno);
		return false;
	}
	in->cpu_at_exec_ns = counters_cpu_ns(in);
	in->program = fork();
	if (in->program == 0)
		become(in, inner, report[1]);
	close(report[1]);
	for (int i = 0; i < STREAMS; i++)
		close(inner[i]);
	in->input = outer[0];
	in->output[0] = outer[1];
	in->output[1] = outer[2];
	bool started = in->program > 0 && take_reports(in, report[0]);
	close(report[0]);
	if (in->program < 0)
		in->exec_errno = errno == ENOMEM ? ENOMEM : EAGAIN;
	if (!started) {
		kill(-1, SIGKILL);
		while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
			;
		return false;
	}
	size_t mark = frame_begin(&in->out, FRAME_STARTED, 1);
	field_put_number(&in->out, TAG_PREPARE_NS, in->exec_ns - in->start_ns);
	frame_end(&in->out, mark);
	inside_send(in);
	return true;
}
