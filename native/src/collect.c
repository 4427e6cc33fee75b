/* The collector: reads what a run left in /box, after everything of the run is dead. What always holds: it opens every path below /box without following
 * a link or crossing a mount; what it does is bounded in depth, entries, bytes and work, whatever the tree is, and what it says
 * in entries and bytes of paths; every path it says is UTF-8. */
#define _GNU_SOURCE
#include "collect.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive.h"
#include "fd.h"
#include "frame.h"
#include "glob.h"

#define DEPTH_MAX 64
#define ENTRIES_MAX 100000u
#define ARTIFACTS_MAX 1000u
#define REFUSALS_MAX 1000u
/* Of all artifacts and refusals together. */
#define PATH_BYTES_MAX (1u << 20)
/* Of all globs on all paths: about two seconds. */
#define GLOB_WORK_MAX 800000000u
#define PENDING_BYTES_MAX (16u << 20)
#define CHUNK (256u << 10)

struct folder {
	struct folder *next;
	int depth;
	char path[];
};

struct collector {
	int box, sock, archive;
	struct collect_request ask;
	char *globs;
	struct folder *pending;
	size_t pending_bytes;
	uint32_t entries, artifacts, refusals;
	size_t path_bytes;
	uint64_t kept, glob_work;
	/* Why the tree cannot be kept; NULL while it can. */
	const char *keep_failure;
	struct buffer out;
	uint8_t *chunk;
};

static void send_out(struct collector *c)
{
	if (fd_write_all(c->sock, c->out.data + c->out.head, c->out.tail - c->out.head) != 0)
		_exit(1);
	c->out.head = c->out.tail = 0;
}

/* Bytes of the UTF-8 character at s, 0 when there is none: overlong forms, surrogates and what is past the last are none. */
static size_t utf8_character(const char *s)
{
	unsigned char first = (unsigned char)s[0], low = 0x80, high = 0xbf;
	size_t size = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
	if (first == 0xe0 || first == 0xf0)
		low = first == 0xe0 ? 0xa0 : 0x90;
	if (first == 0xed || first == 0xf4)
		high = first == 0xed ? 0x9f : 0x8f;
	for (size_t i = 1; i < size; i++, low = 0x80, high = 0xbf)
		if ((unsigned char)s[i] < low || (unsigned char)s[i] > high)
			return 0;
	return size;
}

/* The length of what of text is UTF-8. */
static size_t utf8_length(const char *text)
{
	size_t length = 0, size;
	while (text[length] && (size = utf8_character(text + length)) > 0)
		length += size;
	return length;
}

static void put_refusal(struct collector *c, const char *path, const char *why)
{
	char shown[ARCHIVE_PATH_MAX + 1];
	snprintf(shown, sizeof shown, "%s", path);
	for (char *at = shown; *(at += utf8_length(at));)
		*at = '?';
	size_t mark = frame_begin(&c->out, FRAME_ARTIFACT, c->ask.run);
	field_put_text(&c->out, TAG_PATH, shown);
	field_put_text(&c->out, TAG_REFUSED, why);
	frame_end(&c->out, mark);
	send_out(c);
}

/* From this path on there are no more artifacts, and of what is refused nothing is told. */
static void stop_telling(struct collector *c, const char *path, const char *why)
{
	if (c->ask.globs > 0)
		put_refusal(c, path, why);
	c->ask.globs = 0;
}

/* Counts a path that is to be told. Stops the telling when it is one too many. */
static bool may_tell(struct collector *c, const char *path, uint32_t *count, uint32_t most)
{
	size_t size = strlen(path) + 1;
	if (c->ask.globs == 0)
		return false;
	if (*count >= most || size > PATH_BYTES_MAX - c->path_bytes) {
		stop_telling(c, path, "too_many");
		return false;
	}
	++*count;
	c->path_bytes += size;
	return true;
}

static void refuse(struct collector *c, const char *path, const char *why)
{
	if (may_tell(c, path, &c->refusals, REFUSALS_MAX))
		put_refusal(c, path, why);
}

