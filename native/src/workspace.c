/* What is in /box before the program starts: the kept tree, then the job's files. What always holds: it is written by
 * the payload's own uid, inside the sandbox, following no link, so nothing that an earlier stage planted leads anywhere. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive.h"
#include "fd.h"
#include "job.h"

/* Small: every page of it is one that a sandbox has to get and to give back. */
#define BLOCK 8192

static int write_file(int control, int box, const struct job_file *file, const char *path)
{
	char block[BLOCK];
	const char *name;
	int dir = path_parent(box, path, &name);
	if (dir < 0)
		return -1;
	/* A link or file of that name from the kept tree is replaced, never written through. */
	int done = unlinkat(dir, name, 0);
	int out = done != 0 && errno != ENOENT ? -1 : fd_open_beneath(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
	done = out < 0 ? -1 : 0;
	for (uint64_t left = file->size; left > 0 && done == 0;) {
		size_t n = left < sizeof block ? (size_t)left : sizeof block;
		done = fd_read_all(control, block, n) != 0 || fd_write_all(out, block, n) != 0 ? -1 : 0;
		left -= n;
	}
	if (done == 0)
		done = fchmod(out, file->mode & 0777);
	int error = errno;
	fd_close(&out);
	close(dir);
	errno = error;
	return done;
}

static int write_files(int control, int box, const struct job *job)
{
	char path[ARCHIVE_PATH_MAX + 1];
	for (uint32_t i = 0; i < job->files; i++) {
		struct job_file file;
		if (fd_read_all(control, &file, sizeof file) != 0)
			return errno;
		if (file.path > ARCHIVE_PATH_MAX || fd_read_all(control, path, file.path) != 0)
			return EINVAL;
		path[file.path] = 0;
		if (!path_is_safe(path, file.path))
			return EINVAL;
		if (write_file(control, box, &file, path) != 0)
			return errno;
	}
	return 0;
}

int workspace_fill(int control, const struct job *job, int bundle, const char **step)
{
	if (!job->bundle && job->files == 0)
		return 0;
	*step = "open /box";
	int box = open("/box", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (box < 0)
		return errno;
	*step = "lay out the kept tree";
	int error = !job->bundle ? 0 : bundle < 0 ? EBADF : lseek(bundle, 0, SEEK_SET) != 0 ? errno : archive_unpack(bundle, box);
	if (!error) {
		*step = "write the files";
		error = write_files(control, box, job);
	}
	close(box);
	return error;
}
