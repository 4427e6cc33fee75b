/* Patterns of artifacts. */
#ifndef GOZOLITE_GLOB_H
#define GOZOLITE_GLOB_H
#include <stdbool.h>
#include <stdint.h>

/* No path is as long as this, its end included; one that were would match nothing. */
#define GLOB_PATH_MAX 4096u

#define GLOB_BEGIN_WORK 32u

/* `*` and `?` do not cross a slash, `**` does, `[a-z]` and `[!a-z]` are sets, a backslash takes the next byte as it is. The work
 * done is added to *work: at most bytes of the pattern times bytes of the path, with their ends, and what it costs to begin. */
bool glob_match(const char *pattern, const char *path, uint64_t *work);
#endif
