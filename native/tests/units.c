/* The parts that need no sandbox: frames, requests, globs, archives, filters. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "../src/archive.h"
#include "../src/fd.h"
#include "../src/glob.h"
#include "../src/request.h"
#include "check.h"
#include "units.h"

int passed, failed;

static void put_limits(struct buffer *b)
{
	for (int tag = TAG_TIME_NS; tag <= TAG_STACK_BYTES; tag++)
		field_put_number(b, (enum tag)tag, 1000);
}

static bool parses(const struct buffer *b)
{
	struct run_request r;
	uint8_t *body = malloc(b->tail + 1);
	memcpy(body, b->data, b->tail);
	bool good = run_request_parse(body, (uint32_t)b->tail, &r);
	if (good)
		run_request_free(&r);
	else
		free(body);
	return good;
}

static void test_frames(void)
{
	uint8_t header[FRAME_HEADER] = { 5, 0, 0, 0, 2, 0, 0, 0, 9, 0, 0, 0 };
	struct frame_header h;
	check(frame_header_read(header, 100, &h) && h.length == 5 && h.type == 2 && h.run == 9, "a header is read");
	header[6] = 1;
	check(!frame_header_read(header, 100, &h), "padding that is not zero is refused");
	header[6] = 0;
	check(!frame_header_read(header, 4, &h), "a body above the bound is refused");

	struct buffer b = { 0 };
	field_put_text(&b, TAG_ARGV, "true");
	check(!parses(&b), "a RUN without limits is refused");
	put_limits(&b);
	check(parses(&b), "a RUN with all that it needs is taken");
	bool all = true;
	for (size_t cut = 1; cut < b.tail; cut++) {
		struct buffer part = { b.data, 0, b.tail - cut, 0 };
		all = all && !parses(&part);
	}
	check(all, "a RUN cut short anywhere is refused");
	size_t whole = b.tail;
	field_put_bytes(&b, TAG_ENV, "A=\0b", 4);
	check(!parses(&b), "a NUL in a string is refused");
	b.tail = whole;
	field_put_bytes(&b, TAG_STDIN, "x", 1);
	store32(b.data + whole + 4, 0xffffffffu);
	check(!parses(&b), "a length past the end is refused");
	b.tail = whole;
	field_put_bytes(&b, (enum tag)99, "", 0);
	check(!parses(&b), "an unknown tag is refused");
	b.tail = whole;
	field_put_bytes(&b, TAG_TIME_NS, "1234", 4);
	check(!parses(&b), "a number of another size is refused");
	b.tail = whole;
	field_put_number(&b, TAG_TIME_NS, 0);
	check(!parses(&b), "a limit of zero is refused");
	b.tail = whole;
	field_put_bytes(&b, TAG_FILE, "\0\0\0\0\xff\0\0\0x", 9);
	check(!parses(&b), "a file whose path is longer than the field is refused");
	buffer_free(&b);

	srand(7);
	for (int round = 0; round < 20000; round++) {
		uint8_t noise[64];
		size_t n = (size_t)rand() % sizeof noise;
		for (size_t i = 0; i < n; i++)
			noise[i] = (uint8_t)(rand() % 4 ? rand() % 32 : 0);
		struct buffer random = { noise, 0, n, 0 };
		struct configure_request c;
		parses(&random);
		configure_request_parse(noise, (uint32_t)n, &c);
	}
	check(true, "20,000 bodies of noise are survived");
}

static void test_globs(void)
{
	static const struct { const char *pattern, *path; bool match; } cases[] = {
		{ "a.txt", "a.txt", true }, { "a.txt", "b.txt", false }, { "*.txt", "a.txt", true }, { "*.txt", "d/a.txt", false },
		{ "**/*.txt", "a.txt", true }, { "**/*.txt", "d/e/a.txt", true }, { "d/**", "d/e/f", true }, { "d/**", "e/f", false },
		{ "**", "a/b/c", true }, { "*", "a/b", false }, { "?", "a", true }, { "?", "/", false }, { "[a-c]x", "bx", true },
		{ "[!a-c]x", "bx", false }, { "[!a-c]x", "dx", true }, { "[!a]", "/", false }, { "a/**/b", "a/b", true },
		{ "a/**/b", "a/x/y/b", true }, { "a/**/b", "axb", false }, { "\\*", "*", true }, { "\\*", "a", false }, { "[", "[", true },
		{ "a*b*c", "aXbYc", true }, { "a*b*c", "aXbY", false }, { "", "", true }, { "", "a", false }, { "**/x/*.o", "x/a.o", true },
		{ "**/x/*.o", "q/x/r/x/a.o", true }, { "out*", "out", true }, { "*a*a*", "banana", true }, { "**/b", "ab", false },
		{ "**b", "a/b", true }, { "a**/b", "ax/y/b", true }, { "a**/b", "a/b", true }, { "**/a/**/b", "x/a/y/a/b", true },
		{ "**/", "a", true }, { "**/**/a", "a", true }, { "\\/**/b", "/xb", false }, { "[/]**/b", "/b", false }, { "*/**/*", "a", false },
		{ "*/**/*", "a/b", true }, { "**a/*b", "xa/yb", true }, { "**a/*b", "xa/y/b", false }, { "***", "a/b", true }, { "[a", "[a", true },
		{ "a\\", "a\\", true }, { "?*", "", false }, { "*?", "a", true }, { "**?", "a/", false },
	};
	uint64_t work = 0;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		check(glob_match(cases[i].pattern, cases[i].path, &work) == cases[i].match, "glob `%s` %s `%s`", cases[i].pattern,
			cases[i].match ? "matches" : "does not match", cases[i].path);
}

