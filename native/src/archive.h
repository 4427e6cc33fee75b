/* A kept tree as one file: entries of a fixed header, a path relative to /box, and data. Never leaves the machine. */
#ifndef GOZOLITE_ARCHIVE_H
#define GOZOLITE_ARCHIVE_H
#include <stdbool.h>
#include <stdint.h>

#define ARCHIVE_MAGIC 0x747a6f67u
#define ARCHIVE_PATH_MAX 4095u
#define ARCHIVE_LINK_MAX 4095u

enum archive_kind { ARCHIVE_END, ARCHIVE_FOLDER, ARCHIVE_FILE, ARCHIVE_LINK };

struct archive_entry {
	uint32_t magic, kind, mode, path;
	uint64_t size;
};

/* Relative, not empty, and no part of it empty, "." or "..". */
bool path_is_safe(const char *path, uint32_t length);
/* The directory that holds path's last part, its parents made; *name is set to that part. -1 with errno. */
int path_parent(int root, const char *path, const char **name);
/* Writes one header and path. */
int archive_put(int archive, enum archive_kind kind, uint32_t mode, const char *path, uint64_t size);
/* Lays the tree in archive, read from where it stands, out below root, trusting nothing in it. 0 or an errno. */
int archive_unpack(int archive, int root);
#endif