static void put_artifact(struct collector *c, const char *path, const struct stat *st, size_t size)
{
	size_t mark = frame_begin(&c->out, FRAME_ARTIFACT, c->ask.run);
	field_put_text(&c->out, TAG_PATH, path);
	field_put_number(&c->out, TAG_MODE, st->st_mode & 0777);
	field_put_number(&c->out, TAG_SIZE, (uint64_t)st->st_size);
	field_put_bytes(&c->out, TAG_DATA, c->chunk, size);
	frame_end(&c->out, mark);
	send_out(c);
}

/* What fails for want of the host's means is none of the program's doing. Ending early says so. */
static void end_if_ours(int error)
{
	if (error == EMFILE || error == ENFILE || error == ENOMEM || error == ENOSPC || error == EIO)
		_exit(1);
}

static bool keeps(const struct collector *c)
{
	return c->ask.keep && !c->keep_failure;
}

static bool wanted(struct collector *c, const char *path)
{
	const char *glob = c->globs;
	for (uint32_t i = 0; i < c->ask.globs; i++, glob += strlen(glob) + 1) {
		if (c->glob_work > GLOB_WORK_MAX)
			stop_telling(c, path, "too_costly");
		else if (glob_match(glob, path, &c->glob_work))
			return true;
	}
	return false;
}

/* Reads up to size bytes into the chunk; less only at the end of the file. */
static ssize_t read_chunk(struct collector *c, int fd, uint64_t left)
{
	size_t have = 0, size = left < CHUNK ? (size_t)left : CHUNK;
	while (have < size) {
		ssize_t n = read(fd, c->chunk + have, size - have);
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		have += (size_t)n;
	}
	return (ssize_t)have;
}

static void send_artifact(struct collector *c, int fd, const char *path, const struct stat *st)
{
	if (st->st_nlink != 1)
		return refuse(c, path, "hardlink");
	if (path[utf8_length(path)])
		return refuse(c, path, "not_utf8");
	if ((uint64_t)st->st_size > c->ask.artifact_bytes)
		return refuse(c, path, "too_large");
	if (!may_tell(c, path, &c->artifacts, ARTIFACTS_MAX))
		return;
	c->ask.artifact_bytes -= (uint64_t)st->st_size;
	uint64_t left = (uint64_t)st->st_size;
	do {
		ssize_t n = read_chunk(c, fd, left);
		if (n < 0 || ((uint64_t)n < left && (size_t)n < CHUNK))
			return refuse(c, path, "changed");
		put_artifact(c, path, st, (size_t)n);
		left -= (uint64_t)n;
	} while (left > 0);
}

static void keep_file(struct collector *c, int fd, const char *path, const struct stat *st)
{
	uint64_t left = (uint64_t)st->st_size;
	if (left > c->ask.keep_bytes - c->kept) {
		c->keep_failure = "the tree is larger than one may be";
		return;
	}
	c->kept += left;
	int failed = archive_put(c->archive, ARCHIVE_FILE, st->st_mode & 0777, path, left);
	while (left > 0 && !failed) {
		ssize_t n = read_chunk(c, fd, left);
		failed = n <= 0 || fd_write_all(c->archive, c->chunk, (size_t)n) != 0;
		left -= failed ? 0 : (uint64_t)n;
	}
	/* Its size does not change any more, and what is written is memory. */
	if (failed)
		_exit(1);
}

static void keep_link(struct collector *c, const char *path, int dir, const char *name)
{
	char target[ARCHIVE_LINK_MAX + 1];
	ssize_t n = readlinkat(dir, name, target, sizeof target - 1);
	if (n <= 0 || archive_put(c->archive, ARCHIVE_LINK, 0777, path, (uint64_t)n) != 0 || fd_write_all(c->archive, target, (size_t)n) != 0)
		_exit(1);
}

static void push(struct collector *c, const char *path, int depth)
{
	size_t size = sizeof(struct folder) + strlen(path) + 1;
	if (depth > DEPTH_MAX || c->pending_bytes + size > PENDING_BYTES_MAX) {
		c->keep_failure = "the tree is too deep or has too many folders";
		return;
	}
	struct folder *folder = malloc(size);
	if (!folder)
		_exit(1);
	folder->depth = depth;
	strcpy(folder->path, path);
	folder->next = c->pending;
	c->pending = folder;
	c->pending_bytes += size;
}

