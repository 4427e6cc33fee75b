/* What comes out of a sandbox: artifacts and kept trees. */
#define _GNU_SOURCE
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "suite.h"

static const struct answer_artifact *artifact(const struct answer *a, const char *path)
{
	for (uint32_t i = 0; i < a->artifact_count; i++)
		if (strcmp(a->artifacts[i].path, path) == 0)
			return &a->artifacts[i];
	return NULL;
}

static bool refused(const struct answer *a, const char *path, const char *why)
{
	const struct answer_artifact *r = artifact(a, path);
	bool right = r && strcmp(r->refused, why) == 0;
	if (!right)
		printf("# %s: %s\n", path, r ? r->refused : "absent");
	return right;
}

static void artifacts(void)
{
	struct answer a;
	struct ask ask = {
		.argv = { "sh", "-c", "mkdir -p d/e; echo one > d/e/a.txt; echo two > b.txt; ln -s /etc/shadow link; mkfifo fifo; ln b.txt hard; ln -s /etc dir;"
			" truncate -s 1T sparse; echo no > secret; chmod 000 secret; chmod 4755 d/e/a.txt; head -c 3000000 /dev/zero > big; echo x > other" },
		.globs = { "**/*.txt", "[lfhs]*", "big" }, .artifact_bytes = 8 << 20, .file = 1ULL << 41,
	};
	check(client_run(&client, &ask, &a) && is(&a, "exited", 0), "a run with artifacts ends");
	const struct answer_artifact *one = artifact(&a, "d/e/a.txt");
	check(one && one->data.tail == 4 && memcmp(one->data.data, "one\n", 4) == 0 && one->mode == 0755, "an artifact comes back, without its setuid bit");
	check(refused(&a, "link", "symlink"), "a symbolic link is refused");
	check(refused(&a, "fifo", "special"), "a FIFO is refused");
	check(refused(&a, "hard", "hardlink") && refused(&a, "b.txt", "hardlink"), "a file of two names is refused");
	check(refused(&a, "sparse", "too_large"), "a sparse file of 1 TiB is refused");
	check(refused(&a, "secret", "unreadable"), "a file that its owner may not read is refused");
	const struct answer_artifact *big = artifact(&a, "big");
	check(big && big->size == 3000000 && big->data.tail == 3000000, "one that needs several frames comes whole");
	check(!artifact(&a, "other") && !artifact(&a, "dir/passwd"), "what matches no glob stays");
	answer_free(&a);
	ask = (struct ask){ .argv = { "sh", "-c", "echo x > a; exit 3" }, .globs = { "a" }, .artifact_bytes = 100 };
	check(client_run(&client, &ask, &a) && is(&a, "exited", 3) && artifact(&a, "a"), "a run that failed has artifacts too");
	answer_free(&a);
}

static void bundles(void)
{
	struct answer a;
	uint64_t stats[8] = { 0 };
	struct ask ask = { .argv = { "sh", "-c", "mkdir d; printf '#!/bin/sh\\necho built\\n' > d/prog; chmod 755 d/prog; ln -s d/prog p; ln -s /etc/passwd trap; ln d/prog d/same" }, .keep = true };
	check(client_run(&client, &ask, &a) && is(&a, "exited", 0) && a.bundle > 0, "a tree is kept");
	uint64_t bundle = a.bundle;
	answer_free(&a);
	check(client_stats(&client, stats) && stats[2] == 1 && stats[3] > 0, "and counted");
	for (int i = 0; i < 2; i++) {
		ask = (struct ask){ .argv = { "sh", "-c", "d/prog; ./p; d/same; readlink trap; cat new" }, .files = { { "new", "n\n", 0, 0 } }, .bundle = bundle };
		check(client_run(&client, &ask, &a) && said(&a, "built\nbuilt\nbuilt\n/etc/passwd\nn\n"), "it is laid out again, run %d", i + 1);
		answer_free(&a);
	}
	ask = (struct ask){ .argv = { "sh", "-c", "cat trap; test -L trap && echo link" }, .files = { { "trap", "mine\n", 0, 0 } }, .bundle = bundle };
	check(client_run(&client, &ask, &a) && said(&a, "mine\n"), "a file replaces a planted link and is not written through it");
	answer_free(&a);
	client_simple(&client, FRAME_DROP, 0, TAG_BUNDLE, bundle);
	check(client_stats(&client, stats) && stats[2] == 0 && stats[3] == 0, "a dropped tree is gone");
	ask = (struct ask){ .argv = { "sh", "-c", "exit 1" }, .keep = true };
	check(client_run(&client, &ask, &a) && a.bundle == 0, "a run that failed keeps nothing");
	answer_free(&a);
	ask = (struct ask){ .argv = { "sh", "-c", "truncate -s 1T x" }, .keep = true, .file = 1ULL << 41 };
	check(client_run(&client, &ask, &a) && a.bundle == 0 && a.message[0], "a tree larger than its disk is not kept, and that is said");
	answer_free(&a);
}

void test_files(void)
{
	artifacts();
	bundles();
}
