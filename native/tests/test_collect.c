/* What a program leaves is its own matter: however many, long, odd or dear to look for the names are, its run alone has them, within
 * bounds, and is answered. */
#define _GNU_SOURCE
#include <inttypes.h>
#include <string.h>

#include "../src/clock.h"
#include "check.h"
#include "suite.h"

#define WAIT_MS 20000

/* What came of one run's artifacts, all of it counted. */
struct tally {
	uint32_t frames;
	size_t path_bytes;
	char last_refused[32];
};

static void count(struct tally *t, const struct frame_header *h, const uint8_t *body)
{
	struct field_reader reader = { body, h->length };
	struct field f;
	t->frames++;
	t->last_refused[0] = 0;
	while (field_next(&reader, &f) > 0) {
		if (f.tag == TAG_PATH)
			t->path_bytes += f.length;
		if (f.tag == TAG_REFUSED)
			snprintf(t->last_refused, sizeof t->last_refused, "%.*s", (int)f.length, (const char *)f.data);
	}
}

/* Waits for both ends; the second run is the neighbour. Cancels the first at its first artifact when it is to. */
static bool wait_both(struct answer *a, struct answer *neighbour, struct tally *t, bool cancel)
{
	struct frame_header h;
	const uint8_t *body;
	while (!a->ended || !neighbour->ended) {
		if (!client_read(&client, &h, &body, WAIT_MS))
			return false;
		if (h.run == neighbour->run)
			answer_take(neighbour, &h, body);
		if (h.run != a->run)
			continue;
		answer_take(a, &h, body);
		if (h.type != FRAME_ARTIFACT)
			continue;
		count(t, &h, body);
		if (cancel && t->frames == 1)
			client_simple(&client, FRAME_CANCEL, a->run, 0, 0);
	}
	return true;
}

static bool beside_a_neighbour(const struct ask *ask, struct answer *a, struct tally *t, bool cancel)
{
	struct ask other = { .argv = { "sh", "-c", "echo here" } };
	struct answer neighbour = { 0 };
	*t = (struct tally){ 0 };
	*a = (struct answer){ .run = client_send(&client, ask) };
	neighbour.run = client_send(&client, &other);
	bool right = wait_both(a, &neighbour, t, cancel) && is(&neighbour, "exited", 0) && strcmp((char *)neighbour.out[0].data, "here\n") == 0;
	printf("# %u frames, %zu bytes of paths, last refused: %s\n", t->frames, t->path_bytes, t->last_refused);
	answer_free(&neighbour);
	return right;
}

static void floods(void)
{
	struct answer a;
	struct tally t;
	struct ask ask = attack_with("long-links", "5000");
	ask.globs[0] = "**";
	ask.artifact_bytes = 1 << 20;
	ask.inodes = 20000;
	check(beside_a_neighbour(&ask, &a, &t, false) && is(&a, "exited", 0), "5,000 links with paths of 4 KB harm nobody");
	check(t.path_bytes <= (1u << 20) + 4096 && strcmp(t.last_refused, "too_many") == 0, "their paths are told up to a bound, and that it was met");
	answer_free(&a);
	ask.argv[1] = "links";
	check(beside_a_neighbour(&ask, &a, &t, false) && is(&a, "exited", 0), "nor do 5,000 with short ones");
	check(t.frames <= 1002 && strcmp(t.last_refused, "too_many") == 0, "of which no more than a thousand are told");
	answer_free(&a);
	ask.argv[1] = "long-files";
	check(beside_a_neighbour(&ask, &a, &t, false) && is(&a, "exited", 0) && t.path_bytes <= (1u << 20) + 4096 && strcmp(t.last_refused, "too_many") == 0,
		"paths of files are bounded too");
	answer_free(&a);
}

static struct ask costly(const char *files, char *glob)
{
	struct ask ask = attack_with("long-files", files);
	strcpy(glob, "**");
	memset(glob + 2, 'a', 200);
	strcpy(glob + 202, "*a*a*a*b");
	ask.globs[0] = "first";
	for (size_t i = 1; i < ASK_GLOBS; i++)
		ask.globs[i] = glob;
	ask.artifact_bytes = 1 << 20;
	return ask;
}

static void costs(void)
{
	struct answer a;
	struct tally t;
	char glob[256];
	struct ask ask = costly("400", glob);
	uint64_t start = clock_now();
	bool right = beside_a_neighbour(&ask, &a, &t, false) && is(&a, "exited", 0) && t.frames == 2;
	/* On a slow machine the collector's time is over before its work is. */
	bool told = strcmp(t.last_refused, "too_costly") == 0 || (slowness() > 1 && strcmp(t.last_refused, "unfinished") == 0);
	check(right && told, "globs that take too long to match are told to");
	check(clock_now() - start < 15 * NS_PER_SECOND * slowness(), "and soon");
	answer_free(&a);
	check(beside_a_neighbour(&ask, &a, &t, true) && is(&a, "cancelled", 0), "a run is cancelled while its artifacts are looked for");
	check(strcmp(t.last_refused, "too_costly") != 0, "and the looking ends with it");
	answer_free(&a);
	ask.keep = true;
	check(beside_a_neighbour(&ask, &a, &t, true) && is(&a, "cancelled", 0) && a.bundle == 0 && !a.message[0], "nor is its tree kept then");
	answer_free(&a);
	uint64_t stats[8] = { 0 };
	check(client_stats(&client, stats) && stats[2] == 0, "nothing is kept that nobody knows of");
}

static const struct answer_artifact *artifact(const struct answer *a, const char *path)
{
	for (uint32_t i = 0; i < a->artifact_count; i++)
		if (strcmp(a->artifacts[i].path, path) == 0)
			return &a->artifacts[i];
	return NULL;
}

static void names(void)
{
	struct answer a;
	struct ask ask = {
		.argv = { "sh", "-c", "for n in 377 376 '355\\240\\200' '300\\257' '360\\237\\230'; do echo x > \"$(printf 'a\\'$n)\"; done; echo y > \"$(printf 'b\\303\\251\\360\\237\\230\\200')\"" },
		.globs = { "*" }, .artifact_bytes = 1 << 20,
	};
	check(client_run(&client, &ask, &a) && is(&a, "exited", 0), "a run with odd names ends");
	uint32_t odd = 0;
	for (uint32_t i = 0; i < a.artifact_count; i++)
		odd += a.artifacts[i].path[0] == 'a' && strspn(a.artifacts[i].path + 1, "?") == strlen(a.artifacts[i].path) - 1 &&
			strcmp(a.artifacts[i].refused, "not_utf8") == 0 && a.artifacts[i].data.tail == 0;
	/* Two of the names come out as one, which the client takes for one file's. */
	check(odd == a.artifact_count - 1 && odd >= 4, "a name that is not UTF-8 is refused, and shown without what is not");
	const struct answer_artifact *good = artifact(&a, "b\303\251\360\237\230\200");
	check(good && !good->refused[0] && good->data.tail == 2, "one that is UTF-8 comes back");
	answer_free(&a);
	ask.argv[2] = "mkdir \"$(printf 'd\\377')\"; echo x > \"$(printf 'd\\377')/f\"";
	ask.globs[0] = "**";
	check(client_run(&client, &ask, &a) && artifact(&a, "d?/f") && strcmp(artifact(&a, "d?/f")->refused, "not_utf8") == 0, "the folder's name counts too");
	answer_free(&a);
}

void test_collect(void)
{
	floods();
	costs();
	names();
}