static void visit_file(struct collector *c, int dir, const char *name, const char *path)
{
	bool keep = keeps(c), want = wanted(c, path);
	struct stat st;
	if (!keep && !want)
		return;
	int fd = fd_open_beneath(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0);
	if (fd < 0)
		end_if_ours(errno);
	if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		if (want)
			refuse(c, path, fd < 0 ? "unreadable" : "special");
		if (keep)
			c->keep_failure = "a file could not be read";
		fd_close(&fd);
		return;
	}
	if (keep)
		keep_file(c, fd, path, &st);
	if (want && lseek(fd, 0, SEEK_SET) == 0)
		send_artifact(c, fd, path, &st);
	close(fd);
}

static void visit(struct collector *c, int dir, const char *name, const char *path, int depth)
{
	struct stat st;
	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return;
	bool keep = keeps(c);
	if (S_ISDIR(st.st_mode)) {
		if (keep && archive_put(c->archive, ARCHIVE_FOLDER, st.st_mode & 0777, path, 0) != 0)
			_exit(1);
		push(c, path, depth + 1);
	} else if (S_ISREG(st.st_mode)) {
		visit_file(c, dir, name, path);
	} else {
		if (wanted(c, path))
			refuse(c, path, S_ISLNK(st.st_mode) ? "symlink" : "special");
		/* Sockets and FIFOs mean nothing without the processes that held them, and are not kept. */
		if (keep && S_ISLNK(st.st_mode))
			keep_link(c, path, dir, name);
	}
}

/* Is there nothing left to look for? */
static bool is_done(const struct collector *c)
{
	return c->ask.globs == 0 && !keeps(c);
}

static void walk_folder(struct collector *c, const struct folder *folder)
{
	int fd = fd_open_beneath(c->box, folder->path[0] ? folder->path : ".", O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	if (!d) {
		end_if_ours(errno);
		c->keep_failure = "a folder could not be read";
		fd_close(&fd);
		return;
	}
	for (struct dirent *e; (e = readdir(d));) {
		char path[ARCHIVE_PATH_MAX + 1];
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		int n = snprintf(path, sizeof path, "%s%s%s", folder->path, folder->path[0] ? "/" : "", e->d_name);
		if (++c->entries > ENTRIES_MAX)
			stop_telling(c, path, "too_many");
		if (c->entries > ENTRIES_MAX || n >= (int)sizeof path)
			c->keep_failure = "the tree has too many entries";
		if (n >= (int)sizeof path || is_done(c))
			break;
		visit(c, dirfd(d), e->d_name, path, folder->depth);
	}
	closedir(d);
}

static void finish(struct collector *c)
{
	if (keeps(c) && archive_put(c->archive, ARCHIVE_END, 0, "", 0) != 0)
		_exit(1);
	size_t mark = frame_begin(&c->out, FRAME_COLLECTED, c->ask.run);
	if (c->keep_failure)
		field_put_text(&c->out, TAG_MESSAGE, c->keep_failure);
	field_put_number(&c->out, TAG_SIZE, c->kept);
	frame_end(&c->out, mark);
	send_out(c);
}

/* Reads the question from sock, answers there, and writes the tree to archive. */
_Noreturn void collect_files(int box, int sock, int archive)
{
	struct collector c = { .box = box, .sock = sock, .archive = archive };
	c.chunk = malloc(CHUNK);
	if (!c.chunk || fd_read_all(sock, &c.ask, sizeof c.ask) != 0 || c.ask.glob_bytes > COLLECT_GLOB_BYTES_MAX)
		_exit(1);
	c.globs = calloc(1, (size_t)c.ask.glob_bytes + 1);
	if (!c.globs || fd_read_all(sock, c.globs, c.ask.glob_bytes) != 0)
		_exit(1);
	push(&c, "", 0);
	while (c.pending && !is_done(&c)) {
		struct folder *folder = c.pending;
		c.pending = folder->next;
		c.pending_bytes -= sizeof *folder + strlen(folder->path) + 1;
		walk_folder(&c, folder);
		free(folder);
	}
	finish(&c);
	_exit(0);
}
