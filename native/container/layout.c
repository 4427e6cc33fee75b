/* What is in /box before the program starts: the kept tree, then the files. What always holds: it is written with the rights
 * that the program will have, following no link; after the first failure the rest is read and thrown away, so that the
 * service is answered and not held up. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "archive.h"
#include "fd.h"
#include "inside.h"

/* A process unpacks what is written to a pipe: 0 when it could, else an errno as its exit code. */
struct unpacker {
	pid_t pid;
	int pipe;
};

static int unpacker_start(struct unpacker *u, int box)
{
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) != 0)
		return errno;
	u->pid = fork();
	if (u->pid == 0) {
		close(ends[1]);
		int error = archive_unpack(ends[0], box);
		_exit(error < 256 ? error : EIO);
	}
	close(ends[0]);
	u->pipe = ends[1];
	return u->pid < 0 ? errno : 0;
}

static int unpacker_end(struct unpacker *u)
{
	int status = 0;
	fd_close(&u->pipe);
	if (u->pid <= 0)
		return 0;
	while (waitpid(u->pid, &status, 0) < 0 && errno == EINTR)
		;
	u->pid = 0;
	/* It can only have been killed for memory: the tree is in memory, too. */
	return WIFEXITED(status) ? WEXITSTATUS(status) : ENOMEM;
}

static int create(int box, const struct file_span *file)
{
	char path[ARCHIVE_PATH_MAX + 1];
	const char *name;
	if (!path_is_safe((const char *)file->path.data, file->path.length)) {
		errno = EINVAL;
		return -1;
	}
	memcpy(path, file->path.data, file->path.length);
	path[file->path.length] = 0;
	int dir = path_parent(box, path, &name), out = -1;
	if (dir < 0)
		return -1;
	/* A link or file of that name from the kept tree is replaced, never written through. */
	if (unlinkat(dir, name, 0) == 0 || errno == ENOENT)
		out = fd_open_beneath(dir, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
	/* The descriptor stays writable whatever the mode is. */
	if (out >= 0 && fchmod(out, file->mode & 0777) != 0)
		fd_close(&out);
	int error = errno;
	close(dir);
	errno = error;
	return out;
}

static int take_file(int box, int *open_file, const uint8_t *body, uint32_t length)
{
	struct field_reader reader = { body, length };
	struct field f;
	struct file_span file;
	if (field_next(&reader, &f) <= 0)
		return EPROTO;
	struct span content = { f.data, f.length };
	if (f.tag == TAG_FILE) {
		if (!file_span_parse(content, &file))
			return EINVAL;
		fd_close(open_file);
		*open_file = create(box, &file);
		if (*open_file < 0)
			return errno;
		content = file.content;
	}
	return *open_file < 0 ? EBADF : fd_write_all(*open_file, content.data, content.length) != 0 ? errno : 0;
}

static int take_tree(struct unpacker *u, int box, const uint8_t *body, uint32_t length)
{
	struct field_reader reader = { body, length };
	struct field f;
	if (field_next(&reader, &f) <= 0 || f.tag != TAG_DATA)
		return EPROTO;
	int error = u->pid > 0 ? 0 : unpacker_start(u, box);
	/* When the unpacker has ended early, its exit code says why. */
	return error ? error : fd_write_all(u->pipe, f.data, f.length) == 0 ? 0 : unpacker_end(u);
}

static void note(struct inside *in, int error, const char *step)
{
	if (error && !in->layout_error) {
		in->layout_error = error;
		in->layout_step = step;
	}
}

bool layout_receive(struct inside *in)
{
	struct unpacker unpacker = { 0, -1 };
	struct frame_header header;
	uint8_t *body;
	int file = -1, box = open("/box", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	note(in, box < 0 ? errno : 0, "open /box");
	while (inside_read_frame(&header, &body)) {
		if (header.type == FRAME_RUN) {
			note(in, unpacker_end(&unpacker), "lay out the kept tree");
			fd_close(&file);
			fd_close(&box);
			return run_request_parse(body, header.length, &in->request);
		}
		if (header.type == FRAME_TREE_IN && !in->layout_error)
			note(in, take_tree(&unpacker, box, body, header.length), "lay out the kept tree");
		if (header.type == FRAME_FILE && !in->layout_error) {
			note(in, unpacker_end(&unpacker), "lay out the kept tree");
			if (!in->layout_error)
				note(in, take_file(box, &file, body, header.length), "write the files");
		}
		free(body);
	}
	return false;
}
