/* gozolite-supervisor: runs programs that nobody trusts.
 *
 * Theory of operation
 * -------------------
 * keeper      The one long-lived privileged process. Forks a supervisor for each connection; cleans up after it.
 * supervisor  One connection. An event loop that never blocks: reads requests, hands them to prepared sandboxes, pumps
 *             their output, keeps their limits, tells how they ended. Lives in a mount namespace without the host's files.
 * maker       The supervisor's one child that forks. Makes cgroups, tmpfs and pipes and clones inits ahead of need, and
 *             removes what is used up. It never sees a request.
 * init        Process 1 of a sandbox. Makes namespaces and mounts, gives up everything, waits.
 * payload     Forked by init. Enters cgroups, drops to a uid of its own, puts Landlock and seccomp in force, and then
 *             waits for its job. Only when a job comes does it write the files and exec the program.
 *
 * A run goes: RUN frame -> a prepared sandbox is taken -> its limits are adjusted where they differ -> one message to the
 * payload-to-be -> exec -> output frames -> init reports the end, and by exiting kills what is left -> counters are read
 * -> END -> the maker removes the cgroups -> the uid pair is free again. The sandbox is never used twice.
 *
 * Death travels downwards only: keeper -> supervisor -> maker and inits by PDEATHSIG, init -> everything in its pid
 * namespace by the kernel. Nothing has to be running for that to happen. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bare.h"
#include "identity.h"
#include "keeper.h"
#include "proc.h"
#include "supervisor.h"

static int usage(void)
{
	fprintf(stderr, "usage: gozolite-supervisor keeper --socket PATH [--roots DIR] [--cgroup PATH] [--uid-base N] [--client-uid N]\n"
			"       gozolite-supervisor bare COUNT PROGRAM [ARG...]\n"
			"       gozolite-supervisor version\n");
	return 2;
}

static int number(const char *text, unsigned *value)
{
	char *end;
	errno = 0;
	unsigned long n = strtoul(text, &end, 10);
	if (errno || !*text || *end || *text == '-' || n > 0xfffffff0UL)
		return -1;
	*value = (unsigned)n;
	return 0;
}

/* Enters a user namespace and starts over: only an image that was started inside is owned by that namespace, and only
 * of such an image may its root, which is what we then are, see to the children's id maps. */
static int enter_and_restart(int argc, char **argv, const struct keeper_options *o)
{
	struct failure why;
	char **again = calloc((size_t)argc + 5, sizeof *again);
	if (!again || o->client != getuid()) {
		fprintf(stderr, "gozolite-supervisor: without root the client is the user that starts the keeper\n");
		return 1;
	}
	if (identity_enter_namespace(&why) != 0) {
		fprintf(stderr, "gozolite-supervisor: %s: %s; to do: %s\n", why.layer, why.message, why.remedy);
		return 1;
	}
	static char *const more[] = { "--client-uid", "0", "--entered", "1" };
	memcpy(again, argv, (size_t)argc * sizeof *again);
	memcpy(again + argc, more, sizeof more);
	execv("/proc/self/exe", again);
	perror("gozolite-supervisor: cannot start again");
	return 1;
}

static int keeper(int argc, char **argv)
{
	struct keeper_options o = { .roots = "/var/lib/gozolite/roots", .client = getuid(), .privileged = true };
	for (int i = 2; i + 1 < argc; i += 2) {
		/* A copy: the arguments are overwritten by the title. */
		const char *value = strdup(argv[i + 1]);
		if (!value)
			return 1;
		if (strcmp(argv[i], "--socket") == 0)
			o.socket = value;
		else if (strcmp(argv[i], "--roots") == 0)
			o.roots = value;
		else if (strcmp(argv[i], "--cgroup") == 0)
			o.cgroup = value;
		else if (strcmp(argv[i], "--entered") == 0)
			o.privileged = false;
		else if (strcmp(argv[i], "--uid-base") != 0 && strcmp(argv[i], "--client-uid") != 0)
			return usage();
		else if (number(value, strcmp(argv[i], "--uid-base") == 0 ? &o.uid_base : &o.client) != 0)
			return usage();
	}
	if (argc % 2 != 0 || !o.socket)
		return usage();
	/* Descriptors and variables of whoever started this are none of ours. */
	if (close_range(3, ~0U, 0) != 0 || clearenv() != 0 || setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", 1) != 0) {
		perror("gozolite-supervisor: cannot let go of what it was started with");
		return 1;
	}
	if (geteuid() != 0)
		return enter_and_restart(argc, argv, &o);
	process_title_init(argc, argv);
	return keeper_main(&o);
}

int main(int argc, char **argv)
{
	unsigned count;
	/* A closed standard stream would be taken by the next descriptor opened. */
	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd)
			return 1;
	if (argc >= 2 && strcmp(argv[1], "keeper") == 0)
		return keeper(argc, argv);
	if (argc >= 4 && strcmp(argv[1], "bare") == 0 && number(argv[2], &count) == 0)
		return bare_main(count, argv + 3);
	if (argc == 2 && strcmp(argv[1], "version") == 0) {
		printf("gozolite-supervisor " SUPERVISOR_VERSION "\n");
		return 0;
	}
	return usage();
}
