/* The supervisor from the outside: real keepers, real sandboxes. suite SUPERVISOR ATTACK [only this group] */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../src/clock.h"
#include "check.h"
#include "client.h"
#include "suite.h"

int passed, failed;
const char *supervisor, *attack;
struct keeper_process keeper;
struct client client;

static char *attack_bytes;
static size_t attack_size;

static bool load_attack(void)
{
	struct stat st;
	int fd = open(attack, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) != 0 || !(attack_bytes = malloc((size_t)st.st_size)))
		return false;
	attack_size = (size_t)st.st_size;
	return read(fd, attack_bytes, attack_size) == st.st_size && close(fd) == 0;
}

struct ask attack_with(const char *what, const char *argument)
{
	struct ask ask = { .argv = { "/box/attack", what, argument }, .files = { { "attack", attack_bytes, attack_size, 0755 } } };
	return ask;
}

bool is(const struct answer *a, const char *outcome, uint64_t code)
{
	bool same = strcmp(a->outcome, outcome) == 0 && a->code == code;
	if (!same)
		printf("# %s code=%" PRIu64 " killer=%" PRIu64 " %s | %.200s | %.200s\n", a->outcome, a->code, a->killer, a->message,
			a->out[0].data ? (char *)a->out[0].data : "", a->out[1].data ? (char *)a->out[1].data : "");
	return same;
}

bool killed_by(const struct answer *a, uint32_t limit)
{
	bool right = a->killer == limit && answer_event(a, limit);
	if (!right)
		printf("# %s code=%" PRIu64 " killer=%" PRIu64 " events=%u wall=%" PRIu64 "ms %s\n", a->outcome, a->code, a->killer, a->event_count, a->wall_ns / 1000000, a->message);
	return right;
}

bool said(const struct answer *a, const char *text)
{
	bool right = strcmp((char *)a->out[0].data, text) == 0;
	if (!right)
		printf("# stdout: %.200s\n", (char *)a->out[0].data);
	return right;
}

bool shell(const char *script, struct answer *a)
{
	struct ask ask = { .argv = { "sh", "-c", script } };
	return client_run(&client, &ask, a);
}

bool connect_ready(struct client *c, uint64_t slots, uint64_t prepared)
{
	struct ready ready;
	bool ok = client_connect(c, &keeper) && client_configure(c, "host", slots, prepared, NULL, &ready);
	if (!ok || !ready.ok)
		printf("# %s: %s (%s)\n", ready.layer, ready.message, ready.remedy);
	return ok && ready.ok;
}

uint64_t slowness(void)
{
	const char *text = getenv("GOZOLITE_TEST_SLOWNESS");
	return text ? strtoull(text, NULL, 10) : 1;
}

int main(int argc, char **argv)
{
	const char *only = argc > 3 ? argv[3] : NULL;
	static const struct { const char *name; void (*run)(void); } groups[] = {
		{ "basics", test_basics }, { "limits", test_limits }, { "attacks", test_attacks }, { "files", test_files }, { "collect", test_collect }, { "lives", test_lives },
	};
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc < 3)
		return 2;
	supervisor = argv[1];
	attack = argv[2];
	signal(SIGPIPE, SIG_IGN);
	if (!load_attack() || !keeper_start(&keeper, supervisor, NULL, 0) || !connect_ready(&client, 4, 4)) {
		printf("not ok - a keeper starts and is ready\n0 passed, 1 failed\n");
		return 1;
	}
	for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++)
		if (!only || strcmp(only, groups[i].name) == 0)
			groups[i].run();
	client_close(&client);
	check(keeper_stop(&keeper), "the keeper ends with its lifeline");
	check(test_nothing_left(), "nothing of it is left");
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
