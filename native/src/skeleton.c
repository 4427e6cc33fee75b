/* The skeleton of a root: folders, the sandbox's own /etc, and in host mode a copy of those files of the host's /etc that
 * programs need. What always holds: only what the host lets everybody read is copied, from a fixed list, so neither
 * shadow nor a key nor a service's configuration can be among it. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fd.h"
#include "template.h"

#define COPY_BYTES_MAX (32u << 20)
#define COPY_DEPTH_MAX 8

static const char *const folders[] = { "box", "tmp", "dev", "proc", "sys", "etc", "root", "home", "run", "var", "var/lib", "opt" };

static const struct {
	const char *path, *text;
} files[] = {
	{ "etc/passwd", "root:x:0:0:root:/root:/usr/sbin/nologin\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\nsandbox:x:1000:1000:sandbox:/box:/bin/sh\n" },
	{ "etc/group", "root:x:0:\nnogroup:x:65534:\nsandbox:x:1000:\n" },
	{ "etc/hosts", "127.0.0.1 localhost sandbox\n::1 localhost\n" },
	{ "etc/hostname", "sandbox\n" },
	{ "etc/resolv.conf", "" },
	{ "etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\nservices: files\nprotocols: files\n" },
};

/* A name that ends in `*` stands for all that begin so. */
static const char *const host_etc[] = {
	"alternatives", "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "ssl", "java*", "python*", "php*", "perl*", "R", "mono*", "ghc*",
	"erlang*", "lua*", "ruby*", "dotnet*", "sbcl*", "octave*", "swi-prolog", "julia*", "fpc*", "scala*", "kotlin*", "localtime",
	"timezone", "mime.types", "protocols", "services", "locale.alias", "os-release", "debian_version", "host.conf",
	"gai.conf", "magic", "magic.mime", "fonts", "inputrc", "terminfo", "profile", "bash.bashrc",
};

struct copy {
	uint64_t bytes_left;
};

static int put_file(int dir, const char *path, const char *text)
{
	int fd = openat(dir, path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
	int done = fd < 0 ? -1 : fd_write_all(fd, text, strlen(text));
	fd_close(&fd);
	return done;
}

static void copy_file(int from, int to, const char *name, const struct stat *st, struct copy *copy)
{
	char block[65536];
	if (!(st->st_mode & S_IROTH) || (uint64_t)st->st_size > copy->bytes_left)
		return;
	int in = openat(from, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	int out = in < 0 ? -1 : openat(to, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644 | (st->st_mode & 0111));
	ssize_t n;
	while (out >= 0 && (n = read(in, block, sizeof block)) > 0) {
		if ((uint64_t)n > copy->bytes_left || fd_write_all(out, block, (size_t)n) != 0)
			break;
		copy->bytes_left -= (uint64_t)n;
	}
	fd_close(&in);
	fd_close(&out);
}

/* What cannot be copied is left out: a program that needs it says so itself, as it would on a host without it. */
static void copy_entry(int from, int to, const char *name, int depth, struct copy *copy)
{
	struct stat st;
	char target[4096];
	if (depth > COPY_DEPTH_MAX || fstatat(from, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return;
	if (S_ISREG(st.st_mode)) {
		copy_file(from, to, name, &st, copy);
	} else if (S_ISLNK(st.st_mode)) {
		ssize_t n = readlinkat(from, name, target, sizeof target - 1);
		target[n < 0 ? 0 : n] = 0;
		if (n > 0)
			(void)!symlinkat(target, to, name);
	} else if (S_ISDIR(st.st_mode) && (st.st_mode & 0005) == 0005) {
		int below_from = openat(from, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (mkdirat(to, name, 0755) != 0 && errno != EEXIST) {
			fd_close(&below_from);
			return;
		}
		int below_to = openat(to, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		DIR *d = below_from < 0 || below_to < 0 ? NULL : fdopendir(below_from);
		for (struct dirent *e; d && (e = readdir(d));)
			if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
				copy_entry(below_from, below_to, e->d_name, depth + 1, copy);
		if (d)
			closedir(d);
		else
			fd_close(&below_from);
		fd_close(&below_to);
	}
}

static bool listed(const char *name)
{
	for (size_t i = 0; i < sizeof host_etc / sizeof host_etc[0]; i++) {
		size_t n = strlen(host_etc[i]);
		bool prefix = host_etc[i][n - 1] == '*';
		if (prefix ? strncmp(name, host_etc[i], n - 1) == 0 : strcmp(name, host_etc[i]) == 0)
			return true;
	}
	return false;
}

static void copy_host(int dir)
{
	struct copy copy = { COPY_BYTES_MAX };
	int to = openat(dir, "etc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = opendir("/etc");
	for (struct dirent *e; d && (e = readdir(d));)
		if (listed(e->d_name))
			copy_entry(dirfd(d), to, e->d_name, 1, &copy);
	if (d)
		closedir(d);
	fd_close(&to);
	/* Debian keeps GHC's package index there. */
	int lib_from = open("/var/lib", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int lib_to = openat(dir, "var/lib", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (lib_from >= 0 && lib_to >= 0)
		copy_entry(lib_from, lib_to, "ghc", 1, &copy);
	fd_close(&lib_from);
	fd_close(&lib_to);
}

int skeleton_make(int dir, bool host)
{
	for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
		if (mkdirat(dir, folders[i], strcmp(folders[i], "root") == 0 ? 0700 : 0755) != 0)
			return -1;
	if (symlinkat("/tmp", dir, "var/tmp") != 0 || symlinkat("/proc/self/mounts", dir, "etc/mtab") != 0)
		return -1;
	if (host)
		copy_host(dir);
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
		if (put_file(dir, files[i].path, files[i].text) != 0)
			return -1;
	return 0;
}
