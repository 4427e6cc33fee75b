/* What a program is given and how it ends. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "../src/clock.h"
#include "check.h"
#include "suite.h"

static void start(void)
{
	struct answer a;
	check(shell("echo out; echo err >&2; exit 3", &a) && is(&a, "exited", 3) && said(&a, "out\n") && strcmp((char *)a.out[1].data, "err\n") == 0, "output, errors and exit code come back");
	check(a.started && a.prepare_ns > 0 && a.wall_ns > 0 && a.memory_peak > 0 && a.killer == 0, "the run is measured");
	answer_free(&a);
	struct ask ask = { .argv = { "sh", "-c", "echo \"$1|$2|$A\"; pwd", "x", "", "a b" }, .env = { "A=\xc3\xa9" }, .cwd = "/tmp" };
	check(client_run(&client, &ask, &a) && said(&a, "|a b|\xc3\xa9\n/tmp\n"), "arguments, environment and folder are as asked");
	answer_free(&a);
	ask = (struct ask){ .argv = { "sh", "-c", "cat d/e/f; ./x; id -u; id -g; id -G; pwd; umask" }, .files = { { "d/e/f", "text\n", 0, 0 }, { "x", "#!/bin/sh\necho ran\n", 0, 0755 } } };
	check(client_run(&client, &ask, &a) && said(&a, "text\nran\n1000\n1000\n1000\n/box\n0022\n"), "files are laid out with their modes, and the uid is 1000");
	answer_free(&a);
	check(shell("kill -SEGV $$", &a) && is(&a, "signaled", SIGSEGV) && a.killer == 0, "a signal of the program's own is told");
	answer_free(&a);
	check(shell("sleep 1000 & echo left", &a) && is(&a, "exited", 0) && a.wall_ns < slowness() * 5 * NS_PER_SECOND && said(&a, "left\n"), "a background child that holds stdout returns at once");
	answer_free(&a);
}

static void not_started(void)
{
	struct answer a;
	struct ask ask = { .argv = { "no-such-program" } };
	check(client_run(&client, &ask, &a) && strcmp(a.outcome, "not_started") == 0 && a.exec_errno == ENOENT && !a.started, "a missing program is not started: ENOENT");
	answer_free(&a);
	ask = (struct ask){ .argv = { "/box/x" }, .files = { { "x", "no", 0, 0644 } } };
	check(client_run(&client, &ask, &a) && strcmp(a.outcome, "not_started") == 0 && a.exec_errno == EACCES, "a file that is not executable: EACCES");
	answer_free(&a);
	ask.files[0].mode = 0755;
	check(client_run(&client, &ask, &a) && strcmp(a.outcome, "not_started") == 0 && a.exec_errno == ENOEXEC, "a script without #!: ENOEXEC");
	answer_free(&a);
	ask = (struct ask){ .argv = { "true" }, .cwd = "/nowhere" };
	check(client_run(&client, &ask, &a) && strcmp(a.outcome, "not_started") == 0 && a.exec_errno == ENOENT, "a missing folder: ENOENT");
	answer_free(&a);
	ask = (struct ask){ .argv = { "true" }, .files = { { "../x", "no", 0, 0 } } };
	check(client_run(&client, &ask, &a) && strcmp(a.outcome, "not_started") == 0 && a.exec_errno == EINVAL, "a file path with .. is refused");
	answer_free(&a);
	ask = (struct ask){ .argv = { "true" }, .bundle = 999 };
	check(client_run(&client, &ask, &a) && strcmp(a.outcome, "failed") == 0 && a.message[0], "an unknown bundle fails with a message");
	answer_free(&a);
}

static void streams(void)
{
	struct answer a;
	size_t big = 63u << 20;
	char *input = calloc(1, big);
	struct ask ask = { .argv = { "wc", "-c" }, .input = input, .input_size = 3 << 20 };
	check(client_run(&client, &ask, &a) && said(&a, "3145728\n"), "3 MiB of input are read whole");
	answer_free(&a);
	ask = (struct ask){ .argv = { "sleep", "100" }, .input = input, .input_size = big, .time_ms = 300 };
	check(client_run(&client, &ask, &a) && killed_by(&a, 5), "63 MiB of input that nobody reads: the wall limit, no deadlock");
	answer_free(&a);
	ask = (struct ask){ .argv = { "sh", "-c", "exec 0<&-; echo done" }, .input = input, .input_size = big };
	check(client_run(&client, &ask, &a) && is(&a, "exited", 0) && said(&a, "done\n"), "closing the input early is the program's right");
	answer_free(&a);
	free(input);
	ask = (struct ask){ .argv = { "cat", "/dev/stdin" }, .input = "hey", .input_size = 3 };
	check(client_run(&client, &ask, &a) && said(&a, "hey"), "/dev/stdin can be opened");
	answer_free(&a);
	check(shell("echo x > /dev/stdout; echo y > /dev/stderr; echo z > /dev/null", &a) && is(&a, "exited", 0) && said(&a, "x\n"), "/dev/stdout and /dev/stderr can be opened");
	answer_free(&a);
}

static void cancel(void)
{
	struct answer a = { 0 };
	struct ask ask = { .argv = { "sleep", "100" } };
	a.run = client_send(&client, &ask);
	client_simple(&client, FRAME_CANCEL, a.run, 0, 0);
	uint64_t start = clock_now();
	check(client_wait(&client, &a) && strcmp(a.outcome, "cancelled") == 0 && clock_now() - start < slowness() * 5 * NS_PER_SECOND, "a run is cancelled");
	answer_free(&a);
	struct answer many[6] = { 0 };
	ask = (struct ask){ .argv = { "sleep", "0.2" } };
	for (int i = 0; i < 6; i++)
		many[i].run = client_send(&client, &ask);
	client_simple(&client, FRAME_CANCEL, many[5].run, 0, 0);
	struct frame_header h;
	const uint8_t *body;
	int ended = 0;
	while (ended < 6 && client_read(&client, &h, &body, 5000))
		for (int i = 0; i < 6; i++)
			if (many[i].run == h.run) {
				answer_take(&many[i], &h, body);
				ended += h.type == FRAME_END;
			}
	check(ended == 6 && is(&many[4], "exited", 0) && strcmp(many[5].outcome, "cancelled") == 0, "runs above the slots wait, and can be cancelled while they do");
	for (int i = 0; i < 6; i++)
		answer_free(&many[i]);
}

void test_basics(void)
{
	start();
	not_started();
	streams();
	cancel();
}