/* In steps and not in time: the bound is the promise of the header. */
static void test_hostile_globs(void)
{
	char path[GLOB_PATH_MAX + 1], pattern[256] = "**";
	memset(path, 'a', GLOB_PATH_MAX);
	path[GLOB_PATH_MAX] = 0;
	memset(pattern + 2, 'a', 200);
	strcat(pattern, "*a*a*a*b");
	const char *const hostile[] = { pattern, "**/*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b", "**a**a**a**a**a**a**a**a**b", "**[!b-z]*[!b-z]*[!b-z]*b" };
	uint64_t work = 0;
	check(!glob_match("**", path, &work) && work == GLOB_BEGIN_WORK, "a path longer than any matches nothing");
	path[GLOB_PATH_MAX - 1] = 0;
	for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++) {
		work = 0;
		bool matched = glob_match(hostile[i], path, &work);
		check(!matched && work <= GLOB_BEGIN_WORK + (strlen(hostile[i]) + 1) * GLOB_PATH_MAX, "glob `%s` takes no more steps than pattern x path", hostile[i]);
	}
}

static int put_file(int archive, const char *path, const char *text)
{
	return archive_put(archive, ARCHIVE_FILE, 0755, path, strlen(text)) != 0 ? -1 : fd_write_all(archive, text, strlen(text));
}

/* Reading starts where the archive stands; what was just written is read from its beginning. */
static int unpack(int archive, int root)
{
	return lseek(archive, 0, SEEK_SET) != 0 ? errno : archive_unpack(archive, root);
}

static int unpack_one(const char *path, enum archive_kind kind, uint64_t size, int root)
{
	int archive = memfd_create("t", MFD_CLOEXEC);
	archive_put(archive, kind, 0755, path, size);
	archive_put(archive, ARCHIVE_END, 0, "", 0);
	int error = unpack(archive, root);
	close(archive);
	return error;
}

static void test_archives(void)
{
	char folder[] = "/tmp/gozolite-units-XXXXXX", text[32] = "";
	struct stat st;
	if (!mkdtemp(folder))
		return;
	int root = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), archive = memfd_create("t", MFD_CLOEXEC);
	archive_put(archive, ARCHIVE_FOLDER, 0755, "d", 0);
	put_file(archive, "d/run", "hello");
	archive_put(archive, ARCHIVE_LINK, 0777, "l", 3);
	fd_write_all(archive, "/et", 3);
	archive_put(archive, ARCHIVE_END, 0, "", 0);
	check(unpack(archive, root) == 0, "an archive is laid out");
	check(fd_get(root, "d/run", text, sizeof text) == 5 && strcmp(text, "hello") == 0, "its file has its content");
	check(fstatat(root, "d/run", &st, 0) == 0 && (st.st_mode & 07777) == 0755, "and its mode");
	check(unpack_one("../x", ARCHIVE_FOLDER, 0, root) == EINVAL, "a path with .. is refused");
	check(unpack_one("/x", ARCHIVE_FOLDER, 0, root) == EINVAL, "an absolute path is refused");
	check(unpack_one("l/x", ARCHIVE_FOLDER, 0, root) != 0, "a path through a link is refused");
	check(unpack_one("d", ARCHIVE_FILE, 0, root) != 0, "a file over a folder is refused");
	check(unpack_one("f", ARCHIVE_FILE, 1ULL << 40, root) != 0, "a file longer than the archive is refused");
	check(unpack_one("k", (enum archive_kind)9, 0, root) != 0, "an unknown kind is refused");
	close(archive);
	const char *name;
	int parent = path_parent(root, "p/q/r", &name);
	check(parent >= 0 && strcmp(name, "r") == 0 && fstatat(root, "p/q", &st, 0) == 0, "parents are made");
	close(parent);
	check(!path_is_safe("a//b", 4) && !path_is_safe("a/", 2) && !path_is_safe("./a", 3) && path_is_safe("a/.b", 4), "paths are judged");
	close(root);
	char command[64];
	snprintf(command, sizeof command, "rm -rf %s", folder);
	check(system(command) == 0, "the folder is removed");
}

int main(void)
{
	test_frames();
	test_globs();
	test_hostile_globs();
	test_archives();
	test_filter();
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
