/* Kept trees. What always holds: unpacking runs with the payload's own rights inside its sandbox, follows no link,
 * creates every file anew, and ends with an error on the first thing that is not as it should be. */
#define _GNU_SOURCE
#include "archive.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fd.h"

bool path_is_safe(const char *path, uint32_t length)
{
	if (length == 0 || length > ARCHIVE_PATH_MAX || memchr(path, 0, length))
		return false;
	for (uint32_t start = 0; start <= length;) {
		const char *slash = memchr(path + start, '/', length - start);
		uint32_t n = slash ? (uint32_t)(slash - path) - start : length - start;
		if (n == 0 || n > 255 || (n == 1 && path[start] == '.') || (n == 2 && path[start] == '.' && path[start + 1] == '.'))
			return false;
		start += n + 1;
	}
	return true;
}

int path_parent(int root, const char *path, const char **name)
{
	int dir = fcntl(root, F_DUPFD_CLOEXEC, 0);
	char part[256];
	for (const char *slash; dir >= 0 && (slash = strchr(path, '/')); path = slash + 1) {
		snprintf(part, sizeof part, "%.*s", (int)(slash - path), path);
		int below = fd_open_beneath(dir, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0);
		if (below < 0 && errno == ENOENT && mkdirat(dir, part, 0755) == 0)
			below = fd_open_beneath(dir, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0);
		int error = errno;
		close(dir);
		errno = error;
		dir = below;
	}
	*name = path;
	return dir;
}

int archive_put(int archive, enum archive_kind kind, uint32_t mode, const char *path, uint64_t size)
{
	struct archive_entry entry = { ARCHIVE_MAGIC, kind, mode, (uint32_t)strlen(path), size };
	if (fd_write_all(archive, &entry, sizeof entry) != 0)
		return -1;
	return fd_write_all(archive, path, entry.path);
}

static int copy(int archive, int out, uint64_t size)
{
	char block[65536];
	while (size > 0) {
		size_t n = size < sizeof block ? (size_t)size : sizeof block;
		if (fd_read_all(archive, block, n) != 0 || fd_write_all(out, block, n) != 0)
			return -1;
		size -= n;
	}
	return 0;
}

static int unpack_link(int archive, int dir, const char *name, uint64_t size)
{
	char target[ARCHIVE_LINK_MAX + 1];
	if (size == 0 || size > ARCHIVE_LINK_MAX) {
		errno = EINVAL;
		return -1;
	}
	if (fd_read_all(archive, target, (size_t)size) != 0)
		return -1;
	target[size] = 0;
	return symlinkat(target, dir, name);
}

static int unpack_entry(int archive, int root, const struct archive_entry *entry, const char *path)
{
	const char *name;
	int dir = path_parent(root, path, &name), out = -1, done = -1;
	if (dir < 0)
		return -1;
	if (entry->kind == ARCHIVE_LINK) {
		done = unpack_link(archive, dir, name, entry->size);
	} else if (entry->kind == ARCHIVE_FOLDER) {
		done = mkdirat(dir, name, 0700 | (entry->mode & 0777));
	} else if (entry->kind == ARCHIVE_FILE) {
		out = fd_open_beneath(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
		if (out >= 0)
			done = copy(archive, out, entry->size) != 0 ? -1 : fchmod(out, entry->mode & 0777);
	} else {
		errno = EINVAL;
	}
	int error = errno;
	fd_close(&out);
	close(dir);
	errno = error;
	return done;
}

int archive_unpack(int archive, int root)
{
	struct archive_entry entry;
	char path[ARCHIVE_PATH_MAX + 1];
	for (;;) {
		if (fd_read_all(archive, &entry, sizeof entry) != 0)
			return errno;
		if (entry.magic != ARCHIVE_MAGIC)
			return EINVAL;
		if (entry.kind == ARCHIVE_END)
			return 0;
		if (entry.path > ARCHIVE_PATH_MAX || fd_read_all(archive, path, entry.path) != 0)
			return EINVAL;
		path[entry.path] = 0;
		if (!path_is_safe(path, entry.path))
			return EINVAL;
		if (unpack_entry(archive, root, &entry, path) != 0)
			return errno;
	}
}
