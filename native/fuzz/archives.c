/* A kept tree, as a compiler taken over by its input would leave it: laid out below a folder, it must not touch anything
 * beside that folder, whatever its names, links and sizes say. */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../src/archive.h"
#include "../src/fd.h"
#include "fuzz.h"

static char home[64];

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
	(void)st;
	(void)kind;
	return at->level == 0 ? 0 : remove(path);
}

static void remove_home(void)
{
	nftw(home, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	rmdir(home);
}

static int entries(const char *path)
{
	int count = 0;
	DIR *d = opendir(path);
	for (struct dirent *e; d && (e = readdir(d));)
		count += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
	if (d)
		closedir(d);
	return count;
}

static void prepare(void)
{
	const char *base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
	snprintf(home, sizeof home, "%s/gozolite-fuzz-XXXXXX", base);
	if (!mkdtemp(home))
		abort();
	atexit(remove_home);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char root[80];
	if (size > (64u << 10))
		return 0;
	if (!home[0])
		prepare();
	snprintf(root, sizeof root, "%s/root", home);
	if (mkdir(root, 0755) != 0)
		abort();
	int dir = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC), archive = memfd_create("archive", MFD_CLOEXEC);
	if (dir < 0 || archive < 0 || write(archive, data, size) != (ssize_t)size || lseek(archive, 0, SEEK_SET) != 0)
		abort();
	(void)archive_unpack(archive, dir);
	/* Beside the root there is nothing. */
	if (entries(home) != 1)
		abort();
	close(archive);
	close(dir);
	nftw(home, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	return 0;
}
